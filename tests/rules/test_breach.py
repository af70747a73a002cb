"""Seventy-two hours after it was known, nights and changes of the clock included."""

from datetime import UTC, datetime

import pytest

from pdpcli.rules.breach import Misdirected, hours_left, notify_before, read_misdirected

KNOWN = datetime.fromisoformat("2026-06-15T08:40:00+02:00")


def test_the_cnil_is_told_within_72_hours_of_knowing():
    assert notify_before(KNOWN) == datetime(2026, 6, 18, 6, 40, tzinfo=UTC)


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
    assert hours_left(KNOWN, datetime.fromisoformat(at)) == left


def test_what_is_told_of_one_gone_astray_is_read_as_it_was_kept():
    told = Misdirected("Un cabinet fictif", KNOWN, "Erreur (fictif).", "Appelé.", "lettre.pdf")
    assert told.content()["aware"] == "2026-06-15T06:40:00Z"
    assert read_misdirected(told.content()) == told


def test_once_erased_nothing_is_told():
    assert read_misdirected({}) is None
