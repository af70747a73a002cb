"""Consecutive periods of leave are one absence, counted in calendar days (fictional)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdpcli.errors import Refusal
from pdpcli.rules.leaves import Absence, Leave, absence

FIRST = Leave(date(2026, 1, 5), date(2026, 1, 31), "illness")
NEXT = Leave(date(2026, 2, 1), date(2026, 3, 31), "illness")
LAST = Leave(date(2026, 4, 1), None, None)


def found(leaves: list[Leave], on: date) -> Absence:
    whole = absence(leaves, on)
    assert whole is not None
    return whole


def test_prolongations_are_one_absence_whatever_their_order() -> None:
    assert absence([LAST, FIRST, NEXT], date(2026, 2, 10)) == Absence(
        date(2026, 1, 5), None, "illness", (FIRST, NEXT, LAST)
    )


def test_the_days_are_counted_from_the_first_period() -> None:
    whole = found([FIRST, NEXT], date(2026, 2, 3))
    assert whole.day(date(2026, 1, 5)) == 1
    assert whole.day(date(2026, 2, 3)) == 30
    assert whole.day(date(2026, 2, 4)) == 31
    assert whole.day(date(2026, 3, 5)) == 60
    assert found([Leave(date(2024, 2, 1))], date(2024, 3, 1)).day(date(2024, 3, 1)) == 30


def test_one_day_at_work_parts_two_absences() -> None:
    later = Leave(date(2026, 2, 2), date(2026, 2, 28))
    assert found([FIRST, later], date(2026, 1, 31)).periods == (FIRST,)
    assert absence([FIRST, later], date(2026, 2, 1)) is None
    assert found([FIRST, later], date(2026, 2, 2)).started_on == date(2026, 2, 2)


def test_the_last_day_is_included_and_nobody_is_absent_outside() -> None:
    assert found([FIRST], date(2026, 1, 31)).ended_on == date(2026, 1, 31)
    assert absence([FIRST], date(2026, 1, 4)) is None
    assert absence([FIRST], date(2026, 2, 1)) is None
    assert absence([], date(2026, 2, 1)) is None


def test_a_period_within_another_does_not_shorten_it() -> None:
    inside = Leave(date(2026, 1, 10), date(2026, 1, 12))
    assert found([FIRST, inside], date(2026, 1, 20)).ended_on == date(2026, 1, 31)
    assert found([FIRST, inside, NEXT], date(2026, 1, 20)).ended_on == date(2026, 3, 31)


def test_a_period_without_an_end_lasts_until_the_next_begins() -> None:
    open_ended = Leave(date(2026, 1, 5), None, "illness")
    assert found([open_ended, NEXT], date(2026, 1, 20)).ended_on == date(2026, 3, 31)
    assert absence([open_ended, NEXT], date(2026, 4, 1)) is None


def test_the_risk_is_the_one_in_force_on_the_day() -> None:
    accident = Leave(date(2026, 1, 5), date(2026, 1, 31), "work_accident")
    assert found([accident, NEXT], date(2026, 1, 31)).risk == "work_accident"
    assert found([accident, NEXT], date(2026, 2, 1)).risk == "illness"
    assert found([accident, Leave(date(2026, 2, 1))], date(2026, 2, 9)).risk == "work_accident"
    assert found([Leave(date(2026, 2, 1))], date(2026, 2, 9)).risk is None


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    assert Leave(date(2026, 1, 5), date(2026, 1, 5)).ended_on == date(2026, 1, 5)
    with pytest.raises(Refusal, match="avant d'avoir commencé"):
        Leave(date(2026, 1, 5), date(2026, 1, 4))


DAYS = st.integers(0, 60).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
LEAVES = st.lists(
    st.builds(
        lambda start, length: Leave(start, start + timedelta(days=length)), DAYS, st.integers(0, 9)
    )
)


@given(LEAVES, DAYS)
def test_somebody_is_absent_exactly_on_the_days_of_a_period(leaves: list[Leave], on: date) -> None:
    covered = any(one.started_on <= on and one.ended_on and on <= one.ended_on for one in leaves)
    assert (absence(leaves, on) is not None) is covered


@given(LEAVES, DAYS)
def test_an_absence_is_whole(leaves: list[Leave], on: date) -> None:
    """It has no hole, and stops at a day on which nobody is absent."""
    whole = absence(leaves, on)
    if whole is None:
        return
    assert whole.ended_on is not None
    length = whole.day(whole.ended_on)
    assert all(absence(leaves, whole.started_on + timedelta(days=n)) == whole
               for n in range(length))  # fmt: skip
    assert absence(leaves, whole.started_on - timedelta(days=1)) is None
    assert absence(leaves, whole.ended_on + timedelta(days=1)) is None
