"""One figure explained: which one is meant, what it counts, what was entered of it and frozen."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.declarations.nearest import nearest
from pdpcli.errors import InputRefused
from pdpcli.evaluation.annual import Moved
from pdpcli.evaluation.definitions import Definition, definitions_of
from pdpcli.evaluation.explain import Explanation, explain
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.sheets import Sheet
from pdpcli.evaluation.terms import Indicator
from pdpcli.store.figures import Entered, entered
from pdpcli.store.our_agreements import OurAgreement
from pdpcli.workflows.frozen_values import beside, frozen_periods
from pdpcli.workflows.stats import Wanted, agreements_of, choices_of, evaluation_of

if TYPE_CHECKING:
    from sqlite3 import Connection

_FEW = 12  # figures that a message may list
Meant = tuple[OurAgreement, Indicator]


@dataclass(frozen=True)
class Explained:
    """One figure explained, what each of its lines counts, and what was entered of it, by whom.

    ``frozen``: its periods that are, and since when; ``moved``: what a recount changes of them.
    """

    found: Explanation
    definitions: tuple[Definition, ...]
    entered: tuple[Entered, ...] = ()
    frozen: tuple[tuple[str, date], ...] = ()
    moved: tuple[Moved, ...] = ()


def explained(db: "Connection", wanted: Wanted, figure: str) -> Explained:
    """What stands behind one figure, named by its id in any case, or by its number alone.

    Raises:
        InputRefused: as for counting; no such figure, or several.
    """
    ours, indicator = _meant(db, wanted, figure)
    evaluation, said = evaluation_of(ours), choices_of(ours)
    periods = wanted.periods or evaluation.years(wanted.year, said)
    found = explain(db, evaluation, indicator, periods, said)
    sheet = Sheet(ours.id, ours.title, periods[0], (found.figure,))
    return Explained(
        found,
        tuple(definitions_of(evaluation, indicator, said)),
        _entered(db, ours, indicator, periods),
        tuple((one.label, one.on) for _, one in frozen_periods(db, sheet)),
        beside(db, evaluation, sheet),
    )


def _meant(db: "Connection", wanted: Wanted, figure: str) -> Meant:
    """The figure that ``figure`` names: « BTP34-5 », or « 5 » when no other ends so."""
    asked = [
        (ours, indicator)
        for ours in agreements_of(db, wanted)
        for indicator in evaluation_of(ours).indicators
    ]
    named = figure.strip().casefold()
    whole = [one for one in asked if one[1].id.casefold() == named]
    found = whole or [one for one in asked if _short(one[1].id) == named]
    if len(found) == 1:
        return found[0]
    if found:
        raise _several(found)
    raise _unknown(figure, [indicator.id for _, indicator in asked])


def _short(indicator_id: str) -> str:
    """« BTP34-5 » may be said « 5 »."""
    return indicator_id.rpartition("-")[2].casefold()


def _several(found: list[Meant]) -> InputRefused:
    ids = dict.fromkeys(indicator.id for _, indicator in found)
    if len(ids) > 1:
        return InputRefused(
            "Plusieurs chiffres finissent ainsi.", todo=f"L'un de : {', '.join(ids)}"
        )
    agreements = ", ".join(ours.id for ours, _ in found)
    return InputRefused(
        "Plusieurs de nos conventions ont ce chiffre.",
        todo=f"Ajoutez --convention avec l'une de : {agreements}",
    )


def _unknown(figure: str, known: list[str]) -> InputRefused:
    if not known:
        return InputRefused("Cette convention ne demande pas de chiffres.")
    return InputRefused(
        "Aucun chiffre ne porte cet identifiant." + nearest(figure.strip().upper(), known),
        todo=f"Les chiffres : {', '.join(known) if len(known) <= _FEW else 'pdp chiffres'}",
    )


def _entered(
    db: "Connection", ours: OurAgreement, indicator: Indicator, periods: tuple[Period, ...]
) -> tuple[Entered, ...]:
    """What holds of what was entered for this figure, ours and the partner's."""
    keys = {count.key for count in indicator.counts if count.key}
    years = [period.year for period in periods if period.year]
    return tuple(
        one
        for one in entered(db, ours.id, years)
        if one.key in keys or one.key.startswith(f"{indicator.id}/")
        if one.value is not None
    )
