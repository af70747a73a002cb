"""Borders of leaves, visits and measures: the very day, the first of several."""

from datetime import date, timedelta

import pytest
from deadline_facts import (
    SETTINGS,
    case,
    day,
    due,
    leave,
    the,
)

from pdpcli.rules.deadlines import (
    CellFacts,
    MeetingFact,
    cell_deadlines,
    standing,
)
from pdpcli.rules.snapshot import SituationFact

PLANNED = {"state": "planned"}
YEAR = [leave("05/01", "31/12")]


def test_the_law_changed_on_the_first_of_april_2022():
    begun = {on: case(leaves=[leave(f"{on}/2022", "31/03")]) for on in ("31/03", "01/04")}
    assert "anciens seuils" in the("reprise", begun["31/03"]).doubt
    assert "anciens seuils" not in the("reprise", begun["01/04"]).doubt


def test_the_words_of_a_return():
    one = the("reprise", case(leaves=[leave("05/01", "31/03")]))
    assert one.why == "reprise le 01/04/2026 après 86 jours d'arrêt (maladie), sauf prolongation"
    assert "natures différentes" not in one.doubt
    unknown = the("reprise", case(leaves=[leave("05/01", "31/03", None)]))
    assert "(nature non précisée)" in unknown.why


def test_a_first_day_of_leave_is_said_so():
    disease = case(leaves=[leave("05/01", None, "occupational_disease")])
    assert the("reprise_ahead", disease).why.startswith("premier jour d'arrêt")
    accident = case(leaves=[leave("05/01", None, "work_accident")])
    assert the("reprise_ahead", accident).on == day("03/02")
    assert the("reprise_ahead", case(leaves=[leave("05/01", None, None)])).on == day("05/03")
    assert the("reprise_ahead", case(leaves=[leave("05/01", None, "invalidity")])).on == day(
        "05/03"
    )


@pytest.mark.parametrize(("on", "met"), [("04/01", False), ("05/01", True), ("31/03", True),
                                         ("01/04", False)])  # fmt: skip
def test_an_act_counts_from_the_first_to_the_last_day_of_the_absence(on, met):
    facts = case(("visit_prereprise", on), leaves=[leave("05/01", "31/03")])
    assert (the("prereprise_possible", facts).met_on is not None) is met


@pytest.mark.parametrize(
    ("rule", "kind", "facts"),
    [
        ("prereprise_possible", "visit_prereprise", {"leaves": YEAR}),
        ("reprise", "visit_reprise", {"leaves": [leave("05/01", "31/03")]}),
        ("midcareer", "visit_midcareer", {"born_on": date(1981, 5, 1)}),
    ],
)
def test_of_several_the_first_is_the_one(rule, kind, facts):
    assert the(rule, case((kind, "10/06"), (kind, "02/05"), **facts)).met_on == day("02/05")


@pytest.mark.parametrize(
    ("rule", "kind", "facts"),
    [
        ("prereprise_possible", "visit_prereprise", {"leaves": YEAR}),
        ("reprise", "visit_reprise", {"leaves": [leave("05/01", "31/03")]}),
    ],
)
def test_of_several_planned_the_first_is_told(rule, kind, facts):
    said = case((kind, "10/06", PLANNED), (kind, "02/05", PLANNED), **facts)
    assert the(rule, said).planned_on == day("02/05")


def test_a_visit_planned_for_the_day_of_the_return_is_in_time():
    facts = case(("visit_reprise", "01/04", PLANNED), leaves=[leave("05/01", "31/03")])
    one = the("reprise", facts)
    assert one.planned_on == day("01/04")
    assert standing(one, day("01/04")) == "planned"
    last = case(("visit_reprise", "09/04", PLANNED), leaves=[leave("05/01", "31/03")])
    assert standing(the("reprise", last), day("09/04")) == "planned"
    before = case(("visit_reprise", "31/03", PLANNED), leaves=[leave("05/01", "31/03")])
    assert the("reprise", before).planned_on is None


@pytest.mark.parametrize(("again", "asked"), [("09/04", False), ("10/04", True)])
def test_a_relapse_within_the_eight_days_is_another_leave(again, asked):
    leaves = [leave("05/01", "31/03"), leave(again, "30/04")]
    assert bool(due("reprise", case(leaves=leaves))) is asked


@pytest.mark.parametrize(("on", "asked"), [("09/04", False), ("10/04", True)])
def test_a_contract_that_ends_by_the_last_day_wants_no_visit(on, asked):
    gone = case(("outcome", on, {"nature": "resignation"}), leaves=[leave("05/01", "31/03")])
    assert bool(due("reprise", gone)) is asked


def test_a_return_due_on_the_day_of_the_opening_is_late_after_it_and_stays():
    facts = case(leaves=[leave("05/09/2025", "27/12/2025")])
    one = the("reprise", facts)
    assert (one.on, one.closes_on) == (day("05/01"), None)


def test_what_was_asked_for_may_be_answered_on_the_very_day():
    asked = case(("liaison_request", "10/02"), ("liaison_meeting", "10/02"))
    assert the("liaison_meeting_offer", asked).met_on == day("10/02")
    twice = case(
        ("liaison_request", "10/02"), ("liaison_meeting", "05/03"), ("liaison_meeting", "20/02")
    )
    assert the("liaison_meeting_offer", twice).met_on == day("20/02")
    seen = ("ssam_evaluation", "10/02"), ("ssam_evaluation", "11/02")
    sent = case(("orientation", "10/02", {"nature": "ssam"}), *seen)
    assert the("ssam_offer", sent).met_on == day("10/02")


def test_guidelines_and_promises_are_said_for_a_while():
    offer = the("liaison_meeting_offer", case(("liaison_request", "14/02")))
    assert offer.closes_on == offer.on + timedelta(31)
    promise = the("ssam_offer", case(("orientation", "02/02", {"nature": "ssam"})))
    assert promise.closes_on == promise.on + timedelta(7)
    interview = the(
        "career_interview", case(("visit_midcareer", "01/02"), born_on=date(1981, 6, 1))
    )
    assert interview.closes_on == interview.on + timedelta(7)
    salary = the("salary", case(("unfit", "02/03")))
    assert salary.closes_on == salary.on + timedelta(7)


def test_what_precedes_opens_twice_as_long_before():
    meeting = the("liaison_meeting_notice", case(("liaison_meeting", "20/05", PLANNED)))
    assert meeting.opens_on == day("04/05")
    step = the("cpam_agreement", case(("essai_encadre", "22/06", PLANNED), leaves=YEAR))
    assert step.opens_on == day("12/06")
    (agenda,) = cell_deadlines(
        CellFacts(meetings=(MeetingFact(1, day("20/05")),)), day("01/05"), SETTINGS
    )
    assert agenda.opens_on == day("06/05")


def test_the_visits_of_an_age_are_asked_of_who_may_be_followed_then():
    opened = {"opened_on": date(2025, 12, 31)}
    assert the("midcareer", case(born_on=date(1980, 12, 31), **opened)).on == date(2025, 12, 31)
    assert due("midcareer", case(born_on=date(1986, 1, 1), opened_on=date(2026, 12, 30))) == []
    assert due("midcareer", case(born_on=date(1986, 1, 1), opened_on=date(2026, 12, 31)))


def test_the_evaluation_of_the_ssam_is_of_this_absence_even_on_its_first_day():
    leaves = [leave("01/09/2025", "31/12/2025"), leave("05/02", "30/09")]
    essai = ("essai_encadre", "22/06", PLANNED)
    met = [the("ssam_evaluation", case(("ssam_evaluation", on), essai, leaves=leaves)).met_on
           for on in ("04/02", "05/02")]  # fmt: skip
    assert met == [None, day("05/02")]
    first = case(("ssam_evaluation", "20/12/2025"), ("essai_encadre", "05/02", PLANNED),
                 leaves=leaves)  # fmt: skip
    assert the("ssam_evaluation", first).met_on is None


def test_the_first_appointment_planned_is_told():
    facts = case(("ssam_evaluation", "05/06", PLANNED), ("ssam_evaluation", "02/06", PLANNED),
                 ("essai_encadre", "22/06", PLANNED), leaves=YEAR)  # fmt: skip
    assert the("ssam_evaluation", facts).planned_on == day("02/06")


def test_only_the_essai_encadre_is_closed_to_travailleurs_independants():
    trader = [SituationFact(date(2026, 1, 5), status="trader")]
    training = case(("training", "22/06", PLANNED), leaves=YEAR, situations=trader)
    assert "salariés" not in the("cpam_agreement", training).doubt
    essai = case(("essai_encadre", "22/06", PLANNED), leaves=YEAR)
    assert "salariés" not in the("cpam_agreement", essai).doubt


def test_the_words_of_an_essai():
    noted = the("essai_length", case(("essai_encadre", "04/05", {"days": 10}), leaves=YEAR))
    assert noted.why == "essai encadré du 04/05/2026, 10 jours notés : 14 jours ouvrables au plus"
    assert "durée non notée" in the("essai_length", case(("essai_encadre", "04/05"))).why


def test_an_essai_too_long_is_said_for_a_while_one_without_end_until_it_has_one():
    too_long = case(("essai_encadre", "04/05", {"days": 20, "ended_on": day("30/05")}))
    assert the("essai_length", too_long).closes_on == day("30/06")
    assert the("essai_length", case(("essai_encadre", "04/05"))).closes_on is None


def test_once_the_total_is_used_another_essai_is_one_too_many():
    used = (("essai_encadre", "02/02", {"days": 14}), ("essai_encadre", "02/03", {"days": 14}))
    (one,) = due("essai_total", case(*used, ("essai_encadre", "01/06"), leaves=YEAR))
    assert one.why == "29 jours en tout avec l'essai du 01/06/2026 : 28 au plus"
    (more,) = due("essai_total", case(*used, ("essai_encadre", "01/06", {"days": 3}), leaves=YEAR))
    assert more.why.startswith("31 jours en tout")
    last = due("essai_length", case(*used, ("essai_encadre", "01/06"), leaves=YEAR))[-1]
    assert last.on == day("01/06")


def test_an_essai_whose_length_is_not_known_uses_nothing_yet():
    facts = case(("essai_encadre", "02/02"), ("essai_encadre", "02/03", {"days": 14}),
                 ("essai_encadre", "01/06", {"days": 14}), leaves=YEAR)  # fmt: skip
    assert due("essai_total", facts) == []


def test_an_avis_or_an_outcome_on_the_very_day_counts():
    planned = case(
        ("unfit_exam", "02/03"), ("unfit", "02/03", PLANNED), ("unfit", "09/03", PLANNED)
    )
    assert the("second_exam", planned).planned_on == day("02/03")
    settled = case(("unfit", "02/03"), ("outcome", "09/03", {"nature": "same_job"}),
                   ("outcome", "02/03", {"nature": "same_employer"}))  # fmt: skip
    assert the("salary", settled).met_on == day("02/03")
