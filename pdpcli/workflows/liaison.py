"""Beginning a fiche: it keeps, by hash, the declaration it begins with."""

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused, Problem
from pdpcli.forms.form import read_form
from pdpcli.store.cases import CaseRow, refuse_ended
from pdpcli.store.home import user_agreements
from pdpcli.store.liaisons import LiaisonRow, liaison_of

if TYPE_CHECKING:
    from pdpcli.store.open import Write
    from pdpcli.store.our_agreements import OurAgreement


def ensure(write: "Write", case: CaseRow, agreement: "OurAgreement") -> LiaisonRow:
    """The fiche of ``case`` under ``agreement``; the first one bears the signalement's date."""
    refuse_ended(case)
    return liaison_of(write.db, case, agreement) or begin(write, case, agreement, case.opened_on)


def begin(
    write: "Write",
    case: CaseRow,
    agreement: "OurAgreement",
    on: date,
    *,
    received_on: date | None = None,
) -> LiaisonRow:
    """A new fiche whose signalement date is ``on``; with ``received_on``, one they sent us.

    Raises:
        InputRefused: the situation is cancelled, or erased.
    """
    refuse_ended(case)
    form_hash = keep_declaration(write, agreement)
    last = write.db.execute(
        "SELECT COALESCE(MAX(number), 0) AS n FROM liaison WHERE case_id = ?", (case.id,)
    ).fetchone()
    write.db.execute(
        """INSERT INTO liaison
        (case_id, agreement, form_hash, direction, signalled_on, received_on, number, answers)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            case.id,
            agreement.id,
            form_hash,
            "in" if received_on else "out",
            on.isoformat(),
            received_on.isoformat() if received_on else None,
            last["n"] + 1,
            json.dumps({}),
        ),
    )
    begun = liaison_of(write.db, case, agreement, last["n"] + 1)
    if begun is None:  # pragma: no cover - the row was inserted two lines above
        raise AssertionError
    return begun


def answer(write: "Write", liaison: LiaisonRow, said: Mapping[str, str]) -> None:
    """Keep what this fiche says otherwise than the situation; "" goes back to the situation.

    Raises:
        InputRefused: who the person is, or what she signed, is not said by a fiche.
    """
    fields = read_form(liaison.form_text).by_id
    kept = [key for key in said if fields[key].path.startswith(("person.", "consent."))]
    if kept:
        raise InputRefused(
            "L'identité se corrige dans la situation, pas dans la fiche.",
            problems=[Problem(key, "à corriger dans la situation.") for key in kept],
            todo=f"pdp situation corriger {liaison.case.ref}",
        )
    answers = {key: text for key, text in {**liaison.answers, **said}.items() if text}
    write.db.execute(
        "UPDATE liaison SET answers = ? WHERE id = ?",
        (json.dumps(answers, ensure_ascii=False), liaison.id),
    )


def keep_declaration(write: "Write", agreement: "OurAgreement") -> str:
    """Keep the form of ``agreement`` as it is now, once; its hash."""
    from pdpcli.agreements.loader import find

    folder = find(agreement.id, user_agreements())
    form = folder.form
    write.db.execute(
        """INSERT INTO declaration (hash, kind, agreement, form_id, version, text)
        SELECT ?, 'form', ?, ?, ?, ?
        WHERE NOT EXISTS (SELECT 1 FROM declaration WHERE hash = ?)""",
        (
            form.hash,
            agreement.id,
            f"{agreement.id}/{form.id}",
            form.version,
            folder.form_text,
            form.hash,
        ),
    )
    return form.hash
