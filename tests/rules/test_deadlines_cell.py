"""The cell itself: agendas, the calendar of the CPOM with what is provisional, its frequencies."""

import pytest
from deadline_facts import SETTINGS, day, of

from pdpcli.rules.deadlines import (
    CellFacts,
    GatheringFact,
    MeetingFact,
    cell_deadlines,
    standing,
)


def found(rule, facts, today="15/06"):
    return of(rule, cell_deadlines(facts, day(today), SETTINGS))


def test_the_agenda_leaves_a_week_before_and_is_never_put_off():
    (one,) = found("agenda", CellFacts(meetings=(MeetingFact(3, day("21/05")),)), "10/05")
    assert (one.on, one.awkward, one.occurrence) == (day("14/05"), "Ascension", "3")
    sent = CellFacts(meetings=(MeetingFact(3, day("21/05"), day("12/05")),))
    assert found("agenda", sent, "20/05")[0].met_on == day("12/05")
    assert standing(one, day("22/05")) == "over"


def test_nobody_is_asked_for_a_cpom_he_did_not_sign():
    assert cell_deadlines(CellFacts(), day("15/06"), SETTINGS) == ()


CALENDAR = CellFacts(cpom=True)


@pytest.mark.parametrize(
    ("today", "days"),
    [
        ("01/12/2024", ["31/12/2024", "31/03/2025", "30/06/2025"]),
        ("01/07/2025", ["30/06/2025", "31/03", "30/06", "31/12"]),
        ("15/06", ["30/06", "31/12", "31/03/2027", "30/06/2027", "31/12/2027"]),
        ("02/05/2029", ["30/06/2029", "31/12/2029", "31/12/2029"]),
        ("01/02/2030", []),
    ],
)
def test_the_calendar_is_that_of_the_source(today, days):
    assert [one.on for one in found("cpom", CALENDAR, today)] == [day(text) for text in days]


def test_figures_of_a_period_not_over_are_provisional():
    provisional = {
        one.occurrence
        for one in found("cpom", CALENDAR, "01/05/2029")
        if "provisoires" in one.doubt
    }
    assert provisional == {"indicateurs/2029", "restitution-finale/2029"}
    (second, *_) = found("cpom", CALENDAR, "15/06")
    assert second.why == "statistiques du 1er trimestre 2026, second point"
    assert "provisoires" not in second.doubt


def gathered(kind, on, partners):
    return CellFacts(cpom=True, gatherings=(GatheringFact(kind, day(on), partners),))


def test_a_meeting_of_the_half_year_has_two_partners_at_least():
    def met(*said):
        return found("cpom_meetings", gathered(*said))[-1].met_on

    assert met("services", "10/02", 2) == day("10/02")
    assert met("services", "10/02", 1) is None
    assert met("cell", "10/02", 3) is None


def test_an_internal_training_of_the_month_has_none():
    assert found("cpom_trainings", gathered("training", "03/06", 0))[-1].met_on == day("03/06")
    assert found("cpom_trainings", gathered("training", "03/06", 1))[-1].met_on is None


def test_two_sessions_of_four_workshops_are_eight():
    (one,) = found("cpom_workshops", gathered("workshop", "03/06", 1))
    assert "1 faite sur 8, 2026" in one.why
