"""Limitation and opposition (RGPD, art. 18 and 21): the gate closes, the partners are told.

An opposition closes it too, while the reasons are weighed (art. 18, 1, d). Lifted with a reason,
told to the person first (art. 18, 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.rules.text import clean
from pdpcli.store.cases import CaseRow, refuse_erased
from pdpcli.store.dispatches import Sent, sent_about
from pdpcli.store.persons import keys_of
from pdpcli.store.rights import change_request, limited_since, put_limit, requests
from pdpcli.workflows import rights_letter
from pdpcli.workflows.rights import LONGEST, Answer, Asked, answer, dealt_with
from pdpcli.workflows.stop_letter import Asking, stop_letters

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.open import Write
    from pdpcli.workflows.letter import LetterFile


@dataclass(frozen=True)
class Limited:
    """What follows: the letters to the partners, the answer to the person; since when."""

    since: date
    letters: "tuple[LetterFile, ...]"
    answer: "LetterFile"


def limit(write: "Write", case: CaseRow, said: Asked, today: date, kind: str) -> Limited:
    """Close the gate from today, answer the ``limitation`` or the ``opposition``, tell everybody.

    Raises:
        InputRefused: the person was erased, or a limitation already stands (for a limitation).
    """
    person = refuse_erased(case)
    since = limited_since(write.db, person)
    if since and kind == "limitation":
        raise InputRefused(
            "Le traitement est déjà limité.",
            where=case.ref,
            todo=f"Le lever : pdp droits lever {case.ref} --motif RAISON",
        )
    request = dealt_with(write, case, kind, said, today)
    sent = received_by_partners(write.db, case)
    letters: list[LetterFile] = []
    if since is None:
        put_limit(write.db, person, today)
        letters = stop_letters(write, case, sent, Asking("limited", today, today))
    told = Answer(partners=partners_of(sent))
    return Limited(since or today, tuple(letters), answer(write, case, request, told, today))


def lift(write: "Write", case: CaseRow, why: str, today: date) -> "LetterFile":
    """Open the gate again, with a reason; the letter that tells the person so.

    Raises:
        InputRefused: nothing is limited, or no reason.
    """
    person = refuse_erased(case)
    reason = clean(why, multiline=True, limit=LONGEST)
    if limited_since(write.db, person) is None:
        raise InputRefused("Le traitement n'est pas limité.", where=case.ref)
    if not reason:
        raise InputRefused("La raison manque.", where=case.ref, todo="Ajoutez --motif RAISON.")
    put_limit(write.db, person, None)
    for one in requests(write.db, keys_of(write.db, person)):
        if one.kind in ("limitation", "opposition") and one.lifted_on is None:
            change_request(write.db, one.id, {"lifted_on": today, "lifted_why": reason})
    letter = rights_letter.lift_letter(write, case, reason, today)
    return rights_letter.keep(write, case, letter)


def received_by_partners(db: "Connection", case: CaseRow) -> list[Sent]:
    """What was sent about the person and reached its partner."""
    keys = keys_of(db, refuse_erased(case))
    return [one for key in keys for one in sent_about(db, key) if not one["misdirected"]]


def partners_of(sent: Sequence[Sent]) -> tuple[str, ...]:
    """The partners' usual names, each once."""
    return tuple(dict.fromkeys(str(one["partner"]) for one in sent))
