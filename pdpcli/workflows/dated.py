"""Dated rows, each saying what changed that day: put right in place, or told anew (design §1)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pdpcli.store.tables import Employment, Situation

Row = TypeVar("Row", "Situation", "Employment")
Said = Mapping[str, str | int | None]


def correct(rows: Sequence[Row], said: Said) -> None:
    """Put each value right in the last of ``rows`` (in date order) that told it, else the first."""
    for column, value in said.items():
        told = [row for row in rows if getattr(row, column) is not None]
        setattr((told or rows[:1])[-1], column, value)


def change(rows: Sequence[Row], said: Said, on: date, begin: Callable[[], Row]) -> Row:
    """The row of that day with ``said``: the one there is, else the one that ``begin`` makes."""
    row = next((one for one in rows if one.from_date == on.isoformat()), None) or begin()
    for column, value in said.items():
        setattr(row, column, value)
    return row
