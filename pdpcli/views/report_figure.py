"""One figure as a report prints it: its table, and bars where one would rather look."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from pdpcli.evaluation.evolution import evolution
from pdpcli.evaluation.sheets import Figure, Line
from pdpcli.forms.report import Bar, Block, Chart, Row, Table
from pdpcli.views.numbers import moved, moved_percent, number
from pdpcli.views.stats import lettered, reached

_PERIOD, _MOVED = 47.0, 84.0  # the widths of the columns
_LEAST, _MOST = 3, 15  # bars: fewer are read in the table, more would not be looked at
_ENOUGH = 5  # units of the period, to be drawn


def figure_blocks(figure: Figure, *, over: bool = True) -> Iterator[Block]:
    """Its table, then its bars; ``over``: whether its period is."""
    labels = [period.label for period in figure.periods]
    widths = (*(_PERIOD for _ in labels), _MOVED)
    yield Table((*labels, "Évolution"), widths, tuple(_rows(figure.lines, over=over)))
    yield from _charts(figure)


def _rows(lines: Sequence[Line], *, over: bool) -> Iterator[Row]:
    before = ""
    for line in lines:
        if line.dimension and line.dimension != before:
            yield Row(line.dimension, level=1)
        before = line.dimension
        level = 2 if line.dimension else 1 if line.code else 0
        head = f"{line.id}) " if lettered(line.id) and not level else ""
        yield Row(f"{head}{line.label}", tuple(_cells(line)), level)
        if line.target:
            said = f"cible : {line.target} · {reached(line, over=over)}"
            yield Row(said, level=level + 1, remark=True)


def _cells(line: Line) -> Iterator[str]:
    for value in line.values:
        yield shown(value, line.unit)
    one = evolution(line.values, line.unit)
    percent = moved_percent(one, line.unit) if one.change else ""
    yield f"{moved(one, line.unit)} ({percent})" if percent else moved(one, line.unit)


def shown(value: float | None, unit: str) -> str:
    """A value as it is printed; a share with its sign."""
    known = unit == "percent" and value is not None
    return f"{number(value, unit)} %" if known else number(value, unit)


def _charts(figure: Figure) -> Iterator[Chart]:
    """One for the lines of the figure over its periods, one a breakdown; never of percents."""
    series = tuple(period.label for period in figure.periods)
    own = [line for line in figure.lines if not line.dimension and line.unit != "percent"]
    for _, lines in groupby(own, key=lambda line: line.unit):
        told = list(lines)
        if len(told) >= _LEAST and _over_time(told) and _enough(told):
            yield Chart("D'une période à l'autre", series, _bars(told))
    whole = {line.id: line.label for line in own}
    inner = [line for line in figure.lines if line.dimension and line.unit != "percent"]
    for (of, heading), lines in groupby(inner, key=lambda line: (line.id, line.dimension)):
        told = list(lines)
        if len(told) >= _LEAST and _enough(told):
            yield Chart(_title(whole.get(of, ""), heading, told), series[:2], _bars(told, 2))


def _title(of: str, heading: str, lines: Sequence[Line]) -> str:
    """« Actions réalisées · nature »; that only the first values are drawn, when they are."""
    title = f"{of} · {heading}" if of else heading
    more = f" (les {_MOST} premières valeurs)" if len(lines) > _MOST else ""
    return f"{title[:1].upper()}{title[1:]}{more}"


def _enough(lines: Sequence[Line]) -> bool:
    """Whether there is anything to look at: a few units are read in the table."""
    return sum(line.values[0] or 0 for line in lines) >= _ENOUGH


def _over_time(lines: Sequence[Line]) -> bool:
    """Whether there is something to compare in two periods at least."""
    return sum(any(values) for values in zip(*(line.values for line in lines), strict=True)) > 1


def _bars(lines: Sequence[Line], periods: int = 3) -> tuple[Bar, ...]:
    return tuple(_bar(line, line.values[:periods]) for line in lines[:_MOST])


def _bar(line: Line, values: tuple[float | None, ...]) -> Bar:
    return Bar(line.label, values, tuple(shown(value, line.unit) for value in values))
