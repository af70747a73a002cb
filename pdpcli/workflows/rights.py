"""The requests of persons (RGPD, art. 12): recorded, identity checked, extended, answered.

What opens or destroys (access, erasure) waits for the identity check; what protects her does not.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused, Problem
from pdpcli.rules.dates import french
from pdpcli.rules.rights import may_extend
from pdpcli.rules.text import clean
from pdpcli.store.cases import CaseRow, case_by_ref, refuse_erased
from pdpcli.store.persons import keys_of
from pdpcli.store.rights import (
    Request,
    add_request,
    change_request,
    numbered_request,
    open_requests,
)
from pdpcli.workflows import rights_letter

if TYPE_CHECKING:
    from pdpcli.store.open import Write
    from pdpcli.workflows.letter import LetterFile

#: The command that grants each right, and answers.
DOING = {
    "access": "acces",
    "portability": "acces",
    "rectification": "rectifier",
    "limitation": "limiter",
    "opposition": "opposer",
    "erasure": "effacer",
}
LONGEST = 2000  # characters of what she asks, of what she is answered


@dataclass(frozen=True)
class Asked:
    """What is said of a request when it is dealt with: when it came, how she was recognised."""

    received_on: date | None = None
    identity: str = ""  # a code of CHOICES["identity_how"]
    text: str = ""


def receive(write: "Write", case: CaseRow, kind: str, said: Asked, today: date) -> Request:
    """Record a request: its month begins.

    Raises:
        InputRefused: the person was erased, a date to come, or the same request is still open.
    """
    person = refuse_erased(case)
    already = open_requests(write.db, keys_of(write.db, person), kind)
    if already:
        raise InputRefused(
            f"Une même demande attend déjà sa réponse : n° {already[0].id}.",
            where=case.ref,
            todo=f"La voir : pdp droits voir {already[0].id}",
        )
    received_on = said.received_on or today
    if received_on > today:
        raise InputRefused(
            "La demande n'a pas été notée.",
            problems=[Problem("--recu-le", "cette date est dans le futur.")],
        )
    text = clean(said.text, multiline=True, limit=LONGEST)
    number = add_request(write, case, kind, received_on, text)
    if said.identity:
        identify(write, number, said.identity, today)
    return numbered_request(write.db, number)


def dealt_with(write: "Write", case: CaseRow, kind: str, said: Asked, today: date) -> Request:
    """The open request of this right, else one recorded now; with its identity check if told."""
    keys = keys_of(write.db, refuse_erased(case))
    found = open_requests(write.db, keys, kind)
    if not found:
        return receive(write, case, kind, said, today)
    if said.identity:
        identify(write, found[0].id, said.identity, today)
    return numbered_request(write.db, found[0].id)


def identify(write: "Write", number: int, how: str, on: date) -> None:
    """Note that, and how, she was recognised; no copy of a document is kept.

    Raises:
        InputRefused: no such request, or it is answered.
    """
    refuse_answered(numbered_request(write.db, number))
    change_request(write.db, number, {"identity_on": on, "identity_how": how})


def refuse_unidentified(request: Request) -> None:
    """InputRefused while nobody said how she was recognised (art. 12, 6)."""
    if request.identity_on is None:
        raise InputRefused(
            "L'identité de qui demande n'est pas vérifiée : rien n'est remis ni effacé.",
            where=f"demande n° {request.id}",
            todo=f"Une fois vérifiée : pdp droits identite {request.id} --comment pièce",
        )


def refuse_answered(request: Request) -> None:
    """InputRefused for a request already answered."""
    if request.answered_on:
        raise InputRefused(
            f"Cette demande a déjà sa réponse, du {french(request.answered_on)}.",
            where=f"demande n° {request.id}",
        )


def case_of_request(write: "Write", request: Request, today: date) -> CaseRow:
    """The situation by which she was named; InputRefused when she was erased."""
    case = case_by_ref(write.db, request.case_ref, today)
    refuse_erased(case)
    write.subject = case.ref
    return case


def extend(write: "Write", number: int, why: str, today: date) -> "tuple[Request, LetterFile]":
    """Take two months more, and write the letter that tells her so.

    Raises:
        InputRefused: answered, extended already, or its first month is over (art. 12, 3).
    """
    request = numbered_request(write.db, number)
    refuse_answered(request)
    case = case_of_request(write, request, today)
    if request.extended_on or not may_extend(request.received_on, today):
        what = (
            "Ce délai est déjà prolongé : il ne l'est qu'une fois."
            if request.extended_on
            else "Le premier mois est passé : le délai ne se prolonge plus."
        )
        raise InputRefused(
            what,
            where=f"demande n° {number}",
            todo=f"Répondre au plus vite : pdp droits repondre {number}",
        )
    said = clean(why, multiline=True, limit=LONGEST)
    change_request(write.db, number, {"extended_on": today, "extended_why": said})
    now = numbered_request(write.db, number)
    letter = rights_letter.extension_letter(write, case, now, today)
    return now, rights_letter.keep(write, case, letter)


@dataclass(frozen=True)
class Answer:
    """What she is answered: a code of CHOICES["rights_outcome"], a text, who else is told of it."""

    outcome: str = "granted"
    text: str = ""
    partners: tuple[str, ...] | None = None  # None: the letter does not speak of them


def answer(
    write: "Write", case: CaseRow, request: Request, said: Answer, today: date
) -> "LetterFile":
    """Note the answer and write its letter to her, kept with her documents.

    Raises:
        InputRefused: answered already, or not granted without a reason (art. 12, 4).
    """
    done = _answered(write, request, said, today)
    letter = rights_letter.answer_letter(write, case, done, today, said.partners)
    return rights_letter.keep(write, case, letter)


def answer_by_hand(
    write: "Write", number: int, outcome: str, text: str, today: date
) -> "tuple[CaseRow, LetterFile]":
    """Answer a request that no other command answers, or refuse it.

    Raises:
        InputRefused: answered already, not granted without a reason, or granted here although the
            command that does what is asked answers it.
    """
    request = numbered_request(write.db, number)
    case = case_of_request(write, request, today)
    if outcome == "granted" and request.kind in DOING:
        raise InputRefused(
            "La commande qui fait ce qui est demandé écrit aussi la réponse.",
            where=f"demande n° {number}",
            todo=f"pdp droits {DOING[request.kind]} {case.ref}",
        )
    return case, answer(write, case, request, Answer(outcome, text), today)


def _answered(write: "Write", request: Request, said: Answer, today: date) -> Request:
    refuse_answered(request)
    text = clean(said.text, multiline=True, limit=LONGEST)
    if said.outcome != "granted" and not text:
        raise InputRefused(
            "Une réponse qui n'accorde pas tout dit pourquoi (RGPD, art. 12, 4).",
            where=f"demande n° {request.id}",
            todo="Ajoutez --texte RAISON : il est repris dans la lettre.",
        )
    change_request(
        write.db,
        request.id,
        {"answered_on": today, "outcome": said.outcome, "answer": text or None},
    )
    return numbered_request(write.db, request.id)
