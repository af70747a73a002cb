"""The closed gate says which consent there is, and why it does not cover this fiche."""

from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from pdpcli.store.our_agreements import our_agreement
from pdpcli.workflows import consent, liaison
from pdpcli.workflows.closed_gate import gate_closed, why_closed
from pdpcli.workflows.consent import Signed

TODAY = date(2025, 7, 1)
SIGNED = Signed("Lattes", "Œdipe Fictif", "person", "Santé BTP 34", "Camille Exemple")


@pytest.fixture
def fiche(case, signed_store):
    row = case()
    with signed_store.write("liaison new") as write:
        return liaison.begin(write, row, our_agreement(write.db, None), TODAY)


def give(store, fiche, on=TODAY, **more):
    with store.write("consent record") as write:
        return consent.give(write, fiche, SIGNED, on, TODAY, **more)


def why(store, fiche, on=TODAY):
    with closing(store.read()) as db:
        return why_closed(db, fiche, on)


def test_for_another_fiche_only(signed_store, fiche):
    give(signed_store, replace(fiche, number=2), scope="sheet")
    assert "donné le 01/07/2025 pour une autre situation ou une autre fiche" in why(
        signed_store, fiche
    )


def test_before_the_fiche_was_rectified(signed_store, fiche):
    number = give(signed_store, fiche)
    again = replace(fiche, version=2, consent_after=number)
    assert "avant la fiche rectifiée, qui en demande un nouveau" in why(signed_store, again)


def test_on_another_version_of_the_form(signed_store, fiche):
    give(signed_store, fiche)
    assert "sur une autre version de la fiche" in why(signed_store, replace(fiche, form_hash="0"))


def test_once_expired(signed_store, fiche):
    with signed_store.write("agreement set") as write:
        write.db.execute("""UPDATE agreement SET parameters = '{"consent_months": 6}'""")
        timed = replace(fiche, agreement=our_agreement(write.db, None))
    give(signed_store, timed, date(2024, 12, 1))
    assert "n'était valable que jusqu'au" in why(signed_store, fiche)


def test_before_the_day_it_was_signed(signed_store, fiche):
    give(signed_store, fiche)
    assert "n'a d'accord que du 01/07/2025" in why(signed_store, fiche, date(2025, 6, 1))


def test_aloud_when_that_is_accepted_no_more(signed_store, fiche):
    with signed_store.write("agreement set") as write:
        write.db.execute("""UPDATE agreement SET parameters = '{"consent_oral": "yes"}'""")
        aloud = replace(fiche, agreement=our_agreement(write.db, None))
        said = replace(SIGNED, how="au téléphone")
        consent.give(write, aloud, said, TODAY, TODAY, means="oral")
        write.db.execute("UPDATE agreement SET parameters = '{}'")
    assert "de vive voix, ce que vous n'acceptez pas" in why(signed_store, fiche)


def test_aloud_after_a_signature_it_is_the_voice_that_is_not_accepted(signed_store, fiche):
    give(signed_store, fiche, date(2025, 6, 20))
    with signed_store.write("agreement set") as write:
        write.db.execute("""UPDATE agreement SET parameters = '{"consent_oral": "yes"}'""")
        aloud = replace(fiche, agreement=our_agreement(write.db, None))
        said = replace(SIGNED, how="au téléphone")
        consent.give(write, aloud, said, TODAY, TODAY, means="oral")
        write.db.execute("UPDATE agreement SET parameters = '{}'")
    assert "donné le 01/07/2025 de vive voix" in why(signed_store, fiche)


def test_collected_by_the_partner_it_is_for_the_sheet_they_sent(signed_store, fiche):
    theirs = replace(fiche, direction="in")
    give(signed_store, theirs, means="partner")
    assert "au partenaire, pour une fiche qu'il a envoyée" in why(signed_store, fiche)


def test_a_refusal_told_last_is_what_is_said(signed_store, fiche):
    give(signed_store, fiche)
    with signed_store.write("consent refuse") as write:
        consent.refuse(write, fiche, TODAY, TODAY)
    with closing(signed_store.read()) as db:
        said = gate_closed(db, fiche, TODAY)
    assert "porte un refus de la personne (01/07/2025)" in said.what
    assert "art. 4" in said.where
    assert "Fictif" not in f"{said.what}{said.where}{said.todo}"
