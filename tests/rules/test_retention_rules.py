"""The term, the clock and the share: pure, at their borders."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdpcli.rules.dates import months_later
from pdpcli.rules.retention import (
    SETTINGS,
    Silence,
    clock_doubt,
    is_past,
    kept_because,
    too_many,
)

TODAY = date(2026, 6, 15)
_DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("last", "past"), [(date(2024, 6, 15), False), (date(2024, 6, 14), True), (TODAY, False)]
)
def test_the_last_day_of_the_term_is_still_kept(last, past):
    assert is_past(Silence(("2024-0001",), last), 24, TODAY) is past


def test_a_leap_day_ends_its_term_on_the_last_of_february():
    one = Silence(("2024-0001",), date(2024, 2, 29))
    assert not is_past(one, 24, date(2026, 2, 28))
    assert is_past(one, 24, date(2026, 3, 1))


@given(last=_DAYS, months=st.integers(1, 60), more=st.integers(-400, 400))
def test_the_term_is_over_exactly_after_its_last_day(last, months, more):
    end = months_later(last, months)
    assert is_past(Silence((), last), months, end + timedelta(more)) is (more > 0)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"open_refs": ("2024-0001",)}, "ouverte"),
        ({"coming": True}, "à venir"),
        ({"limited": True}, "art. 18"),
        ({"held": "contentieux"}, "contentieux"),
        ({"asking": True}, "demande"),
    ],
)
def test_what_keeps_a_person_is_said(changed, told):
    assert told in kept_because(Silence(("2024-0001",), TODAY, **changed))
    assert kept_because(Silence(("2024-0001",), TODAY)) == ""


def test_a_clock_moved_back_or_far_ahead_is_not_believed():
    days = SETTINGS["clock_days"].default
    assert "reculé" in clock_doubt(TODAY, TODAY + timedelta(2), None, days)
    assert clock_doubt(TODAY, TODAY + timedelta(1), TODAY - timedelta(1), days) == ""
    assert "avancé" in clock_doubt(TODAY, TODAY, TODAY - timedelta(days + 1), days)
    assert clock_doubt(TODAY, TODAY, TODAY - timedelta(days), days) == ""
    assert clock_doubt(TODAY, None, None, days) == ""


def test_the_share_is_exceeded_only_beyond_it():
    assert not too_many(25, 100, 25)
    assert too_many(26, 100, 25)
    assert too_many(1, 3, 25)
    assert not too_many(0, 0, 25)
