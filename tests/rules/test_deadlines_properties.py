"""Whatever the facts: no day moves with the clock, what is met stays met, the dead are left."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from deadline_facts import CAP, CARSAT, OPENED, PARIS, SETTINGS, agreement, everything
from hypothesis import given, settings
from hypothesis import strategies as st

from pdpcli.rules.deadlines import (
    RULES,
    ActFact,
    BreachFact,
    CaseFacts,
    FicheFact,
    RequestFact,
    agreement_deadlines,
    case_deadlines,
    standing,
)
from pdpcli.rules.leaves import Leave
from pdpcli.rules.vocabulary import ACT_KINDS, CHOICES

DAYS = st.dates(date(2025, 6, 1), date(2027, 6, 1))
MAYBE = st.none() | DAYS
ACTS = st.builds(
    ActFact,
    number=st.integers(1, 10**6),
    kind=st.sampled_from(sorted(ACT_KINDS)),
    on=DAYS,
    state=st.sampled_from(["planned", "done", "cancelled"]),
    ended_on=MAYBE,
    days=st.none() | st.integers(1, 40),
    nature=st.sampled_from(["", "ssam", "no_answer", "essai_encadre", *CHOICES["outcome"]]),
)
LEAVES = st.builds(
    lambda start, length, risk: Leave(start, start + timedelta(length) if length else None, risk),
    DAYS,
    st.integers(0, 120),
    st.sampled_from([None, *CHOICES["risk"]]),
)
FICHES = st.builds(
    FicheFact,
    number=st.integers(1, 10**6),
    agreement=st.sampled_from([CARSAT, CAP]),
    partner=st.just("Partenaire"),
    theirs=st.booleans(),
    sent_on=MAYBE,
    received_on=MAYBE,
    acknowledged_on=MAYBE,
    taken_on=MAYBE,
    answered_on=MAYBE,
    ended_on=MAYBE,
    news_on=st.lists(DAYS, max_size=3),
    reminded_on=st.lists(DAYS, max_size=3),
)
MOMENTS = st.builds(
    lambda day, hour: datetime.combine(day, time(hour), PARIS), DAYS, st.integers(0, 23)
)
BREACHES = st.builds(BreachFact, st.integers(1, 10**6).map(str), MOMENTS)
CASES = st.builds(
    CaseFacts,
    opened_on=DAYS,
    state=st.sampled_from(["open", "open", "closed", "cancelled"]),
    closed_on=MAYBE,
    closure_reason=st.sampled_from(["", "completed", "declined", "moved"]),
    born_on=st.none() | st.dates(date(1960, 1, 1), date(1990, 1, 1)),
    dept=st.sampled_from(["", "34", "67", "974"]),
    leaves=st.lists(LEAVES, max_size=4),
    acts=st.lists(ACTS, max_size=8, unique_by=lambda one: one.number),
    fiches=st.lists(FICHES, max_size=3, unique_by=lambda one: one.number),
    requests=st.lists(st.builds(RequestFact, st.integers(1, 9), DAYS), max_size=1),
    breaches=st.lists(BREACHES, max_size=1),
    last_contact=MAYBE,
)


def computed(facts, today):
    return {one.key: one for one in case_deadlines(facts, today, SETTINGS)}


@given(CASES, DAYS, DAYS)
def test_a_day_never_moves_with_the_clock(facts, today, other):
    one, another = computed(facts, today), computed(facts, other)
    assert all(one[key] == another[key] for key in one.keys() & another.keys())


@given(CASES, DAYS)
def test_computed_again_it_is_the_same_and_each_key_is_once(facts, today):
    found = case_deadlines(facts, today, SETTINGS)
    assert found == case_deadlines(facts, today, SETTINGS)
    assert len({one.key for one in found}) == len(found)
    assert list(found) == sorted(found, key=lambda one: one.on)


@given(CASES, DAYS, DAYS)
def test_what_is_met_stays_so_whatever_the_day(facts, today, other):
    met = {key for key, one in computed(facts, today).items() if one.met_on}
    later = computed(facts, other)
    assert all(later[key].met_on and standing(later[key], other) == "met" for key in met)


@given(CASES, DAYS)
def test_nothing_is_said_after_a_death(facts, today):
    assert case_deadlines(replace(facts, deceased=True), today, SETTINGS) == ()
    assert case_deadlines(replace(facts, closure_reason="deceased"), today, SETTINGS) == ()


@given(CASES, DAYS)
def test_a_cancelled_or_limited_situation_owes_only_what_the_rgpd_says(facts, today):
    for stopped in (replace(facts, state="cancelled"), replace(facts, limited_on=today)):
        rules = {one.rule.id for one in case_deadlines(stopped, today, SETTINGS)}
        assert rules <= {"rights", "breach"}


@given(CASES, DAYS)
def test_where_it_stands_follows_its_days(facts, today):
    for one in case_deadlines(facts, today, SETTINGS):
        where = standing(one, today)
        assert where != "over"
        assert (where == "met") is (one.met_on is not None)
        if where == "late":
            assert one.on < today
            assert not one.rule.informs
        if where == "coming":
            assert today < one.opens_on <= one.on


@given(CASES, DAYS)
def test_no_reminder_is_waited_for_after_a_reply(facts, today):
    answered = {one.number for one in facts.fiches if one.answered_on}
    for one in case_deadlines(facts, today, SETTINGS):
        if one.rule.id == "reminder" and one.fiche in answered:
            assert one.met_on


@settings(max_examples=50)
@given(DAYS, DAYS)
def test_an_agreement_says_the_same_day_whenever_it_is_asked(today, other):
    one, another = (
        {line.key: line for line in agreement_deadlines(agreement(), when, SETTINGS)}
        for when in (today, other)
    )
    assert all(one[key] == another[key] for key in one.keys() & another.keys())


def test_what_is_counted_backwards_is_never_after_what_it_precedes():
    backwards = {one.id for one in RULES.values() if one.counting == "backwards"}
    for one in everything():
        if one.rule.id in backwards and one.closes_on:
            assert one.on <= one.closes_on


def test_an_open_situation_with_nothing_known_asks_for_nothing():
    assert case_deadlines(CaseFacts(OPENED), OPENED, SETTINGS) == ()
