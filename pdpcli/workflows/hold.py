"""Forbidding to erase somebody for a time, with the reason (RGPD, art. 17, 3), and lifting it."""

from datetime import date
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.rules.text import clean
from pdpcli.store.cases import CaseRow, refuse_erased
from pdpcli.store.holds import lift_holds, put_hold
from pdpcli.store.persons import entries_of_person

if TYPE_CHECKING:
    from pdpcli.store.open import Write

_LONGEST = 400


def forbid_erasure(write: "Write", case: CaseRow, why: str, today: date) -> None:
    """Refuse, from now on, to erase the person of ``case``.

    Raises:
        InputRefused: she was erased already, or no reason.
    """
    person = refuse_erased(case)
    _, key = entries_of_person(write.db, person)[0]
    put_hold(write, key, today, _reason(why, case))


def lift_hold(write: "Write", case: CaseRow, why: str, today: date) -> None:
    """Let her be erased again.

    Raises:
        InputRefused: she was erased already, no reason, or nothing forbids it.
    """
    keys = [key for _, key in entries_of_person(write.db, refuse_erased(case))]
    if not lift_holds(write, keys, today, _reason(why, case)):
        raise InputRefused("Rien n'interdit d'effacer cette personne.", where=case.ref)


def _reason(text: str, case: CaseRow) -> str:
    said = clean(text, limit=_LONGEST)
    if not said:
        raise InputRefused("La raison manque.", where=case.ref, todo="Ajoutez --motif RAISON.")
    return said
