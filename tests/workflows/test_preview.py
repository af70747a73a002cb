"""What is shown before a fiche leaves is what leaves. Persons are fictional."""

from contextlib import closing
from datetime import date
from io import BytesIO

import pytest
from fictional import NIR
from pypdf import PdfReader

from pdpcli.errors import ConsentMissing, InputRefused
from pdpcli.forms.attachment import read_fiche_json
from pdpcli.store.our_agreements import our_agreement
from pdpcli.store.watched_words import watch
from pdpcli.workflows import consent, liaison
from pdpcli.workflows.consent import Signed
from pdpcli.workflows.preview import preview, to_look_at
from pdpcli.workflows.release import release

TODAY = date(2025, 7, 1)
SIGNED = Signed("Lattes", "Œdipe Fictif-Nguyễn", "person", "Santé BTP 34", "Camille Exemple")


@pytest.fixture
def begun(case, signed_store):
    """A fiche begun, our telephone known; some answers changed."""

    def make(**changed):
        row = case(**changed)
        with signed_store.write("liaison new") as write:
            write.db.execute("UPDATE member SET phone = '04 99 00 00 00'")
            return liaison.ensure(write, row, our_agreement(write.db, None))

    return make


def agreed(store, fiche):
    with store.write("consent record") as write:
        consent.give(write, fiche, SIGNED, TODAY, TODAY)


def seen(store, fiche):
    with closing(store.read()) as db:
        return preview(db, fiche, TODAY)


def test_what_is_shown_is_what_the_released_pdf_and_its_attachment_hold(signed_store, begun):
    fiche = begun(nir=NIR)
    agreed(signed_store, fiche)
    shown = seen(signed_store, fiche)
    with signed_store.write("liaison export") as write:
        pdf = PdfReader(BytesIO(release(write, fiche, TODAY).pdf))
    held = read_fiche_json(pdf.attachments["fiche.json"][0])
    assert set(shown.seen) == {*held.values, *held.consent}
    assert (shown.title, shown.subject) == (pdf.metadata.title, pdf.metadata.subject)
    assert shown.sheet.author == pdf.metadata.author
    assert pdf.metadata["/Keywords"].startswith(shown.sheet.mark)  # then the release's own token
    assert shown.obstacles == ()


def test_without_consent_it_says_why_and_still_what_would_leave(signed_store, begun):
    shown = seen(signed_store, begun(poste=None))
    assert shown.consent is None
    assert "n'a pas d'accord signé pour SSAM Carsat LR" in shown.obstacles[0]
    assert "Poste occupé" in shown.obstacles[1]
    assert "nom" in shown.seen
    assert not {"poste", "signature"} & shown.seen.keys()


def test_the_recipient_is_whole(signed_store, begun):
    to = seen(signed_store, begun()).recipient
    assert to.name == "Service social de l'Assurance maladie, Carsat Languedoc-Roussillon"
    assert to.organisation.startswith("Caisse d'Assurance Retraite")
    assert to.address.startswith("29, cours Gambetta")


def test_what_stays_is_named_and_what_leaves_is_not_said_to_stay(signed_store, begun):
    shown = seen(signed_store, begun())
    assert {"Sexe", "Régime de sécurité sociale"} <= set(shown.stays)
    left = {shown.form.by_id[key].question for key in shown.seen}
    assert not left & set(shown.stays)


@pytest.mark.parametrize("place", ["contexte", "adresse", "employeur"])
def test_a_number_written_in_a_text_is_pointed_out_and_never_repeated(signed_store, begun, place):
    fiche = begun(**{place: f"3 rue X, n° {NIR}, 34970 Lattes"})
    said = [one.said for one in seen(signed_store, fiche).remarks]
    assert len(said) == 1
    assert "numéro de sécurité sociale semble s'y trouver" in said[0]
    assert NIR not in said[0]


def test_the_number_in_its_own_field_is_not_pointed_out(signed_store, begun):
    assert seen(signed_store, begun(nir=NIR)).remarks == ()


def test_her_own_words_are_pointed_out_where_they_are(signed_store, begun):
    with signed_store.write("words") as write:
        watch(write, ["porter", "macon"])
    remarks = seen(signed_store, begun()).remarks
    assert {(one.field.id, one.words) for one in remarks} == {
        ("poste", ("macon",)),
        ("contexte", ("porter",)),
    }


def test_what_could_not_leave_anyway_is_said_before_anything_is_looked_at(signed_store, begun):
    fiche = begun(poste=None, contexte=f"n° {NIR}")
    with pytest.raises(ConsentMissing), signed_store.write("export") as write:
        to_look_at(write, fiche, TODAY)
    agreed(signed_store, fiche)
    with pytest.raises(InputRefused, match="pas complète"), signed_store.write("export") as write:
        to_look_at(write, fiche, TODAY)


def test_a_preview_writes_nothing(signed_store, begun):
    fiche = begun()
    agreed(signed_store, fiche)
    before = rows(signed_store)
    seen(signed_store, fiche)
    assert rows(signed_store) == before


def rows(store):
    with closing(store.read()) as db:
        return db.execute("SELECT max(n) FROM journal").fetchone()[0]
