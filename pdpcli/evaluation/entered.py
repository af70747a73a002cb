"""The lines of what is entered once a year: by cell, or as one number.

What was not entered is not known: never nought, and neither is a sum that lacks one of its cells.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pdpcli.evaluation.line import Line, aimed
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.terms import Count

if TYPE_CHECKING:
    from sqlite3 import Connection

Entered = Mapping[tuple[str, str], Mapping[int, float]]

#: of the rows ``f`` of a figure, the one that holds: what is entered again takes its place
LAST_ROW = """f.id = (SELECT max(id) FROM figure l
    WHERE (l.agreement, l.year, l.key, l.cell, l.side)
        = (f.agreement, f.year, f.key, f.cell, f.side))"""
_HELD = f"""SELECT key, cell, year, value FROM figure f
    WHERE agreement = ? AND side = ? AND {LAST_ROW}"""


def entered_by(db: "Connection", agreement: str, side: str = "us") -> Entered:
    """(key, cell) -> year -> value: what one side entered, the last time; not what it withdrew."""
    found: dict[tuple[str, str], dict[int, float]] = {}
    for key, cell, year, value in map(tuple, db.execute(_HELD, (agreement, side))):
        if value is not None:
            found.setdefault((key, cell), {})[year] = _plain(value)
    return found


def entered_lines(entered: Entered, count: Count, periods: Sequence[Period]) -> Iterator[Line]:
    """The figure, then each of its cells once one is entered; a period that is no year has none."""
    cells = [(cell, called, _values(entered, count, cell, periods)) for cell, called in count.cells]
    whole = _sums([values for _, _, values in cells])
    if not cells:
        whole = _values(entered, count, "", periods)
    yield aimed(Line(count.id, count.label, count.unit, whole), count.target, periods)
    entered_once = any(one is not None for _, _, values in cells for one in values)
    for cell, called, values in cells if entered_once else ():
        yield Line(count.id, called, count.unit, values, count.heading, cell)


def _values(
    entered: Entered, count: Count, cell: str, periods: Sequence[Period]
) -> tuple[float | None, ...]:
    by_year = entered.get((count.key, cell), {})
    return tuple(by_year.get(period.year or 0) for period in periods)


def _sums(cells: Sequence[tuple[float | None, ...]]) -> tuple[float | None, ...]:
    known = [[one for one in values if one is not None] for values in zip(*cells, strict=True)]
    return tuple(sum(values) if len(values) == len(cells) else None for values in known)


def _plain(value: float) -> float:
    """A whole number as such: 80, not 80.0."""
    return int(value) if value == int(value) else value
