"""A day and an hour are understood as they are said."""

from datetime import datetime

import pytest

from pdpcli.errors import Refusal
from pdpcli.rules.moments import french_moment, parse_moment

NOW = datetime(2026, 6, 15, 9)  # noqa: DTZ001 - her hour, a Monday


@pytest.mark.parametrize(
    ("text", "day", "hour", "minute"),
    [
        ("15/06/2026 à 8 h 40", 15, 8, 40),
        ("hier 14h", 14, 14, 0),
        ("hier à 14 h", 14, 14, 0),
        ("8:40", 15, 8, 40),
        ("8h", 15, 8, 0),
        ("hier", 14, 0, 0),
        ("12 juin 2026, 23h59", 12, 23, 59),
        ("2026-06-14 10:30", 14, 10, 30),
        ("lundi 8 juin à 8 h", 8, 8, 0),
        ("samedi 18H05", 13, 18, 5),
    ],
)
def test_a_moment_is_read_as_it_is_said(text, day, hour, minute):
    assert parse_moment(text, NOW) == datetime(2026, 6, day, hour, minute)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("demain", "futur"),
        ("9h01", "futur"),
        ("8 h 61", "heure"),
        ("25h", "heure"),
        ("hier 1234h", "comprise"),
        ("x", "comprise"),
    ],
)
def test_what_is_no_moment_or_is_to_come_is_refused(text, reason):
    with pytest.raises(Refusal, match=reason):
        parse_moment(text, NOW)


def test_what_is_shown_is_read_back():
    for hour, minute in ((0, 0), (8, 5), (23, 59)):
        moment = datetime(2026, 6, 14, hour, minute)  # noqa: DTZ001
        assert parse_moment(french_moment(moment), NOW) == moment
