"""The picture of a signature: within its slot, opaque, small, and nothing of the camera's kept."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from golden.sheets import signature
from PIL import Image
from pypdf import PdfReader

from pdpcli.agreements.loader import find
from pdpcli.errors import Refusal
from pdpcli.forms.draw import draw
from pdpcli.forms.picture import picture
from pdpcli.forms.sheet import Sheet, SignaturePictures, SignedBlock

F1, F2 = find("btp34-carsat-lr").form, find("caire84-carsat-se").form
SIGNED = SignedBlock(
    "MARTINEZ Luc", "Sète", date(2026, 6, 12), "Santé BTP 34", means="screen", collected_by="A. D."
)


def _images(content: bytes) -> list[Any]:
    pages = PdfReader(BytesIO(content), strict=True).pages
    found: list[Any] = [one for page in pages for one in page.images]
    return found


def _words(content: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split()
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_picture_is_drawn_with_what_it_is_worth_beside(kind: str) -> None:
    sheet = Sheet("1", signed=SIGNED, pictures=SignaturePictures(person=signature(kind)))
    content = draw(F1, {}, sheet)
    assert len(_images(content)) == 1
    assert "signé à l'écran le 12/06/2026, exemplaire scellé conservé par" in _words(content)
    assert len(content) <= 45_000
    assert content == draw(F1, {}, sheet)


def test_f2_bears_the_professionals_too() -> None:
    pictures = SignaturePictures(signature(), signature("JPEG", (600, 600)))
    content = draw(F2, {}, Sheet("1", signed=SIGNED, pictures=pictures))
    assert len(_images(content)) == 2
    assert len(content) <= 45_000


def test_a_form_without_the_professionals_signature_has_only_the_persons() -> None:
    pictures = SignaturePictures(b"", signature())
    assert _images(draw(F1, {}, Sheet("1", signed=SIGNED, pictures=pictures))) == []


def test_a_sheet_to_sign_or_without_consent_bears_no_picture() -> None:
    pictures = SignaturePictures(signature())
    for sheet in (
        Sheet("1", mode="to_sign", signed=SIGNED, pictures=pictures),
        Sheet("1", pictures=pictures),
    ):
        assert _images(draw(F1, {}, sheet)) == []


@pytest.mark.parametrize("size", [(900, 300), (300, 900), (2000, 2000), (8, 8)])
def test_it_stays_within_the_frame_of_its_signature(size: tuple[int, int]) -> None:
    from pdpcli.forms.metrics import LEFT
    from pdpcli.forms.pages import Extra, lay_out
    from pdpcli.forms.plate import PICTURED, plate

    pictures = SignaturePictures(signature("PNG", size), signature("JPEG", size))
    for form, names in ((F1, ["signature"]), (F2, ["signature", "signature_professionnel"])):
        content = draw(form, {}, Sheet("1", signed=SIGNED, pictures=pictures))
        assert len(_images(content)) == len(names)
        layout = lay_out(form, {}, Extra(pictured=frozenset(names)))
        rooms = []
        for placed in (one for page in layout.pages for one in page):
            made = plate(form, placed.index, placed.growth)
            for name, (x, y, wide, high) in made.pictures.items():
                slot, text = made.slots[name, ""], made.slots[name, PICTURED]
                assert slot.x <= x
                assert x + wide <= slot.x + slot.width + 0.01
                last = text.y - (text.lines - 1) * text.pitch
                assert y + high < last or text.x + text.width < x
                rooms.append((LEFT + x, placed.top + y, wide, high))
        drawn = _placed(content)
        assert len(drawn) == len(rooms)
        for (x, y, wide, high), room in zip(drawn, rooms, strict=True):
            assert room[0] - 0.01 <= x
            assert x + wide <= room[0] + room[2] + 0.02
            assert room[1] - 0.01 <= y
            assert y + high <= room[1] + room[3] + 0.02


def _placed(content: bytes) -> list[tuple[float, float, float, float]]:
    """Where pictures are drawn: x, y, width, height."""
    import re

    pages: Any = PdfReader(BytesIO(content)).pages
    found = []
    for page in pages:
        code = page.get_contents().get_data().decode("latin-1")
        for wide, high, x, y in re.findall(r"q ([\d.]+) 0 0 ([\d.]+) ([\d.]+) ([\d.]+) cm /", code):
            found.append((float(x), float(y), float(wide), float(high)))
    return found


def test_a_long_statement_beside_a_picture_goes_on_and_is_never_cut() -> None:
    names = " ".join(f"Nom{number}" for number in range(60))
    signed = SignedBlock("Léa Œ", "Sète", date(2026, 6, 12), names, means="screen")
    words = _words(draw(F1, {}, Sheet("1", signed=signed, pictures=SignaturePictures(signature()))))
    assert set(names.split()) <= set(words.split())
    assert "SUITE DE LA RUBRIQUE" in words


def test_what_the_camera_added_is_left_out() -> None:
    exif = Image.Exif()
    exif[0x010F] = "MARQUEUR-APPAREIL"
    exif[0x0112] = 6  # turned by a quarter
    taken = signature("JPEG", (900, 300), exif=exif, comment=b"MARQUEUR-LIEU")
    assert b"MARQUEUR-APPAREIL" in taken
    content = draw(F1, {}, Sheet("1", signed=SIGNED, pictures=SignaturePictures(taken)))
    assert b"MARQUEUR" not in content
    (image,) = _images(content)
    assert image.image.height > image.image.width


def test_what_is_transparent_is_paper() -> None:
    made = picture(signature("PNG"), 100, 50)
    assert Image.open(BytesIO(made.jpeg)).getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [b"", b"not a picture", signature("PNG")[:200], signature("JPEG")[:300], signature("GIF")],
)
def test_anything_but_a_readable_jpeg_or_png_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal):
        picture(content, 100, 50)


def test_too_large_a_picture_is_refused_before_it_is_decoded() -> None:
    out = BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    with pytest.raises(Refusal, match="trop grande"):
        picture(out.getvalue(), 100, 50)
