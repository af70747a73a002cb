"""Which figures are meant: the convention, whose they are, the year; and `pdp stats list`."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import one_of, option
from pdpcli.commands.output import emit, emit_json, width
from pdpcli.commands.values import year_named
from pdpcli.errors import InputRefused, Problem
from pdpcli.evaluation.asked import PARTNER, US, Asked

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.commands.figures_file import Told
    from pdpcli.store.open import Store
    from pdpcli.store.our_agreements import OurAgreement


@dataclass(frozen=True)
class Asking:
    """What may be entered under an agreement of ours; ``year`` is None when it was not said."""

    ours: "OurAgreement"
    side: str
    asked: Sequence[Asked]
    year: int | None = None


def asking(store: "Store", told: "Told") -> Asking:
    """What is meant by what was said.

    Raises:
        InputRefused: no agreement asks for figures, or several and none was said.
    """
    with closing(store.read()) as db:
        return replace(meant(db, told.agreement, told.side or US), year=told.year)


def meant(db: "Connection", agreement: str, side: str) -> Asking:
    """The agreement that was said, else the only one that has something to enter on that side."""
    from pdpcli.store.our_agreements import our_agreement, our_agreements
    from pdpcli.workflows.figures import asked_under

    if agreement:
        ours = our_agreement(db, agreement)
        asked = asked_under(ours, side)
        if not asked:
            raise InputRefused(_nothing(side), where=ours.id)
        return Asking(ours, side, asked)
    every = [Asking(one, side, asked_under(one, side)) for one in our_agreements(db)]
    found = [one for one in every if one.asked]
    if len(found) == 1:
        return found[0]
    if not found:
        raise InputRefused(
            f"{_nothing(side)[:-1]}, parmi les nôtres.",
            todo="Toutes les conventions : pdp convention liste",
        )
    raise InputRefused(
        "De quelle convention s'agit-il ?",
        todo="Ajoutez --convention avec l'une de : " + ", ".join(one.ours.id for one in found),
    )


def narrowed(ask: Asking, names: Sequence[str]) -> Asking:
    """Only what is named: a figure of the text (BFC-14), a key, or a key and its cell.

    Raises:
        InputRefused: each name that nothing asks for has.
    """
    from pdpcli.declarations.nearest import nearest

    wanted = {name.strip().casefold(): name for name in names}
    called = {word for one in ask.asked for word in _named(one)}
    unknown = [name for word, name in wanted.items() if word not in called]
    if unknown:
        raise InputRefused(
            "Rien de ce nom ne se saisit.",
            problems=[Problem(one, nearest(one.casefold(), called).strip()) for one in unknown],
            todo="Ce qui se saisit : pdp chiffres liste",
        )
    kept = (one for one in ask.asked if _named(one) & set(wanted))
    return replace(ask, asked=tuple(kept)) if names else ask


def _named(one: Asked) -> set[str]:
    return {word.casefold() for word in (one.indicator, one.key, one.name)}


def _nothing(side: str) -> str:
    if side == PARTNER:
        return "Aucun chiffre ne s'y compte par les deux services."
    return "Rien ne s'y saisit : tout s'y compte dans le cahier."


def checked_year(year: int | None) -> int:
    """The year of the figures. InputRefused: none was said, or it is to come."""
    if year is None:
        raise InputRefused("De quelle année sont ces chiffres ?", todo="--annee 2025")
    if year > today().year:
        raise InputRefused("Cette année n'a pas commencé.", where=str(year))
    return year


def list_figures(
    *,
    year: Annotated[
        int | None, option("year", "L'année [celle en cours]", metavar="ANNÉE", parser=year_named)
    ] = None,
    agreement: Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")] = "",
    side: Annotated[
        str, option("side", "nous, ou partenaire : ce qu'il a compté [nous]", parser=one_of("side"))
    ] = "",
    every: Annotated[
        bool, option("all", "Toutes les saisies de l'année, les remplacées aussi")
    ] = False,
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Ce qui se saisit : la clé, la valeur, celle de l'année d'avant, quand et par qui"""
    from pdpcli.store.figures import entered, history
    from pdpcli.views.figures import figure_rows, figure_text, history_rows, history_table

    counted = year or today().year
    with closing(open_store().read()) as db:
        ask = meant(db, agreement, side or US)
        held = entered(db, ask.ours.id, [counted, counted - 1])
        past = history(db, ask.ours.id, counted, ask.side) if every else []
    if every:
        rows = history_rows(ask.asked, past)
        emit_json(rows) if json else emit(history_table(rows, width()))
    else:
        found = figure_rows(ask.asked, held, counted)
        emit_json(found) if json else emit(figure_text(found, ask.ours.title, counted))
