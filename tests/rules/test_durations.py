"""Durations are read as they are said."""

import pytest

from pdpcli.errors import Refusal
from pdpcli.rules.durations import parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("8h", 28800),
        ("45min", 2700),
        ("1h30", 5400),
        (" 2 h ", 7200),
        ("30 m", 1800),
        ("24h", 86400),
    ],
)
def test_a_duration_is_so_many_seconds(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "0h", "25h", "huit heures", "8", "-1h", "1h 2h", "24h01"])
def test_what_is_no_duration_or_too_long_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_duration(text)
