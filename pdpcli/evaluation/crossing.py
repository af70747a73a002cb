"""Cutting the lines of a count by one more dimension.

A unit is cut by the last of its acts that the line counts, so that each line adds up.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pdpcli.evaluation.columns import OF_AUDIENCE
from pdpcli.evaluation.count import Compiled
from pdpcli.evaluation.masking import Sum
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.sheets import Bucket, Code, buckets_of, labelled
from pdpcli.evaluation.terms import (
    COLUMNS,
    Count,
    Dimension,
    Evaluation,
    Split,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

_BY = "\0"  # the dimension asked for, among those the evaluation declares
_OTHER = "\0other"  # beside what is not known, of a column that is free
_SOURCES = ("act", "gathering")
_UNITS = ("row", "case", "person", "participants")  # a length is no number of persons


@dataclass(frozen=True)
class Row:
    """One line of a figure, cut: what it counts, and its units by code, one a period.

    ``line`` is its id, its heading and its code, as in the figure.
    """

    line: tuple[str, str, str]
    what: Hashable
    cells: Mapping[Code, tuple[int, ...]]

    def units(self, code: Code, rank: int) -> int:
        """Its units of one code, in one period."""
        return self.cells[code][rank] if code in self.cells else 0


@dataclass(frozen=True)
class Table:
    """The lines of one count, cut; ``sums`` say which are the sum of which others.

    ``codes`` are two at least. What is said of gatherings is not ``of_persons``.
    """

    heading: str
    codes: tuple[tuple[Code, str], ...]
    rows: tuple[Row, ...]
    sums: tuple[Sum, ...]
    of_persons: bool
    banded: bool = False

    def said(self, code: Code, label: str) -> str:
        """A code as figures say it: of a band its label, « unknown » when it is missing."""
        if code is None:
            return "unknown"
        return label if self.banded else code.lstrip("\0")


def tables_of(
    db: "Connection",
    evaluation: Evaluation,
    settled: Iterable[Count],
    periods: tuple[Period, ...],
    by: Dimension,
) -> list[Table]:
    """Every count that knows the dimension ``by``, cut by it; their open points are ``settled``."""
    wider = replace(evaluation, dimensions={**evaluation.dimensions, _BY: by})
    return [
        _table(db, wider, count, periods)
        for count in settled
        if count.source in _SOURCES and count.unit in _UNITS
        if by.column in COLUMNS[count.source] and _known_of(count, by)
    ]


def _known_of(count: Count, by: Dimension) -> bool:
    """Of a gathering, who came is known by the audience: it cuts participants, not gatherings."""
    audience = count.source == "gathering" and by.column in OF_AUDIENCE
    return not audience or count.unit == "participants"


@dataclass(frozen=True)
class _Held:
    """The buckets of one line; the code of the dimension asked for is their code at ``rank``."""

    line: tuple[str, str, str]
    what: Hashable
    buckets: Sequence[Bucket]


def _table(
    db: "Connection", evaluation: Evaluation, count: Count, periods: tuple[Period, ...]
) -> Table:
    by = evaluation.dimensions[_BY]
    kept = tuple(n for n in count.by if evaluation.dimensions[n].column != by.column)
    whole = Compiled(evaluation, replace(count, by=(*kept, _BY)), periods)
    rank = len(kept) if whole.adds_up else 0
    held = list(_adding_up(db, whole) if whole.adds_up else _overlapping(db, whole))
    codes = labelled(whole, rank, [bucket for one in held for bucket in one.buckets])
    return Table(
        by.label,
        tuple(_two_at_least(codes, by, count)),
        tuple(Row(one.line, one.what, _cells(one.buckets, rank, len(periods))) for one in held),
        tuple(_sums(whole, held)) if whole.adds_up else (),
        count.source == "act",
        bool(by.bands),
    )


def _adding_up(db: "Connection", whole: Compiled) -> Iterator[_Held]:
    """The whole, then each line of its breakdowns, then its other lines: one pass for all."""
    count, buckets = whole.count, buckets_of(db, whole)
    everything = _Held((count.id, "", ""), _what(whole.evaluation, count), buckets)
    yield everything
    yield from _breakdowns(whole, everything)
    for rank, split in enumerate(count.lines, len(whole.dimensions)):
        held = [bucket for bucket in buckets if bucket.codes[rank] == "1"]
        line = _Held((split.id, "", ""), _what(whole.evaluation, count, split), held)
        yield line
        yield from _breakdowns(whole, line)


def _breakdowns(whole: Compiled, of: _Held) -> Iterator[_Held]:
    """What one line becomes by each dimension that the count is broken down by."""
    for rank, dimension in enumerate(whole.dimensions[:-1]):
        for code, label in labelled(whole, rank, of.buckets):
            held = [bucket for bucket in of.buckets if bucket.codes[rank] == code]
            said = "unknown" if code is None else label if dimension.bands else code
            line = (of.line[0], dimension.label, said)
            yield _Held(line, (of.what, dimension, said), held)


def _overlapping(db: "Connection", whole: Compiled) -> Iterator[_Held]:
    """Each line by its own last acts: a unit may be on several."""
    count = whole.count
    lines = [(count.id, ())] if count.label else []
    for line, where in [*lines, *((split.id, split.where) for split in count.lines)]:
        alone = replace(count, where=(*count.where, *where), lines=(), by=(_BY,), take="last")
        compiled = Compiled(whole.evaluation, alone, whole.periods)
        yield _Held((line, "", ""), _what(whole.evaluation, alone), buckets_of(db, compiled))


def _what(evaluation: Evaluation, count: Count, split: Split | None = None) -> Hashable:
    """What a line counts, the same in every figure, of any agreement, that counts it."""
    among = evaluation.populations[count.population].where if count.population else None
    core = (count.source, count.unit, count.take, count.readings, among, frozenset(count.where))
    return (core, (frozenset(split.where), split.take or count.take) if split else None)


def _cells(buckets: Sequence[Bucket], rank: int, periods: int) -> dict[Code, tuple[int, ...]]:
    cells: dict[Code, list[int]] = {}
    for bucket in buckets:
        cells.setdefault(bucket.codes[rank], [0] * periods)[bucket.period] += bucket.units
    return {code: tuple(units) for code, units in cells.items()}


def _two_at_least(
    codes: list[tuple[Code, str]], by: Dimension, count: Count
) -> list[tuple[Code, str]]:
    """One column alone would be the line itself: another code is beside, or what is missing."""
    if len(codes) > 1:
        return codes
    held = {code for code, _ in codes}
    bands = [(str(rank), band.label) for rank, band in enumerate(by.bands)]
    codes_of = bands or list(COLUMNS[count.source][by.column].items())
    others = [*codes_of, (None, by.missing), (_OTHER, "autre")]
    return [*codes, *(one for one in others if one[0] not in held)][:2]


def _sums(whole: Compiled, held: Sequence[_Held]) -> Iterator[Sum]:
    """Each breakdown gives the whole; so may lines that share out the codes of one column."""
    for one in held:
        if not one.line[1]:
            yield from _of_breakdowns(whole, one, held)
    for lines in _shared_out(whole.count.lines):
        parts = (_what(whole.evaluation, whole.count, split) for split in lines)
        yield Sum(held[0].what, tuple(parts))


def _of_breakdowns(whole: Compiled, of: _Held, held: Sequence[_Held]) -> Iterator[Sum]:
    for dimension in whole.dimensions[:-1]:
        parts = (one for one in held if one.line[:2] == (of.line[0], dimension.label))
        yield Sum(of.what, tuple(part.what for part in parts))


def _shared_out(lines: Sequence[Split]) -> Iterator[list[Split]]:
    """Lines of one condition on one column, no code being in two of them."""
    by_column: dict[str, list[Split]] = {}
    for split in lines:
        if len(split.where) == 1:
            by_column.setdefault(split.where[0].column, []).append(split)
    for several in by_column.values():
        codes = [code for split in several for code in split.where[0].values]
        if len(codes) == len(set(codes)):
            yield several
