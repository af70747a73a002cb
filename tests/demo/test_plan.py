"""What is told depends on the seed and the day only, and always leaves something to do."""

from collections import Counter
from datetime import date, timedelta
from itertools import islice

import pytest

from pdpcli.commands.demo import _CASES, _SEED
from pdpcli.demo.plan import Plan
from pdpcli.demo.story import SPECIAL, stories
from pdpcli.rules.nir import parse_nir
from pdpcli.rules.vocabulary import ACT_KINDS, CHOICES
from pdpcli.workflows.act_details import parse_details

TODAY = date(2026, 6, 15)
DAYS = [TODAY + timedelta(days=37 * step) for step in range(20)]


def test_the_same_seed_tells_the_same():
    assert list(Plan(60, 7, TODAY).situations()) == list(Plan(60, 7, TODAY).situations())


def test_another_seed_tells_something_else():
    first, other = (list(Plan(60, seed, TODAY).situations()) for seed in (7, 8))
    assert [one.who for one in first] != [one.who for one in other]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_whatever_the_day_each_thing_to_do_is_there(today):
    waits = Counter()
    for one in Plan(_CASES, _SEED, today).situations():
        told = one.told
        if told.state == "open" and told.fiche:
            signed = bool(told.consents) and told.consents[-1]["act"] == "given"
            waits["answer" if told.dispatch else "send" if signed else "sign"] += 1
    assert waits["sign"] >= 2
    assert waits["send"] >= 1
    assert waits["answer"] >= 3


@pytest.mark.parametrize("today", DAYS[::5], ids=str)
def test_nothing_done_is_in_the_future_and_references_follow(today):
    told = list(Plan(200, 3, today).situations())
    for one in told:
        assert one.told.opened_on <= today
        assert one.year == one.told.opened_on.year
        for act in one.told.acts:
            assert act["state"] != "done" or act["on_date"] <= today.isoformat()
        assert all(row["on_date"] <= today.isoformat() for row in one.told.consents)
    assert len({one.ref for one in told}) == len(told)
    assert [one.ref for one in told] == sorted(one.ref for one in told)


def test_however_many_situations_some_two_hundred_stay_open():
    states = Counter(one.told.state for one in Plan(20_000, 3, TODAY).situations())
    assert 100 <= states["open"] <= 400


def test_persons_come_back_and_their_numbers_are_accepted():
    told = list(islice(Plan(100, 3, TODAY).situations(), 100))
    assert any(one.person != one.index for one in told)
    assert all(parse_nir(one.who["nir"]) == one.who["nir"] for one in told if one.who["nir"])


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.id)
def test_a_story_says_only_what_a_coordinator_could(story):
    days = [step.day for step in story.steps]
    assert days == sorted(days)
    for step in story.steps:
        if step.what in SPECIAL:
            continue
        assert step.what in ACT_KINDS
        said = {
            key: _label(step.what, key, value)
            for key, value in step.said.items()
            if key not in {"state", "cancel_reason"}
        }
        assert parse_details(step.what, said) or not said


def _label(kind, key, value):
    names = {"nature": ACT_KINDS[kind].nature, "done_by_function": "function"}
    listed = CHOICES.get(names.get(key, "tristate" if key == "dispensation" else key), {})
    return listed.get(value, str(value)) if key != "after" else ACT_KINDS[value].label
