"""The snapshot of an act: the facts in force at its date (dossier §4.10)."""

from datetime import date

import pytest

from pdpcli.rules.leaves import Leave
from pdpcli.rules.snapshot import EmployerFact, EmploymentFact, Facts, SituationFact, snapshot
from pdpcli.rules.vocabulary import CHOICES, DIMENSIONS

START, LATER, ON = date(2025, 1, 10), date(2025, 6, 1), date(2025, 3, 1)


def at(on: date = ON, **facts: object) -> dict[str, object]:
    return dict(snapshot(Facts(**facts), on))  # type: ignore[arg-type]


def titles(**columns: str | None) -> str | int | None:
    return snapshot(Facts(situations=[SituationFact(START, **columns)]), ON)["boeth"]


def test_it_has_exactly_the_dimensions_of_the_vocabulary() -> None:
    assert list(snapshot(Facts(), ON)) == list(DIMENSIONS)


def test_nothing_known_is_unknown_never_no() -> None:
    found = at()
    tristates = {name for name, choice in DIMENSIONS.items() if choice == "tristate"}
    assert {found[name] for name in tristates} == {"unknown"}
    assert found["invalidity"] == "unknown"
    assert {found[name] for name in set(DIMENSIONS) - tristates - {"invalidity"}} == {None}


def test_each_title_alone_makes_a_beneficiary() -> None:
    assert titles(rqth="yes") == "yes"
    assert titles(rente_at="yes") == "yes"
    assert titles(boeth_other="yes") == "yes"


@pytest.mark.parametrize("invalidity", [code for code in CHOICES["invalidity"]])  # noqa: C416
def test_a_pension_of_any_category_makes_a_beneficiary(invalidity: str) -> None:
    expected = {"none": "unknown", "unknown": "unknown"}.get(invalidity, "yes")
    assert titles(invalidity=invalidity) == expected


def test_not_being_a_beneficiary_takes_four_noes() -> None:
    noes = {"rqth": "no", "rente_at": "no", "boeth_other": "no", "invalidity": "none"}
    assert titles(**noes) == "no"
    for name in noes:
        assert titles(**{**noes, name: "unknown"}) == "unknown"
        assert titles(**{**noes, name: None}) == "unknown"


def test_a_change_holds_from_its_date_and_a_correction_from_the_origin() -> None:
    rows = [SituationFact(LATER, rqth="yes"), SituationFact(START, rqth="no")]
    assert at(date(2025, 5, 31), situations=rows)["rqth"] == "no"
    assert at(LATER, situations=rows)["rqth"] == "yes"
    assert at(date(2024, 12, 1), situations=rows)["rqth"] == "no"


def test_a_row_says_only_what_changed_the_rest_goes_on() -> None:
    rows = [
        SituationFact(START, rqth="no", status="employee"),
        SituationFact(LATER, rqth="yes"),
    ]
    assert at(LATER, situations=rows)["status"] == "employee"


def test_the_last_known_employer_holds_with_its_own_facts() -> None:
    """A new employer whose NAF is not known yet does not keep the NAF of the one before."""
    jobs = [
        EmploymentFact(START, employer_id=1, job="maçon", contract="cdd"),
        EmploymentFact(LATER, employer_id=2, contract="cdi"),
    ]
    employers = {1: EmployerFact("43.99C", "rev2", 14), 2: EmployerFact()}
    before = at(date(2025, 1, 1), employments=jobs, employers=employers)
    assert (before["employer_id"], before["naf"], before["contract"]) == (1, "43.99C", "cdd")
    after = at(LATER, employments=jobs, employers=employers)
    assert (after["employer_id"], after["naf"], after["size"]) == (2, None, None)
    assert (after["job"], after["contract"]) == ("maçon", "cdi")


def test_a_temporary_worker_is_counted_where_the_work_is_done() -> None:
    agency = EmploymentFact(START, agency=True, employer_id=1, contract="interim")
    user = EmploymentFact(START, employer_id=2, contract="interim")
    assert at(employments=[user, agency])["employer_id"] == 2
    assert at(employments=[agency])["employer_id"] == 1


def test_on_leave_follows_the_periods_bounds_included() -> None:
    leaves = [
        Leave(date(2025, 2, 1), date(2025, 2, 28), "illness"),
        Leave(date(2025, 3, 1), date(2025, 3, 15), None),
    ]
    days = {date(2025, 1, 31): "unknown", date(2025, 2, 1): "yes", date(2025, 3, 15): "yes",
            date(2025, 3, 16): "no"}  # fmt: skip
    assert {day: at(day, leaves=leaves)["on_leave"] for day in days} == days
    assert at(date(2025, 3, 10), leaves=leaves)["risk"] == "illness"
    assert at(date(2025, 3, 16), leaves=leaves)["risk"] is None


def test_before_the_first_period_known_what_was_answered_holds() -> None:
    leaves = [Leave(date(2025, 5, 2), None, "illness")]
    for answer, expected in (("unknown", "unknown"), ("no", "no"), ("yes", "yes")):
        told = [SituationFact(START, on_leave=answer)]
        assert at(date(2025, 4, 1), situations=told, leaves=leaves)["on_leave"] == expected
    since = [SituationFact(date(2025, 6, 15), on_leave="yes")]
    assert at(date(2025, 5, 1), situations=since, leaves=leaves)["on_leave"] == "no"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"on_leave": "yes", "position": "working"}, "yes"),
        ({"on_leave": "no", "position": "on_leave"}, "no"),
        ({"position": "on_leave"}, "yes"),
        ({"position": "part_time"}, "no"),
        ({"on_leave": "unknown"}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_without_a_period_the_answer_then_the_position_say(
    said: dict[str, str], expected: str
) -> None:
    assert at(situations=[SituationFact(START, **said)])["on_leave"] == expected


def test_without_an_absence_a_pension_is_the_risk() -> None:
    assert at(situations=[SituationFact(START, invalidity="cat2")])["risk"] == "invalidity"
    assert at(situations=[SituationFact(START, invalidity="none")])["risk"] is None


def test_age_is_whole_years_at_the_date_of_the_act() -> None:
    born = date(1975, 3, 2)
    assert at(date(2025, 3, 1), born_on=born)["age"] == 49
    assert at(date(2025, 3, 2), born_on=born)["age"] == 50
    assert at(date(1975, 3, 1), born_on=born)["age"] is None
