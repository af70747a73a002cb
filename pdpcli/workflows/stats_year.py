"""When the year of an agreement begins: what its text leaves open, until it is chosen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdpcli.evaluation.terms import Evaluation, Parameter
from pdpcli.store.our_agreements import OurAgreement
from pdpcli.store.settings import writes_here
from pdpcli.workflows.stats import Wanted, agreements_of, evaluation_of

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True)
class UnsaidYear:
    """An agreement of ours whose year was not chosen, and its choices."""

    ours: OurAgreement
    parameter: Parameter


def year_points(evaluation: Evaluation) -> list[Parameter]:
    """The parameters that say when a year begins."""
    points = [evaluation.parameters[name] for name in evaluation.everywhere]
    return [one for one in points if any(c.year_from for c in one.choices.values())]


def unsaid_years(db: "Connection", wanted: Wanted) -> list[UnsaidYear]:
    """The agreements among those ``wanted`` whose year is still to be chosen, if it can be kept.

    An installation that may only read chooses nothing.
    """
    if not writes_here(db):
        return []
    return [
        UnsaidYear(ours, point)
        for ours in agreements_of(db, wanted)
        for point in year_points(evaluation_of(ours))
        if point.id not in ours.parameters
    ]
