"""The periods a figure is counted over: bounds included, the years before of the same length."""

from datetime import date, timedelta

import pytest
from handmade import Handmade, count_year
from hypothesis import given
from hypothesis import strategies as st

from pdpcli.evaluation.period import Period, quarters, spans, years
from pdpcli.evaluation.sheets import count_over
from pdpcli.evaluation.terms import Evaluation

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def bounds(periods: tuple[Period, ...]) -> list[tuple[str, str, str]]:
    return [(one.label, one.first.isoformat(), one.last.isoformat()) for one in periods]


def test_calendar_years_and_those_of_an_agreement() -> None:
    assert bounds(years(2025)) == [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2023", "2023-01-01", "2023-12-31"),
    ]
    assert bounds(years(2025, "04-14"))[:2] == [
        ("2025-26", "2025-04-14", "2026-04-13"),
        ("2024-25", "2024-04-14", "2025-04-13"),
    ]
    assert bounds(years(2025, "02-29"))[1:] == [
        ("2024-25", "2024-02-29", "2025-02-27"),
        ("2023-24", "2023-02-28", "2024-02-28"),
    ]


def test_a_quarter_is_beside_the_same_of_the_years_before() -> None:
    assert bounds(quarters(2026, 1)) == [
        ("T1 2026", "2026-01-01", "2026-03-31"),
        ("T1 2025", "2025-01-01", "2025-03-31"),
        ("T1 2024", "2024-01-01", "2024-03-31"),
    ]
    assert quarters(2026, 4)[0].last == date(2026, 12, 31)


def test_from_a_day_to_another() -> None:
    assert bounds(spans(date(2024, 11, 1), date(2025, 2, 28)))[:2] == [
        ("01/11/2024-28/02/2025", "2024-11-01", "2025-02-28"),
        ("01/11/2023-29/02/2024", "2023-11-01", "2024-02-29"),
    ]
    two_years = spans(date(2024, 1, 1), date(2025, 12, 31))
    assert [one.first.year for one in two_years] == [2024, 2022, 2020]
    assert two_years[1].label == "01/01/2022-31/12/2023"


@given(DAYS, st.integers(0, 1500))
def test_no_two_spans_overlap(first: date, length: int) -> None:
    now, before, earlier = spans(first, first + timedelta(length))
    assert earlier.first <= earlier.last < before.first <= before.last < now.first <= now.last
    assert abs((before.last - before.first).days - length) <= 1


@given(st.integers(2000, 2100), st.dates(date(2024, 1, 1), date(2024, 12, 31)))
def test_years_follow_each_other(year: int, day: date) -> None:
    now, before, earlier = years(year, day.isoformat()[5:])
    assert now.first == before.last + timedelta(1)
    assert before.first == earlier.last + timedelta(1)
    assert now.first.year == year


def test_a_quarter_counts_its_days_bounds_included(store: Handmade, evaluation: Evaluation) -> None:
    days = ("2025-03-31", "2025-04-01", "2025-06-30", "2025-07-01", "2024-05-10", "2023-01-01")
    for number, day in enumerate(days, 1):
        store.referral(store.case(number), day)
    (figure, *_) = count_over(store.db, evaluation, quarters(2025, 2), {})
    assert {line.id: line.values for line in figure.lines}["b"] == (2, 1, 0)


def test_a_fiche_sent_after_the_quarter_is_not_yet_of_the_population(
    store: Handmade, evaluation: Evaluation
) -> None:
    case = store.case(1)
    store.act(case, "essai_encadre", "2025-02-01", on_leave="yes")
    store.referral(case, "2025-04-01")
    first = count_over(store.db, evaluation, quarters(2025, 1), {})[4]
    second = count_over(store.db, evaluation, spans(date(2025, 1, 1), date(2025, 4, 1)), {})[4]
    assert [figure.lines[0].values[0] for figure in (first, second)] == [0, 1]


@pytest.mark.parametrize("year", [2024, 2025])
def test_a_year_counted_by_its_days_is_the_year(
    store: Handmade, evaluation: Evaluation, year: int
) -> None:
    for number, day in enumerate(("2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01"), 1):
        store.referral(store.case(number), day)
        store.act(number, "essai_encadre", day, on_leave="yes")
    now, _, earlier = years(year)  # years that do not follow each other are counted by their days
    by_days = count_over(store.db, evaluation, (now, earlier), {})
    by_year = count_year(store.db, evaluation, year, {})
    assert [[line.values for line in figure.lines] for figure in by_days] == [
        [line.values[::2] for line in figure.lines] for figure in by_year
    ]
