"""Hiding the small cells of a table, and as many others as keep the totals from giving them away.

A small cell alone is not hidden by masking it: its total less its neighbours says it. So cells are
masked until none of them is the only value that the shown ones and the sums of the table leave.
Good practice, not law (rules §7).
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

Key = Hashable
_Row = dict[Key, Fraction]


@dataclass(frozen=True)
class Sum:
    """``total`` is the sum of ``parts``: what a reader of the table can subtract."""

    total: Key
    parts: tuple[Key, ...]

    @property
    def keys(self) -> frozenset[Key]:
        """The total and its parts."""
        return frozenset((self.total, *self.parts))


def masked(
    cells: Mapping[Key, int], sums: Sequence[Sum], *, threshold: int, shown: Collection[Key] = ()
) -> frozenset[Key]:
    """The cells to hide: those from 1 to ``threshold`` - 1, and those that would give them away.

    ``shown`` are shown whatever they hold: what the agreement itself asks for. Every cell that
    ``sums`` name is one of ``cells``.

    Raises:
        ValueError: a small cell is alone under a total that must be shown: nothing can hide it.
    """
    hidden: set[Key] = set()
    for keys, linked in _apart(cells, sums, shown):
        small = {key for key in keys if 0 < cells[key] < threshold and key not in shown}
        hidden |= _with_others(small, cells, linked, shown)
    return frozenset(hidden)


def _with_others(
    small: AbstractSet[Key],
    cells: Mapping[Key, int],
    sums: Sequence[Sum],
    shown: Collection[Key],
) -> set[Key]:
    hidden = set(small)
    while given_away := determined(hidden, sums):
        hidden.add(_another(given_away, cells, sums, hidden, shown))
    for key in sorted(hidden - small, key=lambda each: (-cells[each], repr(each))):
        if not determined(hidden - {key}, sums):  # another one, masked since, was enough
            hidden.remove(key)
    return hidden


def _apart(
    cells: Mapping[Key, int], sums: Sequence[Sum], shown: Collection[Key]
) -> list[tuple[set[Key], list[Sum]]]:
    """The tables that share no cell but shown ones: each is looked at alone."""
    tables: list[tuple[set[Key], list[Sum]]] = []
    for one in sums:
        keys, linked, others = set(one.keys.difference(shown)), [one], []
        for table in tables:
            if table[0] & keys:
                keys, linked = keys | table[0], [*table[1], *linked]
            else:
                others.append(table)
        tables = [*others, (keys, linked)]
    return [*tables, (set(cells).difference(*(keys for keys, _ in tables)), [])]


def determined(hidden: Collection[Key], sums: Iterable[Sum]) -> set[Key]:
    """The hidden cells to which the shown ones leave one value, by differences however long.

    The sums restricted to what is hidden are reduced; a row left with one cell gives it away.
    """
    reduced: dict[Key, _Row] = {}
    for one in sums:
        row = _restricted(one, hidden)
        for pivot in [key for key in row if key in reduced]:
            _subtract(row, reduced[pivot], row[pivot])
        if not row:
            continue
        pivot, leading = next(iter(row.items()))
        row = {key: value / leading for key, value in row.items()}
        for other in reduced.values():
            if pivot in other:
                _subtract(other, row, other[pivot])
        reduced[pivot] = row
    return {pivot for pivot, row in reduced.items() if len(row) == 1}


def _restricted(one: Sum, hidden: Collection[Key]) -> _Row:
    row = dict.fromkeys((part for part in one.parts if part in hidden), Fraction(1))
    return {**row, one.total: Fraction(-1)} if one.total in hidden else row


def _subtract(row: _Row, other: _Row, factor: Fraction) -> None:
    for key, value in other.items():
        left = row.get(key, Fraction(0)) - factor * value
        if left:
            row[key] = left
        else:
            row.pop(key, None)


def _another(
    given_away: AbstractSet[Key],
    cells: Mapping[Key, int],
    sums: Sequence[Sum],
    hidden: AbstractSet[Key],
    shown: Collection[Key],
) -> Key:
    """One more cell to mask: the smallest that is not nothing, where one is hidden alone, or near.

    The parts of a total seen to be nothing are left: masking them would hide nothing.
    """
    empty = (one for one in sums if not cells[one.total] and one.total not in hidden)
    left = {*hidden, *shown, *(part for one in empty for part in one.parts)}
    alone = (one.keys for one in sums if len(one.keys & hidden) == 1)
    key = min(given_away, key=repr)
    for ring in (*alone, *_rings(key, sums, hidden)):
        if free := ring - left:
            return min(free, key=lambda each: (not cells[each], cells[each], repr(each)))
    raise ValueError("nothing can hide this cell")


def _rings(key: Key, sums: Sequence[Sum], hidden: AbstractSet[Key]) -> Iterator[frozenset[Key]]:
    """The cells in a sum with ``key``, then those in a sum with a hidden one of these, and on."""
    reached: frozenset[Key] = frozenset({key})
    while True:
        through = reached & hidden
        wider = reached.union(*(one.keys for one in sums if one.keys & through))
        if wider == reached:
            return
        yield wider
        reached = wider
