"""A reply is written on the round it answers, once. Everybody here is fictional."""

from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from pdpcli.errors import InputRefused
from pdpcli.store.entries import Entry, entries_of, put_entry
from pdpcli.store.exchange import fiches
from pdpcli.store.our_agreements import our_agreement
from pdpcli.workflows import liaison
from pdpcli.workflows.reply import put_reply, replying

TODAY = date(2025, 7, 1)
VU = Entry(0, "reply", "partner", TODAY, {"reponse_texte": "Vu (fictif)."}, referent="Zoé Fictive")


@pytest.fixture
def fiche(case, signed_store):
    row = case()
    with signed_store.write("liaison new") as write:
        return liaison.begin(write, row, our_agreement(write.db, None), TODAY)


def written(store, fiche, entry):
    with store.write("liaison reply") as write:
        put_reply(write, fiche, entry, "typed")


def test_what_is_held_is_what_was_written(signed_store, fiche):
    written(signed_store, fiche, VU)
    with closing(signed_store.read()) as db:
        how = replying(db, fiche, TODAY)
    assert how.held == {"reponse_texte": "Vu (fictif)."}
    assert not how.ours
    assert how.proposed == {}


def test_a_fiche_that_went_on_meanwhile_takes_no_stale_reply(signed_store, fiche):
    with signed_store.write("liaison more") as write:
        write.db.execute("UPDATE liaison SET round = 1")
    with pytest.raises(InputRefused, match="entre-temps"):
        written(signed_store, fiche, VU)
    with closing(signed_store.read()) as db:
        assert entries_of(db, fiche.id) == []


def test_a_request_of_theirs_is_answered_by_us_and_waits_until_it_leaves(signed_store, fiche):
    asked = Entry(1, "request", "partner", TODAY, {"objet_texte": "Et après ? (fictif)"})
    with signed_store.write("liaison receive") as write:
        write.db.execute("UPDATE liaison SET round = 1")
        put_entry(write, fiche.id, asked)
    now = replace(fiche, round=1)
    with closing(signed_store.read()) as db:
        how = replying(db, now, TODAY)
        assert how.ours
        assert how.proposed["retour_nom"] == "Camille Exemple"
        assert fiches(db, TODAY)[0]["waits"] == "reply"
    written(signed_store, now, replace(VU, round=1, side="us"))
    with closing(signed_store.read()) as db:
        assert fiches(db, TODAY)[0]["state"] == "to_answer"
        assert db.execute("SELECT count(*) FROM notice").fetchone()[0] == 0
