"""Inaptitude: second examination, contestation by the rules of procedure, salary after a month."""

from datetime import date

import pytest
from deadline_facts import case, day, due, the

from pdpcli.rules.deadlines import standing
from pdpcli.rules.snapshot import SituationFact


def test_the_second_examination_comes_within_fifteen_days():
    one = the("second_exam", case(("unfit_exam", "29/04")))
    assert (one.on, one.awkward) == (day("14/05"), "Ascension")
    assert the("second_exam", case(("unfit_exam", "14/02/2028"))).on == date(2028, 2, 29)


def test_a_second_examination_that_nobody_needed_is_not_late_for_ever():
    facts = case(("unfit_exam", "02/03"))
    assert standing(the("second_exam", facts), day("17/04")) == "late"
    assert due("second_exam", facts, day("18/04")) == []


@pytest.mark.parametrize("kind", ["unfit", "unfit_exam"])
def test_no_least_gap_is_wanted_between_the_two(kind):
    one = the("second_exam", case(("unfit_exam", "02/03"), (kind, "02/03")))
    assert one.met_on == day("02/03")


def test_one_visit_on_the_same_day_is_enough_in_whatever_order_it_was_noted():
    facts = case(("unfit", "02/03"), ("unfit_exam", "02/03"))
    assert the("second_exam", facts).met_on == day("02/03")


def test_another_first_examination_later_waits_for_its_own():
    facts = case(("unfit_exam", "02/03"), ("unfit", "10/03"), ("unfit_exam", "01/09"))
    assert [one.met_on for one in due("second_exam", facts)] == [day("10/03"), None]


def test_a_planned_examination_in_time_is_not_asked_for():
    facts = case(("unfit_exam", "02/03"), ("unfit", "16/03", {"state": "planned"}))
    assert standing(the("second_exam", facts), day("10/03")) == "planned"


@pytest.mark.parametrize(
    ("notified", "last"),
    [
        ("02/03", "17/03"),  # a Tuesday
        ("27/02", "16/03"),  # a Saturday goes on to Monday
        ("28/02", "16/03"),  # a Sunday too
        ("29/04", "15/05"),  # the Ascension of 14 May
        ("10/05", "26/05"),  # Whit Monday, 25 May
        ("16/06", "01/07"),
        ("30/12", "14/01/2027"),
    ],
)
def test_the_contestation_ends_on_a_working_day(notified, last):
    one = the("contestation", case(("unfit", notified)))
    assert one.on == day(last)
    assert one.awkward == ""
    assert standing(one, one.on) == "due"
    assert ("reporté" in one.counted) is (notified in {"27/02", "28/02", "29/04", "10/05"})


def test_the_contestation_knows_the_holidays_of_the_department():
    strasbourg = case(("unfit", "11/12"), dept="67")
    assert the("contestation", strasbourg).on == day("28/12")
    assert the("contestation", case(("unfit", "19/03"), dept="67")).on == day("07/04")
    assert the("contestation", case(("unfit", "19/03"))).on == day("03/04")


def test_once_over_nothing_more_is_said_of_it():
    assert due("contestation", case(("unfit", "02/03")), day("18/03")) == []


@pytest.mark.parametrize(
    ("exam", "end"),
    [("31/01", "28/02"), ("31/01/2028", "29/02/2028"), ("14/04", "14/05"), ("30/11", "30/12")],
)
def test_the_salary_is_due_a_month_after_date_to_date_whatever_the_day(exam, end):
    assert the("salary", case(("unfit", exam))).on == day(end)


@pytest.mark.parametrize("nature", ["same_employer", "dismissed_unfit"])
def test_placed_or_dismissed_ends_the_waiting(nature):
    facts = case(("unfit", "02/03"), ("outcome", "20/03", {"nature": nature}))
    assert the("salary", facts).met_on == day("20/03")


def test_an_outcome_before_it_or_of_another_kind_does_not():
    facts = case(
        ("outcome", "20/02", {"nature": "same_employer"}),
        ("unfit", "02/03"),
        ("outcome", "20/03", {"nature": "invalidity"}),
    )
    assert the("salary", facts).met_on is None


def test_a_travailleur_independant_has_no_employer_to_contest():
    trader = SituationFact(date(2026, 1, 5), status="trader")
    facts = case(("unfit", "02/03"), situations=[trader])
    assert due("contestation", facts) == due("salary", facts) == []
