"""Facts told in any order: corrections hold from the origin, changes from their date.

Everybody here is fictional.
"""

from contextlib import closing
from datetime import date
from itertools import permutations

import pytest

from pdpcli.errors import InputRefused
from pdpcli.store.cases import record
from pdpcli.store.timeline import timeline
from pdpcli.workflows import act
from pdpcli.workflows.edit import edit

TODAY = date(2025, 7, 1)
BARE = {"prereprise": None, "prereprise_date": None}


@pytest.fixture
def told(signed_store):
    """Correct (no date) or change (a date) a situation."""

    def run(row, answers, on=None):
        with signed_store.write("signal edit") as write:
            edit(write, row, answers, change_on=on)

    return run


@pytest.fixture
def seen(signed_store):
    """The value of a column on an interview noted each first of the month, January to June 2026."""

    def run(row, column):
        days = [date(2026, month, 1) for month in range(1, 7)]
        with signed_store.write("act add") as write:
            for day in days:
                act.add(write, row, act.ActSaid("interview", day))
        with closing(signed_store.read()) as db:
            rows = db.execute(f"SELECT {column} FROM act WHERE kind = 'interview' ORDER BY on_date")
            return [row[column] for row in rows.fetchall()]

    return run


CHANGES = ((date(2026, 2, 1), "carreleur"), (date(2026, 4, 1), "chef d'équipe"))


@pytest.mark.parametrize("order", list(permutations(CHANGES)))
def test_changes_of_job_may_be_told_in_any_order(case, told, seen, order):
    row = case(poste="maçon", **BARE)
    for day, job in order:
        told(row, {"employment.job": job}, day)
    expected = ["maçon", "carreleur", "carreleur", *["chef d'équipe"] * 3]
    assert seen(row, "job") == expected


@pytest.mark.parametrize("order", list(permutations([(2, "yes"), (4, "no"), (5, "yes")])))
def test_changes_of_title_may_be_told_in_any_order(case, told, seen, order):
    row = case(rqth="non", **BARE)
    for month, answer in order:
        told(row, {"situation.rqth": answer}, date(2026, month, 1))
    assert seen(row, "rqth") == ["no", "yes", "yes", "no", "yes", "yes"]


def test_a_correction_of_the_job_reaches_back_to_where_the_error_began(case, told, seen):
    row = case(poste="macon", **BARE)
    told(row, {"employment.contract": "cdd"}, date(2026, 3, 1))
    told(row, {"employment.job": "maçon"})
    assert seen(row, "job") == ["maçon"] * 6


def test_the_size_learned_with_another_situation_reaches_the_first(case, signed_store):
    case(employeur_effectif=None, **BARE)
    case(nom="Autre-Fictive", employeur_effectif=55, **BARE)
    with closing(signed_store.read()) as db:
        sizes = [row["size"] for row in db.execute("SELECT size FROM act").fetchall()]
    assert sizes == [55, 55]


def test_something_said_of_the_employer_without_its_name_is_of_the_one_held(
    case, told, signed_store
):
    row = case(**BARE)
    told(row, {"employer.size": 60})
    with closing(signed_store.read()) as db:
        assert db.execute("SELECT name, size FROM employer").fetchone()["size"] == 60


def test_something_said_of_an_employer_nobody_named_is_refused(case, told):
    row = case(employeur=None, employeur_naf=None, employeur_effectif=None,
               employeur_adherent=None, **BARE)  # fmt: skip
    with pytest.raises(InputRefused, match="De quelle entreprise"):
        told(row, {"employer.size": 60})


def visits(store):
    with closing(store.read()) as db:
        rows = db.execute(
            "SELECT on_date, state FROM act WHERE kind = 'visit_prereprise' ORDER BY id"
        )
        return [tuple(row) for row in rows.fetchall()]


def test_a_done_visit_corrected_is_one_visit(case, told, signed_store):
    row = case(prereprise="oui", prereprise_date="20/06/2025")
    told(row, {"visit_prereprise.on_date": date(2025, 6, 21)})
    assert visits(signed_store) == [("2025-06-21", "done")]


def test_a_visit_corrected_to_no_is_cancelled(case, told, signed_store):
    row = case(prereprise="oui", prereprise_date="20/06/2025")
    told(row, {"visit_prereprise.state": "no"})
    assert visits(signed_store) == [("2025-06-20", "cancelled")]


def test_a_planned_visit_that_took_place_is_the_same_act(case, told, signed_store):
    row = case(prereprise="programmée", prereprise_date="24/06/2025")
    told(row, {"visit_prereprise.state": "yes"}, date(2025, 6, 24))
    assert visits(signed_store) == [("2025-06-24", "done")]


def test_a_second_visit_is_a_second_act(case, told, signed_store):
    row = case(prereprise="oui", prereprise_date="20/06/2025")
    said = {"visit_prereprise.state": "yes", "visit_prereprise.on_date": date(2025, 6, 30)}
    told(row, said, date(2025, 6, 30))
    assert visits(signed_store) == [("2025-06-20", "done"), ("2025-06-30", "done")]


def referrals(store):
    with closing(store.read()) as db:
        rows = db.execute("SELECT direction, state FROM act WHERE kind = 'referral'")
        return [tuple(row) for row in rows.fetchall()]


def test_an_origin_corrected_brings_and_takes_away_the_referral_received(case, told, signed_store):
    row = case(**BARE)
    told(row, {"case.origin": "partner", "case.origin_body": "carsat-lr-ssam"})
    assert referrals(signed_store) == [("in", "done")]
    told(row, {"case.origin": "employer", "case.origin_body": None})
    assert referrals(signed_store) == [("in", "cancelled")]


def test_a_motive_corrected_is_the_motive_of_the_entry(case, told, signed_store):
    row = case(**BARE)
    told(row, {"case.motive": "social_support"})
    with closing(signed_store.read()) as db:
        entry = db.execute("SELECT motive FROM act WHERE kind = 'entry'").fetchone()
    assert entry["motive"] == "social_support"


def test_the_signalement_cannot_be_moved_past_a_change(case, told):
    row = case(rqth="non", **BARE)
    told(row, {"situation.rqth": "yes"}, date(2025, 6, 20))
    for day in (date(2025, 6, 20), date(2025, 6, 25)):
        with pytest.raises(InputRefused, match="20/06/2025"):
            told(row, {"case.opened_on": day})


@pytest.mark.parametrize(
    "put_right",
    [
        lambda write: act.cancel(write, 1, "essai"),
        lambda write: act.edit(write, 1, act.Correction({}, date(2025, 1, 1)), TODAY),
    ],
    ids=["cancel", "edit"],
)
def test_the_entry_is_corrected_with_the_situation_only(case, signed_store, put_right):
    case(**BARE)
    with pytest.raises(InputRefused, match="suit la"), signed_store.write("act") as write:
        put_right(write)


def test_a_closed_situation_is_not_closed_twice_nor_a_cancelled_one_acted_upon(case, signed_store):
    from dataclasses import replace

    row = case(**BARE)
    said = act.ActSaid("closure", date(2025, 6, 30), {"nature": "completed"})
    for state, reason in (("closed", "déjà close"), ("cancelled", "annulée")):
        with pytest.raises(InputRefused, match=reason), signed_store.write("act") as write:
            act.add(write, replace(row, state=state), said)


def test_a_temporary_worker_has_an_agency_and_a_company_where_she_works(case, told, signed_store):
    row = case(contrat="intérim", agence="Agence Fictive", **BARE)
    with closing(signed_store.read()) as db:
        known = record(db, row.id, TODAY)
        entry = db.execute("SELECT naf, contract FROM act WHERE kind = 'entry'").fetchone()
    assert (known["employer.name"], known["agency.name"]) == ("Bâti Fictif", "Agence Fictive")
    assert tuple(entry) == ("43.99C", "interim")
    told(row, {"agency.name": "Autre Agence Fictive"}, date(2025, 6, 25))
    with closing(signed_store.read()) as db:
        assert record(db, row.id, TODAY)["agency.name"] == "Autre Agence Fictive"


def leaves_of(store):
    with closing(store.read()) as db:
        rows = db.execute("SELECT started_on, ended_on, risk FROM leave ORDER BY started_on")
        return [tuple(row) for row in rows.fetchall()]


def test_another_leave_is_another_period_and_the_past_keeps_its_own(case, told, seen, signed_store):
    row = case(arret_debut="02/05/2025", risque="maladie", **BARE)
    said = {"leave.started_on": date(2026, 3, 1), "leave.risk": "work_accident"}
    told(row, said, date(2026, 3, 1))
    assert leaves_of(signed_store) == [
        ("2025-05-02", "2026-02-28", "illness"), ("2026-03-01", None, "work_accident"),
    ]  # fmt: skip
    assert seen(row, "risk") == ["illness", "illness", *["work_accident"] * 4]


def test_a_leave_corrected_stays_one_period(case, told, signed_store):
    row = case(arret_debut="02/05/2025", risque="maladie", **BARE)
    told(row, {"leave.started_on": date(2025, 5, 3), "leave.risk": "work_accident"})
    assert leaves_of(signed_store) == [("2025-05-03", None, "work_accident")]


def test_an_employer_met_again_gains_facts_and_loses_none(case, signed_store):
    case(**BARE)
    case(nom="Autre-Fictive", employeur="BATI FICTIF", employeur_naf="53.10Z",
         employeur_effectif=900, employeur_siret="73282932000074", **BARE)  # fmt: skip
    with closing(signed_store.read()) as db:
        rows = [tuple(row) for row in db.execute("SELECT naf, size, siret FROM employer")]
    assert rows == [("43.99C", 14, "73282932000074")]


def test_another_siret_is_another_employer(case, signed_store):
    case(employeur_siret="73282932000074", **BARE)
    case(nom="Autre-Fictive", employeur_siret="35600000000048", **BARE)
    with closing(signed_store.read()) as db:
        assert db.execute("SELECT count(*) FROM employer").fetchone()[0] == 2


def test_every_change_in_the_timeline_says_what_changed(case, told, signed_store):
    row = case(**BARE)
    told(row, {"employer.name": "Autre Fictive"}, date(2025, 6, 20))
    told(row, {"leave.on_leave": "no"}, date(2025, 6, 25))
    with closing(signed_store.read()) as db:
        events = timeline(db, row.id, row.person_key, row.ref)
    assert [event["told"] for event in events if event["what"] == "change"] == [
        {"employer.name": "Autre Fictive"}, {"leave.on_leave": "no"},
    ]  # fmt: skip
