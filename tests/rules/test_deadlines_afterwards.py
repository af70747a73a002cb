"""After the end: the call at six months, what is kept; rights within a month, breaches in 72 h."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from deadline_facts import OPENED, PARIS, SETTINGS, case, closed_case, day, due, full_case, the

from pdpcli.rules.deadlines import (
    BreachFact,
    RequestFact,
    Settings,
    case_deadlines,
    standing,
)


def closed(*said, on="12/12/2025", **facts):
    return case(*said, state="closed", closed_on=day(on), last_contact=day(on), **facts)


@pytest.mark.parametrize(
    ("on", "due_on"),
    [
        ("12/12/2025", day("12/06")),
        ("31/08/2025", day("28/02")),
        ("31/08/2027", date(2028, 2, 29)),
        ("31/12/2025", day("30/06")),
    ],
)
def test_the_call_is_due_six_months_after_date_to_date(on, due_on):
    one = the("recall", closed(on=on))
    assert (one.on, one.met_on) == (due_on, None)


def test_a_call_that_reached_her_is_the_one():
    reached = {"nature": "reached"}
    assert the("recall", closed(("follow_up", "10/06", reached))).met_on == day("10/06")
    assert the("recall", closed(("follow_up", "10/06"))).met_on == day("10/06")
    before = closed(("follow_up", "01/10/2025"))
    assert the("recall", before).met_on is None
    planned = closed(("follow_up", "15/06", {"state": "planned"}))
    assert standing(the("recall", planned), day("13/06")) == "planned"


def tries(*days, **more):
    return closed(*(("follow_up", one, {"nature": "no_answer"}) for one in days), **more)


def test_an_attempt_is_followed_by_another_a_week_later():
    one = the("recall", tries("12/06"))
    assert (one.on, one.met_on) == (day("19/06"), None)
    assert "1 essai(s) sur 3" in one.why
    assert the("recall", tries("01/02")).on == day("12/06")


def test_after_so_many_attempts_there_is_no_news_of_her():
    one = the("recall", tries("12/06", "19/06", "26/06"))
    assert one.met_on == day("26/06")
    assert "sans nouvelles après 3 essais" in one.why
    four = Settings({"recall_attempts": 4, "recall_retry_days": 2})
    assert the("recall", tries("12/06", "19/06", "26/06"), settings=four).on == day("28/06")


def test_who_wanted_no_more_of_us_is_not_called():
    facts = closed(closure_reason="declined")
    assert due("recall", facts) == []
    assert the("purge", facts)


def test_what_is_kept_is_reviewed_two_years_after_the_last_contact():
    one = the("purge", replace(closed_case(), last_contact=date(2028, 2, 29)))
    assert one.on == date(2030, 2, 28)
    assert one.status == "recommendation"
    assert "non obligatoire" in one.doubt
    silent = replace(closed_case(), last_contact=None)
    assert the("purge", silent).on == date(2028, 2, 12)


def test_a_closed_situation_has_nothing_else():
    facts = replace(full_case(), state="closed", closed_on=day("01/07"), last_contact=day("01/07"))
    rules = {one.rule.id for one in case_deadlines(facts, OPENED, SETTINGS)}
    assert rules == {"recall", "purge", "rights", "breach"}


@pytest.mark.parametrize(
    "more", [{"deceased": True}, {"closure_reason": "deceased", "state": "closed"}]
)
def test_nothing_is_due_about_somebody_who_died(more):
    facts = replace(full_case(), closed_on=day("01/07"), **more)
    assert case_deadlines(facts, OPENED, SETTINGS) == ()


@pytest.mark.parametrize("more", [{"state": "cancelled"}, {"limited_on": date(2026, 6, 1)}])
def test_cancelled_or_limited_only_what_is_owed_by_the_rgpd_is_left(more):
    facts = replace(full_case(), **more)
    rules = {one.rule.id for one in case_deadlines(facts, OPENED, SETTINGS)}
    assert rules == {"rights", "breach"}


@pytest.mark.parametrize(
    ("received", "extended", "on"),
    [
        ("14/04", False, day("14/05")),
        ("31/01", False, day("28/02")),
        ("31/01/2028", False, date(2028, 2, 29)),
        ("31/01", True, day("30/04")),
        ("30/11", True, date(2027, 2, 28)),
    ],
)
def test_a_right_is_answered_in_a_month_or_in_three_when_extended(received, extended, on):
    request = RequestFact(4, day(received), "accès", extended)
    one = the("rights", case(requests=[request]))
    assert one.on == on
    assert "(accès)" in one.why
    answered = replace(request, answered_on=day("01/05"))
    assert the("rights", case(requests=[answered])).met_on == day("01/05")


def test_a_month_that_ends_on_a_holiday_is_not_put_off_and_it_is_told():
    one = the("rights", case(requests=[RequestFact(4, day("14/04"))]))
    assert one.awkward == "Ascension"
    assert "1182/71" in one.doubt


def breach(*moment, zone=PARIS):
    return the("breach", case(breaches=[BreachFact("7", datetime(*moment, tzinfo=zone), 1)]))


def test_the_cnil_is_told_within_seventy_two_hours():
    one = breach(2026, 6, 12, 14, 5)
    assert (one.on, one.hour, one.fiche) == (day("15/06"), "14 h 05", 1)
    assert one.why == "partie au mauvais destinataire, su le 12/06/2026 à 14 h 05"
    assert one.counted == "72 heures après l'avoir su"
    assert (breach(2026, 6, 12, 14, 5, zone=UTC)).hour == "14 h 05"


def test_hours_pass_whatever_the_clocks_do():
    assert breach(2026, 3, 27, 14, 0).hour == "15 h 00"
    assert breach(2026, 10, 23, 14, 0).hour == "13 h 00"
    one = breach(2026, 10, 23, 0, 30)
    assert (one.on, one.hour) == (day("25/10"), "23 h 30")


def test_a_breach_that_was_settled_is_done_with():
    aware = datetime(2026, 6, 12, 14, 5, tzinfo=PARIS)
    facts = case(breaches=[BreachFact("7", aware, 1, settled_on=day("13/06"))])
    assert the("breach", facts).met_on == day("13/06")
