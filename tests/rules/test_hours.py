"""An hour as it is said, kept one way and said one way."""

import pytest

from pdpcli.errors import Refusal
from pdpcli.rules.hours import french_hour, parse_hour


@pytest.mark.parametrize(
    ("said", "kept", "told"),
    [("14 h", "14:00", "14 h"), ("14h30", "14:30", "14 h 30"), ("9:05", "09:05", "9 h 05"),
     ("0 h", "00:00", "0 h"), ("23:59", "23:59", "23 h 59"), ("14", "14:00", "14 h")],
)  # fmt: skip
def test_an_hour_is_read_and_told(said, kept, told):
    assert parse_hour(said) == kept
    assert french_hour(kept) == told
    assert parse_hour(told) == kept


@pytest.mark.parametrize("said", ["24 h", "12:60", "midi", "", "-1", "1:2:3", "14 h 5"])
def test_what_is_no_hour_is_refused(said):
    with pytest.raises(Refusal):
        parse_hour(said)
