"""A protected copy opens with its password only, keeps what it says, and bears no seal."""

from io import BytesIO
from typing import Any

import hostile
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from pdpcli.errors import DocumentRefused, Refusal
from pdpcli.forms.protect import protect
from pdpcli.forms.returned import read_returned

PASSWORD = "un mot de passe d'été"


def _pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(hostile.fiche(b"(Martin)"))))
    writer.add_attachment("fiche.json", b"{}")
    writer.add_metadata({"/Keywords": "pdp-fiche 2026-0171/1"})
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def test_it_opens_with_its_password_and_no_other() -> None:
    made = protect(_pdf(), PASSWORD)
    for tried in ("", "un mot de passe d'ete", PASSWORD.upper()):
        assert not PdfReader(BytesIO(made)).decrypt(tried)
    assert PdfReader(BytesIO(made)).decrypt(PASSWORD)
    with pytest.raises(DocumentRefused):
        read_returned(made)


def test_nothing_of_what_it_says_is_in_the_clear() -> None:
    made = protect(_pdf(), PASSWORD)
    for said in (b"(Martin)", b"fiche 2026", b"json"):
        assert said in _pdf()
        assert said not in made
    encryption: Any = PdfReader(BytesIO(made)).trailer["/Encrypt"]
    assert (encryption["/V"], encryption["/R"], encryption["/Length"]) == (5, 6, 256)
    assert encryption["/StmF"] == encryption["/StrF"] == "/StdCF"
    assert encryption["/CF"]["/StdCF"]["/CFM"] == "/AESV3"


def test_texts_fields_properties_and_attachment_remain() -> None:
    reader = PdfReader(BytesIO(protect(_pdf(), PASSWORD)), password=PASSWORD)
    fields: Any = reader.get_fields()
    assert fields["reponse_nom"]["/V"] == "Martin"
    assert reader.metadata is not None
    assert reader.metadata.keywords == "pdp-fiche 2026-0171/1"
    assert dict(reader.attachments) == {"fiche.json": [b"{}"]}


def test_the_same_accents_typed_another_way_open_it() -> None:
    made = protect(_pdf(), "un mot de passe d'e\u0301te\u0301")
    assert PdfReader(BytesIO(made)).decrypt(PASSWORD)


def test_a_seal_no_longer_holds_and_is_taken_out() -> None:
    """Left in, it would be shown as an altered document by the partner's program."""
    seal = (
        b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (pdp_cachet) /Rect [0 0 0 0] "
        b"/V << /Type /Sig /Contents <00> /ByteRange [0 1 2 3] >> >>"
    )
    sealed = hostile.pdf(
        b"<< /Type /Catalog /Pages 2 0 R /Perms << /DocMDP 5 0 R >> "
        b"/AcroForm << /Fields [4 0 R 5 0 R] /SigFlags 3 >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [4 0 R 5 0 R] >>",
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (nom) /V (Martin) /Rect [0 0 9 9] >>",
        seal,
    )
    assert read_returned(sealed).seal_present
    reader = PdfReader(BytesIO(protect(sealed, PASSWORD)), password=PASSWORD)
    root: Any = reader.trailer["/Root"]
    assert [one.get_object()["/T"] for one in root["/AcroForm"]["/Fields"]] == ["nom"]
    assert NameObject("/SigFlags") not in root["/AcroForm"]
    assert NameObject("/Perms") not in root
    assert len(reader.pages[0]["/Annots"]) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize("password", ["", "court", " " * 20, "é" * 64, "x" * 128])
def test_a_password_too_short_or_too_long_is_refused(password: str) -> None:
    with pytest.raises(Refusal) as refused:
        protect(_pdf(), password)
    assert password.strip() == "" or password not in refused.value.reason
