"""Which fiches a command is about: those named, or those that wait, by partner or by meeting."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.options import argument, option
from pdpcli.errors import InputRefused

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.open import Store

Refs = Annotated[
    list[str] | None, argument("RÉF", "Une ou plusieurs : 42, 26-42, 2026-0042, ou 42/1")
]
All = Annotated[bool, option("all", "Toutes celles qui attendent")]
Partner = Annotated[str, option("partner", "Celles qui attendent, pour ce partenaire")]
Meeting = Annotated[
    int | None, option("meeting", "Celles qui attendent, d'une réunion", min=1, metavar="NUMÉRO")
]


@dataclass(frozen=True)
class Choice:
    """What was said of which fiches: their references, or what they have in common."""

    refs: Sequence[str] = ()
    all: bool = False
    partner: str = ""
    meeting: int | None = None


def chosen_fiches(store: "Store", said: Choice, waits: str) -> list[str]:
    """The references to work on; those named, or those that ``waits`` (produce, send).

    Raises:
        InputRefused: nothing was said, or both ways, or none waits.
    """
    by_common = said.all or bool(said.partner) or said.meeting is not None
    if bool(said.refs) == by_common:
        raise InputRefused(
            "Quelles fiches ? Donnez leurs références, ou ce qu'elles ont en commun."
            if not said.refs
            else "Des références, ou ce qu'elles ont en commun : pas les deux.",
            todo="pdp fiche … 42 43, ou --toutes, --partenaire NOM, --reunion NUMÉRO",
        )
    if said.refs:
        return list(dict.fromkeys(said.refs))
    with closing(store.read()) as db:
        found = _waiting(db, said, waits)
    if not found:
        raise InputRefused("Aucune fiche n'attend cela.", todo="Ce qui attend : pdp fiche liste")
    return found


def _waiting(db: "Connection", said: Choice, waits: str) -> list[str]:
    from pdpcli.store.bodies import bodies_named
    from pdpcli.store.exchange import fiches
    from pdpcli.store.gatherings import cases_examined
    from pdpcli.store.our_agreements import agreements_with

    rows = [row for row in fiches(db, today()) if row["waits"] == waits]
    if said.partner:
        under = {one.id for one in agreements_with(db, bodies_named(db, [said.partner]))}
        rows = [row for row in rows if row["agreement"] in under]
    if said.meeting is not None:
        cases = {ref for _, ref in cases_examined(db, said.meeting, closed=True)}
        rows = [row for row in rows if row["ref"] in cases]
    return [f"{row['ref']}/{row['number']}" for row in rows]
