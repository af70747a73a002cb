"""What a list of situations is restricted to, from what was typed: names are found as said."""

from dataclasses import replace
from datetime import date
from sqlite3 import Connection

from pdpcli.errors import InputRefused
from pdpcli.rules.choices import parse_choice
from pdpcli.rules.names import fold
from pdpcli.rules.vocabulary import CASE_STATES
from pdpcli.store.absences import stands_for
from pdpcli.store.bodies import bodies_named
from pdpcli.store.case_list import CaseFilter
from pdpcli.store.members import author_member, member_called
from pdpcli.store.our_agreements import our_agreements

MOST = 200
_ME = {"moi", "me"}


def state(text: str) -> str:
    """A parser: the state that ``text`` names, "" for « toutes »."""
    return parse_choice(text, {**CASE_STATES, "": "toutes"})


def found(db: Connection, said: CaseFilter, author: str, on: date) -> CaseFilter:
    """``said`` with the partner and the referent as the store knows them.

    « moi » is who writes as ``author``, with those she stands in for on that day.

    Raises:
        InputRefused: no such partner or several, no such member of the cell.
    """
    partner = _partner(db, said.partner) if said.partner else ""
    followed = members_meant(db, said.referent, author, on) if said.referent else ()
    return replace(said, partner=partner, members=followed, limit=MOST + 1)


def _partner(db: Connection, text: str) -> str:
    if text in {one.id for one in our_agreements(db)}:
        return text
    return bodies_named(db, [text])[0]


def members_meant(db: Connection, text: str, author: str, on: date) -> tuple[int, ...]:
    """The members that ``text`` names; « moi » is ``author``, with those she stands in for.

    Raises:
        InputRefused: no such member of the cell.
    """
    if fold(text) not in _ME:
        return (member_called(db, text)["id"],)
    me = author_member(db, author)
    if me is None:
        raise InputRefused("Votre nom n'est pas celui d'un membre de la cellule.")
    return stands_for(db, me["id"], on)
