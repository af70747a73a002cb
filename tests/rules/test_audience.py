"""Participants are told by activity and size, in any usual way, and added up."""

import pytest

from pdpcli.errors import Refusal
from pdpcli.rules.audience import Audience, joined, parse_audience


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ("43.99C:11 à 49:12", Audience("43.99C", "11 à 49", 12)),
        ("4399c:11-49:12", Audience("43.99C", "11 à 49", 12)),
        ("43.99C:14:12", Audience("43.99C", "11 à 49", 12)),
        ("43.99C:<11:1", Audience("43.99C", "moins de 11", 1)),
        ("43.99C::5", Audience("43.99C", "", 5)),
        (":300 et plus:5", Audience("", "300 et plus", 5)),
        ("::3", Audience("", "", 3)),
    ],
)
def test_each_way_to_say_it_is_read(said, row):
    assert parse_audience(said) == row


@pytest.mark.parametrize("said", ["43.99C:12", "x:11-49:12", "43.99C:grand:12", "::0", "::-1",
                                  "::", "::1000000", "1:2:3:4"])  # fmt: skip
def test_what_is_not_understood_is_refused(said):
    with pytest.raises(Refusal):
        parse_audience(said)


def test_rows_alike_are_added_up_in_order():
    rows = [
        Audience("", "", 1),
        Audience("43.99C", "50 à 299", 2),
        Audience("43.99C", "11 à 49", 3),
        Audience("43.99C", "50 à 299", 4),
        Audience("41.20B", "", 5),
    ]
    assert joined(rows) == [
        Audience("41.20B", "", 5),
        Audience("43.99C", "11 à 49", 3),
        Audience("43.99C", "50 à 299", 6),
        Audience("", "", 1),
    ]
