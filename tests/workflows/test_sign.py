"""Signing on screen: a picture placed once in a sealed fiche, kept nowhere else. Fictional."""

from contextlib import closing
from datetime import date
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader

from pdpcli.agreements.loader import find
from pdpcli.errors import ConsentMissing, DocumentRefused, InputRefused
from pdpcli.forms.sheet import SignaturePictures
from pdpcli.store.our_agreements import our_agreement
from pdpcli.workflows import agreement, liaison
from pdpcli.workflows.consent import Signed
from pdpcli.workflows.release import release
from pdpcli.workflows.sign import sign
from pdpcli.workflows.verify_file import verify_file

TODAY = date(2025, 7, 1)
SIGNED = Signed("Lattes", "Œdipe Fictif-Nguyễn", "person", "Santé BTP 34", "Camille Exemple")


def drawn(ink: str = "navy", kind: str = "PNG") -> bytes:
    """The picture of a fictional signature."""
    picture = Image.new("RGB", (600, 200), "white")
    ImageDraw.Draw(picture).line([(20, 150), (200, 30), (320, 170), (560, 60)], ink, 8)
    out = BytesIO()
    picture.save(out, kind)
    return out.getvalue()


@pytest.fixture
def fiche(case, signed_store):
    row = case()
    with signed_store.write("liaison new") as write:
        write.db.execute("UPDATE member SET phone = '04 99 00 00 00'")
        return liaison.begin(write, row, our_agreement(write.db, None), TODAY)


@pytest.fixture
def signing(signed_store, fiche):
    def run(picture=None, professional=b"", of=fiche, signed=SIGNED, on=TODAY):
        pictures = SignaturePictures(picture or drawn(), professional)
        with signed_store.write("consent sign") as write:
            return sign(write, of, signed, pictures, (on, TODAY))

    return run


def rows(store, sql):
    with closing(store.read()) as db:
        return [tuple(row) for row in db.execute(sql).fetchall()]


def images_of(pdf):
    return [one for page in PdfReader(BytesIO(pdf)).pages for one in page.images]


def reworked(how: str) -> bytes:
    """The same pixels in another file."""
    from PIL.PngImagePlugin import PngInfo

    picture, out, said = Image.open(BytesIO(drawn())), BytesIO(), PngInfo()
    said.add_text("Comment", "autre")
    if how == "comment":
        picture.save(out, "PNG", pnginfo=said)
    elif how == "compressed":
        picture.save(out, "PNG", compress_level=1)
    elif how == "transparent":
        picture.convert("RGBA").save(out, "PNG")
    else:
        return drawn() + b"after the end"
    return out.getvalue()


@pytest.mark.parametrize("how", ["comment", "compressed", "transparent", "after"])
def test_the_same_picture_in_another_file_served_already(signed_store, signing, how):
    signing()
    assert reworked(how) != drawn()
    with pytest.raises(InputRefused, match="déjà servi"):
        signing(reworked(how))
    assert rows(signed_store, "SELECT count(*) FROM release") == [(1,)]


def test_the_fiche_bears_the_picture_and_the_seal_and_says_how_it_was_signed(signed_store, signing):
    released = signing()
    text = " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(released.pdf)).pages).split()
    )
    assert "signé à l'écran le 01/07/2025" in text
    assert "Cachet électronique de Santé BTP 34" in text
    assert len(images_of(released.pdf)) == 1
    assert rows(signed_store, "SELECT act, means FROM consent") == [("given", "screen")]
    with closing(signed_store.read()) as db:
        verdict = verify_file(db, released.pdf)
    assert (verdict.holds, verdict.seal.judgement) == (True, "intact")


def test_the_picture_is_in_that_document_and_nowhere_else(signed_store, signing, fiche):
    picture = drawn()
    signing(picture)
    assert rows(signed_store, "SELECT kind FROM document") == [("release",)]
    with closing(signed_store.read()) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        for table in tables:
            for row in db.execute(f"SELECT * FROM {table}"):
                assert not [one for one in row if isinstance(one, bytes) and picture in one]
    with signed_store.write("liaison export") as write:
        again = release(write, fiche, TODAY)
    assert images_of(again.pdf) == []


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_serves_once_even_for_somebody_else(signed_store, signing, case, kind):
    signing(drawn(kind=kind))
    row = case(nom="Autre-Fictive")
    with signed_store.write("liaison new") as write:
        other = liaison.begin(write, row, our_agreement(write.db, None), TODAY)
    with pytest.raises(InputRefused, match="déjà servi"):
        signing(drawn(kind=kind), of=other)
    assert rows(signed_store, "SELECT count(*) FROM consent") == [(1,)]
    signing(drawn("black", kind), of=other)


def test_when_the_fiche_cannot_leave_no_consent_is_recorded(signed_store, signing, fiche):
    with signed_store.write("test") as write:
        write.db.execute("UPDATE person SET address = NULL")
    with pytest.raises(InputRefused, match="n'est pas complète"):
        signing()
    with signed_store.write("test") as write:
        write.db.execute("UPDATE person SET address = '34970 Lattes', limited_on = '2025-07-01'")
    with pytest.raises(ConsentMissing):
        signing()
    for table in ("consent", "consent_detail", "release", "document", "sealing"):
        assert rows(signed_store, f"SELECT count(*) FROM {table}") == [(0,)]
    with signed_store.write("test") as write:
        write.db.execute("UPDATE person SET limited_on = NULL")
    signing()


def test_a_signature_in_the_future_is_refused_and_so_is_who_cannot_sign(signing):
    with pytest.raises(InputRefused) as refused:
        signing(on=date(2025, 7, 2))
    assert "futur" in refused.value.problems[0].reason
    unable = Signed("Lattes", "Œdipe Fictif", "unable", "S", "C", witness="Une Témoin Fictive")
    with pytest.raises(InputRefused, match="ne peut pas signer"):
        signing(signed=unable)


def test_a_damaged_picture_is_refused_and_nothing_is_written(signed_store, signing):
    with pytest.raises(DocumentRefused, match="image"):
        signing(b"\x89PNG\r\n\x1a\n" + b"junk")
    assert rows(signed_store, "SELECT count(*) FROM consent") == [(0,)]


def test_the_professional_signs_where_the_form_asks_and_nowhere_else(signed_store, signing, fiche):
    with pytest.raises(InputRefused, match="pas de place"):
        signing(professional=drawn("black"))
    with signed_store.write("agreement add") as write:
        agreement.add(write, find("caire84-carsat-se"), "caire84", TODAY)
        under = our_agreement(write.db, "caire84-carsat-se")
        other = liaison.begin(write, fiche.case, under, TODAY)
        liaison.answer(write, other, {"commentaire": "Une aide est demandée (fictif)."})
        other = liaison.ensure(write, fiche.case, under)
    with pytest.raises(InputRefused, match="déjà servi"):
        signing(of=other, professional=drawn())
    released = signing(of=other, professional=drawn("black"))
    assert len(images_of(released.pdf)) == 2
