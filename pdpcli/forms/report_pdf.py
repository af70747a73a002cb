"""The one drawer of annual reports: A4, the embedded font, the same bytes each time.

What is printed here is what it was given; who may be named was decided before: nobody.
"""

from io import BytesIO
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused, Problem
from pdpcli.forms.report import Report, texts_of

if TYPE_CHECKING:
    from pdpcli.forms.report_place import Page, Place

_FIXED = "Page 0123456789/– Nom et qualité : Date : Signature : Signatures Pour"
_DRAWN = {"band": "band", "frame": "frame"}


def draw_report(report: Report) -> bytes:
    """The PDF of a report.

    Raises:
        InputRefused: it holds a character that the font does not draw.
    """
    from pdpcli.forms.report_pages import paged

    _require_printable(report)
    place, buffer = paged(report), BytesIO()
    canvas = _canvas(report, buffer)
    fonts = _fonts(canvas, report)
    for number, page in enumerate(place.pages):
        _outline(canvas, place, number)
        _page(canvas, fonts, report, page, f"Page {number + 1}/{len(place.pages)}")
    canvas.save()
    return buffer.getvalue()


def _require_printable(report: Report) -> None:
    from pdpcli.forms.glyphs import printable

    told = {at: refusal for at, text in texts_of(report) if (refusal := printable(text))}
    if told:
        problems = [Problem(at, refusal.reason) for at, refusal in told.items()]
        raise InputRefused("Le bilan n'a pas été écrit.", problems=problems)


def _canvas(report: Report, buffer: BytesIO) -> Any:  # noqa: ANN401 - reportlab has no types
    from reportlab.pdfgen.canvas import Canvas

    from pdpcli.forms.font import REGULAR, font
    from pdpcli.forms.metrics import PAGE

    font(REGULAR)
    canvas = Canvas(
        buffer, pagesize=PAGE, invariant=1, pageCompression=1, initialFontName=REGULAR,
        lang="fr-FR",
    )  # fmt: skip
    canvas.setTitle(f"{report.cover.title}, {report.cover.subtitle}")
    canvas.setAuthor(report.cover.sender)
    canvas.setCreator("pdp")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    stamp = canvas._doc._timeStamp  # noqa: SLF001 - no other way
    stamp.YMDhms = (*report.on.timetuple()[:3], 0, 0, 0)
    return canvas


def _fonts(canvas: Any, report: Report) -> Any:  # noqa: ANN401 - idem
    """The fonts of the document, begun with the letters it has."""
    from pdpcli.forms.font import NAMES
    from pdpcli.forms.pen import Fonts

    chars = set(_FIXED).union(*(text for _, text in texts_of(report)))
    alphabet = "".join(sorted(chars - {" ", "\n"}))
    return Fonts(canvas._doc, dict.fromkeys(NAMES, alphabet))  # noqa: SLF001 - no other way


def _outline(canvas: Any, place: "Place", number: int) -> None:  # noqa: ANN401 - idem
    """The titles of this page, to be reached from the reader's side panel."""
    for rank, (title, page, y) in enumerate(place.titles):
        if page == number:
            canvas.bookmarkHorizontal(f"t{rank}", 0, y)
            canvas.addOutlineEntry(title, f"t{rank}", 0, closed=False)


def _page(canvas: Any, fonts: Any, report: Report, page: "Page", folio: str) -> None:  # noqa: ANN401
    from pdpcli.forms.font import REGULAR
    from pdpcli.forms.measure import width
    from pdpcli.forms.metrics import SMALL_SIZE
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
    pen.rule((LEFT, 46), RIGHT - LEFT)
    pen.label((LEFT, 35), report.foot, SMALL_SIZE)
    pen.label((RIGHT - width(folio, REGULAR, SMALL_SIZE), 35), folio, SMALL_SIZE)
    canvas.addLiteral(pen.code)
    canvas.showPage()
