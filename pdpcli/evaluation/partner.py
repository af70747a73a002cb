"""The partner's own count beside ours, where the text counts both services; what differs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pdpcli.evaluation.entered import entered_by
from pdpcli.evaluation.line import Line
from pdpcli.evaluation.period import Period

if TYPE_CHECKING:
    from sqlite3 import Connection

#: the code of a line that is the partner's, and of one that says by how much ours differs
THEIRS, DIFFERENCE = "partner", "difference"
#: « INDICATOR/line » -> year -> what the partner counted
Theirs = Mapping[str, Mapping[int, float]]


def counted_by_partner(db: "Connection", agreement: str) -> Theirs:
    """What was entered of the partner's counts, the last time."""
    return {key: by_year for (key, _), by_year in entered_by(db, agreement, "partner").items()}


def beside(
    indicator: str, lines: Iterable[Line], periods: Sequence[Period], theirs: Theirs
) -> Iterator[Line]:
    """``lines`` with, under each that the partner counted too, its count and the difference.

    A period that is not a year has none of it.
    """
    for line in lines:
        yield line
        found = theirs.get(f"{indicator}/{line.id}", {})
        values = tuple(found.get(period.year or 0) for period in periods)
        if line.dimension or line.code or all(value is None for value in values):
            continue
        yield Line(line.id, "selon le partenaire", line.unit, values, code=THEIRS)
        pairs = zip(line.values, values, strict=True)
        gaps = tuple(None if a is None or b is None else a - b for a, b in pairs)
        yield Line(line.id, "écart : nous moins lui", line.unit, gaps, code=DIFFERENCE)
