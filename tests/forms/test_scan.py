"""A scan is known by its content, opened only in the child, and leaves nothing but what is seen.

Pictures are drawn here; nobody's.
"""

import re
import subprocess
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import hostile
import pytest
from fillers import MUTOOL
from PIL import Image, ImageStat
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject, RectangleObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pdpcli.errors import DocumentRefused, Refusal
from pdpcli.forms.returned import read_returned
from pdpcli.forms.scan import append_scan, check_scan, recognise
from pdpcli.forms.scan_pages import appended
from pdpcli.forms.unreadable import MOST_BYTES, REASONS

A4 = (595.28, 841.89)
CAPTION = "Accord signé, copie conservée au dossier"


def _fiche() -> bytes:
    """A fiche as another program would leave it: a field, properties, a file attached."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(hostile.fiche())))
    writer.add_metadata({"/Title": "Fiche 2026-0171", "/Keywords": "pdp-fiche"})
    writer.add_attachment("fiche.json", b'{"schema": "pdp-fiche/1"}')
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


FICHE = _fiche()


def _picture(
    kind: str, size: tuple[int, int] = (620, 877), mode: str = "RGB", **more: Any
) -> bytes:
    drawn = "L" if mode == "P" else mode
    image = Image.new(drawn, size, _paper(drawn))
    image.paste(_ink(drawn), (size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2))
    image = image.convert(mode)
    made = BytesIO()
    image.save(made, kind, **more)
    return made.getvalue()


def _paper(mode: str) -> Any:
    return {"RGB": "white", "CMYK": (0, 0, 0, 0), "RGBA": (0, 0, 0, 0), "I;16": 65535}.get(
        mode, 1 if mode == "1" else 255
    )


def _ink(mode: str) -> Any:
    return {"RGB": "black", "CMYK": (0, 0, 0, 255), "RGBA": (0, 0, 0, 255)}.get(mode, 0)


def _located() -> bytes:
    """A photograph that says where, when and with what it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0132] = 6, "Marque Fictive", "2026:06:12 14:00:00"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (43.0, 36.0, 39.0)
    return _picture("JPEG", exif=exif, comment=b"commentaire cache") + b"derriere l'image"


def _scanned(pages: int = 2) -> bytes:
    made = BytesIO()
    canvas = Canvas(made, pagesize=(612, 792))
    for number in range(pages):
        canvas.drawString(72, 700, f"feuille {number + 1}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _reader(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data), strict=True)


def _shown(data: bytes, scale: float = 0.7) -> Image.Image:
    """The last page as a picture, by default of 50 points an inch."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    shown = document[len(document) - 1].render(scale=scale).to_pil().convert("L")
    document.close()
    return shown


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"%PDF-1.4", "pdf"),
        (b"\0" * 50 + b"%PDF-1.4", "pdf"),
    ],
)
def test_a_scan_is_recognised_by_its_content(data: bytes, media: str) -> None:
    assert recognise(data) == media


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "JPEG"),
        (b"GIF89a", "JPEG"),
        (b"II*\0", "TIFF"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "JPEG"),
    ],
)
def test_another_format_is_refused_with_what_to_do(data: bytes, word: str) -> None:
    with pytest.raises(Refusal, match=word):
        recognise(data)


@pytest.mark.parametrize(
    ("scan", "media", "pages"),
    [
        (_picture("JPEG"), "jpeg", 1),
        (_picture("PNG"), "png", 1),
        (_scanned(3), "pdf", 3),
    ],
)
def test_a_scan_becomes_the_last_pages_a4_under_a_caption(
    scan: bytes, media: str, pages: int
) -> None:
    found = check_scan(scan)
    assert (found.media, found.pages) == (media, pages)
    made = _reader(append_scan(FICHE, scan, media))
    assert len(made.pages) == 1 + pages
    for page in made.pages[1:]:
        assert [round(float(side), 2) for side in page.mediabox[2:]] == list(A4)
        assert CAPTION in page.extract_text()
        assert "/Annots" not in page


def test_the_caption_is_apart_from_what_was_scanned() -> None:
    dark = Image.new("L", (620, 877), 0)
    made = BytesIO()
    dark.save(made, "PNG")
    shown = _shown(append_scan(FICHE, made.getvalue(), "png"), scale=2)
    foot = shown.crop((0, shown.height - 56, shown.width, shown.height))
    assert foot.getextrema()[0] < 128  # the caption is there
    assert ImageStat.Stat(foot).mean[0] > 225  # on white


def test_the_fields_the_properties_and_the_attachment_of_the_fiche_are_kept() -> None:
    for scan in (_picture("JPEG"), _scanned()):
        made = append_scan(FICHE, scan, recognise(scan))
        read = read_returned(made)
        assert read.fields == {"reponse_nom": "Martin"}
        assert read.attachment == b'{"schema": "pdp-fiche/1"}'
        assert read.remarks == ()
        metadata = _reader(made).metadata
        assert metadata is not None
        assert (metadata.title, metadata.keywords) == ("Fiche 2026-0171", "pdp-fiche")


def test_the_same_scan_makes_the_same_bytes() -> None:
    scan = _picture("JPEG")
    assert append_scan(FICHE, scan, "jpeg") == append_scan(FICHE, scan, "jpeg")


@pytest.mark.skipif(not MUTOOL, reason="mutool is absent")
def test_another_program_opens_the_result_without_a_word(tmp_path: Path) -> None:
    place = tmp_path / "made.pdf"
    for scan in (_picture("PNG"), _scanned()):
        place.write_bytes(append_scan(FICHE, scan, recognise(scan)))
        done = subprocess.run(
            [MUTOOL or "", "draw", "-q", "-o", "-", "-F", "text", place],
            capture_output=True,
            check=True,
            timeout=60,
        )
        said = [one for one in done.stderr.decode().splitlines() if "ICC" not in one]
        assert said == []
        assert CAPTION in done.stdout.decode()


def test_where_and_when_a_photograph_was_taken_does_not_leave_and_it_stands_upright() -> None:
    scan = _located()
    assert b"Marque Fictive" in scan
    made = append_scan(FICHE, scan, "jpeg")
    for trace in (b"Exif", b"Marque", b"2026:06:12", b"commentaire cache", b"derriere l'image"):
        assert trace not in made
    (image,) = _reader(made).pages[-1].images
    assert image.image is not None
    assert image.image.size == (877, 620)  # turned as the photograph says
    assert not image.image.getexif()
    assert set(image.image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "1"),
        ("PNG", "L"),
        ("PNG", "I;16"),
        ("PNG", "P"),
        ("PNG", "RGBA"),
    ],
)
def test_ink_is_dark_and_paper_is_white_whatever_the_colours(kind: str, mode: str) -> None:
    scan = _picture(kind, mode=mode)
    shown = _shown(append_scan(FICHE, scan, recognise(scan)))
    middle = shown.getpixel((shown.width * 3 // 8, shown.height * 3 // 8))
    paper = shown.getpixel((shown.width * 3 // 4, shown.height * 3 // 4))
    assert isinstance(middle, int)
    assert isinstance(paper, int)
    assert middle < 40
    assert paper > 215


def test_a_large_photograph_is_reduced_and_small_letters_stay() -> None:
    scan = _picture("JPEG", size=(4000, 5600))
    made = append_scan(FICHE, scan, "jpeg")
    (image,) = _reader(made).pages[-1].images
    assert image.image is not None
    assert 2400 < max(image.image.size) <= 2480
    assert len(made) < 500_000


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_turned_page_stands_upright(turned: int) -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(_scanned(1))))
    writer.pages[0][NameObject("/Rotate")] = NumberObject(turned)
    made = BytesIO()
    writer.write(made)
    before, after = _shown(made.getvalue()), _shown(append_scan(FICHE, made.getvalue(), "pdf"))
    for shown in (before, after):
        assert _quarter(shown) == {0: (0, 0), 90: (1, 0), 180: (1, 1), 270: (0, 1)}[turned]


def _quarter(shown: Image.Image) -> tuple[int, int]:
    """In which quarter the ink is; the caption is left aside."""
    ink = shown.crop((0, 0, shown.width, shown.height - 22)).point(lambda one: 255 * (one < 128))
    box = ink.getbbox()
    assert box is not None
    return int(box[0] + box[2] > shown.width), int(box[1] + box[3] > shown.height)


def test_nothing_active_of_a_scanned_pdf_is_kept() -> None:
    action = b"/A << /S /Launch /F (calc.exe) >>"
    scan = hostile.scan_pdf(
        b"/XObject << /Im 5 0 R >> /Properties << /A << /Type /OCG /Name (secret) >> >>",
        b"q 500 0 0 700 0 0 cm /Im Do Q",
        b"/AA << /O << /S /JavaScript /JS (app.alert) >> >> /Metadata 6 0 R "
        b"/Annots [<< /Subtype /Widget /FT /Tx /T (autre) /V (x) %b >>] /PieceInfo << /X 1 >>"
        % action,
        hostile.stream(
            zlib.compress(bytes(100)),
            b"/Type /XObject /Subtype /Image /Width 10 /Height 10 /ColorSpace /DeviceGray"
            b" /BitsPerComponent 8 /Filter /FlateDecode /Metadata 6 0 R /OPI << /F (x) >>"
            b" /Alternates [<< /Image 5 0 R >>] " + action,
        ),
        hostile.stream(b"<x:xmpmeta>auteur cache</x:xmpmeta>", b"/Type /Metadata /Subtype /XML"),
    )
    made = append_scan(FICHE, scan, "pdf")
    for trace in (
        *(b"/JavaScript", b"/Launch", b"/AA ", b"/OpenAction", b"calc.exe", b"auteur cache"),
        *(b"/OPI", b"/Alternates", b"/PieceInfo", b"(autre)", b"secret"),
    ):
        assert trace not in made
    assert read_returned(made).fields == {"reponse_nom": "Martin"}
    shown = _shown(made)
    assert shown.getpixel((shown.width // 2, shown.height // 2)) == 0


def test_a_stream_kept_in_another_file_does_not_stay_a_link_to_it() -> None:
    scan = hostile.scan_pdf(
        b"/XObject << /Im 5 0 R >>",
        b"/Im Do",
        b"",
        hostile.stream(
            b"",
            b"/Subtype /Image /Width 1 /Height 1 /F (/etc/passwd) /FFilter /FlateDecode",
        ),
    )
    assert b"/etc/passwd" not in append_scan(FICHE, scan, "pdf")


def test_names_chosen_by_the_author_are_kept_even_when_they_look_active() -> None:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    scan = hostile.scan_pdf(
        b"/Font << /F 5 0 R /A 5 0 R >>",
        b"BT /F 20 Tf 72 700 Td (feuille) Tj /A 20 Tf ( signee) Tj ET",
        b"",
        font,
    )
    assert "feuille signee" in _reader(append_scan(FICHE, scan, "pdf")).pages[-1].extract_text()


def test_resources_that_name_each_other_are_copied_once() -> None:
    form = hostile.stream(
        b"/Me Do", b"/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Me 5 0 R >> >>"
    )
    scan = hostile.scan_pdf(b"/XObject << /Me 5 0 R >>", b"/Me Do", b"", form)
    assert len(append_scan(FICHE, scan, "pdf")) < 100_000


@pytest.mark.parametrize(
    ("scan", "code"),
    [
        (_picture("JPEG")[:-300], "cut"),
        (_picture("PNG")[:-300], "cut"),
        (_scanned()[:-300], "cut"),
        (b"%PDF-1.4\nstartxref\n0\n%%EOF", "damaged"),
        (hostile.hostile("encrypted"), "encrypted"),
        (hostile.hostile("ten thousand pages"), "too_many_pages"),
        (hostile.PICTURES["png of a gigapixel"](), "picture_too_large"),
        (hostile.PICTURES["jpeg of 65,500 points a side"](), "picture_too_large"),
        (hostile.SCANS["picture of a gigapixel"](), "picture_too_large"),
        (hostile.SCANS["picture that is a bomb"](), "too_heavy"),
        (hostile.SCANS["picture that is a nested bomb"](), "too_heavy"),
        (hostile.SCANS["content that is a bomb"](), "too_heavy"),
        (hostile.SCANS["postscript"](), "damaged"),
        (b"%PDF-" + bytes(MOST_BYTES), "too_big"),
    ],
)
def test_a_scan_cut_damaged_or_too_large_is_refused(scan: bytes, code: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        check_scan(scan)
    assert refused.value.what == REASONS[code]
    assert "Numérisez" in refused.value.todo


def _pictured(how: str = "") -> bytes:
    """A sheet scanned as a picture, and what is hidden on it."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=(612, 792))
    canvas.drawImage(ImageReader(BytesIO(_picture("PNG"))), 0, 0, 612, 792)
    if how == "white":
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(72, 100, "dit a part")
    if how == "invisible":
        text = canvas.beginText(72, 100)
        text.setTextRenderMode(3)
        text.textLine("dit a part")
        canvas.drawText(text)
    if how == "inside":
        canvas.beginForm("inside")
        canvas.drawString(72, 100, "dit a part")
        canvas.endForm()
        canvas.doForm("inside")
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(made))
    if how == "cropped":
        writer.pages[0].cropbox = RectangleObject((0, 0, 612, 700))
    if how == "layers":
        writer.root_object[NameObject("/OCProperties")] = DictionaryObject()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_signed_sheet_scanned_as_pictures_is_kept() -> None:
    assert check_scan(_pictured(), signed=True).pages == 1
    assert check_scan(_picture("JPEG"), signed=True).media == "jpeg"
    made = BytesIO()
    Image.open(BytesIO(_picture("PNG"))).save(made, "PDF")
    assert check_scan(made.getvalue(), signed=True).pages == 1


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("white", "text"),
        ("invisible", "text"),
        ("inside", "text"),
        ("cropped", "cropped"),
        ("layers", "layers"),
    ],
)
def test_what_a_signed_sheet_hides_does_not_leave_with_it(how: str, code: str) -> None:
    scan = _pictured(how)
    with pytest.raises(DocumentRefused) as refused:
        check_scan(scan, signed=True)
    assert refused.value.what == REASONS[code]
    assert "comme une image" in refused.value.todo
    assert check_scan(scan).pages == 1  # what a partner sent is kept as it is, and does not leave


@pytest.mark.parametrize("name", [*hostile.PICTURES, *hostile.SCANS])
def test_a_hostile_scan_is_placed_or_refused(name: str) -> None:
    scan = {**hostile.PICTURES, **hostile.SCANS}[name]()
    try:
        assert append_scan(FICHE, scan, recognise(scan)).startswith(b"%PDF-")
    except DocumentRefused as refused:
        assert refused.what in REASONS.values()  # noqa: PT017 - both endings are right


def test_every_hostile_pdf_is_placed_or_refused_as_a_scan() -> None:
    from pdpcli.forms.confined_tasks import perform

    for name in hostile.NAMES:
        if "bomb" not in name:
            answer = perform("append_scan", b"%d\n" % len(FICHE) + FICHE + hostile.hostile(name))
            assert re.match(rb"ok\n%PDF-|no [a-z_]+$", answer), name


def test_200_mutations_of_scans_are_placed_or_refused() -> None:
    from pdpcli.forms.confined_tasks import perform

    good = [_scanned(1), _picture("JPEG", (60, 80)), _picture("PNG", (60, 80))]
    verdicts = set()
    for scan in hostile.mutations(good, 200):
        answer = perform("append_scan", b"%d\n" % len(FICHE) + FICHE + scan)
        assert re.match(rb"ok\n%PDF-|no [a-z_]+$", answer)
        verdicts.add(answer[:2])
    assert verdicts == {b"ok", b"no"}


def test_a_scan_that_is_not_what_was_said_is_refused() -> None:
    with pytest.raises(DocumentRefused) as refused:
        append_scan(FICHE, _picture("PNG"), "jpeg")
    assert refused.value.what == REASONS["media"]


def test_the_task_itself_leaves_the_fiche_as_it_was_before_the_scan() -> None:
    scan = _scanned(1)
    before = _reader(FICHE).pages[0].extract_text()
    made = appended(b"%d\n" % len(FICHE) + FICHE + scan)
    assert _reader(made).pages[0].extract_text() == before
