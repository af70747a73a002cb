"""Meetings asked for or planned, the SSAM, and the visits and interviews of an age."""

from datetime import date

import pytest
from deadline_facts import case, day, due, the

from pdpcli.rules.deadlines import Settings, standing
from pdpcli.rules.snapshot import SituationFact


def test_a_date_is_offered_within_fifteen_days_of_the_asking():
    one = the("liaison_meeting_offer", case(("liaison_request", "14/02")))
    assert one.on == day("01/03")
    assert one.awkward == "dimanche"
    assert one.act == 1
    met = case(("liaison_request", "14/02"), ("liaison_meeting", "20/03", {"state": "planned"}))
    assert the("liaison_meeting_offer", met).met_on == day("20/03")


def test_the_service_is_told_eight_days_before_and_never_later():
    one = the("liaison_meeting_notice", case(("liaison_meeting", "09/05", {"state": "planned"})))
    assert (one.on, one.awkward) == (day("01/05"), "fête du travail")
    assert standing(one, day("08/05")) == "late"
    assert standing(one, day("10/05")) == "over"
    assert the("liaison_meeting_notice", case(("liaison_meeting", "09/05"))).met_on


def test_the_ssam_gives_an_appointment_as_it_promised():
    one = the("ssam_offer", case(("orientation", "02/02", {"nature": "ssam"})))
    assert one.on == day("16/02")
    assert "Bourgogne" in one.doubt
    later = Settings({"ssam_offer_days": 21})
    asked = case(("orientation", "02/02", {"nature": "ssam"}))
    assert the("ssam_offer", asked, settings=later).on == day("23/02")
    assert due("ssam_offer", case(("orientation", "02/02", {"nature": "mdph"}))) == []
    met = case(("orientation", "02/02", {"nature": "ssam"}), ("ssam_evaluation", "10/02"))
    assert the("ssam_offer", met).met_on == day("10/02")


@pytest.mark.parametrize("born_on", [date(1981, 1, 1), date(1981, 12, 31)])
def test_mi_carriere_is_due_by_the_end_of_the_year_of_45(born_on):
    one = the("midcareer", case(born_on=born_on))
    assert (one.opens_on, one.on) == (date(2024, 12, 31), date(2026, 12, 31))


def test_a_visit_of_the_two_years_before_is_the_one():
    born = date(1981, 6, 1)
    early = case(("visit_midcareer", "30/12/2024"), born_on=born)
    assert the("midcareer", early).met_on is None
    joined = case(("visit_midcareer", "31/12/2024"), born_on=born)
    assert the("midcareer", joined).met_on == date(2024, 12, 31)


def test_nobody_older_is_asked_for_mi_carriere():
    assert due("midcareer", case(born_on=date(1980, 12, 31))) == []
    assert due("midcareer", case()) == []
    assert due("midcareer", case(born_on=date(1986, 6, 1))) == []  # from 2029 on, too far
    assert the("midcareer", case(born_on=date(1984, 6, 1))).on == date(2029, 12, 31)
    liberal = SituationFact(date(2026, 1, 1), status="liberal")
    assert due("midcareer", case(born_on=date(1981, 6, 1), situations=[liberal])) == []


def test_a_branch_may_say_another_age():
    forty = Settings({"midcareer_age": 40})
    one = the("midcareer", case(born_on=date(1986, 6, 1)), settings=forty)
    assert one.on == date(2026, 12, 31)
    assert "branche" in one.doubt


def test_the_interview_follows_the_visit_by_two_months():
    one = the("career_interview", case(("visit_midcareer", "31/12"), born_on=date(1981, 6, 1)))
    assert one.on == date(2027, 2, 28)
    assert standing(one, date(2027, 3, 8)) == "over"


def test_another_interview_comes_before_sixty():
    one = the("career_interview_60", case(born_on=date(1968, 2, 29)))
    assert (one.opens_on, one.on) == (date(2026, 2, 28), date(2028, 2, 29))
    assert due("career_interview_60", case(born_on=date(1966, 1, 4))) == []
