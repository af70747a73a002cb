"""Agreements: anniversary, last day of notice, evaluation, communication, disputes, frequencies."""

from datetime import date

import pytest
from deadline_facts import CARSAT, SETTINGS, agreement, day, of

from pdpcli.rules.deadlines import (
    FormalStep,
    FrequencyFact,
    GatheringFact,
    Settings,
    agreement_deadlines,
    standing,
)
from pdpcli.rules.deadlines.agreements import terms
from pdpcli.rules.deadlines.periods import period


def found(rule, facts, today, settings=SETTINGS):
    return of(rule, agreement_deadlines(facts, day(today), settings))


def one(rule, facts, today, settings=SETTINGS):
    (single,) = found(rule, facts, today, settings)
    return single


def test_an_agreement_is_renewed_on_its_anniversary():
    assert one("term", agreement(), "26/05").on == day("27/05")
    assert one("term", agreement(), "27/05").on == day("27/05/2027")
    assert "reconduite tacitement" in one("term", agreement(), "26/05").why
    assert one("term", agreement(terms_source="art. 4"), "26/05").counted.endswith("2024 ; art. 4")
    assert one("term", agreement(), "26/05").counted.endswith("2024")
    assert "prend fin" in one("term", agreement(tacit=False), "26/05").why


def test_a_signature_of_29_february_has_its_anniversary_every_year():
    leap = agreement(signed_on=date(2024, 2, 29))
    assert one("term", leap, "01/02/2026").on == date(2026, 2, 28)
    assert one("term", leap, "01/02/2028").on == date(2028, 2, 29)


def test_the_term_is_shown_some_time_before():
    assert standing(one("term", agreement(), "27/03"), day("27/03")) == "coming"
    assert standing(one("term", agreement(), "28/03"), day("28/03")) == "open"


@pytest.mark.parametrize(
    ("signed", "months", "today", "last"),
    [
        ("14/04/2025", 3, "10/01", "14/01"),
        ("27/05/2024", 2, "10/01", "27/03"),
        ("31/05/2025", 3, "10/01", "28/02"),
        ("15/08/2025", 3, "10/01", "15/05"),
    ],
)
def test_notice_is_given_at_the_latest_so_many_months_before(signed, months, today, last):
    facts = agreement(signed_on=day(signed), notice_months=months)
    assert one("notice", facts, today).on == day(last)


def test_the_last_day_of_notice_is_never_put_off():
    sunday = agreement(signed_on=day("15/05/2025"), notice_months=3)
    notice = one("notice", sunday, "10/01")
    assert (notice.on, notice.awkward) == (day("15/02"), "dimanche")
    assert standing(notice, day("15/02")) == "due"
    assert found("notice", sunday, "16/02") == []
    assert found("notice", agreement(notice_months=0), "10/01") == []


def test_the_evaluation_comes_before_the_renewal():
    before = agreement(evaluated_on=[day("20/05/2025")])
    assert [(line.on, line.met_on) for line in found("evaluation", before, "10/01")] == [
        (day("26/05/2025"), day("20/05/2025")),
        (day("26/05"), None),
    ]
    done = agreement(evaluated_on=[day("20/01")])
    assert one("evaluation", done, "10/05").met_on == day("20/01")


def test_an_evaluation_missed_is_said_for_a_month_after_the_renewal():
    assert [line.on for line in found("evaluation", agreement(), "26/06")] == [
        day("26/05"),
        day("26/05/2027"),
    ]
    assert [line.on for line in found("evaluation", agreement(), "27/06")] == [day("26/05/2027")]


def test_without_a_signature_only_frequencies_and_disputes_speak():
    rules = {
        line.rule.id
        for line in agreement_deadlines(agreement(signed_on=None), day("15/06"), SETTINGS)
    }
    assert rules == {"frequency", "formal_notice", "conciliation"}


def test_an_agreement_that_ended_leaves_its_disputes_only():
    ended = agreement(ended_on=day("01/06"))
    rules = {line.rule.id for line in agreement_deadlines(ended, day("15/06"), SETTINGS)}
    assert rules == {"formal_notice", "conciliation"}


def test_the_convention_is_communicated_as_soon_as_signed():
    facts = agreement(communicate_to=("DREETS", "Agefiph", "FIPHFP"), amended_on=(),
                      signed_on=day("01/06"), communicated=[("Agefiph", day("03/06"))])  # fmt: skip
    lines = found("communication", facts, "05/06")
    assert {line.on for line in lines} == {day("09/06")}
    assert {line.occurrence: line.met_on for line in lines} == {
        "DREETS/2026-06-01": None,
        "Agefiph/2026-06-01": day("03/06"),
        "FIPHFP/2026-06-01": None,
    }
    assert "dès sa signature" in lines[0].counted


def test_an_amendment_is_communicated_too_and_an_old_convention_is_asked_about_for_a_while():
    occurrences = [line.occurrence for line in found("communication", agreement(), "15/01")]
    assert occurrences == ["DREETS/2024-05-27", "DREETS/2026-06-01"]
    occurrences = [line.occurrence for line in found("communication", agreement(), "15/03")]
    assert occurrences == ["DREETS/2026-06-01"]


def test_a_mise_en_demeure_runs_thirty_days_and_a_conciliation_two_months():
    assert one("formal_notice", agreement(), "15/06").on == day("01/07")
    assert one("conciliation", agreement(), "15/06").on == day("31/07")
    end = agreement(steps=(FormalStep("conciliation", day("31/12"), day("15/01/2027")),))
    conciliation = one("conciliation", end, "31/12")
    assert (conciliation.on, conciliation.met_on) == (date(2027, 2, 28), day("15/01/2027"))
    other = agreement(id=CARSAT)
    assert "autres conventions" in one("formal_notice", other, "15/06").counted


def held(kind, *days):
    return [GatheringFact(kind, day(text)) for text in days]


def frequency(per, at_least, *days, kind="services"):
    wanted = FrequencyFact("staff", "Staff", at_least, per, "art. 2", kind)
    return agreement(frequencies=(wanted,), gatherings=held("services", *days))


def test_three_done_out_of_four_is_said():
    line = one("frequency", agreement(), "15/06")
    assert line.why.endswith("Informations : 3 faites sur 4, 2026")
    assert (line.on, line.met_on) == (day("31/12"), None)


def test_what_is_done_enough_is_met_on_the_day_it_was():
    line = one("frequency", frequency("year", 2, "10/05", "03/02", "12/06"), "15/06")
    assert line.met_on == day("10/05")


def test_a_month_missed_is_said_in_the_next_one():
    lines = found("frequency", frequency("month", 1, "10/06"), "15/06")
    assert [(line.on, line.met_on) for line in lines] == [
        (day("31/05"), None),
        (day("30/06"), day("10/06")),
    ]
    assert "0 faite sur 1, mai 2026" in lines[0].why


def test_what_no_gathering_counts_is_marked_by_hand():
    line = one("frequency", frequency("year", 1, "10/06", kind=""), "15/06")
    assert line.met_on is None
    assert "à marquer à la main" in line.why


@pytest.mark.parametrize(
    ("per", "on", "first", "last", "name"),
    [
        ("month", "29/02/2028", "01/02/2028", "29/02/2028", "février 2028"),
        ("quarter", "30/06", "01/04", "30/06", "2e trimestre 2026"),
        ("quarter", "01/10", "01/10", "31/12", "4e trimestre 2026"),
        ("half_year", "30/06", "01/01", "30/06", "1er semestre 2026"),
        ("half_year", "01/07", "01/07", "31/12", "2e semestre 2026"),
        ("year", "31/12", "01/01", "31/12", "2026"),
    ],
)
def test_periods_are_civil_ones(per, on, first, last, name):
    found_period = period(day(on), per)
    assert (found_period.first, found_period.last) == (day(first), day(last))
    assert found_period.name == name


def test_the_first_term_has_none_before_it():
    assert terms(day("14/04/2025"), 12, day("01/01/2025")) == [(day("14/04/2025"), day("14/04"))]
    assert len(terms(day("14/04/2025"), 12, day("14/04"))) == 2


def test_settings_move_what_is_only_a_default():
    later = Settings({"communication_days": 30, "agreement_warning_days": 10})
    assert one("term", agreement(), "26/05", later).opens_on == day("17/05")
    assert found("communication", agreement(), "05/06", later)[0].on == day("01/07")
