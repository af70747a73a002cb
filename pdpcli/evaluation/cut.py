"""Figures whose lines are cut by one more dimension, what would designate someone being masked.

What is masked in one figure is masked in the others that count the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pdpcli.evaluation.crossing import Row, Table
from pdpcli.evaluation.masking import Key, Sum, masked
from pdpcli.evaluation.sheets import Crossed, Figure, Line

Cut = tuple[Figure, Sequence[Table]]
_ALL = "\0all"  # beside the codes: what the line itself says
_Hidden = Sequence[frozenset[Key]]


def cut(figures: Sequence[Cut], threshold: int | None) -> list[Figure]:
    """The figures with, under each line, what it becomes when it is cut.

    ``threshold``: the small cells under it are masked, with what would give them away; None: the
    figures stay in the cell, nothing is masked.
    """
    tables = [table for _, several in figures for table in several if table.of_persons]
    periods = max((len(figure.periods) for figure, _ in figures), default=0)
    hidden = [_hidden(tables, rank, threshold) for rank in range(periods)]
    return [replace(one, lines=tuple(_lines(one, several, hidden))) for one, several in figures]


def _lines(figure: Figure, tables: Sequence[Table], hidden: _Hidden) -> Iterator[Line]:
    rows = {row.line: (table, row) for table in tables for row in table.rows}
    for line in figure.lines:
        yield line
        found = rows.get((line.id, line.dimension, line.code))
        if found and line.unit != "percent":
            yield from _under(line, *found, hidden)


def _under(line: Line, table: Table, row: Row, hidden: _Hidden) -> Iterator[Line]:
    """One line a code that holds something, or that is masked."""
    for code, label in table.codes:
        values = [row.units(code, rank) for rank, _ in enumerate(line.values)]
        masks = tuple((row.what, code) in hidden[rank] for rank, _ in enumerate(values))
        if any(values) or any(masks):
            pairs = zip(values, masks, strict=True)
            shown = tuple(None if mask else value for value, mask in pairs)
            about = Crossed(table.heading, label, table.said(code, label))
            yield replace(line, values=shown, crossed=about, masked=masks)


def _hidden(tables: Sequence[Table], rank: int, threshold: int | None) -> frozenset[Key]:
    """The cells to mask in one period: what is counted, and a code."""
    if threshold is None:
        return frozenset()
    cells = {key: units for table in tables for key, units in _table_cells(table, rank)}
    sums = dict.fromkeys(each for table in tables for each in _table_sums(table, cells))
    shown = {(row.what, _ALL) for table in tables for row in table.rows}
    return masked(cells, list(sums), threshold=threshold, shown=shown)


def _table_cells(table: Table, rank: int) -> Iterator[tuple[Key, int]]:
    for row in table.rows:
        units = {code: row.units(code, rank) for code, _ in table.codes}
        yield from (((row.what, code), units[code]) for code in units)
        yield (row.what, _ALL), sum(units.values())


def _table_sums(table: Table, cells: Mapping[Key, int]) -> Iterator[Sum]:
    """Along each line; and under each total that its lines give in this period."""
    codes = [code for code, _ in table.codes]
    for row in table.rows:
        yield Sum((row.what, _ALL), tuple((row.what, code) for code in codes))
    for one in table.sums:
        if cells[one.total, _ALL] == sum(cells[part, _ALL] for part in one.parts):
            for code in codes:
                yield Sum((one.total, code), tuple((part, code) for part in one.parts))
