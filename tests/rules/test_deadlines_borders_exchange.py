"""Borders of fiches, calls, agreements and periods: the very day, the first of several."""

from dataclasses import replace
from datetime import date

import pytest
from deadline_facts import (
    CAP,
    CARSAT,
    SETTINGS,
    agreement,
    case,
    closed_case,
    day,
    due,
    leave,
    of,
    the,
)

from pdpcli.rules.deadlines import (
    CellFacts,
    FicheFact,
    FormalStep,
    FrequencyFact,
    GatheringFact,
    agreement_deadlines,
    cell_deadlines,
)

PLANNED = {"state": "planned"}


CAP_FICHE = FicheFact(2, CAP, "Cap emploi", sent_on=day("01/06"))


def test_the_first_of_what_came_shows_that_it_was_received():
    told = replace(CAP_FICHE, acknowledged_on=day("03/06"), answered_on=day("20/06"))
    assert the("acknowledge", case(fiches=[told])).met_on == day("03/06")
    assert the("taken_on", case(fiches=[told])).met_on == day("20/06")


def test_a_fiche_of_theirs_without_its_day_or_without_a_delay_is_not_counted():
    undated = FicheFact(3, CARSAT, "Carsat LR", theirs=True)
    assert due("answer_ours", case(fiches=[undated])) == []
    free = FicheFact(3, CAP, "Cap emploi", theirs=True, received_on=day("01/06"))
    assert due("answer_ours", case(fiches=[free])) == []


def test_news_of_the_day_of_the_taking_on_are_not_news():
    taken = replace(CAP_FICHE, taken_on=day("10/06"), news_on=(day("10/06"),))
    (one,) = due("news", case(fiches=[taken]))
    assert one.why == "Cap emploi : prise en charge le 10/06/2026"
    told = replace(taken, news_on=(day("01/09"),))
    assert due("news", case(fiches=[told]))[-1].why == "Cap emploi : la dernière fois le 01/09/2026"


def test_a_reminder_of_the_day_it_was_sent_again_counts_and_one_before_does_not():
    sent = FicheFact(1, CARSAT, "Carsat LR", sent_on=day("20/05"),
                     reminded_on=(day("19/05"), day("20/05")))  # fmt: skip
    assert [one.met_on for one in due("reminder", case(fiches=[sent]))] == [day("20/05"), None]
    assert [one.occurrence for one in due("reminder", case(fiches=[sent]))] == [
        "1/0/answer/1",
        "1/0/answer/2",
    ]


def test_an_acknowledgement_is_chased_since_the_sending():
    late = replace(CAP_FICHE, reminded_on=(day("10/06"),))
    assert [one.occurrence for one in due("reminder", case(fiches=[late]))] == [
        "2/0/acknowledge/1",
        "2/0/acknowledge/2",
    ]
    done = replace(late, acknowledged_on=day("12/06"), taken_on=day("12/06"))
    assert due("reminder", case(fiches=[done])) == []
    at_once = replace(CAP_FICHE, reminded_on=(day("10/06"),), taken_on=day("12/06"))
    assert [one.met_on for one in due("reminder", case(fiches=[at_once]))] == [day("10/06")]


def test_of_several_calls_the_first_that_reached_her_or_gave_up_is_the_one():
    missed = [("follow_up", f"{n}/08", {"nature": "no_answer"}) for n in (12, 13, 14)]
    facts = replace(closed_case(), acts=case(*missed, ("follow_up", "20/08")).acts)
    assert the("recall", facts).met_on == day("14/08")


def test_a_call_of_the_day_of_the_closure_is_after_it():
    facts = replace(closed_case(), acts=case(("follow_up", "12/02")).acts)
    assert the("recall", facts).met_on == day("12/02")
    planned = case(("follow_up", "20/02", PLANNED), ("follow_up", "12/02", PLANNED))
    assert the("recall", replace(closed_case(), acts=planned.acts)).planned_on == day("12/02")


def lines(rule, facts, today):
    return of(rule, agreement_deadlines(facts, day(today), SETTINGS))


def test_an_agreement_ends_on_its_day():
    ended = agreement(ended_on=day("15/06"))
    assert lines("term", ended, "14/06")
    assert not lines("term", ended, "15/06")


@pytest.mark.parametrize(("on", "met"), [("26/05/2025", False), ("27/05/2025", True),
                                         ("26/05", True), ("27/05", False)])  # fmt: skip
def test_an_evaluation_is_of_the_term_from_its_first_to_its_last_day(on, met):
    facts = agreement(evaluated_on=[day(on)])
    line = next(one for one in lines("evaluation", facts, "10/05") if one.on == day("26/05"))
    assert (line.met_on is not None) is met


def test_of_several_evaluations_and_communications_the_first_is_told():
    told = [("DREETS", day("05/06")), ("DREETS", day("01/06"))]
    facts = agreement(evaluated_on=[day("20/03"), day("10/02")], communicated=told)
    assert lines("evaluation", facts, "10/05")[-1].met_on == day("10/02")
    assert lines("communication", facts, "10/06")[-1].met_on == day("01/06")


def test_a_dispute_of_an_agreement_without_delays_has_those_of_the_others():
    steps = (FormalStep("formal-notice", day("01/06")), FormalStep("conciliation", day("30/06")))
    other = agreement(id="mine", steps=steps)
    assert [one.on for one in lines("formal_notice", other, "15/06")] == [day("01/07")]
    assert [one.on for one in lines("conciliation", other, "15/06")] == [day("30/08")]


def minimum(per, *days):
    wanted = FrequencyFact("staff", "Staff", 2, per, "art. 2", "services")
    held = [GatheringFact("services", day(text)) for text in days]
    return agreement(frequencies=(wanted,), gatherings=held)


def test_the_first_and_the_last_day_of_a_period_are_of_it():
    whole = lines("frequency", minimum("month", "01/06", "30/06"), "15/06")[-1]
    assert whole.met_on == day("30/06")
    assert "2 faites sur 2" in whole.why
    outside = lines("frequency", minimum("month", "31/05", "01/07"), "15/06")
    assert "0 faite sur 2, juin" in outside[-1].why
    one = lines("frequency", minimum("month", "31/05"), "15/06")[0]
    assert "1 faite sur 2, mai" in one.why


def test_the_period_before_is_the_one_before():
    quarters = lines("frequency", minimum("quarter"), "01/07")
    assert [one.on for one in quarters] == [day("30/06"), day("30/09")]


def test_a_bad_last_day_is_told_of_what_binds_only():
    sunday = case(leaves=[leave("03/01")], opened_on=day("01/01"))
    assert day("01/02").weekday() == 6
    assert the("liaison_meeting_info", sunday).awkward == ""
    weekly = lines("frequency", minimum("month"), "15/05")
    assert [one.awkward for one in weekly] == ["", ""]
    assert weekly[-1].on.weekday() == 6


def test_the_calendar_names_the_years_of_its_figures():
    found = of("cpom", cell_deadlines(CellFacts(cpom=True), day("15/01"), SETTINGS))
    why = {one.occurrence: one.why for one in found}
    assert why["bilan/2026"].startswith("statistiques de 2025,")
    assert why["second-point/2027"].startswith("statistiques du 1er trimestre 2027,")
    assert {one.on.year for one in found} == {2026, 2027}
    after = of("cpom", cell_deadlines(CellFacts(cpom=True), date(2030, 1, 31), SETTINGS))
    assert {one.on for one in after} == {date(2029, 12, 31)}


def test_a_workshop_of_the_cpom_has_a_partner():
    held = GatheringFact("workshop", day("03/06")), GatheringFact("webinar", day("03/06"), 2)
    alone = CellFacts(cpom=True, gatherings=held)
    (one,) = of("cpom_workshops", cell_deadlines(alone, day("15/06"), SETTINGS))
    assert "0 faite sur 8" in one.why
