"""What is entered once a year, as SQL reads: the last row holds, the others are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from pdpcli.evaluation.entered import LAST_ROW

Key = tuple[str, str, str]

_ROWS = "SELECT key, cell, side, year, value, note, added_at, author FROM figure f"


@dataclass(frozen=True)
class Entered:
    """A figure as it was entered: who, when (UTC), and a remark; ``value`` None is withdrawn."""

    key: str
    cell: str
    side: str
    year: int
    value: float | None
    note: str | None
    added_at: str
    author: str


def figures_of(
    db: Connection, agreement: str, years: Sequence[int]
) -> Mapping[Key, Mapping[int, float]]:
    """What holds for ``years``: (key, cell, side) -> year -> value.

    What was never entered, or was withdrawn, is not there: it is unknown, never nought.
    """
    found: dict[Key, dict[int, float]] = {}
    for one in entered(db, agreement, years):
        if one.value is not None:
            found.setdefault((one.key, one.cell, one.side), {})[one.year] = one.value
    return found


def entered(db: Connection, agreement: str, years: Sequence[int]) -> list[Entered]:
    """The last row of each figure of ``years``, withdrawn or not."""
    listed = ", ".join(str(int(year)) for year in years)
    rows = db.execute(
        f"""{_ROWS} WHERE agreement = ? AND year IN ({listed}) AND {LAST_ROW}
        ORDER BY key, cell, side, year""",
        (agreement,),
    )
    return [Entered(**dict(row)) for row in rows]


def history(db: Connection, agreement: str, year: int, side: str) -> list[Entered]:
    """Everything entered for ``year`` on one side, in the order it was."""
    rows = db.execute(
        f"{_ROWS} WHERE agreement = ? AND year = ? AND side = ? ORDER BY id",
        (agreement, year, side),
    )
    return [Entered(**dict(row)) for row in rows]
