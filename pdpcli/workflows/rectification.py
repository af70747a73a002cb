"""The right to have data put right (RGPD, art. 16 and 19): the partners told, the person answered.

What was wrong is put right by `signal edit`; the right data leaves only by a fiche, through the
gate. The letters carry the references of what was sent, and nothing else (law 1).
"""

from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.store.cases import CaseRow, case_by_ref, refuse_erased
from pdpcli.store.dispatches import reached
from pdpcli.store.liaisons import LiaisonRow, numbered_fiche
from pdpcli.store.persons import keys_of
from pdpcli.store.rights import limited_since, open_requests
from pdpcli.workflows.limit import partners_of, received_by_partners
from pdpcli.workflows.rectify import rectify, rectify_doubts
from pdpcli.workflows.rights import Answer, Asked, answer, dealt_with
from pdpcli.workflows.stop_letter import Asking, stop_letters

if TYPE_CHECKING:
    from pdpcli.store.open import Write
    from pdpcli.workflows.letter import LetterFile

# An edit of what she has on record, since her request came.
_EDITED = """SELECT 1 FROM journal WHERE action IN ('signal edit', 'liaison edit', 'act edit')
  AND at >= :since AND subject IN (SELECT ref FROM case_file WHERE person_key = :key) LIMIT 1"""


@dataclass(frozen=True)
class Rectification:
    """The fiches begun again, the letters to the partners, the answer to the person."""

    fiches: tuple[LiaisonRow, ...]
    letters: "tuple[LetterFile, ...]"
    answer: "LetterFile"


def rectification_doubts(db: Connection, case: CaseRow, today: date) -> list[str]:
    """Nothing was put right since she asked: what would the partners be told?"""
    keys = keys_of(db, refuse_erased(case))
    asked = [one.received_on for one in open_requests(db, keys, "rectification")]
    since = min(asked, default=today).isoformat()
    found = any(db.execute(_EDITED, {"since": since, "key": key}).fetchone() for key in keys)
    if found:
        return []
    return [f"Rien n'a été corrigé depuis sa demande (pdp situation corriger {case.ref})."]


def rectify_person(
    write: "Write", case: CaseRow, said: Asked, today: date, *, new_signature: bool = False
) -> Rectification:
    """Write one letter for each fiche that a partner has, and answer the person.

    ``said.text`` is what was put right: kept here and told to her, absent from the other letters.
    A fiche whose gate is open begins its next version; the others are only told of.

    Raises:
        InputRefused: the person was erased.
    """
    request = dealt_with(
        write, case, "rectification", Asked(said.received_on, said.identity), today
    )
    sent = received_by_partners(write.db, case)
    places = dict.fromkeys((one["case_ref"], one["liaison_number"]) for one in sent)
    following = {place: one for place in places if (one := _following(write.db, place, today))}
    done = [
        rectify(write, fiche, said.text, today, new_signature=new_signature)
        for fiche in following.values()
        if reached(write.db, fiche)  # one begun again already has its letter
    ]
    others = [one for one in sent if (one["case_ref"], one["liaison_number"]) not in following]
    letters = [letter for one in done for letter in one.letters]
    letters += stop_letters(write, case, others, Asking("rectified", today, today))
    told = Answer(text=said.text, partners=partners_of(sent))
    return Rectification(
        tuple(one.liaison for one in done),
        tuple(letters),
        answer(write, case, request, told, today),
    )


def _following(db: Connection, place: tuple[str, int], today: date) -> LiaisonRow | None:
    """The fiche of that place, when a rectified one may follow: nobody said no, nothing limited."""
    ref, number = place
    try:
        fiche = numbered_fiche(db, case_by_ref(db, ref, today), number)
    except InputRefused:  # cancelled: its partner still has it
        return None
    open_ = not rectify_doubts(db, fiche) and limited_since(db, fiche.case.person_id) is None
    return fiche if open_ else None
