"""Where the text counts both services, the partner's count is beside ours, with what differs."""

import pytest
from handmade import Handmade, count_year

from pdpcli.evaluation.asked import of_partner
from pdpcli.evaluation.period import quarters
from pdpcli.evaluation.sheets import count_over
from pdpcli.evaluation.terms import Evaluation


@pytest.fixture
def said(store: Handmade) -> Handmade:
    """We sent two fiches in 2025 and one in 2024; the partner counts three, then one."""
    for number, on in enumerate(("2025-02-01", "2025-03-01", "2024-03-01"), 1):
        store.referral(store.case(number), on)
    for year, value in ((2025, 4), (2025, 3), (2024, 1)):
        store.insert(
            "figure", agreement=store.agreement, year=year, key="BTP34-1/b", side="partner",
            value=value, added_at="2026-01-05T09:00:00Z", author="Test",
        )  # fmt: skip
    store.insert(
        "figure", agreement=store.agreement, year=2025, key="BTP34-1/a", side="us",
        value=9, added_at="2026-01-05T09:00:00Z", author="Test",
    )  # fmt: skip
    return store


def lines(
    store: Handmade, evaluation: Evaluation, id_: str = "BTP34-1"
) -> list[tuple[object, ...]]:
    figure = next(one for one in count_year(store.db, evaluation, 2025, {}) if one.id == id_)
    return [(one.id, one.code, one.values) for one in figure.lines]


def test_the_last_count_entered_is_under_ours_with_the_difference(
    said: Handmade, evaluation: Evaluation
) -> None:
    assert lines(said, evaluation) == [
        ("a", "", (0, 0, 0)),
        ("b", "", (2, 1, 0)),
        ("b", "partner", (3, 1, None)),
        ("b", "difference", (-1, 0, None)),
    ]


def test_a_period_that_is_no_year_has_none(said: Handmade, evaluation: Evaluation) -> None:
    first = count_over(said.db, evaluation, quarters(2025, 1), {})[0]
    assert [one.code for one in first.lines] == ["", ""]


def test_what_the_partner_counts_is_each_line_where_the_text_counts_both(
    evaluation: Evaluation,
) -> None:
    assert [one.name for one in of_partner(evaluation)] == [
        "BTP34-1/a", "BTP34-1/b", "BTP34-2/a", "BTP34-2/b", "BTP34-3/a", "BTP34-3/b",
        "BTP34-4/a", "BTP34-4/b", "BTP34-6/a", "BTP34-6/b",
    ]  # fmt: skip
    assert all(one.whole and one.side == "partner" for one in of_partner(evaluation))
