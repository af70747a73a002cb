"""What a list of situations is restricted to, from what was typed: names are found as said."""

from dataclasses import replace
from sqlite3 import Connection

from pdpcli.errors import InputRefused
from pdpcli.rules.choices import parse_choice
from pdpcli.rules.names import fold
from pdpcli.rules.vocabulary import CASE_STATES
from pdpcli.store.bodies import bodies_named
from pdpcli.store.case_list import CaseFilter
from pdpcli.store.members import members
from pdpcli.store.our_agreements import our_agreements

MOST = 200


def state(text: str) -> str:
    """A parser: the state that ``text`` names, "" for « toutes »."""
    return parse_choice(text, {**CASE_STATES, "": "toutes"})


def found(db: Connection, said: CaseFilter) -> CaseFilter:
    """``said`` with the partner and the referent as the store knows them.

    Raises:
        InputRefused: no such partner or several, no such member of the cell.
    """
    partner = _partner(db, said.partner) if said.partner else ""
    referent = _referent(db, said.referent) if said.referent else ""
    return replace(said, partner=partner, referent=referent, limit=MOST + 1)


def _partner(db: Connection, text: str) -> str:
    if text in {one.id for one in our_agreements(db)}:
        return text
    return bodies_named(db, [text])[0]


def _referent(db: Connection, text: str) -> str:
    names = list(dict.fromkeys(str(one["last_name"]) for one in members(db)))
    same = [name for name in names if fold(name) == fold(text)]
    if not same:
        raise InputRefused(
            "Aucun membre de la cellule ne porte ce nom.", todo=f"L'un de : {', '.join(names)}"
        )
    return same[0]
