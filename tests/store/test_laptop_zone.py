"""Hours kept in UTC are said in the laptop's zone, whichever side of a change of clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from pdpcli.store.laptop_zone import LAPTOP


@pytest.mark.parametrize(
    ("zone", "known", "before"),
    [("Europe/Paris", (23, 20), (26, 19)), ("America/Martinique", (23, 14), (26, 14))],
)
def test_seventy_two_hours_are_said_by_the_clock_on_the_wall(zone, known, before):
    with time_machine.travel(datetime(2026, 10, 23, 12, tzinfo=ZoneInfo(zone))):
        moment = datetime(2026, 10, 23, 18, tzinfo=UTC).astimezone(LAPTOP)
        later = (moment.astimezone(UTC) + timedelta(hours=72)).astimezone(LAPTOP)
    assert ((moment.day, moment.hour), (later.day, later.hour)) == (known, before)
