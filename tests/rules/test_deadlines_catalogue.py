"""Every rule is complete and speaks; every line of the dossier is computed, or says why not."""

import re

import pytest
from deadline_facts import everything

from pdpcli.errors import Refusal
from pdpcli.rules.deadlines import NOT_COMPUTED, RULES, SETTINGS, Settings
from pdpcli.rules.vocabulary import CHOICES

LINES = {*(f"T{number}" for number in range(1, 27)), "T24b"}
#: The rows of rules.md §11, in their order -> the rules that compute them.
TABLE = (
    {"liaison_meeting_info"}, {"prereprise_possible", "liaison_meeting_possible"},
    {"liaison_meeting_offer"}, {"liaison_meeting_notice"}, {"ssam_requests", "reprise_ahead"},
    {"reprise"}, {"second_exam"}, {"contestation"}, {"salary"}, {"essai_length", "essai_total"},
    {"crpe_length"}, {"acknowledge", "taken_on", "review"}, {"recall"}, {"purge"}, {"rights"},
    {"breach"},
)  # fmt: skip


def test_each_line_of_the_dossier_is_computed_or_says_why_it_is_not():
    computed = {line for rule in RULES.values() for line in rule.covers}
    assert {line for line in computed | set(NOT_COMPUTED) if line.startswith("T")} == LINES
    assert not computed & set(NOT_COMPUTED)
    assert {"§3.1", "§3.2"} <= computed
    assert all(len(reason) > 20 for reason in NOT_COMPUTED.values())


def test_each_row_of_the_table_of_rules_has_its_rule():
    assert set().union(*TABLE) <= set(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_has_its_source_and_how_it_binds_and_counts(rule):
    assert all((rule.label, rule.source, rule.who))
    assert rule.status in CHOICES["deadline_status"]
    assert rule.counting in CHOICES["deadline_counting"]
    assert not rule.label.endswith(".")
    shown = f"{rule.label} {rule.source} {rule.doubt} {rule.who}"
    assert not re.search(r"\bS[0-4]\b|§3|rules\.md", shown), "codes that only we know"


def test_every_rule_speaks_and_says_why_and_how_it_was_counted():
    found = everything()
    assert {one.rule.id for one in found} == set(RULES)
    assert all(one.why and one.counted and one.occurrence for one in found)
    assert all(one.opens_on <= one.on for one in found)
    assert all(one.rule.doubt in one.doubt for one in found)


def test_what_has_no_number_is_a_setting_that_says_so():
    for one in SETTINGS.values():
        assert all((one.label, one.note, one.source))
        assert one.checked(one.default) == one.default


def test_a_setting_is_read_as_it_is_typed():
    assert SETTINGS["recall_attempts"].parse(" 5 ") == 5
    assert SETTINGS["reminder_ladder"].parse("3, 10;20") == (3, 10, 20)


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ("recall_attempts", ""),
        ("recall_attempts", "0"),
        ("recall_attempts", "21"),
        ("recall_attempts", "-1"),
        ("recall_attempts", "3, 4"),
        ("reminder_ladder", ""),
        ("reminder_ladder", "15, 3"),
        ("reminder_ladder", "3, 3"),
        ("reminder_ladder", "1 2 3 4 5 6 7"),
        ("reminder_ladder", "400"),
    ],
)
def test_a_setting_out_of_its_bounds_is_refused(setting, text):
    with pytest.raises(Refusal):
        SETTINGS[setting].parse(text)


def test_a_list_is_no_number_and_a_number_no_setting():
    with pytest.raises(TypeError):
        Settings().number("reminder_ladder")
    with pytest.raises(KeyError):
        Settings().number("recall_months")
