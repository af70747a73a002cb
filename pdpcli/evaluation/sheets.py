"""Counting an evaluation: the figures of a period beside those of the years before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pdpcli.evaluation.count import Compiled, Query
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.terms import COLUMNS, Count, Dimension, Evaluation, Indicator, Split

if TYPE_CHECKING:
    from sqlite3 import Connection

Code = str | None


@dataclass(frozen=True)
class Crossed:
    """What a line is cut by besides: the heading of a dimension, and one of its codes."""

    heading: str
    label: str
    code: str


@dataclass(frozen=True)
class Line:
    """One line of a figure: its values in the order of the figure's periods.

    ``id`` is the letter of the text (a, b…); a line of a breakdown has its ``dimension`` (the
    heading) and ``code`` besides. ``unit`` is act, case, person, gathering or participants; or
    percent, to one decimal, of what the count holds: None when it holds nothing (« n.d. »).
    A line asked for besides, by another dimension, has its ``crossed`` (heading, label, code) and
    says which of its values are ``masked``: None too.
    """

    id: str
    label: str
    unit: str
    values: tuple[float | None, ...]
    dimension: str = ""
    code: str = ""
    crossed: Crossed | None = None
    masked: tuple[bool, ...] = ()


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
    """One indicator counted: ``periods`` is the one asked for, then those of the years before."""

    id: str
    label: str
    source: str
    periods: tuple[Period, ...]
    lines: tuple[Line, ...]
    hypotheses: tuple[Hypothesis, ...]


@dataclass(frozen=True)
class Sheet:
    """The figures of one agreement, for ``period`` and the same of the two years before."""

    agreement: str
    title: str
    period: Period
    figures: tuple[Figure, ...]


def count_year(
    db: "Connection", evaluation: Evaluation, year: int, parameters: Mapping[str, str]
) -> list[Figure]:
    """Every figure of the evaluation, ``year`` first, then the two before it.

    ``parameters`` are her own choices (parameter -> choice); others are as declared.
    """
    return count_over(db, evaluation, evaluation.years(year, parameters), parameters)


def count_over(
    db: "Connection",
    evaluation: Evaluation,
    periods: tuple[Period, ...],
    parameters: Mapping[str, str],
) -> list[Figure]:
    """Every figure of the evaluation over ``periods``, which do not overlap."""
    return [
        figure_of(db, evaluation, indicator, periods, parameters)
        for indicator in evaluation.indicators
    ]


def figure_of(
    db: "Connection",
    evaluation: Evaluation,
    indicator: Indicator,
    periods: tuple[Period, ...],
    parameters: Mapping[str, str],
) -> Figure:
    """One indicator counted over ``periods``."""
    lines: list[Line] = []
    for count in indicator.counts:
        lines += _lines(db, Compiled(evaluation, evaluation.settle(count, parameters), periods))
    return Figure(
        indicator.id,
        indicator.label,
        evaluation.source,
        periods,
        tuple(lines),
        tuple(_hypotheses(evaluation, indicator, parameters)),
    )


@dataclass(frozen=True)
class Bucket:
    """Units of one period (its rank) that share their codes and lines (``Compiled.codes``)."""

    period: int
    codes: tuple[Code, ...]
    units: int


def fetch(db: "Connection", query: Query) -> list[tuple[Any, ...]]:
    """The rows of a query, as plain tuples."""
    return [tuple(row) for row in db.execute(query.sql, query.values).fetchall()]


def buckets_of(db: "Connection", compiled: Compiled) -> list[Bucket]:
    """The buckets of a count that adds up."""
    rows = fetch(db, compiled.tally())
    return [Bucket(period, compiled.codes(bucket), units) for period, bucket, units in rows]


def unit_of(count: Count) -> str:
    """What the units of a count are: an act or a gathering when it counts rows."""
    return count.source if count.unit == "row" else count.unit


def _lines(db: "Connection", compiled: Compiled) -> Iterator[Line]:
    count, unit = compiled.count, unit_of(compiled.count)
    if compiled.adds_up:
        yield from _adding_up(compiled, buckets_of(db, compiled))
        return
    found = {row[0]: row[1:] for row in fetch(db, compiled.distinct())}
    none = (0,) * (1 + len(count.lines))
    columns = list(
        zip(*(found.get(rank, none) for rank, _ in enumerate(compiled.periods)), strict=True)
    )
    if count.label:
        yield Line(count.id, count.label, unit, columns[0])
    for split, values in zip(count.lines, columns[1:], strict=True):
        yield from _split(split, unit, values, columns[0])


def _adding_up(compiled: Compiled, buckets: Sequence[Bucket]) -> Iterator[Line]:
    count, unit = compiled.count, unit_of(compiled.count)
    if count.label:
        yield Line(count.id, count.label, unit, _sum(compiled, buckets))
    for rank, dimension in enumerate(compiled.dimensions):
        for code, label in labelled(compiled, rank, buckets):
            held = [bucket for bucket in buckets if bucket.codes[rank] == code]
            values = _sum(compiled, held)
            yield Line(count.id, label, unit, values, dimension.label, _text(dimension, code))
    for rank, split in enumerate(count.lines, len(compiled.dimensions)):
        held = [bucket for bucket in buckets if bucket.codes[rank] == "1"]
        whole = _sum(compiled, buckets)
        yield from _split(split, unit, _sum(compiled, held), whole)


def _split(
    split: Split, unit: str, values: tuple[int, ...], whole: tuple[int, ...]
) -> Iterator[Line]:
    """A line, and under it its share of the whole when the text asks for one."""
    yield Line(split.id, split.label, unit, values)
    if split.share:
        pairs = zip(values, whole, strict=True)
        shares = tuple(round(100 * part / of, 1) if of else None for part, of in pairs)
        yield Line(split.id, "soit, en %", "percent", shares, code="share")


def _sum(compiled: Compiled, buckets: Sequence[Bucket]) -> tuple[int, ...]:
    sums = [0] * len(compiled.periods)
    for bucket in buckets:
        sums[bucket.period] += bucket.units
    return tuple(sums)


def labelled(compiled: Compiled, rank: int, buckets: Sequence[Bucket]) -> list[tuple[Code, str]]:
    """The codes met in a dimension, labelled: bands in order, others by size; missing last."""
    dimension = compiled.dimensions[rank]
    sizes: dict[Code, int] = {}
    for bucket in buckets:
        code = bucket.codes[rank]
        sizes[code] = sizes.get(code, 0) + bucket.units * (bucket.period == 0)
    labels: dict[Code, str] = {None: dimension.missing}
    labels.update(_labels(dimension, compiled.count))
    order = {code: place for place, code in enumerate(labels)}

    def place(code: Code) -> tuple[bool, int, int, str]:
        size = 0 if dimension.bands else -sizes[code]
        return (code is None, size, order.get(code, len(order)), str(code))

    return [(code, labels.get(code, str(code))) for code in sorted(sizes, key=place)]


def _labels(dimension: Dimension, count: Count) -> Mapping[str, str]:
    if dimension.bands:
        return {str(rank): band.label for rank, band in enumerate(dimension.bands)}
    return COLUMNS[count.source][dimension.column]


def _text(dimension: Dimension, code: Code) -> str:
    if code is None:
        return "unknown"
    return dimension.bands[int(code)].label if dimension.bands else code


def _hypotheses(
    evaluation: Evaluation, indicator: Indicator, said: Mapping[str, str]
) -> Iterator[Hypothesis]:
    named = [name for count in indicator.counts for name in count.parameters]
    for name in dict.fromkeys(named):
        (choice,) = evaluation.chosen([name], said)
        parameter = evaluation.parameters[name]
        modifiable = len(parameter.choices) > 1
        yield Hypothesis(name, parameter.label, choice.id, choice.text, modifiable)
