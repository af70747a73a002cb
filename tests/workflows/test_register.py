"""Registering writes the person, her facts and the entry in the cell, in one transaction."""

from contextlib import closing
from datetime import date

import pytest

from pdpcli.errors import InputRefused
from pdpcli.store.cases import record
from pdpcli.workflows.check import check

TODAY = date(2025, 7, 1)


def rows(store, sql, *values):
    with closing(store.read()) as db:
        return [dict(row) for row in db.execute(sql, values).fetchall()]


def test_a_reference_is_the_year_and_a_number_never_reused(case, signed_store):
    first, second = case(), case(nom="Autre-Fictive")
    other_year = case(nom="Tiers-Fictif", date_signalement="03/01/2024")
    assert [first.ref, second.ref, other_year.ref] == ["2025-0001", "2025-0002", "2024-0001"]


def test_the_entry_carries_the_snapshot_of_its_day(case, signed_store):
    case()
    entry = rows(signed_store, "SELECT * FROM act WHERE kind = 'entry'")[0]
    expected = {
        "on_date": "2025-06-15", "year": 2025, "state": "done", "origin": "employer",
        "on_leave": "yes", "risk": "illness", "contract": "cdi", "status": "employee",
        "age": 57, "sex": "male", "dept": "34", "naf": "43.99C", "size": 14, "boeth": "unknown",
    }  # fmt: skip
    assert {key: entry[key] for key in expected} == expected


def test_an_unfinished_entry_leaves_nothing(case, signed_store, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError

    monkeypatch.setattr("pdpcli.workflows.facts.put_leave", fail)
    with pytest.raises(RuntimeError):
        case()
    assert rows(signed_store, "SELECT id FROM person UNION ALL SELECT id FROM case_file") == []


def test_what_was_registered_is_what_a_fiche_reads(case, signed_store):
    row = case()
    with closing(signed_store.read()) as db:
        known = record(db, row.id, TODAY)
    assert known["person.last_name"] == "Fictif-Nguyễn"
    assert known["leave.started_on"] == date(2025, 5, 2)
    assert known["visit_prereprise.state"] == "planned"
    assert known["visit_prereprise.on_date"] == date(2025, 6, 24)
    assert known["employer.name"] == "Bâti Fictif"
    assert "situation.rqth" not in known


@pytest.mark.parametrize("answer", ["nsp", "je ne sais pas encore"])
def test_not_known_yet_is_kept_and_is_not_a_no(case, signed_store, answer):
    row = case(rqth=answer, en_arret=answer, arret_debut=None, risque=None)
    with closing(signed_store.read()) as db:
        known = record(db, row.id, TODAY)
    assert known["situation.rqth"] == "unknown"
    assert known["leave.on_leave"] == "unknown"


def test_a_partner_of_ours_who_signals_is_a_referral_received(case, signed_store):
    case(origine="Un partenaire", origine_organisme="carsat-lr-ssam")
    found = rows(signed_store, "SELECT direction, agreement, year FROM act WHERE kind='referral'")
    assert found == [{"direction": "in", "agreement": "btp34-carsat-lr", "year": 2025}]


def test_a_known_person_is_one_person_with_two_situations(case, signed_store):
    first = case()
    second = case(person_id=first.person_id, date_signalement="20/06/2025")
    assert second.person_key == first.person_key
    assert len(rows(signed_store, "SELECT id FROM person")) == 1


def test_an_employer_is_recognised_whatever_its_accents(case, signed_store):
    case()
    case(nom="Autre-Fictive", employeur="BATI FICTIF", employeur_naf=None)
    found = rows(signed_store, "SELECT name, naf FROM employer")
    assert len(found) == 1
    assert found[0]["naf"] == "43.99C"


def test_every_row_written_is_in_the_journal(case, signed_store):
    case()
    assert [found for found in check(signed_store) if not found.sound] == []


@pytest.mark.parametrize("other", [{"nom": "Autre-Fictive"}, {"naissance": "05/03/1968"}])
def test_a_known_person_is_not_overwritten_by_somebody_else(case, signed_store, other):
    first = case()
    with pytest.raises(InputRefused, match="autre identité"):
        case(person_id=first.person_id, **other)
    held = rows(signed_store, "SELECT last_name, born_on FROM person")
    assert held == [{"last_name": "Fictif-Nguyễn", "born_on": "1968-03-04"}]


def test_a_known_person_s_new_address_is_kept(case, signed_store):
    first = case()
    case(person_id=first.person_id, adresse="1 place Fictive, 30000 Nîmes")
    assert rows(signed_store, "SELECT dept FROM person") == [{"dept": "30"}]
