"""A dispatch is a fact of one version and one round; what covered it that day is told by dates."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from pdpcli.errors import InputRefused
from pdpcli.store.our_agreements import our_agreement
from pdpcli.workflows import consent, liaison
from pdpcli.workflows.consent import Signed
from pdpcli.workflows.dispatch import dispatch, doubts
from pdpcli.workflows.release import release

TODAY = date(2025, 7, 1)
SIGNED = Signed("Lattes", "Œdipe Fictif", "person", "Santé BTP 34", "Camille Exemple")


@pytest.fixture
def fiche(case, signed_store):
    row = case()
    with signed_store.write("liaison new") as write:
        write.db.execute("UPDATE member SET phone = '04 99 00 00 00'")
        return liaison.begin(write, row, our_agreement(write.db, None), TODAY)


@pytest.fixture
def breach(signed_store):
    def send(fiche, on=TODAY):
        with signed_store.write("liaison send") as write:
            return dispatch(write, fiche, "post", on, TODAY).breach

    return send


def give(store, fiche, on=TODAY, **more):
    with store.write("consent record") as write:
        return consent.give(write, fiche, SIGNED, on, TODAY, **more)


def test_after_a_withdrawal_it_is_a_breach_and_before_it_was_none(signed_store, fiche, breach):
    give(signed_store, fiche, date(2025, 6, 20))
    with signed_store.write("consent withdraw") as write:
        consent._append(write, fiche, {"act": "withdrawn", "on_date": "2025-06-25"}, {})
    assert not breach(fiche, date(2025, 6, 24))
    assert breach(fiche, date(2025, 6, 26))


def test_a_consent_for_another_fiche_covers_nothing(signed_store, fiche, breach):
    give(signed_store, replace(fiche, number=2), scope="sheet")
    assert breach(fiche)


def test_a_rectified_fiche_that_asks_a_new_signature_is_not_covered_by_the_first(
    signed_store, fiche, breach
):
    number = give(signed_store, fiche)
    again = replace(fiche, version=2, consent_after=number)
    assert breach(again)
    give(signed_store, fiche)
    assert not breach(again)


def test_under_a_limitation_it_is_a_breach(signed_store, fiche, breach):
    give(signed_store, fiche, date(2025, 6, 20))
    with signed_store.write("rights") as write:
        write.db.execute("UPDATE person SET limited_on = '2025-06-25'")
    assert not breach(fiche, date(2025, 6, 24))
    assert breach(fiche, date(2025, 6, 25))


def test_it_keeps_to_whom_in_full_which_version_and_which_round(signed_store, fiche, breach):
    give(signed_store, fiche)
    breach(replace(fiche, version=3, round=2))
    with closing(signed_store.read()) as db:
        row = db.execute("SELECT version, round, release_id, id FROM dispatch").fetchone()
        said = json.loads(db.execute("SELECT content FROM dispatch_detail").fetchone()[0])
    assert (row["version"], row["round"], row["release_id"]) == (3, 2, None)
    assert said["to"]["address"].startswith("29, cours Gambetta")


def test_the_future_is_refused(signed_store, fiche, breach):
    with pytest.raises(InputRefused, match="futur"):
        breach(fiche, date(2025, 7, 2))


def test_a_fiche_corrected_since_it_was_produced_is_to_be_confirmed(signed_store, fiche):
    give(signed_store, fiche)
    with signed_store.write("liaison export") as write:
        release(write, fiche, TODAY)

    def found():
        with closing(signed_store.read()) as db:
            return doubts(db, liaison_again(db, fiche))

    assert found() == []
    with signed_store.write("liaison edit") as write:
        liaison.answer(write, fiche, {"contexte": "Autre chose (fictif)."})
    assert ["corrigée depuis sa production" in one for one in found()] == [True]


def liaison_again(db, fiche):
    from pdpcli.store.liaisons import liaison_of

    return liaison_of(db, fiche.case, fiche.agreement, fiche.number)
