"""Leaves: days 30, 31 and 60, three months, the return; prolongations chained, the risk decides."""

from datetime import date, timedelta

import pytest
from deadline_facts import case, day, due, leave, the

from pdpcli.rules.deadlines import Settings, standing
from pdpcli.rules.snapshot import SituationFact

FIRST = date(2026, 1, 5)
#: rule -> the rank of its day.
RANKS = {
    "liaison_meeting_info": 30,
    "liaison_meeting_possible": 31,
    "prereprise_possible": 31,
    "ssam_requests": 60,
    "reprise_ahead": 60,
}


@pytest.mark.parametrize(("rule", "rank"), RANKS.items())
def test_an_information_comes_on_its_day_and_not_for_a_leave_one_day_shorter(rule, rank):
    on = FIRST + timedelta(rank - 1)
    assert the(rule, case(leaves=[leave("05/01")])).on == on
    enough, short = ([leave("05/01", f"{end.day}/{end.month}")] for end in (on, on - timedelta(1)))
    assert the(rule, case(leaves=enough)).on == on
    assert due(rule, case(leaves=short)) == []


def test_the_days_are_those_of_the_calendar():
    facts = case(leaves=[leave("05/01")])
    assert the("liaison_meeting_info", facts).on == day("03/02")
    assert the("prereprise_possible", facts).on == day("04/02")
    assert the("ssam_requests", facts).on == day("05/03")
    assert the("three_months", facts).on == day("05/04")


def test_a_leap_day_counts():
    facts = case(leaves=[leave("01/02/2028")], opened_on=date(2028, 1, 1))
    assert the("liaison_meeting_info", facts).on == date(2028, 3, 1)
    assert the("ssam_requests", facts).on == date(2028, 3, 31)


def test_three_months_go_to_the_end_of_a_shorter_month():
    facts = case(leaves=[leave("30/11/2025")])
    assert the("three_months", facts).on == date(2026, 2, 28)


def test_prolongations_are_chained_and_a_day_at_work_begins_again():
    chained = case(leaves=[leave("05/01", "20/01"), leave("21/01", "10/02")])
    assert the("prereprise_possible", chained).on == day("04/02")
    parted = case(leaves=[leave("05/01", "20/01"), leave("22/01", "10/02")])
    assert due("prereprise_possible", parted) == []


def test_an_information_is_shown_a_week_from_when_it_could_be_known():
    facts = case(leaves=[leave("05/01")])
    one = the("prereprise_possible", facts)
    assert one.why == "31e jour d'arrêt, commencé le 05/01/2026"
    assert standing(one, day("03/02")) == "coming"
    assert standing(one, day("04/02")) == "due"
    assert standing(one, day("11/02")) == "due"
    assert standing(one, day("12/02")) == "over"
    late = case(leaves=[leave("05/01")], opened_on=day("20/03"))
    assert the("prereprise_possible", late).closes_on == day("27/03")
    longer = Settings({"information_days": 2})
    assert the("prereprise_possible", facts, settings=longer).closes_on == day("06/02")


def test_an_information_ends_with_the_leave():
    assert the("prereprise_possible", case(leaves=[leave("05/01", "05/02")])).closes_on == day(
        "05/02"
    )


def test_a_leave_over_before_the_situation_says_nothing_any_more():
    facts = case(leaves=[leave("01/09/2025", "31/12/2025")])
    assert due("prereprise_possible", facts) == []


def test_what_was_done_or_planned_is_not_asked_for():
    planned = case(
        ("visit_prereprise", "10/02", {"state": "planned"}), leaves=[leave("05/01", "31/03")]
    )
    one = the("prereprise_possible", planned)
    assert standing(one, day("05/02")) == "planned"
    assert standing(one, day("11/02")) == "due"
    done = case(("visit_prereprise", "10/02"), leaves=[leave("05/01", "31/03")])
    assert the("prereprise_possible", done).met_on == day("10/02")
    cancelled = case(
        ("visit_prereprise", "10/02", {"state": "cancelled"}), leaves=[leave("05/01", "31/03")]
    )
    assert the("prereprise_possible", cancelled).met_on is None


def test_the_two_wordings_of_the_rendez_vous_de_liaison_are_told():
    assert "31e" in the("liaison_meeting_info", case(leaves=[leave("05/01")])).doubt


def test_the_rules_of_a_contract_are_not_for_a_travailleur_independant():
    trader = SituationFact(FIRST, status="trader")
    facts = case(leaves=[leave("05/01", "31/03")], situations=[trader])
    for rule in ("liaison_meeting_info", "liaison_meeting_possible", "reprise", "reprise_ahead"):
        assert due(rule, facts) == []
    assert the("prereprise_possible", facts)
    assert the("ssam_requests", facts)


def test_the_assurance_maladie_does_not_see_the_leaves_of_the_msa():
    farm = SituationFact(FIRST, regime="agricultural")
    assert due("ssam_requests", case(leaves=[leave("05/01")], situations=[farm])) == []


@pytest.mark.parametrize(
    ("risk", "days", "wanted"),
    [
        ("occupational_disease", 1, True),
        ("work_accident", 29, False),
        ("work_accident", 30, True),
        ("work_accident", 31, True),
        ("illness", 59, False),
        ("illness", 60, True),
        ("illness", 61, True),
        (None, 29, False),
        (None, 30, True),
        (None, 60, True),
    ],
)
def test_the_risk_decides_from_when_a_return_is_examined(risk, days, wanted):
    last = FIRST + timedelta(days - 1)
    found = due("reprise", case(leaves=[leave("05/01", f"{last.day}/{last.month}", risk)]))
    assert bool(found) is wanted
    if found:
        assert found[0].opens_on == last + timedelta(1)
        assert found[0].on == last + timedelta(9)
        assert ("non précisée" in found[0].doubt) is (risk is None and days < 60)


def test_a_return_is_examined_within_eight_days_of_the_calendar():
    one = the("reprise", case(leaves=[leave("01/02", "08/05")]))
    assert one.on == day("17/05")
    assert one.awkward == "dimanche"
    assert one.counted == "8 jours après le jour de la reprise (09/05/2026)"
    assert standing(one, day("18/05")) == "late"
    assert the("reprise", case(leaves=[leave("01/02", "05/05")])).awkward == "Ascension"
    alsace = case(leaves=[leave("05/01", "25/03")], dept="67")
    assert the("reprise", alsace).awkward == "vendredi saint"


def test_a_visit_from_the_day_of_the_return_on_is_the_one():
    whole = [leave("05/01", "31/03")]
    assert the("reprise", case(("visit_reprise", "31/03"), leaves=whole)).met_on is None
    assert the("reprise", case(("visit_reprise", "01/04"), leaves=whole)).met_on == day("01/04")
    planned = case(("visit_reprise", "08/04", {"state": "planned"}), leaves=whole)
    assert standing(the("reprise", planned), day("05/04")) == "planned"
    too_late = case(("visit_reprise", "20/04", {"state": "planned"}), leaves=whole)
    assert standing(the("reprise", too_late), day("10/04")) == "late"


def test_chained_leaves_of_several_risks_are_counted_in_one_and_it_is_told():
    both = [leave("05/01", "20/01", "work_accident"), leave("21/01", "15/02", "illness")]
    one = the("reprise", case(leaves=both))
    assert one.on == day("24/02")
    assert "natures différentes" in one.doubt


def test_no_return_when_it_is_not_known_or_does_not_happen():
    assert due("reprise", case(leaves=[leave("05/01")])) == []
    relapse = [leave("05/01", "31/03"), leave("03/04", "10/04")]
    assert due("reprise", case(leaves=relapse)) == []
    gone = case(
        ("outcome", "30/03", {"nature": "dismissed_unfit"}), leaves=[leave("05/01", "31/03")]
    )
    assert due("reprise", gone) == []
    kept = case(("outcome", "30/03", {"nature": "same_job"}), leaves=[leave("05/01", "31/03")])
    assert the("reprise", kept)


def test_a_return_before_the_situation_is_asked_about_for_a_while_only():
    facts = case(leaves=[leave("01/09/2025", "20/12/2025")])
    one = the("reprise", facts)
    assert one.on == date(2025, 12, 29)
    assert standing(one, day("05/01")) == "late"
    assert due("reprise", facts, day("06/02")) == []


def test_old_leaves_and_public_agents_are_told_apart():
    old = case(leaves=[leave("01/03/2022", "31/03")])
    assert "anciens seuils" in the("reprise", old).doubt
    agent = SituationFact(FIRST, regime="civil_service")
    public = case(leaves=[leave("05/01", "31/03")], situations=[agent])
    assert "agent public" in the("reprise", public).doubt


def test_a_prolongation_moves_the_return_of_the_same_deadline():
    before = the("reprise", case(leaves=[leave("05/01", "31/03")]))
    after = the("reprise", case(leaves=[leave("05/01", "31/03"), leave("01/04", "30/04")]))
    assert before.key == after.key
    assert after.on == day("09/05")
