"""Seventy-two hours after it was known, nights and changes of the clock included."""

from datetime import UTC, datetime

import pytest

from pdpcli.rules.breach import hours_left, notify_before


def test_the_cnil_is_told_within_72_hours_of_knowing():
    assert notify_before("2026-06-15T06:40:00Z") == datetime(2026, 6, 18, 6, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "left"),
    [
        ("2026-06-15T06:40:00+00:00", 72),
        ("2026-06-15T06:41:00+00:00", 71),
        ("2026-06-18T06:00:00+00:00", 0),
        ("2026-06-18T08:39:59+02:00", 0),
        ("2026-06-18T06:41:00+00:00", -1),
    ],
)
def test_the_hours_left_are_whole_ones(at, left):
    assert hours_left("2026-06-15T06:40:00Z", datetime.fromisoformat(at)) == left
