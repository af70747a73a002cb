"""Erasing a person (RGPD art. 17): letters first, then everything but rows without identity.

What is left and why is said in `store/erasing.py`. Counts are equal, the journal's chain verifies,
and no byte of the store says who she was.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused
from pdpcli.forms.form import situation
from pdpcli.rules.names import fold
from pdpcli.rules.vocabulary import label
from pdpcli.store.cases import refuse_erased
from pdpcli.store.dispatches import Sent, sent_about
from pdpcli.store.erasing import (
    alike,
    cases_of,
    cases_under,
    erase_rows,
    sweep_rows,
    written_in_clear,
)
from pdpcli.store.holds import refuse_held
from pdpcli.store.persons import entries_of_person, keys_of
from pdpcli.store.rights import open_requests
from pdpcli.store.snapshots import refresh
from pdpcli.workflows.act_day import forget_lines
from pdpcli.workflows.limit import partners_of
from pdpcli.workflows.rights import refuse_unidentified
from pdpcli.workflows.rights_letter import erasure_letter
from pdpcli.workflows.stop_letter import Asking, Why, stop_letters

if TYPE_CHECKING:
    from pdpcli.store.cases import CaseRow
    from pdpcli.store.clear_copies import ClearCopy
    from pdpcli.store.open import Write
    from pdpcli.workflows.letter import LetterFile

_OTHERS = ("access", "portability", "rectification", "limitation", "opposition")


@dataclass(frozen=True)
class Held:
    """What is held of a person, by references only: what she is shown before it is erased."""

    refs: tuple[str, ...]
    documents: int
    sent: tuple[Sent, ...]
    drafts: int
    clear: "tuple[ClearCopy, ...]"  # files in clear outside the store
    alike: tuple[str, ...]  # situations of somebody recorded under the same name
    asked: bool  # by herself: an answer goes to her


def held(db: Connection, case: "CaseRow") -> Held:
    """What is held of the person of ``case``, who may be erased.

    Raises:
        InputRefused: see ``refuse_kept``.
    """
    person = refuse_kept(db, case)
    entries = entries_of_person(db, person)
    keys = [key for _, key in entries]
    refs = tuple(sorted(one["ref"] for entry, _ in entries for one in cases_of(db, entry)))
    return Held(
        refs,
        sum(_documents(db, key) for key in keys),
        tuple(one for key in keys for one in sent_about(db, key)),
        len(drafts_about(db, person)),
        tuple(written_in_clear(db, refs)),
        tuple(alike(db, person)),
        bool(open_requests(db, keys, "erasure")),
    )


def refuse_kept(db: Connection, case: "CaseRow") -> int:
    """The number of the person; InputRefused when she must not be erased for the time being.

    Erased already, held with a reason, who asked for it not recognised, or something else that she
    asked for still waits: an access file cannot be made afterwards.
    """
    person = refuse_erased(case)
    keys = keys_of(db, person)
    refuse_held(db, keys, case.ref)
    for one in open_requests(db, keys, "erasure"):
        refuse_unidentified(one)
    for one in open_requests(db, keys, *_OTHERS):
        raise InputRefused(
            f"Une demande attend sa réponse : {label('right', one.kind)}, n° {one.id}.",
            where=case.ref,
            todo=f"D'abord y répondre : pdp droits voir {one.id}",
        )
    return person


def _documents(db: Connection, key: str) -> int:
    row = db.execute("SELECT count(*) FROM document WHERE person_key = ?", (key,)).fetchone()
    return int(row[0])


def erasure_letters(
    write: "Write", case: "CaseRow", today: date, why: Why = "erased"
) -> "list[LetterFile]":
    """One letter for each partner that received something; to be on the disk before the erasure.

    With the answer to the person who asked for it, if she did.

    Raises:
        InputRefused: see ``refuse_kept``.
    """
    keys = keys_of(write.db, refuse_kept(write.db, case))
    sent = [one for key in keys for one in sent_about(write.db, key)]
    letters = stop_letters(write, case, sent, Asking(why, today, today))
    for one in open_requests(write.db, keys, "erasure"):
        received = partners_of([each for each in sent if not each["misdirected"]])
        letters.append(erasure_letter(write, case, one, received, today))
    return letters


def erase(write: "Write", case: "CaseRow", today: date, reason: str = "request") -> tuple[str, ...]:
    """Erase the person of ``case``, with all her situations; their references.

    One who was entered twice is erased under both entries. ``reason``: « request » or « term ».

    Raises:
        InputRefused: see ``refuse_kept``.
    """
    db, person = write.db, refuse_kept(write.db, case)
    for number in drafts_about(db, person):
        db.execute("DELETE FROM draft WHERE id = ?", (number,))
    entries = entries_of_person(db, person)
    refs = [ref for one in reversed(entries) for ref in _erase(db, one, today, reason)]
    return tuple(sorted(refs))


def _erase(db: Connection, entry: tuple[int, str], today: date, reason: str) -> list[str]:
    """Erase one entry of a person (id, key), the one kept last; the references of its cases."""
    person, key = entry
    cases = cases_of(db, person)
    for one in cases:
        refresh(db, one["id"])  # the acts keep what the facts say for the last time
    db.execute(
        "INSERT INTO erasure (person_key, on_date, reason) VALUES (?, ?, ?)",
        (key, today.isoformat(), reason),
    )
    forget_lines(db, [one["ref"] for one in cases])
    numbers = [one["id"] for one in cases]
    erase_rows(db, entry, numbers, today.isoformat())
    return [one["ref"] for one in cases]


def sweep(write: "Write", case: "CaseRow", today: date) -> None:
    """Remove what is still held under the key of somebody already erased."""
    numbers = [one["id"] for one in cases_under(write.db, case.person_key)]
    sweep_rows(write.db, case.person_key, numbers, today.isoformat())


def drafts_about(db: Connection, person_id: int) -> list[int]:
    """The suspended entries about her: her name typed, and no other first name."""
    row = db.execute(
        "SELECT last_name, birth_name, first_name, nir FROM person WHERE id = ?", (person_id,)
    ).fetchone()
    names = {fold(name) for name in (row["last_name"], row["birth_name"]) if name}
    first = next(one.id for one in situation().fields if one.path == "person.first_name")
    found = []
    for draft in db.execute("SELECT id, answers FROM draft").fetchall():
        answers = json.loads(draft["answers"])
        texts = list(_texts(answers))
        said = {fold(text) for text in texts}
        another = answers.get(first) and fold(row["first_name"]) not in said
        if (names & said and not another) or (row["nir"] and row["nir"] in texts):
            found.append(draft["id"])
    return found


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - what JSON holds
    """Every text of a draft, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
