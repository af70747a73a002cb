"""A small cell is hidden, and nothing shown gives it away; what the agreement asks stays."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdpcli.evaluation.masking import Sum, determined, masked

Table = tuple[dict[object, int], list[Sum], frozenset[object]]


def crossed(rows: list[list[int]], *, fixed: bool = True) -> Table:
    """Rows and columns with their totals; the totals of rows are the agreement's own figures."""
    across, down = len(rows[0]), len(rows)
    cells: dict[object, int] = {(r, c): rows[r][c] for r in range(down) for c in range(across)}
    cells |= {("all", c): sum(row[c] for row in rows) for c in range(across)}
    cells |= {(r, "all"): sum(rows[r]) for r in range(down)}
    cells["all", "all"] = sum(map(sum, rows))
    names = [*range(down), "all"]
    sums = [Sum((r, "all"), tuple((r, c) for c in range(across))) for r in names]
    sums += [Sum(("all", c), tuple((r, c) for r in range(down))) for c in [*range(across), "all"]]
    return cells, sums, frozenset((r, "all") for r in names) if fixed else frozenset()


def rank(rows: list[list[Fraction]]) -> int:
    """The rank of a matrix, by plain elimination: another way than the one under test."""
    rows, found = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in range(found, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for r in range(found + 1, len(rows)):
            factor = rows[r][column] / rows[found][column]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[found], strict=True)]
        found += 1
    return found


def recoverable(hidden: frozenset[object], sums: list[Sum]) -> list[object]:
    """The hidden cells that are a combination of the sums."""
    names = sorted(hidden, key=repr)
    matrix = [
        [Fraction((name in one.parts) - (name == one.total)) for name in names] for one in sums
    ]
    whole = rank(matrix)
    alone = ([Fraction(name == other) for other in names] for name in names)
    return [name for name, one in zip(names, alone, strict=True) if rank([*matrix, one]) == whole]


tables = st.tuples(st.integers(1, 5), st.integers(2, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 12), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@given(tables, st.integers(2, 12), st.booleans())
def test_no_hidden_cell_is_a_combination_of_what_is_shown(
    rows: list[list[int]],
    threshold: int,
    fixed: bool,  # noqa: FBT001 - drawn by name
) -> None:
    cells, sums, shown = crossed(rows, fixed=fixed)
    hidden = masked(cells, sums, threshold=threshold, shown=shown)
    assert recoverable(hidden, sums) == []
    assert {key for key, n in cells.items() if 0 < n < threshold} - shown <= hidden
    assert not hidden & shown


@settings(max_examples=25)
@given(
    st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=2), min_size=2, max_size=2),
    st.integers(2, 4),
)
def test_each_hidden_cell_may_be_two_numbers_at_least(
    rows: list[list[int]], threshold: int
) -> None:
    """Every table of whole numbers that would show the same is tried: none is the only one."""
    cells, sums, shown = crossed(rows)
    hidden = masked(cells, sums, threshold=threshold, shown=shown)
    alike = [
        other
        for a, b, c, d in product(range(7), repeat=4)
        if all(
            (other := crossed([[a, b], [c, d]])[0])[key] == cells[key]
            for key in cells
            if key not in hidden
        )
    ]
    assert all(len({other[key] for other in alike}) > 1 for key in hidden if cells[key])


@given(tables, st.integers(2, 12))
def test_what_gives_itself_away_is_what_another_elimination_finds(
    rows: list[list[int]], threshold: int
) -> None:
    cells, sums, _ = crossed(rows)
    hidden = frozenset(key for key, n in cells.items() if 0 < n < threshold)
    assert determined(hidden, sums) == set(recoverable(hidden, sums))


@given(tables)
def test_a_table_without_a_small_cell_is_left_alone(rows: list[list[int]]) -> None:
    cells, sums, shown = crossed([[n and n + 5 for n in row] for row in rows])
    assert masked(cells, sums, threshold=5, shown=shown) == frozenset()


def test_one_small_cell_takes_three_others_with_it() -> None:
    cells, sums, shown = crossed([[2, 10], [9, 8], [20, 30]])
    hidden = masked(cells, sums, threshold=5, shown=shown)
    assert hidden == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_a_contractual_one_stays_one() -> None:
    cells, sums, shown = crossed([[1, 0], [6, 7]])
    hidden = masked(cells, sums, threshold=5, shown=shown)
    assert (0, "all") not in hidden
    assert cells[0, "all"] == 1
    assert {(0, 0), (0, 1)} <= hidden


def test_the_parts_of_nothing_hide_nothing() -> None:
    """Where a shown total is 0 its parts are known: others are masked, the total among them."""
    cells, sums, shown = crossed([[1, 0], [4, 0]])
    hidden = masked(cells, sums, threshold=5, shown=shown)
    assert {("all", 0), ("all", 1), (0, 1)} <= hidden


def test_a_cell_alone_under_a_shown_total_is_said_impossible() -> None:
    with pytest.raises(ValueError, match="nothing can hide"):
        masked({"all": 1, "one": 1}, [Sum("all", ("one",))], threshold=5, shown={"all"})
