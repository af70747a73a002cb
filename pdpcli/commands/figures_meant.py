"""Which figures are meant: the convention, whose count they are, the year, a part of them."""

from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pdpcli.commands.clock import today
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

    def knows(self, name: str) -> bool:
        """Whether something is so named: a figure of the text, a key, or a key and its cell."""
        return any(name.strip().casefold() in _named(one) for one in self.asked)


def asking(store: "Store", told: "Told", names: Sequence[str]) -> Asking:
    """What is meant by what was said; ``names``: only these are to be asked.

    Raises:
        InputRefused: no agreement asks for figures; several, and nobody to choose; a name that
            nothing has.
    """
    with closing(store.read()) as db:
        found = candidates(db, told.agreement, told.side or US)
    said = (*names, *told.texts)
    if len(found) > 1:
        _refuse_unknown(found, said)
    fitting = [one for one in found if all(map(one.knows, said))] or found
    chosen = fitting[0] if len(fitting) == 1 else _chosen(fitting)
    return replace(_narrowed(chosen, names), year=told.year)


def candidates(db: "Connection", agreement: str, side: str) -> list[Asking]:
    """The agreement that was said, else all of ours, where something is entered on that side.

    Raises:
        InputRefused: there is none.
    """
    from pdpcli.store.our_agreements import our_agreement, our_agreements
    from pdpcli.workflows.figures import asked_under

    ours = [our_agreement(db, agreement)] if agreement else our_agreements(db)
    found = [Asking(one, side, asked) for one in ours if (asked := asked_under(one, side))]
    if not found:
        raise InputRefused(
            _nothing(side),
            where=ours[0].id if agreement else "",
            todo="Toutes les conventions : pdp convention liste",
        )
    return found


def _nothing(side: str) -> str:
    if side == PARTNER:
        return "Aucun chiffre ne s'y compte par les deux services."
    return "Rien ne s'y saisit : tout s'y compte dans le cahier."


def _chosen(found: Sequence[Asking]) -> Asking:
    from pdpcli.commands.questions import answers_to
    from pdpcli.forms.form import Field

    otherwise = InputRefused(
        "De quelle convention s'agit-il ?",
        todo="Ajoutez --convention avec l'une de : " + ", ".join(one.ours.id for one in found),
    )
    titles = {one.ours.id: one.ours.title for one in found}
    field = Field("under", "Quelle convention ?", "choice", choices=titles, required=("register",))
    said = answers_to([field], otherwise)["under"]
    return next(one for one in found if one.ours.id == said)


def _narrowed(ask: Asking, names: Collection[str]) -> Asking:
    """Only what is named, if anything is. InputRefused: each name that nothing has."""
    _refuse_unknown([ask], names)
    wanted = {name.strip().casefold() for name in names}
    kept = tuple(one for one in ask.asked if _named(one) & wanted)
    return replace(ask, asked=kept) if names else ask


def _refuse_unknown(found: Sequence[Asking], names: Collection[str]) -> None:
    """InputRefused: each name that nothing has, before anything is asked."""
    from pdpcli.declarations.nearest import nearest

    called = {word for ask in found for one in ask.asked for word in _named(one)}
    unknown = [name for name in names if name.strip().casefold() not in called]
    if unknown:
        raise InputRefused(
            "Rien de ce nom ne se saisit.",
            problems=[Problem(one, nearest(one.casefold(), called).strip()) for one in unknown],
            todo="Ce qui se saisit : pdp chiffres liste",
        )


def _named(one: Asked) -> set[str]:
    return {word.casefold() for word in (one.indicator, one.key, one.name)}


def checked_year(year: int | None) -> int:
    """The year of the figures. InputRefused: none was said, or it is to come."""
    if year is None:
        raise InputRefused("De quelle année sont ces chiffres ?", todo="--annee 2025")
    if year > today().year:
        raise InputRefused("Cette année n'a pas commencé.", where=str(year))
    return year
