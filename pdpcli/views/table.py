"""The one look of a table: aligned columns, no frame, readable without colour."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

WIDTH = 80
_GAP = 2


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], width: int = WIDTH) -> str:
    """``rows`` under ``headings`` in lines of at most ``width``; a long cell is folded."""
    cells = [headings, *rows]
    widths = _fitted([max(map(len, column)) for column in zip(*cells, strict=True)], width)
    return "\n".join(line for row in cells for line in _lines(row, widths))


def _fitted(natural: Sequence[int], width: int) -> list[int]:
    """The widest columns give way, down to one another, until the row fits."""
    fitted = list(natural)
    excess = sum(fitted) + _GAP * (len(fitted) - 1) - width
    while excess > 0 and max(fitted) > 1:
        widest = max(fitted)
        second = max((one for one in fitted if one < widest), default=1)
        sharing = fitted.count(widest)
        step = min(widest - second, max(1, excess // sharing))
        fitted = [one - step if one == widest else one for one in fitted]
        excess -= step * sharing
    return fitted


def _lines(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    folded = [_folded(cell, room) for cell, room in zip(row, widths, strict=True)]
    for line in zip_longest(*folded, fillvalue=""):
        padded = (cell.ljust(room + _GAP) for cell, room in zip(line, widths, strict=True))
        yield "".join(padded).rstrip()


def _folded(cell: str, room: int) -> list[str]:
    if len(cell) <= room:
        return [cell]
    from textwrap import wrap

    return wrap(cell, room)
