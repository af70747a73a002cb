"""Before an action: the SSAM, the CPAM. While it lasts: 14 and 28 working days, 18 months."""

from datetime import date

import pytest
from deadline_facts import case, day, due, leave, the

from pdpcli.rules.deadlines import Settings, standing
from pdpcli.rules.deadlines.measures import ACTIONS
from pdpcli.rules.snapshot import SituationFact

LEAVE = [leave("05/01", "30/09")]
PLANNED = {"state": "planned"}


def test_an_essai_encadre_of_monday_wants_its_agreement_on_wednesday():
    facts = case(("essai_encadre", "22/06", PLANNED), leaves=LEAVE)
    one = the("cpam_agreement", facts)
    assert one.on == day("17/06")
    assert "par le service social" in one.why
    assert "médecin traitant" in one.why
    assert standing(one, day("15/06")) == "open"
    assert standing(one, day("18/06")) == "late"
    sooner = Settings({"cpam_lead_days": 10})
    assert the("cpam_agreement", facts, settings=sooner).on == day("12/06")


def test_it_is_counted_backwards_and_never_postponed():
    one = the("cpam_agreement", case(("training", "19/05", PLANNED), leaves=LEAVE))
    assert (one.on, one.awkward) == (day("14/05"), "Ascension")


@pytest.mark.parametrize("kind", ACTIONS)
def test_every_action_during_a_leave_wants_the_cpam(kind):
    one = the("cpam_agreement", case((kind, "22/06", PLANNED), leaves=LEAVE))
    direct = kind not in {"essai_encadre", "crpe"}
    assert ("directement le référent PDP de la CPAM" in one.why) is direct
    assert bool(due("ssam_evaluation", case((kind, "22/06", PLANNED), leaves=LEAVE))) is not direct


def test_no_agreement_outside_a_leave_but_for_an_essai_and_a_crpe():
    after = [leave("05/01", "31/03")]
    assert due("cpam_agreement", case(("training", "22/06", PLANNED), leaves=after)) == []
    essai = the("cpam_agreement", case(("essai_encadre", "22/06", PLANNED), leaves=after))
    assert "aucun arrêt noté" in essai.doubt
    assert the("cpam_agreement", case(("crpe", "22/06", PLANNED), leaves=after)).doubt == ""
    unknown = the("cpam_agreement", case(("training", "22/06", PLANNED)))
    assert "on ne sait pas" in unknown.doubt
    working = SituationFact(date(2026, 1, 5), on_leave="no")
    facts = case(("training", "22/06", PLANNED), situations=[working])
    assert due("cpam_agreement", facts) == []


def test_one_agreement_serves_one_action():
    facts = case(
        ("training", "01/06", PLANNED),
        ("essai_encadre", "22/06", PLANNED),
        ("cpam_agreement", "20/05", {"nature": "essai_encadre"}),
        leaves=LEAVE,
    )
    assert [one.met_on for one in due("cpam_agreement", facts)] == [None, day("20/05")]
    unnamed = case(
        ("training", "01/06", PLANNED),
        ("essai_encadre", "22/06", PLANNED),
        ("cpam_agreement", "20/05"),
        leaves=LEAVE,
    )
    assert [one.met_on for one in due("cpam_agreement", unnamed)] == [day("20/05"), None]


def test_a_cancelled_action_wants_nothing():
    facts = case(("essai_encadre", "22/06", {"state": "cancelled"}), leaves=LEAVE)
    assert due("cpam_agreement", facts) == due("essai_length", facts) == []


def test_an_action_begun_without_agreement_is_said_for_a_while_after_its_end():
    facts = case(("essai_encadre", "01/06", {"days": 5, "ended_on": day("12/06")}), leaves=LEAVE)
    assert standing(the("cpam_agreement", facts), day("13/07")) == "late"
    assert due("cpam_agreement", facts, day("14/07")) == []


def test_the_ssam_is_met_once_in_an_absence():
    met = case(("ssam_evaluation", "10/02"), ("essai_encadre", "22/06", PLANNED), leaves=LEAVE)
    one = the("ssam_evaluation", met)
    assert (one.on, one.met_on) == (day("08/06"), day("10/02"))
    before = case(
        ("ssam_evaluation", "10/12/2025"), ("essai_encadre", "22/06", PLANNED), leaves=LEAVE
    )
    assert the("ssam_evaluation", before).met_on is None
    waiting = case(
        ("ssam_evaluation", "05/06", PLANNED), ("essai_encadre", "22/06", PLANNED), leaves=LEAVE
    )
    assert standing(the("ssam_evaluation", waiting), day("01/06")) == "planned"


def test_only_an_employee_has_an_essai_encadre():
    trader = SituationFact(date(2026, 1, 5), status="craftsman")
    facts = case(("essai_encadre", "22/06", PLANNED), leaves=LEAVE, situations=[trader])
    assert "salariés" in the("cpam_agreement", facts).doubt


def test_fourteen_working_days_step_over_sundays_and_holidays():
    one = the("essai_length", case(("essai_encadre", "04/05"), leaves=LEAVE))
    assert one.on == day("21/05")
    assert one.met_on is None
    assert "fin non notée" in one.doubt
    colmar = case(("essai_encadre", "01/04"), leaves=LEAVE, dept="68")
    assert the("essai_length", colmar).on == day("18/04")
    assert the("essai_length", case(("essai_encadre", "01/04"), leaves=LEAVE)).on == day("17/04")
    cayenne = case(("essai_encadre", "01/06"), leaves=LEAVE, dept="973")
    assert the("essai_length", cayenne).on == day("17/06")


@pytest.mark.parametrize(("days", "fits"), [(1, True), (14, True), (15, False)])
def test_the_days_worked_decide_and_not_the_span(days, fits):
    said = {"days": days, "ended_on": day("30/06")}
    one = the("essai_length", case(("essai_encadre", "04/05", said), leaves=LEAVE))
    assert one.met_on == (day("30/06") if fits else None)
    assert one.on == (day("21/05") if fits else day("04/05"))
    assert "comptés en jours ouvrables" not in one.doubt


@pytest.mark.parametrize(("end", "fits"), [("21/05", True), ("22/05", False)])
def test_without_days_worked_the_span_is_counted_and_it_is_told(end, fits):
    facts = case(("essai_encadre", "04/05", {"ended_on": day(end)}), leaves=LEAVE)
    one = the("essai_length", facts)
    assert (one.met_on is not None) is fits
    assert "comptés en jours ouvrables" in one.doubt


def essais(*days):
    return case(
        *(("essai_encadre", f"01/0{month}", {"days": n}) for month, n in enumerate(days, 2)),
        leaves=LEAVE,
    )


@pytest.mark.parametrize(
    ("days", "over"),
    [((14, 14), []), ((14, 13, 1), []), ((14, 14, 1), ["3"]), ((10, 14, 5), ["3"])],
)
def test_all_of_them_keep_within_twenty_eight(days, over):
    assert [one.occurrence for one in due("essai_total", essais(*days))] == over


def test_what_is_left_bounds_the_next_one():
    found = due("essai_length", case(
        ("essai_encadre", "02/02", {"days": 14}), ("essai_encadre", "02/03", {"days": 10}),
        ("essai_encadre", "01/06"), leaves=LEAVE,
    ))  # fmt: skip
    assert found[-1].on == day("04/06")
    assert "4 jours ouvrables au plus" in found[-1].why


@pytest.mark.parametrize(
    ("start", "end"),
    [("31/08", date(2028, 2, 29)), ("01/03", date(2027, 9, 1)), ("31/12", date(2028, 6, 30))],
)
def test_a_crpe_lasts_eighteen_months_date_to_date(start, end):
    assert the("crpe_length", case(("crpe", start, PLANNED))).on == end


def test_a_crpe_that_ended_in_time_is_done_with():
    in_time = case(("crpe", "01/03", {"ended_on": date(2027, 9, 1)}))
    assert the("crpe_length", in_time).met_on == date(2027, 9, 1)
    late = case(("crpe", "01/03", {"ended_on": date(2027, 9, 2)}))
    assert the("crpe_length", late).met_on is None


def test_a_crpe_that_ended_too_late_is_said_for_a_while():
    late = case(("crpe", "01/03", {"ended_on": date(2027, 9, 2)}))
    assert standing(the("crpe_length", late), date(2027, 10, 3)) == "late"
    assert due("crpe_length", late, date(2027, 10, 4)) == []


def test_an_agreement_of_an_absence_that_is_over_serves_no_action_of_the_next():
    twice = [leave("05/01", "31/01"), leave("01/06", "30/09")]
    facts = case(("cpam_agreement", "20/01"), ("training", "22/06", PLANNED), leaves=twice)
    assert the("cpam_agreement", facts).met_on is None
    facts = case(("cpam_agreement", "01/06"), ("training", "22/06", PLANNED), leaves=twice)
    assert the("cpam_agreement", facts).met_on == day("01/06")
