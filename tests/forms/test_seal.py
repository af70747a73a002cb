"""A seal shows what was done to a file after it: nothing, form filling, or anything else.

Every service, key and text here is fictional and made for the test.
"""

import hashlib
import os
import re
import shutil
import socket
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

from pdpcli.forms.certificate import described, self_issued
from pdpcli.forms.seal import FIELD, SealKey, seal
from pdpcli.forms.seal_seen import inspect
from pdpcli.forms.unreadable import Unreadable

NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def key() -> SealKey:
    return self_issued("Santé BTP 34 (fictif)", NOW)


@pytest.fixture(scope="module")
def plain() -> bytes:
    """A fiche in small: a text, a field to write in, a box to tick."""
    made = BytesIO()
    canvas = Canvas(made, invariant=1)
    canvas.drawString(100, 700, "Demande fictive")
    canvas.acroForm.textfield(name="reponse", x=100, y=600, width=200, maxlen=None)
    canvas.acroForm.checkbox(name="prise_en_charge", x=100, y=500)
    canvas.save()
    return made.getvalue()


@pytest.fixture(scope="module")
def sealed(plain: bytes, key: SealKey) -> bytes:
    return seal(plain, key).pdf


def states(pdf: bytes, *keys: SealKey) -> list[str]:
    return [seen.state for seen in inspect(pdf, [key.certificate for key in keys])]


def appended(pdf: bytes, change) -> bytes:
    """``pdf`` with an incremental update made by ``change(writer)``."""
    writer = PdfWriter(BytesIO(pdf), incremental=True)
    change(writer)
    made = BytesIO()
    writer.write(made)
    assert made.getvalue().startswith(pdf)
    return made.getvalue()


def signature(pdf: bytes) -> re.Match[bytes]:
    """The hexadecimal signature, its room included."""
    found = re.search(rb"/Contents <([0-9A-Fa-f]{1000,})>", pdf)
    assert found
    return found


def turned(pdf: bytes, at: int) -> bytes:
    """``pdf`` with one figure or letter replaced."""
    return pdf[:at] + (b"1" if pdf[at : at + 1] != b"1" else b"2") + pdf[at + 1 :]


def test_a_sealed_file_is_intact_and_keeps_its_text_and_fields(sealed: bytes, key: SealKey):
    (seen,) = inspect(sealed, [key.certificate])
    assert seen.state == "intact"
    assert seen.fingerprint == described(key.certificate).fingerprint
    reader = PdfReader(BytesIO(sealed))
    assert "Demande fictive" in reader.pages[0].extract_text()
    assert set(reader.get_fields() or {}) == {"reponse", "prise_en_charge", FIELD}


def test_the_seal_returned_names_its_signature(plain: bytes, key: SealKey):
    made = seal(plain, key)
    assert [seen.signature for seen in inspect(made.pdf, [])] == [made.signature]


def test_what_was_there_before_the_seal_is_not_rewritten(plain: bytes, sealed: bytes):
    assert sealed.startswith(plain)


def test_the_seal_has_no_place_on_the_page(sealed: bytes):
    field = PdfReader(BytesIO(sealed)).get_fields()[FIELD]
    assert field.indirect_reference.get_object().get("/Rect", [0, 0, 0, 0]) == [0, 0, 0, 0]


def test_it_is_pades_without_a_timestamp(sealed: bytes):
    from asn1crypto.cms import ContentInfo

    value = PdfReader(BytesIO(sealed)).get_fields()[FIELD]["/V"]
    assert value["/SubFilter"] == "/ETSI.CAdES.detached"
    (signer,) = ContentInfo.load(value["/Contents"].original_bytes)["content"]["signer_infos"]
    assert {one["type"].native for one in signer["signed_attrs"]} >= {"signing_certificate_v2"}
    assert not signer["unsigned_attrs"].native


def test_filling_the_form_keeps_the_seal(sealed: bytes, key: SealKey):
    def fill(writer: PdfWriter) -> None:
        writer.update_page_form_field_values(
            writer.pages[0], {"reponse": "Vu", "prise_en_charge": "/Yes"}, auto_regenerate=False
        )

    filled = appended(sealed, fill)
    assert states(filled, key) == ["filled"]
    assert PdfReader(BytesIO(filled)).get_fields()["reponse"]["/V"] == "Vu"


def test_an_appended_page_is_seen(sealed: bytes, key: SealKey):
    assert states(appended(sealed, lambda w: w.add_blank_page(200, 200)), key) == ["changed"]


def test_a_page_drawn_over_by_an_update_is_seen(sealed: bytes, key: SealKey):
    def draw_over(writer: PdfWriter) -> None:
        page = writer.pages[0]
        page.merge_page(PdfReader(BytesIO(_over())).pages[0])

    assert states(appended(sealed, draw_over), key) == ["changed"]


def _over() -> bytes:
    made = BytesIO()
    canvas = Canvas(made)
    canvas.drawString(100, 680, "Ajout fictif")
    canvas.save()
    return made.getvalue()


def test_a_title_changed_by_an_update_is_seen(sealed: bytes, key: SealKey):
    def rename(writer: PdfWriter) -> None:
        writer.root_object[NameObject("/OpenAction")] = TextStringObject("fictif")

    assert states(appended(sealed, rename), key) == ["changed"]


def widen(writer: PdfWriter) -> None:
    """The field to fill, made to cover the page."""
    field = next(
        one.get_object()
        for one in writer.pages[0]["/Annots"]
        if one.get_object().get("/T") == "reponse"
    )
    field[NameObject("/Rect")] = ArrayObject(map(FloatObject, (0, 0, 500, 800)))


def annotate(writer: PdfWriter) -> None:
    writer.add_annotation(0, FreeText(text="fictif", rect=(50, 500, 200, 600)))


def replace_attachment(writer: PdfWriter) -> None:
    held = writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object()
    held["/EF"]["/F"].get_object().set_data(b'{"fictif": 2}')


@pytest.mark.parametrize("change", [widen, annotate, replace_attachment])
def test_what_looks_like_filling_and_is_not_is_seen(plain: bytes, key: SealKey, change):
    writer = PdfWriter(BytesIO(plain))
    writer.add_attachment("fiche.json", b'{"fictif": 1}')
    made = BytesIO()
    writer.write(made)
    assert states(appended(seal(made.getvalue(), key).pdf, change), key) == ["changed"]


def test_bytes_after_the_end_are_seen(sealed: bytes, key: SealKey):
    assert states(sealed + b"\n% fictif\n", key) == ["changed"]


def test_one_byte_changed_breaks_the_seal(sealed: bytes, key: SealKey):
    inside = sealed.index(b"/Title") if b"/Title" in sealed else sealed.index(b"/Producer")
    assert states(turned(sealed, inside + 12), key) == ["broken"]


@pytest.mark.parametrize("share", [0.1, 0.25, 0.4, 0.5])
def test_a_byte_changed_in_the_signature_is_told(sealed: bytes, key: SealKey, share: float):
    from asn1crypto.parser import peek

    found = signature(sealed)
    length = 2 * peek(bytes.fromhex(found[1].decode()))
    at = found.start(1) + int(length * share)
    assert states(turned(sealed, at), key) in (["broken"], ["unreadable"])


def test_what_is_around_the_signature_in_its_room_changes_the_file_that_was_sealed(
    sealed: bytes, key: SealKey
):
    """No signature protects that: the hash of the file as sealed, which is noted, does."""
    assert inspect(sealed, [])[0].before == hashlib.sha256(sealed).hexdigest()
    damaged = turned(sealed, signature(sealed).end(1) - 4)
    assert inspect(damaged, [])[0].before == hashlib.sha256(damaged).hexdigest()


def test_what_was_sealed_is_known_again_after_an_update(sealed: bytes):
    (seen,) = inspect(appended(sealed, lambda w: w.add_blank_page(200, 200)), [])
    assert seen.before == hashlib.sha256(sealed).hexdigest()


def test_a_whole_rewriting_breaks_the_seal(sealed: bytes, key: SealKey):
    writer = PdfWriter(BytesIO(sealed))
    made = BytesIO()
    writer.write(made)
    assert states(made.getvalue(), key) == ["broken"]


def test_a_file_without_seal_has_none(plain: bytes, key: SealKey):
    assert inspect(plain, [key.certificate]) == ()


def test_the_same_name_on_another_key_is_another_certificate(plain: bytes, key: SealKey):
    other = self_issued("Santé BTP 34 (fictif)", NOW)
    (seen,) = inspect(seal(plain, other).pdf, [key.certificate])
    assert seen.fingerprint == described(other.certificate).fingerprint
    assert seen.fingerprint != described(key.certificate).fingerprint


def test_a_second_seal_covers_the_first(sealed: bytes, key: SealKey):
    other = self_issued("Autre service (fictif)", NOW)
    assert states(seal(sealed, other).pdf, key, other) == ["filled", "intact"]


def test_a_certificate_without_its_key_seals_nothing_for_us(plain: bytes, key: SealKey):
    """Our certificate is public: one who puts it on a seal made with another key is seen."""
    other = self_issued("Santé BTP 34 (fictif)", NOW)
    forged = SealKey(key.certificate, other.private_key)
    assert states(seal(plain, forged).pdf, key) == ["broken"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"bonjour", b"%PDF-1.7\n1 0 obj\n<<" * 50])
def test_what_is_no_readable_pdf_is_refused(data: bytes, key: SealKey):
    with pytest.raises(Unreadable):
        inspect(data, [key.certificate])


def test_neither_sealing_nor_inspecting_opens_a_connection(
    plain: bytes, key: SealKey, monkeypatch: pytest.MonkeyPatch
):
    def refused(*_: object) -> None:
        pytest.fail("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    assert states(seal(plain, key).pdf, key) == ["intact"]


def test_nothing_is_logged_of_what_a_file_holds(
    sealed: bytes, key: SealKey, caplog: pytest.LogCaptureFixture
):
    inspect(appended(sealed, lambda w: w.add_blank_page(200, 200)), [key.certificate])
    assert caplog.records == []


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig")
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda pdf: pdf, "Signature is Valid"),
        (lambda pdf: turned(pdf, pdf.index(b"/Producer") + 12), "Digest Mismatch"),
    ],
)
def test_pdfsig_agrees(sealed: bytes, tmp_path: Path, damage, said: str):
    file = tmp_path / "fiche.pdf"
    file.write_bytes(damage(sealed))
    home = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    command = ["pdfsig", "-nocert", "-no-ocsp", str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, env=home, check=False)
    assert said in ran.stdout
    assert "Total document signed" in ran.stdout
