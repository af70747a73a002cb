"""Fiches: answers of both sides, what Cap emploi says, reviews, the ladder of reminders."""

from dataclasses import replace

import pytest
from deadline_facts import CAP, CARSAT, OPENED, SETTINGS, case, day, due, the

from pdpcli.rules.deadlines import FicheFact, Settings, case_deadlines, standing

SENT = FicheFact(1, CARSAT, "Carsat LR", sent_on=day("20/05"))
REFERRED = FicheFact(2, CAP, "Cap emploi", sent_on=day("01/06"))


def fiches(*said):
    return case(fiches=said)


def test_an_answer_is_awaited_by_the_delay_of_the_agreement_and_says_so():
    one = the("answer_theirs", fiches(SENT))
    assert one.on == day("04/06")
    assert one.why == "Carsat LR : fiche envoyée le 20/05/2026"
    assert "15 jours (votre délai ; le texte n'en fixe pas)" in one.counted
    assert (one.fiche, one.occurrence) == (1, "1/0")
    assert standing(one, day("05/06")) == "late"


def test_an_agreement_may_change_its_delay():
    thirty = replace(SETTINGS.delays[CARSAT]["answer"], days=30)
    changed = Settings(delays={CARSAT: {"answer": thirty}})
    assert the("answer_theirs", fiches(SENT), settings=changed).on == day("19/06")


def test_without_a_delay_in_the_agreement_nothing_is_awaited():
    assert case_deadlines(fiches(replace(SENT, agreement="mine")), OPENED, SETTINGS) == ()
    assert case_deadlines(fiches(replace(SENT, sent_on=None)), OPENED, SETTINGS) == ()


def test_we_too_owe_an_answer_from_the_day_of_reception():
    theirs = FicheFact(3, CARSAT, "Carsat LR", theirs=True, received_on=day("01/06"))
    assert the("answer_ours", fiches(theirs)).on == day("16/06")
    answered = replace(theirs, answered_on=day("09/06"))
    assert the("answer_ours", fiches(answered)).met_on == day("09/06")
    assert due("reminder", fiches(theirs)) == due("answer_theirs", fiches(theirs)) == []


def test_each_round_of_a_fiche_has_its_own():
    again = replace(SENT, round=1, sent_on=day("10/06"))
    found = due("answer_theirs", fiches(replace(SENT, answered_on=day("01/06")), again))
    assert [(one.occurrence, one.met_on) for one in found] == [
        ("1/0", day("01/06")),
        ("1/1", None),
    ]


def test_cap_emploi_acknowledges_then_takes_on():
    assert the("acknowledge", fiches(REFERRED)).on == day("08/06")
    assert the("taken_on", fiches(REFERRED)).on == day("16/06")
    taken = replace(REFERRED, taken_on=day("05/06"))
    assert the("acknowledge", fiches(taken)).met_on == day("05/06")
    acknowledged = replace(REFERRED, acknowledged_on=day("02/06"))
    assert the("acknowledge", fiches(acknowledged)).met_on == day("02/06")
    assert the("taken_on", fiches(acknowledged)).met_on is None
    assert due("news", fiches(acknowledged)) == []


@pytest.mark.parametrize("rule", ["news", "review"])
def test_news_and_reviews_come_again_from_the_last_time(rule):
    field = {"news": "news_on", "review": "reviewed_on"}[rule]
    taken = replace(REFERRED, taken_on=day("10/06"))
    assert the(rule, fiches(taken)).on == day("08/09")
    told = replace(taken, **{field: (day("01/09"), day("20/11"))})
    found = due(rule, fiches(told))
    assert [(one.on, one.met_on) for one in found] == [
        (day("08/09"), day("01/09")),
        (day("30/11"), day("20/11")),
        (day("18/02/2027"), None),
    ]
    assert [one.occurrence for one in found] == ["2/0/2026-06-10", "2/0/2026-09-01",
                                                 "2/0/2026-11-20"]  # fmt: skip


def test_a_review_noted_as_an_act_counts():
    facts = case(("case_review", "01/09"), fiches=[replace(REFERRED, taken_on=day("10/06"))])
    assert [one.met_on for one in due("review", facts)] == [day("01/09"), None]


def test_what_ended_waits_for_nothing_but_keeps_what_was_met():
    ended = replace(REFERRED, acknowledged_on=day("02/06"), ended_on=day("15/06"))
    found = case_deadlines(fiches(ended), OPENED, SETTINGS)
    assert [one.rule.id for one in found] == ["acknowledge"]


def rungs(fiche, settings=SETTINGS):
    return [(one.on, one.met_on) for one in due("reminder", fiches(fiche), settings=settings)]


def test_the_first_reminder_is_due_with_the_delay():
    assert rungs(SENT) == [(day("04/06"), None)]
    assert the("reminder", fiches(SENT)).counted == "le dernier jour du délai (04/06/2026)"


def test_the_next_one_follows_the_ladder_and_never_comes_at_once():
    once = replace(SENT, reminded_on=(day("04/06"),))
    assert rungs(once) == [(day("04/06"), day("04/06")), (day("19/06"), None)]
    late = replace(SENT, reminded_on=(day("30/06"),))
    assert rungs(late)[-1] == (day("15/07"), None)
    thrice = replace(SENT, reminded_on=(day("04/06"), day("19/06"), day("04/07")))
    assert rungs(thrice)[-1] == (day("04/07"), day("04/07"))
    assert len(rungs(thrice)) == 3
    assert "déjà relancée le 04/06/2026 et le 19/06/2026" in due("reminder", fiches(thrice))[-1].why


def test_no_reminder_after_a_reply():
    assert rungs(replace(SENT, answered_on=day("01/06"))) == []
    once = replace(SENT, reminded_on=(day("04/06"),), answered_on=day("10/06"))
    assert rungs(once) == [(day("04/06"), day("04/06"))]


def test_the_ladder_is_the_agreements_or_the_cells():
    own = replace(SETTINGS, ladders={CARSAT: (5,)})
    assert rungs(SENT, own) == [(day("09/06"), None)]
    cell = replace(SETTINGS, values={"reminder_ladder": (2, 9)})
    assert rungs(SENT, cell) == [(day("06/06"), None)]
    assert rungs(SENT, replace(SETTINGS, ladders={CARSAT: ()})) == []


def test_cap_emploi_is_reminded_of_what_it_owes_next():
    assert rungs(REFERRED) == [(day("08/06"), None)]
    chased = replace(REFERRED, reminded_on=(day("09/06"),), acknowledged_on=day("10/06"))
    assert rungs(chased) == [(day("16/06"), None)]
    assert rungs(replace(chased, taken_on=day("20/06"))) == []
