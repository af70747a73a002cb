"""The one drawer of what a meeting prints: agenda, calendar, minutes. Plain values, A4.

What is printed here is what it was given: who may be named is decided by the caller (law 1).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from pdpcli.errors import InputRefused, Problem

_FIXED = "Page 0123456789/"


@dataclass(frozen=True)
class Point:
    """One point: what is in bold, then its lines under it. A line keeps its line ends."""

    head: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A titled part: points, each kept whole where a page allows it."""

    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Paper:
    """One document of a meeting. ``notice`` is printed under the title, and at each foot."""

    sender: str
    title: str
    on: date
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    notice: str
    foot: str


def draw_paper(paper: Paper) -> bytes:
    """The PDF: the embedded font, the same bytes each time, nothing cut.

    Raises:
        InputRefused: it holds a character that the font does not draw.
    """
    from pdpcli.forms.agenda_pages import paged

    _require_printable(paper)
    pages, buffer = paged(paper), BytesIO()
    canvas = _canvas(paper, buffer)
    fonts = _fonts(canvas, paper)
    for number, page in enumerate(pages, 1):
        _page(canvas, fonts, paper, page, f"Page {number}/{len(pages)}")
    canvas.save()
    return buffer.getvalue()


def _texts(paper: Paper) -> Iterator[tuple[str, str]]:
    """Every text printed, with the place that is said when it cannot be."""
    yield from (("organisme", paper.sender), ("titre", paper.title))
    yield from ((label, f"{label} : {text}") for label, text in paper.facts)
    for part in paper.parts:
        yield "titre", part.title
        for point in part.points:
            yield from ((point.head, text) for text in (point.head, *point.lines))
    yield from (("mention", paper.notice), ("pied de page", paper.foot))


def _require_printable(paper: Paper) -> None:
    from pdpcli.forms.glyphs import printable

    refused = [refusal for _, text in _texts(paper) if (refusal := printable(text))]
    if refused:
        problems = [Problem("", one.reason) for one in refused]
        raise InputRefused("Le document n'a pas été écrit.", problems=problems)


def _canvas(paper: Paper, buffer: BytesIO) -> Any:  # noqa: ANN401 - reportlab has no types
    from reportlab.pdfgen.canvas import Canvas

    from pdpcli.forms.font import REGULAR, font
    from pdpcli.forms.metrics import PAGE

    font(REGULAR)
    canvas = Canvas(
        buffer, pagesize=PAGE, invariant=1, pageCompression=1, initialFontName=REGULAR,
        lang="fr-FR",
    )  # fmt: skip
    canvas.setTitle(paper.title)
    canvas.setAuthor(paper.sender)
    canvas.setCreator("pdp")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    stamp = canvas._doc._timeStamp  # noqa: SLF001 - no other way
    stamp.YMDhms = (*paper.on.timetuple()[:3], 0, 0, 0)
    return canvas


def _fonts(canvas: Any, paper: Paper) -> Any:  # noqa: ANN401 - idem
    """The fonts of the document, begun with the letters it has."""
    from pdpcli.forms.font import NAMES
    from pdpcli.forms.pen import Fonts

    chars = set(_FIXED).union(*(text for _, text in _texts(paper)))
    alphabet = "".join(sorted(chars - {" ", "\n"}))
    return Fonts(canvas._doc, dict.fromkeys(NAMES, alphabet))  # noqa: SLF001 - no other way


def _page(canvas: Any, fonts: Any, paper: Paper, page: Any, folio: str) -> None:  # noqa: ANN401
    from pdpcli.forms.agenda_pages import LEFT, RIGHT
    from pdpcli.forms.font import REGULAR
    from pdpcli.forms.measure import width
    from pdpcli.forms.metrics import SMALL_SIZE
    from pdpcli.forms.pen import Pen

    pen = Pen(fonts)
    for band in page.bands:
        pen.band((LEFT, band), RIGHT - LEFT, 16.0)
    for line in page.lines:
        pen.text((line.x, line.y), line.text, line.font, line.size)
    pen.rule((LEFT, 46), RIGHT - LEFT)
    pen.label((LEFT, 35), paper.foot, SMALL_SIZE)
    pen.label((RIGHT - width(folio, REGULAR, SMALL_SIZE), 35), folio, SMALL_SIZE)
    canvas.addLiteral(pen.code)
    canvas.showPage()
