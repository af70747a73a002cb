"""Counting an evaluation: the figures of a year beside those of the years before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pdpcli.evaluation.count import Compiled, Query
from pdpcli.evaluation.terms import COLUMNS, Count, Dimension, Evaluation, Indicator

if TYPE_CHECKING:
    from sqlite3 import Connection

YEARS_BESIDE = 2
Code = str | int | None


@dataclass(frozen=True)
class Line:
    """One line of a figure: its values in the order of the figure's years.

    ``id`` is the letter of the text (a, b…); a line of a breakdown has its ``dimension`` (the
    heading) and ``code`` besides. ``unit`` is act, case, person, gathering or participants.
    """

    id: str
    label: str
    unit: str
    values: tuple[int, ...]
    dimension: str = ""
    code: str = ""


@dataclass(frozen=True)
class Hypothesis:
    """What was chosen where the text is silent, and whether other choices are offered."""

    parameter: str
    label: str
    choice: str
    text: str
    modifiable: bool


@dataclass(frozen=True)
class Figure:
    """One indicator counted: ``years`` is the year asked for, then those before it."""

    id: str
    label: str
    source: str
    years: tuple[int, ...]
    lines: tuple[Line, ...]
    hypotheses: tuple[Hypothesis, ...]


@dataclass(frozen=True)
class Sheet:
    """The figures of one agreement, for one year and the two before."""

    agreement: str
    title: str
    year: int
    figures: tuple[Figure, ...]


def count_year(
    db: "Connection", evaluation: Evaluation, year: int, parameters: Mapping[str, str]
) -> list[Figure]:
    """Every figure of the evaluation, ``year`` first, then the two before it.

    ``parameters`` are her own choices (parameter -> choice); others are as declared.
    """
    years = tuple(year - before for before in range(YEARS_BESIDE + 1))
    return [
        figure_of(db, evaluation, indicator, years, parameters)
        for indicator in evaluation.indicators
    ]


def figure_of(
    db: "Connection",
    evaluation: Evaluation,
    indicator: Indicator,
    years: tuple[int, ...],
    parameters: Mapping[str, str],
) -> Figure:
    """One indicator counted over ``years``."""
    lines: list[Line] = []
    for count in indicator.counts:
        compiled = Compiled(evaluation, evaluation.settle(count, parameters), years)
        lines += _lines(compiled, fetch(db, compiled.tally()))
    return Figure(
        indicator.id,
        indicator.label,
        evaluation.source,
        years,
        tuple(lines),
        tuple(_hypotheses(evaluation, indicator, parameters)),
    )


def fetch(db: "Connection", query: Query) -> list[tuple[Any, ...]]:
    """The rows of a query, as plain tuples."""
    return [tuple(row) for row in db.execute(query.sql, query.values).fetchall()]


def unit_of(count: Count) -> str:
    """What the units of a count are: an act or a gathering when it counts rows."""
    return count.source if count.unit == "row" else count.unit


def _lines(compiled: Compiled, rows: Sequence[tuple[Any, ...]]) -> Iterator[Line]:
    count, unit = compiled.count, unit_of(compiled.count)
    shown = len(compiled.dimensions)
    if count.label:
        yield Line(count.id, count.label, unit, _sum(compiled.years, rows))
    for rank, dimension in enumerate(compiled.dimensions):
        for code, label in buckets(dimension, count, rows, rank, compiled.years[0]):
            held = [row for row in rows if row[1 + rank] == code]
            values = _sum(compiled.years, held)
            yield Line(count.id, label, unit, values, dimension.label, _text(dimension, code))
    for rank, split in enumerate(count.lines, shown):
        held = [row for row in rows if row[1 + rank]]
        yield Line(split.id, split.label, unit, _sum(compiled.years, held))


def _sum(years: Sequence[int], rows: Sequence[tuple[Any, ...]]) -> tuple[int, ...]:
    return tuple(sum(row[-1] for row in rows if row[0] == year) for year in years)


def buckets(
    dimension: Dimension, count: Count, rows: Sequence[tuple[Any, ...]], rank: int, year: int
) -> list[tuple[Any, str]]:
    """The codes met with their labels: bands in order, others by size; the missing one last."""
    sizes: dict[Any, int] = {}
    for row in rows:
        sizes[row[1 + rank]] = sizes.get(row[1 + rank], 0) + row[-1] * (row[0] == year)
    labels = {None: dimension.missing, **_labels(dimension, count)}
    order = {code: place for place, code in enumerate(labels)}
    by_size = not dimension.bands

    def place(code: Code) -> tuple[Any, ...]:
        return (code is None, -sizes[code] * by_size, order.get(code, len(order)), str(code))

    return [(code, labels.get(code, str(code))) for code in sorted(sizes, key=place)]


def _labels(dimension: Dimension, count: Count) -> Mapping[Any, str]:
    if dimension.bands:
        return {rank: band.label for rank, band in enumerate(dimension.bands)}
    return COLUMNS[count.source][dimension.column]


def _text(dimension: Dimension, code: Code) -> str:
    if code is None:
        return "unknown"
    if dimension.bands and isinstance(code, int):
        return dimension.bands[code].label
    return str(code)


def _hypotheses(
    evaluation: Evaluation, indicator: Indicator, said: Mapping[str, str]
) -> Iterator[Hypothesis]:
    named = [name for count in indicator.counts for name in count.parameters]
    for name in dict.fromkeys(named):
        (choice,) = evaluation.chosen([name], said)
        parameter = evaluation.parameters[name]
        modifiable = len(parameter.choices) > 1
        yield Hypothesis(name, parameter.label, choice.id, choice.text, modifiable)
