"""The one drawer of annual reports: A4, the embedded font, the same bytes each time.

What is printed here is what it was given; who may be named was decided before: nobody.
"""

from io import BytesIO
from typing import TYPE_CHECKING, Any

from pdpcli.forms.plain_canvas import begun, end_page, fonts_of, require_printable
from pdpcli.forms.report import Report, texts_of

if TYPE_CHECKING:
    from pdpcli.forms.report_place import Page, Place

_FIXED = "Page 0123456789/– Nom et qualité : Date : Signature : Signatures Pour\N{NO-BREAK SPACE}"
_DRAWN = {"band": "band", "frame": "frame"}


def draw_report(report: Report) -> bytes:
    """The PDF of a report.

    Raises:
        InputRefused: it holds a character that the font does not draw.
    """
    from pdpcli.forms.report_pages import paged

    require_printable(texts_of(report), "Le bilan n'a pas été écrit.")
    place, buffer = paged(report), BytesIO()
    title = f"{report.cover.title}, {report.cover.subtitle}"
    canvas = begun(buffer, title, report.cover.sender, report.on)
    fonts = fonts_of(canvas, texts_of(report), _FIXED)
    for number, page in enumerate(place.pages):
        _outline(canvas, place, number)
        _page(canvas, fonts, report, page, f"Page {number + 1}/{len(place.pages)}")
    canvas.save()
    return buffer.getvalue()


def _outline(canvas: Any, place: "Place", number: int) -> None:  # noqa: ANN401 - idem
    """The titles of this page, to be reached from the reader's side panel."""
    for rank, (title, page, y) in enumerate(place.titles):
        if page == number:
            canvas.bookmarkHorizontal(f"t{rank}", 0, y)
            canvas.addOutlineEntry(title, f"t{rank}", 0, closed=False)


def _page(canvas: Any, fonts: Any, report: Report, page: "Page", folio: str) -> None:  # noqa: ANN401
    from pdpcli.forms.pen import Pen
    from pdpcli.forms.report_place import LEFT, RIGHT

    pen = Pen(fonts)
    for box in page.boxes:
        at, size = (box.x, box.y), (box.width, box.height)
        if box.kind in _DRAWN:
            getattr(pen, box.kind)(at, *size)
        else:
            pen.bar(at, size, box.kind)
    for x, y, long in page.rules:
        pen.rule((x, y), long)
    for x, y, long in page.dots:
        pen.dots((x, y), long)
    for line in page.lines:
        pen.text((line.x, line.y), line.text, line.font, line.size)
    end_page(canvas, pen, (LEFT, RIGHT), report.foot, folio)
