"""The lines of one count: as a whole, by its breakdowns, then each of its own lines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pdpcli.evaluation.count import Compiled, Query
from pdpcli.evaluation.line import Line, aimed
from pdpcli.evaluation.terms import COLUMNS, Count, Dimension, Split

if TYPE_CHECKING:
    from sqlite3 import Connection

Code = str | None
_ONCE = "\0once"  # beside the codes: what does not come back
_SHARE = "soit, en %"


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
    return _buckets(compiled, fetch(db, compiled.tally()))


def _buckets(compiled: Compiled, rows: Sequence[tuple[Any, ...]]) -> list[Bucket]:
    return [Bucket(period, compiled.codes(bucket), round(units)) for period, bucket, units in rows]


def unit_of(count: Count) -> str:
    """What the units of a count are: an act, a gathering… when it counts rows."""
    return count.source if count.unit == "row" else count.unit


def rows_of(db: "Connection", compiled: Compiled) -> list[tuple[Any, ...]]:
    """What the lines of a count are made of: its buckets, or its lines where they may overlap."""
    return fetch(db, compiled.tally() if compiled.adds_up else compiled.distinct())


def lines_of(
    db: "Connection", compiled: Compiled, rows: Sequence[tuple[Any, ...]] | None = None
) -> Iterator[Line]:
    """The lines of a count of acts or gatherings, in the order of its declaration.

    ``rows``: those of ``rows_of``, when they were read before.
    """
    rows = rows_of(db, compiled) if rows is None else rows
    if compiled.adds_up:
        yield from _adding_up(_Counted(db, compiled, tuple(_buckets(compiled, rows))))
        return
    count, unit = compiled.count, unit_of(compiled.count)
    found = {row[0]: row[1:] for row in rows}
    none = (0,) * (1 + len(count.lines))
    ranks = range(len(compiled.periods))
    columns = list(zip(*(found.get(rank, none) for rank in ranks), strict=True))
    if count.label:
        yield aimed(Line(count.id, count.label, unit, columns[0]), count.target, compiled.periods)
    for split, values in zip(count.lines, columns[1:], strict=True):
        line = Line(split.id, split.label, unit, values)
        yield from _with_share(compiled, split, line, columns[0])


@dataclass(frozen=True)
class _Counted:
    """A count that adds up, with its buckets."""

    db: "Connection"
    compiled: Compiled
    buckets: tuple[Bucket, ...]

    def sum(self, buckets: Sequence[Bucket]) -> tuple[int, ...]:
        sums = [0] * len(self.compiled.periods)
        for bucket in buckets:
            sums[bucket.period] += bucket.units
        return tuple(sums)


def _adding_up(counted: _Counted) -> Iterator[Line]:
    compiled, buckets = counted.compiled, counted.buckets
    count, unit = compiled.count, unit_of(compiled.count)
    whole = counted.sum(buckets)
    if count.label:
        yield aimed(Line(count.id, count.label, unit, whole), count.target, compiled.periods)
    if count.label or not count.lines:
        yield from _broken_down(counted, count.id, buckets)
    for rank, split in enumerate(count.lines, len(compiled.dimensions)):
        held = [bucket for bucket in buckets if bucket.codes[rank] == "1"]
        line = Line(split.id, split.label, unit, counted.sum(held))
        yield from _with_share(compiled, split, line, whole)
        if split.by:
            yield from _broken_down(counted, split.id, held)


def _with_share(
    compiled: Compiled, split: Split, line: Line, whole: tuple[int, ...]
) -> Iterator[Line]:
    """A line, and under it its share of the whole when the text asks for one."""
    yield aimed(line, split.target, compiled.periods)
    if split.share:
        yield Line(split.id, _SHARE, "percent", shares(line.values, whole), code="share")


def shares(
    parts: Sequence[float | None], wholes: Sequence[float | None]
) -> tuple[float | None, ...]:
    """Per cent to one decimal; None of nothing, or of what is not known."""
    pairs = zip(parts, wholes, strict=True)
    return tuple(round(100 * x / of, 1) if of and x is not None else None for x, of in pairs)


def _broken_down(counted: _Counted, line: str, held: Sequence[Bucket]) -> Iterator[Line]:
    compiled = counted.compiled
    unit, whole = unit_of(compiled.count), counted.sum(held)
    for rank, dimension in enumerate(compiled.dimensions):
        for code, label, part in _parts(counted, rank, held):
            values = counted.sum(part)
            text = "once" if code == _ONCE else _text(dimension, code)
            yield Line(line, label, unit, values, dimension.label, text)
            if compiled.count.share:
                percent = shares(values, whole)
                yield Line(line, f"{label}, en %", "percent", percent, dimension.label, text)


def _parts(
    counted: _Counted, rank: int, held: Sequence[Bucket]
) -> Iterator[tuple[Code, str, list[Bucket]]]:
    """Each code of a dimension, its label and its buckets; what does not come back, together."""
    compiled, least = counted.compiled, counted.compiled.count.recurring
    others: list[Bucket] = []
    for code, label in labelled(compiled, rank, held, _names(counted, rank, held)):
        part = [bucket for bucket in held if bucket.codes[rank] == code]
        if code is not None and counted.sum(part)[0] < least:
            others += part
        else:
            yield code, label, part
    if others:
        yield _ONCE, f"moins de {least} chacun", others


def labelled(
    compiled: Compiled, rank: int, buckets: Sequence[Bucket], names: Mapping[str, str] | None = None
) -> list[tuple[Code, str]]:
    """The codes met in a dimension, labelled; missing last.

    Bands, and yes before no, keep their order; the others are by size.
    """
    dimension = compiled.dimensions[rank]
    sizes: dict[Code, int] = dict.fromkeys(dimension.always, 0)
    for bucket in buckets:
        code = bucket.codes[rank]
        sizes[code] = sizes.get(code, 0) + bucket.units * (bucket.period == 0)
    labels: dict[Code, str] = {None: dimension.missing}
    labels.update(names or _labels(dimension, compiled.count))
    order = {code: place for place, code in enumerate(labels)}

    ordered = bool(dimension.bands) or {"yes", "no"} <= labels.keys()

    def place(code: Code) -> tuple[bool, int, int, str]:
        size = 0 if ordered else -sizes[code]
        return (code is None, size, order.get(code, len(order)), str(code))

    return [(code, labels.get(code, str(code))) for code in sorted(sizes, key=place)]


def _names(counted: _Counted, rank: int, held: Sequence[Bucket]) -> Mapping[str, str] | None:
    """The names of the employers met, where these are the codes."""
    if counted.compiled.dimensions[rank].column != "employer_id":
        return None
    codes = {bucket.codes[rank] for bucket in held} - {None}
    rows = counted.db.execute("SELECT CAST(id AS TEXT), name FROM employer").fetchall()
    return {code: name for code, name in map(tuple, rows) if code in codes}


def _labels(dimension: Dimension, count: Count) -> Mapping[str, str]:
    if dimension.bands:
        return {str(rank): band.label for rank, band in enumerate(dimension.bands)}
    return COLUMNS[count.source][dimension.column]


def _text(dimension: Dimension, code: Code) -> str:
    if code is None:
        return "unknown"
    return dimension.bands[int(code)].label if dimension.bands else code
