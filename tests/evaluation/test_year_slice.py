"""Counting in a copy of the year finds what counting in the whole table finds."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from handmade import Handmade, evaluation_text

from pdpcli.evaluation import year_slice
from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.evaluation.period import quarters, spans, years
from pdpcli.evaluation.sheets import Counting, count_over
from pdpcli.rules.vocabulary import ACT_KINDS, CHOICES

PERIODS = [years(2025), years(2025, "04-14"), quarters(2025, 2),
           spans(date(2024, 11, 1), date(2025, 2, 28))]  # fmt: skip


def details(draw: random.Random, kind: str) -> dict[str, Any]:
    declared = ACT_KINDS[kind]
    nature = {"nature": draw.choice(list(CHOICES[declared.nature]))} if declared.nature else {}
    return nature | {
        "naf": draw.choice(["43.99C", "41.10A", "47.11A", None]),
        "contract": draw.choice(["cdi", "interim", None]),
        "on_leave": draw.choice(["yes", "no", "unknown"]),
        "origin": draw.choice([*CHOICES["origin"], None]),
        "requester": draw.choice([*CHOICES["requester"], None]),
        "mode": draw.choice([*CHOICES["mode"], None]),
        "age": draw.choice([None, 30, 49, 50, 61]),
        "rqth": draw.choice(["yes", "no", None]),
        "iri": draw.choice([None, 1, 2, 3]),
        "job": draw.choice(["Maçon", "maçon", "vendeuse", None]),
    }


@pytest.fixture(scope="module")
def random_store() -> Handmade:
    """Four hundred acts over four years, some planned, cancelled, or of cancelled situations."""
    draw, store = random.Random(5), Handmade("cpom-prevy")  # noqa: S311 - fictional rows
    cases = [
        store.case(n, person_key=f"p{n // 2}", state="cancelled" if n % 13 == 0 else "open")
        for n in range(1, 60)
    ]
    for _ in range(400):
        kind = draw.choice(list(ACT_KINDS))
        day = date(2022, 12, 1) + timedelta(draw.randrange(1200))
        state = draw.choice(["done"] * 6 + ["planned", "cancelled"])
        store.act(draw.choice(cases), kind, day.isoformat(), state=state, **details(draw, kind))
    return store


@pytest.mark.parametrize("agreement", ["cpom-prevy", "bilan-regional"])
@pytest.mark.parametrize("periods", PERIODS, ids=lambda periods: periods[0].label)
def test_the_copy_gives_what_the_table_gives(
    random_store: Handmade, agreement: str, periods: Any
) -> None:
    evaluation = read_evaluation(evaluation_text(agreement))
    counting = Counting(random_store.db, evaluation, periods, {})  # nothing read ahead
    plain = [counting.figure(indicator) for indicator in evaluation.indicators]
    assert count_over(random_store.db, evaluation, periods, {}) == plain
    assert any(value for figure in plain for line in figure.lines for value in line.values)


def test_the_copy_is_dropped_even_after_a_fault(random_store: Handmade) -> None:
    evaluation = read_evaluation(evaluation_text("cpom-prevy"))
    with (
        pytest.raises(ZeroDivisionError),
        year_slice.sliced(random_store.db, evaluation, (), years(2025)[0]),
    ):
        raise ZeroDivisionError
    sql = "SELECT count(*) FROM sqlite_temp_master WHERE name LIKE 'act_slice%'"
    assert random_store.db.execute(sql).fetchone()[0] == 0


def test_a_connection_that_only_reads_counts_in_the_table(random_store: Handmade) -> None:
    random_store.db.execute("PRAGMA query_only = ON")
    try:
        evaluation = read_evaluation(evaluation_text("cpom-prevy"))
        with year_slice.sliced(random_store.db, evaluation, (), years(2025)[0]) as table:
            assert table == "act"
        assert len(count_over(random_store.db, evaluation, years(2025), {})) == 56
    finally:
        random_store.db.execute("PRAGMA query_only = OFF")


def test_a_few_counts_are_not_worth_a_copy() -> None:
    few = read_evaluation(evaluation_text("btp34-carsat-lr"))
    many = read_evaluation(evaluation_text("cpom-prevy"))
    assert [
        year_slice.worth_slicing(count for one in each.indicators for count in one.counts)
        for each in (few, many)
    ] == [False, True]
