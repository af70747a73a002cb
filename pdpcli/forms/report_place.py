"""Where the next thing of a report goes: pages, and what is inked on each."""

from dataclasses import dataclass, field

from pdpcli.forms.font import REGULAR
from pdpcli.forms.measure import wrap
from pdpcli.forms.metrics import PAGE

LEFT, RIGHT = 50.0, 545.0
WIDTH = RIGHT - LEFT
SIZE, PITCH = 9.5, 13.5
SMALL, SMALL_PITCH = 8.0, 11.0
TOP, BOTTOM = PAGE[1] - 56.0, 64.0


@dataclass(frozen=True)
class Line:
    """One line of text on a page."""

    text: str
    x: float
    y: float
    font: str = REGULAR
    size: float = SIZE


@dataclass(frozen=True)
class Box:
    """A rectangle from its lower left corner: a band, a frame, or a bar and its filling."""

    kind: str  # band, frame, solid, hatched, empty
    x: float
    y: float
    width: float
    height: float


@dataclass
class Page:
    """What is inked on a page: boxes first, then rules and dots (x, y, width), then texts."""

    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    rules: list[tuple[float, float, float]] = field(default_factory=list)
    dots: list[tuple[float, float, float]] = field(default_factory=list)


class Place:
    """A pen's way down the pages."""

    def __init__(self) -> None:
        self.pages, self.y = [Page()], TOP
        self.titles: list[tuple[str, int, float]] = []  # title, page, height: the outline

    @property
    def page(self) -> Page:
        """The page being filled."""
        return self.pages[-1]

    def space(self, height: float) -> None:
        """Go down, but at the top of a page."""
        if self.y < TOP:
            self.y -= height

    def turn(self) -> None:
        """A new page, unless this one is blank."""
        if self.y < TOP:
            self.pages.append(Page())
            self.y = TOP

    def fits(self, height: float) -> bool:
        """Whether ``height`` is left on this page."""
        return self.y - height >= BOTTOM

    def room(self, height: float) -> None:
        """A new page, unless ``height`` is left here or would not be on a whole page."""
        if not self.fits(height) and (height <= TOP - BOTTOM or self.y < (TOP + BOTTOM) / 2):
            self.turn()

    def put(  # noqa: PLR0913 - a text, its font and where it is
        self,
        text: str,
        font: str = REGULAR,
        size: float = SIZE,
        pitch: float = PITCH,
        *,
        x: float = LEFT,
        right: float = RIGHT,
    ) -> None:
        """A text folded under itself between ``x`` and ``right``; "" is nothing."""
        for line in folded(text, font, size, right - x):
            if not self.fits(0):
                self.turn()
            self.page.lines.append(Line(line, x, self.y, font, size))
            self.y -= pitch


def folded(text: str, font: str, size: float, room: float) -> list[str]:
    """The lines of a text in ``room`` points, « 10 % » and « § 5 » kept whole; none for ""."""
    tied = text.replace(" %", "\N{NO-BREAK SPACE}%").replace("§ ", "§\N{NO-BREAK SPACE}")
    return wrap(tied, font, size, room, room) if text else []
