"""What an evaluation asks to be entered: our figures of a year, and the partner's own counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from pdpcli.evaluation.terms import Count, Evaluation, Indicator

US, PARTNER = "us", "partner"
#: units of what is not counted one by one
_NOT_WHOLE = ("percent", "number")


@dataclass(frozen=True)
class Asked:
    """One value to enter: its key, the cell of it (or ""), whose it is, and how it is called.

    ``indicator`` is the figure it is for, ``about`` what the text calls that; ``whole``: it counts
    units, one by one.
    """

    key: str
    cell: str
    side: str
    label: str
    unit: str
    indicator: str
    about: str = ""

    @property
    def name(self) -> str:
        """What is typed to name it: ``fe_done``, ``fe_done.btp`` or ``BTP34-1/a``."""
        return f"{self.key}.{self.cell}" if self.cell else self.key

    @property
    def place(self) -> tuple[str, str, str]:
        """Where the store keeps it."""
        return self.key, self.cell, self.side

    @property
    def whole(self) -> bool:
        """Whether only whole numbers may be entered."""
        return self.unit not in _NOT_WHOLE


@dataclass(frozen=True)
class Change:
    """A figure, what was there before and what holds now; None is not entered, or withdrawn."""

    asked: Asked
    before: float | None
    after: float | None


def of_us(evaluation: Evaluation) -> tuple[Asked, ...]:
    """What we enter, in the order of the text; a figure that several ask for, once."""
    found: dict[str, Asked] = {}
    for indicator in evaluation.indicators:
        for count in indicator.counts:
            if count.source == "figure":
                for one in _cells(indicator, count):
                    found.setdefault(one.name, one)
    return tuple(found.values())


def _cells(indicator: Indicator, count: Count) -> Iterator[Asked]:
    label = count.label or indicator.label
    for cell, called in count.cells or (("", ""),):
        shown = f"{label} : {called}" if called else label
        yield Asked(count.key, cell, US, shown, count.unit, indicator.id, indicator.label)


def of_partner(evaluation: Evaluation) -> tuple[Asked, ...]:
    """What the partner counts of its side, where the text counts both services: line by line."""
    return tuple(
        Asked(f"{indicator.id}/{line}", "", PARTNER, label, unit, indicator.id, indicator.label)
        for indicator in evaluation.indicators
        if indicator.both
        for line, label, unit in _lines(indicator)
    )


def _lines(indicator: Indicator) -> Iterator[tuple[str, str, str]]:
    """The lines of an indicator that are no breakdown: id, label, unit."""
    for count in indicator.counts:
        if count.label:
            yield count.id, count.label, count.unit
        yield from ((split.id, split.label, count.unit) for split in count.lines)
