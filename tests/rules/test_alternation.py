"""Whose turn it is: one, then the other, and what was noted decides."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pdpcli.rules.alternation import Done, earlier, noted, other, whose_turn

PARTIES = {"prevy": "PREVY", "cap-emploi": "Cap emploi Gard"}
LAST = date(2025, 12, 31)


def done(*notes):
    return [Done(date(2020, 1, 1) + timedelta(365 * n), note) for n, note in enumerate(notes)]


def test_nothing_noted_the_first_is_who_was_said_to_begin():
    assert whose_turn("prevy", PARTIES, []) == "prevy"
    assert whose_turn("cap-emploi", PARTIES, []) == "cap-emploi"


@given(st.integers(0, 12), st.sampled_from(sorted(PARTIES)))
def test_each_evaluation_noted_passes_the_turn(count, first):
    turn = whose_turn(first, PARTIES, done(*[""] * count))
    assert turn == (first if count % 2 == 0 else other(first, PARTIES))


@given(st.lists(st.sampled_from(["", "PREVY", "Cap emploi Gard"])), st.sampled_from(["2024", "x"]))
def test_the_last_writer_noted_decides_whatever_came_before(before, label):
    notes = [noted("2020", one) for one in before] + [noted(label, "Cap emploi Gard")]
    assert whose_turn("cap-emploi", PARTIES, done(*notes)) == "prevy"


def test_a_note_that_names_both_or_nobody_decides_nothing():
    said = done("rédigé par PREVY et Cap emploi Gard", "comité du 3 mars")
    assert whose_turn("prevy", PARTIES, said) == "prevy"


def test_what_was_noted_of_this_period_or_a_later_one_is_not_before_it():
    about = [
        Done(date(2026, 2, 1), noted("2024", "PREVY")),  # late, but of the year before
        Done(date(2025, 2, 1), noted("2025", "PREVY")),
        Done(date(2025, 3, 1), noted("2026", "")),
        Done(date(2025, 4, 1), "comité de pilotage"),
        Done(date(2026, 4, 1), "comité de pilotage"),
    ]
    assert earlier(about, "2025", LAST) == [about[3], about[0]]


def test_a_year_of_the_agreement_is_before_the_next_one():
    about = [Done(date(2026, 6, 1), noted("2024-25", ""))]
    assert earlier(about, "2025-26", date(2026, 5, 26)) == about
    assert earlier(about, "2024-25", date(2026, 5, 26)) == []
