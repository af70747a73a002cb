"""Every shipped convention, whichever party we are: register, sign, send. Persons are fictional."""

from contextlib import closing
from datetime import date
from io import BytesIO

import pytest
from catalogue import with_fiche
from fictional import ANSWERS
from golden.sheets import SAID
from pypdf import PdfReader

from pdpcli.agreements.loader import find
from pdpcli.errors import ConsentMissing, InputRefused
from pdpcli.forms.form import read_form, situation
from pdpcli.store.cases import case_by_ref
from pdpcli.store.fiche import fiche_values
from pdpcli.store.liaisons import liaison_of
from pdpcli.store.our_agreements import our_agreement
from pdpcli.views.stats import stats_text
from pdpcli.views.stats_data import stats_csv, stats_json
from pdpcli.workflows import agreement, consent, liaison
from pdpcli.workflows.register import Known, register
from pdpcli.workflows.release import release
from pdpcli.workflows.stats import Wanted, count
from pdpcli.workflows.stats_explained import explained

TODAY = date(2025, 7, 1)
SIGNED = consent.Signed("Avignon", "Œdipe Fictif", "person", "le service", "Camille Exemple")
SAYS_MORE = {"position": "en arrêt", "horizon": "court terme", "statut": "artisan"}


def begun(store, name, us, direction="out"):
    """A fiche begun under the convention ``name``, all that it asks being said."""
    with store.write("agreement add") as write:
        agreement.add(write, find(name), us, TODAY)
    parsed = situation().parse({**ANSWERS, **SAYS_MORE}, stage="register", today=TODAY)
    assert parsed.problems == ()
    with store.write("signal new") as write:
        ref = register(write, situation().record(parsed.values), Known())
        write.db.execute("UPDATE member SET phone = '04 99 00 00 00'")
        case = case_by_ref(write.db, ref, TODAY)
        received = TODAY if direction == "in" else None
        ours = our_agreement(write.db, name)
        fiche = liaison.begin(write, case, ours, TODAY, received_on=received)
        liaison.answer(write, fiche, SAID.get(name, {}))
        return liaison_of(write.db, case, fiche.agreement)


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.parametrize(
    ("name", "us"), [(name, us) for name in with_fiche() for us in find(name).parties]
)
def test_a_fiche_leaves_once_signed_and_not_before(store, name, us):
    fiche = begun(store, name, us)
    with pytest.raises(ConsentMissing), store.write("liaison export") as write:
        release(write, fiche, TODAY)
    with store.write("consent record") as write:
        consent.give(write, fiche, SIGNED, TODAY, TODAY)
    with store.write("liaison export") as write:
        words = text_of(release(write, fiche, TODAY).pdf)
    assert "Fictif-Nguyễn" in words
    assert "Ne peut plus porter (fictif)." in words
    assert "signé sur papier le 01/07/2025, original conservé par le service" in words


@pytest.mark.parametrize("us", ["caire84", "carsat-se-ssam"])
@pytest.mark.parametrize("direction", ["out", "in"])
def test_the_sender_and_the_recipient_follow_the_direction(store, us, direction):
    fiche = begun(store, "caire84-carsat-se", us, direction)
    with closing(store.read()) as db:
        values = fiche_values(db, read_form(fiche.form_text), fiche, TODAY)
    ends = [us, fiche.agreement.partner]
    assert [values["expediteur"], values["destinataire"]] == ends[
        :: 1 if direction == "out" else -1
    ]


def test_caire84_shows_the_leave_the_pension_and_who_collected_the_consent(store):
    fiche = begun(store, "caire84-carsat-se", "caire84")
    with closing(store.read()) as db:
        values = fiche_values(db, read_form(fiche.form_text), fiche, TODAY)
    assert values["arret_maladie"] == date(2025, 5, 2)
    assert not {"arret_at_mp", "invalidite"} & values.keys()
    with store.write("consent record") as write:
        consent.give(write, fiche, SIGNED, TODAY, TODAY)
    with store.write("liaison export") as write:
        words = text_of(release(write, fiche, TODAY).pdf)
    assert "Œdipe Fictif : signé sur papier" in words
    assert "accord recueilli par Camille Exemple" in words


def test_who_we_are_must_be_said_when_both_parties_may_be_us(store):
    with pytest.raises(InputRefused, match="laquelle"), store.write("agreement add") as write:
        agreement.add(write, find("caire84-carsat-se"), None, TODAY)


def test_a_convention_that_asks_for_no_figures_says_so(store):
    begun(store, "caire84-carsat-se", "caire84")
    with closing(store.read()) as db:
        sheets = count(db, 2025, None)
        with pytest.raises(InputRefused, match="ne demande pas de chiffres"):
            explained(db, Wanted(2025), "COPIL")
    assert "Cette convention ne demande pas de chiffres." in stats_text(sheets, date(2026, 1, 1))
    assert "expliquer" not in stats_text(sheets, date(2026, 1, 1))
    assert stats_json(sheets, date(2026, 1, 1))["agreements"][0]["figures"] == []
    assert len(stats_csv(sheets, date(2026, 1, 1)).splitlines()) == 1


def test_what_is_behind_a_figure_is_offered_for_a_convention_that_has_some(store):
    begun(store, "caire84-carsat-se", "caire84")
    with store.write("agreement add") as write:
        agreement.add(write, find("prevy-cap-emploi"), "prevy", TODAY)
    with closing(store.read()) as db:
        text = stats_text(count(db, 2025, None), date(2026, 1, 1))
    assert "pdp chiffres --annee 2025 --expliquer CAPE-1" in text
