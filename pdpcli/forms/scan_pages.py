"""The pages that a scan becomes: in the child process of forms/confined.py only.

Each is a new A4 page of our own, with a caption, on which what was scanned is placed.
"""

import json
from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pdpcli.forms.font import REGULAR, font
from pdpcli.forms.scan import recognise
from pdpcli.forms.scan_copy import Seen, seen_pages
from pdpcli.forms.scan_images import refuse_hidden
from pdpcli.forms.scan_picture import picture, pixels

_WIDTH, _HEIGHT = 595.28, 841.89
#: Where what was scanned goes: left, bottom, right, top. The caption is below it.
_FRAME = (14.0, 30.0, _WIDTH - 14.0, _HEIGHT - 14.0)
_CAPTION, _CAPTION_AT, _CAPTION_SIZE = "Accord signé, copie conservée au dossier", (14.0, 16.0), 7

font(REGULAR)  # read from the disk now: the child is confined once its modules are loaded


def checked(data: bytes) -> bytes:
    """How many pages the scan has, once placed on them, and the pixels of a picture: JSON."""
    _, scan = _parted(data)
    writer = PdfWriter()
    told = {"pages": _place(writer, scan)}
    seen = "" if recognise(scan) == "pdf" else pixels(scan)
    return json.dumps({**told, "pixels": seen}).encode()


def signed(data: bytes) -> bytes:
    """The same of a signed sheet, which leaves with the fiche: pictures and nothing else."""
    _, scan = _parted(data)
    if recognise(scan) == "pdf":
        refuse_hidden(scan)
    return checked(data)


def appended(data: bytes) -> bytes:
    """The fiche, followed by the pages of the scan."""
    fiche, scan = _parted(data)
    writer = PdfWriter(clone_from=PdfReader(BytesIO(fiche)))
    _place(writer, scan)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _parted(data: bytes) -> tuple[bytes, bytes]:
    """The fiche and the scan, as scan._run joined them."""
    size, _, rest = data.partition(b"\n")
    return rest[: int(size)], rest[int(size) :]


def _place(writer: PdfWriter, scan: bytes) -> int:
    if recognise(scan) == "pdf":
        seen = list(seen_pages(scan, writer))
        captioned = PdfReader(BytesIO(_captioned(len(seen)))).pages
        for one, under in zip(seen, captioned, strict=True):
            _show(writer.add_page(under), one)
        return len(seen)
    writer.add_page(PdfReader(BytesIO(_captioned(1, picture(scan)))).pages[0])
    return 1


def _captioned(count: int, shown: bytes = b"") -> bytes:
    """``count`` A4 pages with their caption, and the picture ``shown`` on the first."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=(_WIDTH, _HEIGHT), invariant=1, initialFontName=REGULAR)
    for number in range(1, count + 1):
        said = f"{_CAPTION} ({number}/{count})" if count > 1 else _CAPTION
        canvas.setFont(REGULAR, _CAPTION_SIZE)
        canvas.drawString(*_CAPTION_AT, said)
        if shown:
            left, bottom, right, top = _FRAME
            canvas.drawImage(
                ImageReader(BytesIO(shown)),
                left,
                bottom,
                right - left,
                top - bottom,
                preserveAspectRatio=True,
            )
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _show(page: PageObject, seen: Seen) -> None:
    """Draw what was seen of a page in the frame, upright."""
    left, bottom, right, top = _FRAME
    width, height = seen.size
    scale = min((right - left) / width, (top - bottom) / height)
    x = left + (right - left - width * scale) / 2
    y = bottom + (top - bottom - height * scale) / 2
    resources = page["/Resources"]
    if not isinstance(resources, DictionaryObject):
        raise TypeError("reportlab writes the resources of a page as a dictionary")
    resources[NameObject("/XObject")] = DictionaryObject({NameObject("/Scan"): seen.drawing})
    contents = page.get_contents()
    if contents is None:
        raise TypeError("reportlab writes a caption")
    placed = f"\nq {scale:.6f} 0 0 {scale:.6f} {x:.4f} {y:.4f} cm /Scan Do Q\n"
    contents.set_data(b"q\n" + contents.get_data() + b"Q" + placed.encode())
    page.replace_contents(contents)
