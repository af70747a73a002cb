"""A reference is typed whole or short, and written one way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdpcli.errors import Refusal
from pdpcli.rules.references import format_ref, parse_ref


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("42", (None, 42)),
        (" 42 ", (None, 42)),
        ("26-42", (2026, 42)),
        ("2026-0042", (2026, 42)),
        ("2026 42", (2026, 42)),
    ],
)
def test_short_and_whole_forms(text, expected):
    assert parse_ref(text) == expected


@pytest.mark.parametrize("text", ["", "0", "-42", "abc", "2026-", "226-42", "42-2026-1", "٤٢"])
def test_what_is_no_reference_is_refused(text):
    with pytest.raises(Refusal, match="2026-0042"):
        parse_ref(text)


@given(st.integers(2000, 2099), st.integers(1, 999999))
def test_what_is_written_is_read_back(year, number):
    assert parse_ref(format_ref(year, number)) == (year, number)
