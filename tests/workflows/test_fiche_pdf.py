"""The PDF of a fiche: its mark, its seal, the signed page last; the persons are fictional."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from pdpcli.forms.attachment import read_fiche_json
from pdpcli.forms.mark import read_mark
from pdpcli.store.documents import Document, keep_document
from pdpcli.store.liaisons import liaison_of
from pdpcli.store.our_agreements import our_agreement
from pdpcli.workflows import consent, liaison
from pdpcli.workflows.consent import Signed
from pdpcli.workflows.dispatch import dispatch
from pdpcli.workflows.export import export
from pdpcli.workflows.release import release

TODAY = date(2025, 7, 1)
SIGNED = Signed("Lattes", "Œdipe Fictif", "person", "Santé BTP 34", "Camille Exemple")


@pytest.fixture
def fiche(case, signed_store):
    row = case()
    with signed_store.write("liaison new") as write:
        write.db.execute("UPDATE member SET phone = '04 99 00 00 00'")
        return liaison.ensure(write, row, our_agreement(write.db, None))


def give(store, fiche, signed=SIGNED, **more):
    with store.write("consent record") as write:
        return consent.give(write, fiche, signed, TODAY, TODAY, **more)


def produced(store, fiche, **how):
    with store.write("liaison export") as write:
        return release(write, fiche, TODAY, **how).pdf


def read(pdf):
    return PdfReader(BytesIO(pdf), strict=True)


def scanned():
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 700, "SCAN FICTIF")
    canvas.save()
    return out.getvalue()


def with_scan(store, fiche):
    number = give(store, fiche)
    with store.write("consent record") as write:
        scan = Document("scan", "accord.pdf", "pdf", scanned(), consent_id=number)
        keep_document(write, scan, fiche)


def test_the_signed_page_is_the_last_and_the_rest_is_kept(signed_store, fiche):
    give(signed_store, fiche)
    plain = read(produced(signed_store, fiche))
    with_scan(signed_store, fiche)
    pdf = read(produced(signed_store, fiche))
    assert len(pdf.pages) == len(plain.pages) + 1
    assert "SCAN FICTIF" in pdf.pages[-1].extract_text()
    assert set(pdf.get_fields()) == set(plain.get_fields())
    assert pdf.attachments["fiche.json"] == plain.attachments["fiche.json"]
    marks = [read_mark(one.metadata["/Keywords"]) for one in (pdf, plain)]
    assert marks[0] == replace(marks[1], token=marks[0].token)


def test_the_mark_says_which_fiche_which_version_and_which_form(signed_store, fiche):
    give(signed_store, fiche)
    found = read_mark(read(produced(signed_store, fiche)).metadata["/Keywords"])
    assert (found.ref, found.version, found.round) == ("2025-0001/1", 1, 0)
    assert found.form_hash == fiche.form_hash
    with closing(signed_store.read()) as db:
        assert db.execute("SELECT digest FROM release").fetchone()[0].startswith(found.token)


def test_the_seal_is_there_says_what_it_is_and_is_noted(signed_store, fiche):
    with_scan(signed_store, fiche)
    pdf = read(produced(signed_store, fiche, sealed=True))
    assert [one for one in pdf.get_fields().values() if one.get("/FT") == "/Sig"]
    told = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert "ce n'est ni une signature avancée ni une signature qualifiée" in told
    assert "SCAN FICTIF" in pdf.pages[-1].extract_text()
    with closing(signed_store.read()) as db:
        row = db.execute("SELECT s.sha256 FROM sealing s JOIN document d USING (sha256)").fetchone()
    assert row is not None


def test_without_the_seal_nothing_is_said_of_one(signed_store, fiche):
    give(signed_store, fiche)
    pdf = read(produced(signed_store, fiche))
    assert "Cachet électronique" not in " ".join(page.extract_text() for page in pdf.pages)


def test_a_rectified_fiche_says_which_one_it_replaces(signed_store, fiche):
    give(signed_store, fiche)
    produced(signed_store, fiche)
    with signed_store.write("liaison send") as write:
        dispatch(write, fiche, "post", TODAY, TODAY)
        write.db.execute("UPDATE liaison SET version = 2")
        again = liaison_of(write.db, fiche.case, fiche.agreement)
    pdf = read(produced(signed_store, again))
    assert "FICHE RECTIFIÉE, version 2, remplace celle du 01/07/2025" in pdf.pages[0].extract_text()
    held = read_fiche_json(pdf.attachments["fiche.json"][0])
    assert (held.version, held.replaces) == (2, TODAY)
    assert (held.sender, held.recipient) == ("sante-btp-34", "carsat-lr-ssam")


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ({"capacity": "guardian", "document_seen": "jugement"}, "(son tuteur)"),
        ({"capacity": "unable", "witness": "Ève Fictive"}, "n'a pas pu signer"),
        ({"language": "vietnamien", "translated_by": "Thi Fictive"}, "lu et traduit par Thi"),
    ],
)
def test_the_block_says_how_it_was_signed(signed_store, fiche, said, printed):
    give(signed_store, fiche, replace(SIGNED, **said))
    text = read(produced(signed_store, fiche)).pages[-1].extract_text()
    assert printed in " ".join(text.split())


def test_a_protected_copy_is_kept_beside_the_release_and_has_no_seal(signed_store, fiche):
    give(signed_store, fiche)
    with signed_store.write("liaison export") as write:
        made = export(write, fiche, TODAY, sealed=True, password="agrafe cheval")
    reader = read(made.content)
    assert reader.is_encrypted
    assert reader.decrypt("agrafe cheval")
    assert not [one for one in reader.get_fields().values() if one.get("/FT") == "/Sig"]
    assert (made.clear, made.name) == (False, "fiche-2025-0001-1-protegee.pdf")
    with closing(signed_store.read()) as db:
        kept = db.execute("SELECT kind, release_id, bytes FROM document ORDER BY id").fetchall()
    assert [row["kind"] for row in kept] == ["release", "protected"]
    assert kept[1]["bytes"] == made.content
    assert kept[0]["release_id"] == kept[1]["release_id"]


def test_without_consent_nothing_is_protected_either(signed_store, fiche):
    from pdpcli.errors import ConsentMissing

    with pytest.raises(ConsentMissing), signed_store.write("liaison export") as write:
        export(write, fiche, TODAY, password="agrafe cheval")
    with closing(signed_store.read()) as db:
        assert db.execute("SELECT count(*) FROM document").fetchone()[0] == 0


def test_what_is_released_is_kept_value_by_value(signed_store, fiche):
    give(signed_store, fiche)
    produced(signed_store, fiche)
    with closing(signed_store.read()) as db:
        held = json.loads(db.execute("SELECT content FROM release_detail").fetchone()[0])
    assert held["contexte"] == "Ne peut plus porter (fictif)."
