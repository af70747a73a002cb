"""Delays are counted as the law counts them: borders, leap days, holidays, backwards."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdpcli.rules.dates import months_later
from pdpcli.rules.delays import (
    after_days,
    after_working_days,
    falls_badly,
    is_working,
    postponed,
    working_days,
)

_DAYS = st.dates(date(2000, 1, 1), date(2080, 1, 1))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2025, 12, 12), 6, date(2026, 6, 12)),
        (date(2026, 4, 14), -3, date(2026, 1, 14)),
        (date(2026, 5, 31), -3, date(2026, 2, 28)),
    ],
)
def test_months_go_date_to_date_or_to_the_last_of_the_month(
    start: date, months: int, end: date
) -> None:
    assert months_later(start, months) == end


def test_the_day_of_the_act_does_not_count() -> None:
    assert after_days(date(2026, 6, 1), 15) == date(2026, 6, 16)
    assert after_days(date(2028, 2, 20), 15) == date(2028, 3, 6)


def test_a_saturday_is_worked_and_yet_puts_off_the_end_of_a_procedure() -> None:
    saturday = date(2026, 6, 13)
    assert is_working(saturday)
    assert postponed(saturday) == date(2026, 6, 15)


def test_the_eighth_of_may_and_the_ascension_in_a_row_put_off_twice() -> None:
    assert postponed(date(2024, 5, 8)) == date(2024, 5, 10)


def test_good_friday_is_worked_but_in_alsace_moselle() -> None:
    assert is_working(date(2026, 4, 3))
    assert not is_working(date(2026, 4, 3), "57")
    assert falls_badly(date(2026, 4, 3), "57") == "vendredi saint"


def test_an_essai_encadre_of_fourteen_working_days_spans_holidays() -> None:
    # From Monday 4 May 2026: Friday 8 May and Ascension Thursday 14 May are not counted.
    assert working_days(date(2026, 5, 4), date(2026, 5, 21)) == 14
    assert working_days(date(2026, 5, 4), date(2026, 5, 3)) == 0


@given(_DAYS, st.integers(0, 400))
def test_so_many_working_days_after_is_so_many_counted(start: date, days: int) -> None:
    end = after_working_days(start, days)
    assert working_days(start + timedelta(1), end) == days
    assert days == 0 or is_working(end)


@given(_DAYS)
def test_what_is_put_off_ends_on_a_good_day_and_no_further_than_it_must(day: date) -> None:
    end = postponed(day)
    assert falls_badly(end) == ""
    assert all(falls_badly(day + timedelta(n)) for n in range((end - day).days))


@given(_DAYS, st.integers(-60, 60))
def test_months_there_and_back_lose_at_most_the_end_of_the_month(day: date, months: int) -> None:
    back = months_later(months_later(day, months), -months)
    assert back <= day
    assert (day - back).days <= 3
