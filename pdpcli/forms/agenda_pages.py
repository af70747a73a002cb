"""Where each line of a meeting's document goes, page by page; a point is parted only if it must."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pdpcli.forms.font import BOLD, OBLIQUE, REGULAR
from pdpcli.forms.measure import width, wrap
from pdpcli.forms.metrics import PAGE

if TYPE_CHECKING:
    from pdpcli.forms.agenda_pdf import Paper, Part, Point

LEFT, RIGHT = 50.0, 545.0
SIZE, PITCH = 9.5, 13.5
_TITLE, _BAND = 15.0, 24.0
_TOP, _BOTTOM = PAGE[1] - 56.0, 62.0
_INDENT, _AFTER_LABEL = 14.0, 10.0
_GAP = 6.0


@dataclass(frozen=True)
class Line:
    """One line on a page."""

    text: str
    x: float
    y: float
    font: str = REGULAR
    size: float = SIZE


@dataclass
class Page:
    """The lines of a page, and the bottoms of its grey bands."""

    lines: list[Line] = field(default_factory=list)
    bands: list[float] = field(default_factory=list)


def paged(paper: "Paper") -> list[Page]:
    """The pages; nothing is cut."""
    place = _Place()
    place.put(paper.sender, BOLD, 10.5)
    place.space(12)
    place.put(paper.title, BOLD, _TITLE, 20.0)
    place.put(paper.notice, OBLIQUE)
    place.space(_GAP)
    _facts(place, paper)
    for part in paper.parts:
        _part(place, part)
    return place.pages


class _Place:
    """Where the next line goes."""

    def __init__(self) -> None:
        self.pages, self.y = [Page()], _TOP

    def space(self, height: float) -> None:
        self.y -= height

    def room(self, height: float) -> None:
        """A new page, unless ``height`` is left or a whole page would not do."""
        if self.y - height < _BOTTOM and (height < _TOP - _BOTTOM or self.y < _TOP / 2):
            self.pages.append(Page())
            self.y = _TOP

    def put(
        self,
        text: str,
        font: str = REGULAR,
        size: float = SIZE,
        pitch: float = PITCH,
        x: float = LEFT,
    ) -> None:
        """A text folded under itself; "" is nothing."""
        for line in wrap(text, font, size, RIGHT - x, RIGHT - x) if text else ():
            if self.y < _BOTTOM:
                self.pages.append(Page())
                self.y = _TOP
            self.pages[-1].lines.append(Line(line, x, self.y, font, size))
            self.y -= pitch


def _facts(place: _Place, paper: "Paper") -> None:
    column = max((width(label, BOLD, SIZE) for label, _ in paper.facts), default=0.0)
    for label, text in paper.facts:
        y = place.y
        place.put(text, x=LEFT + column + _AFTER_LABEL)
        place.pages[-1].lines.append(Line(label, LEFT, y, BOLD))


def _part(place: _Place, part: "Part") -> None:
    first = part.points[0] if part.points else None
    place.room(_BAND + 2 * _GAP + (_height(first) if first else 0))
    place.space(_GAP + 10)
    place.pages[-1].bands.append(place.y - 4.5)
    place.pages[-1].lines.append(Line(part.title, LEFT + 4, place.y, BOLD))
    place.space(_BAND - 4)
    for point in part.points:
        place.room(_height(point))
        place.put(point.head, BOLD)
        for text in point.lines:
            place.put(text, x=LEFT + _INDENT)
        place.space(_GAP)


def _height(point: "Point") -> float:
    room = RIGHT - LEFT
    count = len(wrap(point.head, BOLD, SIZE, room, room))
    for text in point.lines:
        count += len(wrap(text, REGULAR, SIZE, room - _INDENT, room - _INDENT))
    return count * PITCH
