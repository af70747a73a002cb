"""The one drawer of what a meeting prints: agenda, calendar, minutes. Plain values, A4.

What is printed here is what it was given: who may be named is decided by the caller (law 1).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from pdpcli.forms.plain_canvas import begun, end_page, fonts_of, require_printable

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

    require_printable(_texts(paper), "Le document n'a pas été écrit.")
    pages, buffer = paged(paper), BytesIO()
    canvas = begun(buffer, paper.title, paper.sender, paper.on)
    fonts = fonts_of(canvas, _texts(paper), _FIXED)
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


def _page(canvas: Any, fonts: Any, paper: Paper, page: Any, folio: str) -> None:  # noqa: ANN401
    from pdpcli.forms.agenda_pages import LEFT, RIGHT
    from pdpcli.forms.pen import Pen

    pen = Pen(fonts)
    for band in page.bands:
        pen.band((LEFT, band), RIGHT - LEFT, 16.0)
    for line in page.lines:
        pen.text((line.x, line.y), line.text, line.font, line.size)
    end_page(canvas, pen, (LEFT, RIGHT), paper.foot, folio)
