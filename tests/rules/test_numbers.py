"""A number is read as it is written in French, and what could be two numbers is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdpcli.errors import Refusal
from pdpcli.rules.numbers import MOST, french_number, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("8757", 8757), ("8 757", 8757), ("8\N{NO-BREAK SPACE}757", 8757),
        ("8\N{NARROW NO-BREAK SPACE}757", 8757), ("12,5", 12.5), ("12.5", 12.5), ("96 %", 96),
        ("1000000000", MOST),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_is_written(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "-3", "+3", "1.243", "1,243", "1,2345", "3e4", "nan", "inf", "douze", "1 2,3,4", "%",
     "1000000001", "٣", "1,"],
)  # fmt: skip
def test_what_is_no_number_or_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_number(text)


@given(st.one_of(st.integers(0, MOST), st.integers(0, 10**8).map(lambda n: n / 100)))
def test_what_is_written_is_read_back(number: float) -> None:
    assert parse_number(french_number(number)) == number


def test_thousands_are_apart_and_the_comma_is_french() -> None:
    assert french_number(8757) == "8\N{NO-BREAK SPACE}757"
    assert french_number(12.5) == "12,5"
    assert french_number(62.0) == "62"
