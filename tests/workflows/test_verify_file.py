"""Three separate answers on a file: its bytes, its seal, and an identity never proven.

Everybody and everything here is fictional.
"""

from contextlib import closing
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from pdpcli.errors import DocumentRefused
from pdpcli.forms.certificate import self_issued
from pdpcli.forms.seal import SealKey, seal
from pdpcli.forms.seal_seen import SealSeen, inspect
from pdpcli.forms.unreadable import REASONS, Unreadable
from pdpcli.store.open import Store
from pdpcli.store.our_agreements import our_agreement
from pdpcli.store.seals import seal_key
from pdpcli.store.verdict import FileVerdict
from pdpcli.views.verdict import verdict_json, verdict_lines
from pdpcli.workflows import consent, liaison
from pdpcli.workflows.consent import Signed
from pdpcli.workflows.release import release
from pdpcli.workflows.seal import retire
from pdpcli.workflows.sealing import seal_document
from pdpcli.workflows.verify_file import refuse_altered, verify_file

TODAY = date(2025, 7, 1)
SIGNED = Signed("Lattes", "Œdipe Fictif-Nguyễn", "person", "Santé BTP 34", "Camille Exemple")


@pytest.fixture
def sealed(case, signed_store: Store) -> bytes:
    """The fiche of the fictional situation, as it leaves: signed, released, sealed."""
    row = case()
    with signed_store.write("liaison new") as write:
        write.db.execute("UPDATE member SET phone = '04 99 00 00 00'")
        fiche = liaison.begin(write, row, our_agreement(write.db, None), TODAY)
        consent.give(write, fiche, SIGNED, TODAY, TODAY)
        return release(write, fiche, TODAY, sealed=True).pdf


def verdict_of(store: Store, pdf: bytes) -> FileVerdict:
    with closing(store.read()) as db:
        return verify_file(db, pdf)


@pytest.fixture
def judged(signed_store: Store, monkeypatch: pytest.MonkeyPatch):
    """The verdict, read in this very process: the child takes half a second (see its own test)."""

    def read(pdf: bytes, certificates: list[str]) -> tuple[SealSeen, ...]:
        try:
            return inspect(pdf, certificates)
        except Unreadable as refused:
            raise DocumentRefused(REASONS[refused.code]) from None

    monkeypatch.setattr("pdpcli.workflows.verify_file.read_seals", read)
    return lambda pdf: verdict_of(signed_store, pdf)


def plain() -> bytes:
    made = BytesIO()
    canvas = Canvas(made, invariant=1)
    canvas.drawString(100, 700, "Document fictif")
    canvas.acroForm.textfield(name="reponse", x=100, y=600, width=200, maxlen=None)
    canvas.save()
    return made.getvalue()


def appended(pdf: bytes, change) -> bytes:
    writer = PdfWriter(BytesIO(pdf), incremental=True)
    change(writer)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def filled(pdf: bytes) -> bytes:
    """``pdf`` with its first empty text field filled, as the partner's reader would."""
    fields = PdfReader(BytesIO(pdf)).get_fields() or {}
    name = next(name for name, one in fields.items() if one.get("/FT") == "/Tx")

    def fill(writer: PdfWriter) -> None:
        for page in writer.pages:
            if "/Annots" in page:
                writer.update_page_form_field_values(page, {name: "Vu"}, auto_regenerate=False)

    return appended(pdf, fill)


def with_a_page(pdf: bytes) -> bytes:
    return appended(pdf, lambda writer: writer.add_blank_page(200, 200))


def with_one_byte(pdf: bytes) -> bytes:
    at = pdf.index(b"/Producer") + 12
    return pdf[:at] + (b"x" if pdf[at : at + 1] != b"x" else b"y") + pdf[at + 1 :]


def with_another_signature(pdf: bytes) -> bytes:
    """The last hexadecimal figures of the signature proper, changed."""
    from asn1crypto.parser import peek

    value = next(
        one["/V"] for one in PdfReader(BytesIO(pdf)).get_fields().values() if "/V" in one
        and one.get("/FT") == "/Sig"
    )  # fmt: skip
    contents = value["/Contents"].original_bytes
    shown = contents.hex().encode()
    start = pdf.find(shown) if shown in pdf else pdf.find(shown.upper())
    at = start + 2 * peek(contents) - 2
    return pdf[:at] + (b"1" if pdf[at : at + 1] != b"1" else b"2") + pdf[at + 1 :]


def rewritten(pdf: bytes) -> bytes:
    made = BytesIO()
    PdfWriter(BytesIO(pdf)).write(made)
    return made.getvalue()


def flattened(pdf: bytes) -> bytes:
    """The pages alone, as a printing to PDF leaves them."""
    writer = PdfWriter()
    for page in PdfReader(BytesIO(pdf)).pages:
        page.pop("/Annots", None)
        writer.add_page(page)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def test_the_very_bytes_of_a_release_are_named_with_their_version_and_day(sealed, judged):
    verdict = judged(sealed)
    assert verdict.holds
    assert verdict.seal.judgement == "intact"
    assert verdict_json(verdict)["document"] == {
        "kind": "release", "reference": "2025-0001/1", "version": 1, "round": 0,
        "on": "2025-07-01", "made_here": True,
    }  # fmt: skip
    first, second, third = verdict_lines(verdict).splitlines()
    assert "la fiche 2025-0001/1, version 1, faite ici le 01/07/2025" in first
    assert "intact" in second
    assert "non prouvée" in third


@pytest.mark.parametrize(
    ("change", "judgement", "holds"),
    [
        (filled, "filled", True),
        (with_a_page, "changed", False),
        (with_one_byte, "broken", False),
        (with_another_signature, "broken", False),
        (rewritten, "broken", False),
        (flattened, "none", False),
        (lambda pdf: filled(with_a_page(pdf)), "changed", False),
        (lambda pdf: pdf + b"\n", "changed", False),
    ],
)
def test_what_was_done_to_a_sealed_fiche_is_told_apart(sealed, judged, change, judgement, holds):
    verdict = judged(change(sealed))
    assert (verdict.seal.judgement, verdict.holds) == (judgement, holds)
    assert verdict.file is None
    if not holds:
        with pytest.raises(DocumentRefused):
            refuse_altered(verdict)


def test_a_filled_fiche_says_which_release_it_was(sealed, judged):
    said = verdict_lines(judged(filled(sealed)))
    assert "pas octet pour octet" in said
    assert "2025-0001/1, version 1" in said


def test_every_verdict_is_three_lines_and_never_a_name(sealed, judged, signed_store):
    changes = (bytes, filled, with_a_page, with_one_byte, rewritten, flattened)
    files = [*(change(sealed) for change in changes), plain(), seal(plain(), other_key()).pdf]
    for pdf in files:
        verdict = judged(pdf)
        said = verdict_lines(verdict)
        assert len(said.splitlines()) == 3
        assert "Identité : non prouvée" in said
        assert verdict_json(verdict)["identity"] == "not proven"
        assert "fictif" not in said.casefold()


def other_key() -> SealKey:
    return self_issued("Santé BTP 34", datetime(2025, 1, 1, tzinfo=UTC))


def test_a_seal_of_the_same_name_on_another_key_is_not_ours(judged):
    verdict = judged(seal(plain(), other_key()).pdf)
    assert verdict.seal.judgement == "foreign"
    assert not verdict.holds


def test_a_seal_that_cannot_be_read_is_not_said_foreign(judged):
    assert judged(with_another_signature(seal(plain(), other_key()).pdf)).seal.judgement == "broken"


def test_the_seal_of_a_partner_over_ours_leaves_ours_standing(sealed, judged):
    verdict = judged(seal(filled(sealed), other_key()).pdf)
    assert (verdict.seal.judgement, verdict.seal.others) == ("filled", 1)
    assert "1 autre(s) cachet(s)" in verdict_lines(verdict)


def test_a_retired_seal_counts_only_when_our_journal_has_it(sealed, judged, signed_store):
    with closing(signed_store.read()) as db:
        key = seal_key(db, 1)
    stolen = seal(plain(), key).pdf
    assert judged(stolen).holds
    assert "que notre journal ne connaît pas" in verdict_lines(judged(stolen))
    with signed_store.write("seal retire") as write:
        retire(write, 1, "clé perdue (fictif)", TODAY)
    assert judged(sealed).seal.judgement == "intact"
    assert judged(filled(sealed)).holds
    refused = judged(stolen)
    assert (refused.seal.judgement, refused.holds) == ("unnoted", False)
    assert "retiré le 01/07/2025" in verdict_lines(refused)


def test_a_seal_put_here_on_a_document_no_longer_kept_still_holds(judged, signed_store):
    with signed_store.write("essai") as write:
        pdf = seal_document(write, plain())
    verdict = judged(pdf)
    assert verdict.holds
    assert verdict.seal.noted
    assert verdict.file is None


def test_a_file_we_received_is_not_one_we_made(judged, signed_store):
    with signed_store.write("essai") as write:
        write.db.execute(
            """INSERT INTO document (kind, name, case_ref, liaison_number, sha256, bytes, added_at)
            VALUES ('received', 'reçu', '2025-0001', 1, ?, ?, '2025-07-01T08:00:00Z')""",
            (_sha256(plain()), plain()),
        )
    verdict = judged(plain())
    assert not verdict.holds
    assert "un fichier reçu pour la fiche 2025-0001/1" in verdict_lines(verdict)


def _sha256(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("change", [bytes, filled, with_a_page, with_one_byte])
def test_the_child_process_answers_the_same(sealed, signed_store, judged, change, monkeypatch):
    here = judged(change(sealed))
    monkeypatch.undo()
    assert verdict_of(signed_store, change(sealed)) == here


@pytest.mark.parametrize("data", [b"", b"bonjour", b"%PDF-1.7\ncoup\xc3\xa9", b"\x89PNG\r\n"])
def test_what_is_no_readable_pdf_is_told_and_does_not_hold(judged, data):
    verdict = judged(data)
    assert (verdict.seal.judgement, verdict.holds) == ("unreadable", False)
    assert len(verdict_lines(verdict).splitlines()) == 3
    with pytest.raises(DocumentRefused):
        refuse_altered(verdict)


def test_a_protected_copy_says_that_its_seal_cannot_be_verified(sealed, judged, signed_store):
    writer = PdfWriter(BytesIO(sealed))
    writer.encrypt("secret fictif", algorithm="AES-256")
    made = BytesIO()
    writer.write(made)
    locked = made.getvalue()
    assert not judged(locked).holds
    with signed_store.write("essai") as write:
        write.db.execute(
            """INSERT INTO document (kind, name, case_ref, liaison_number, sha256, bytes, added_at)
            VALUES ('protected', 'n', '2025-0001', 1, ?, ?, '2025-07-01T08:00:00Z')""",
            (_sha256(locked), locked),
        )
    verdict = judged(locked)
    assert (verdict.seal.judgement, verdict.holds) == ("unreadable", True)
    assert "mot de passe" in verdict_lines(verdict)


def test_verifying_writes_nothing(sealed, judged, signed_store):
    def journal() -> int:
        with closing(signed_store.read()) as db:
            return db.execute("SELECT count(*) FROM journal").fetchone()[0]

    before = journal()
    judged(sealed)
    judged(with_a_page(sealed))
    assert journal() == before


def test_no_byte_changed_anywhere_passes_for_intact(sealed, judged):
    """One byte in three hundred, and one in forty in the room of the signature."""
    room = sealed.index(b"/Contents <")
    places = {*range(0, len(sealed), 331), *range(room, room + 2400, 37)}
    held = [
        at
        for at in places
        if judged(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]).holds
    ]
    assert held == []
