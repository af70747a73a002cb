"""The partner's own count beside ours, where the text counts both services; what differs."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pdpcli.evaluation.asked import PARTNER
from pdpcli.evaluation.line import Line
from pdpcli.evaluation.sheets import Figure

#: what a line of the partner's has as its code, and one that says by how much ours differs
THEIRS, DIFFERENCE = "partner", "difference"
Held = Mapping[tuple[str, str, str], Mapping[int, float]]


def beside(figure: Figure, held: Held, partner: str) -> Figure:
    """``figure`` with, under each line the partner counted too, its count and the difference.

    ``held``: what was entered, by (key, cell, side), then by year; a period that is not a year has
    no figure.
    """
    years = [period.year for period in figure.periods]
    return replace(figure, lines=tuple(_lines(figure, years, held, partner)))


def _lines(figure: Figure, years: list[int | None], held: Held, partner: str) -> Iterator[Line]:
    for line in figure.lines:
        yield line
        found = held.get((f"{figure.id}/{line.id}", "", PARTNER), {})
        theirs = tuple(found.get(year) if year is not None else None for year in years)
        if line.dimension or line.code or line.crossed or theirs == (None,) * len(theirs):
            continue
        yield Line(line.id, f"selon {partner}", line.unit, theirs, code=THEIRS)
        pairs = zip(line.values, theirs, strict=True)
        gaps = tuple(None if a is None or b is None else a - b for a, b in pairs)
        yield Line(line.id, "écart, nous moins eux", line.unit, gaps, code=DIFFERENCE)
