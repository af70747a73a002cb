"""What was last told of something by a date, value by value (design §1).

A dated row says only what changed that day; what it leaves out goes on as it was. So changes may
be told in any order, and an error corrected in its row holds from there.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any, Protocol, TypeVar


class Dated(Protocol):
    """A frozen row of facts that begins on a day; ``None`` is nothing told."""

    @property
    def from_date(self) -> date:
        """The day from which it holds."""


D = TypeVar("D", bound=Dated)


def told_at(rows: Sequence[D], on: date) -> D | None:
    """One row with each value as last told by ``on``; before the first row, as first told."""
    ordered = sorted(rows, key=lambda row: row.from_date)
    begun = [row for row in ordered if row.from_date <= on] or ordered[:1]
    if len(begun) <= 1:
        return begun[0] if begun else None
    last: Any = begun[-1]
    told = {
        one.name: value
        for row in begun
        for one in fields(last)
        if (value := getattr(row, one.name)) is not None
    }
    merged: D = replace(last, **told)
    return merged


def told_since(rows: Sequence[D], on: date) -> dict[str, date]:
    """The day each value of ``told_at`` was told; before the first row, that of the first."""
    ordered = sorted(rows, key=lambda row: row.from_date)
    begun = [row for row in ordered if row.from_date <= on] or ordered[:1]
    names = [one.name for one in fields(ordered[0])] if ordered else []  # type: ignore[arg-type]
    return {
        name: row.from_date for row in begun for name in names if getattr(row, name) is not None
    }
