"""The rotation keeps the newest always, a day each of the last days, one a week of the weeks."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pdpcli.rules.backups import kept_days, leaves_on

TODAY = date(2026, 11, 22)  # a Sunday
DAYS = st.lists(st.integers(0, 400).map(lambda ago: TODAY - timedelta(ago)), max_size=60)


def test_seven_days_and_four_weeks():
    every = [TODAY - timedelta(ago) for ago in range(60)]
    kept = kept_days(every, TODAY, 7, 4)
    assert min(kept) == date(2026, 11, 1)  # the Sunday of the fourth week
    assert sorted(kept)[-7:] == sorted(every)[-7:]
    assert len(kept) == 7 + 3


@given(DAYS, st.integers(1, 10), st.integers(0, 6))
def test_the_newest_is_never_let_go_nor_one_of_the_last_days(days, daily, weekly):
    kept = kept_days(days, TODAY, daily, weekly)
    assert kept <= set(days)
    assert not days or max(days) in kept
    assert {day for day in days if (TODAY - day).days < daily} <= kept


@given(DAYS, st.integers(1, 10), st.integers(0, 6))
def test_a_backup_is_let_go_from_the_day_that_is_told(days, daily, weekly):
    """Told to whoever was erased: from that day, no backup of before is kept."""
    for day in set(days):
        told = leaves_on(day, daily, weekly)
        assert day not in kept_days([*days, told], told, daily, weekly)


@given(DAYS, st.integers(1, 10), st.integers(1, 6))
def test_what_was_let_go_once_is_never_wanted_again(days, daily, weekly):
    now = kept_days(days, TODAY, daily, weekly)
    later = kept_days([*now, TODAY + timedelta(3)], TODAY + timedelta(3), daily, weekly)
    again = kept_days([*days, TODAY + timedelta(3)], TODAY + timedelta(3), daily, weekly)
    assert later == again
