"""Which section goes on which page, how far texts stretch, and what is left to continue.

A section is never parted. A long text first takes the room its page has left, then continues on a
page after the others; nothing is cut.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pdpcli.forms.continuation import Pages, Rest, continue_texts, first_pages
from pdpcli.forms.font import OBLIQUE
from pdpcli.forms.form import Field, Form
from pdpcli.forms.measure import wrap
from pdpcli.forms.metrics import (
    BOTTOM,
    FIRST_TOP,
    GAP,
    MOST_LINES,
    NEXT_TOP,
    PITCH,
    SMALL_PITCH,
    SMALL_SIZE,
    WIDTH,
)
from pdpcli.forms.plate import PICTURED, Growth, Plate, Slot, plate

Texts = Mapping[str, str]  # field id -> text as printed


@dataclass(frozen=True)
class Extra:
    """What a sheet prints beside its form: a line at its head, lines at its foot, pictures."""

    head: float = 0.0  # the height taken under the title
    foot: float = 0.0  # the height taken at the foot of the form's last page
    pictured: frozenset[str] = frozenset()  # the signatures that have a picture


_NOTHING = Extra()
_TOLERANCE = 0.01  # of a point


@dataclass(frozen=True)
class Placed:
    """A section of the form on a page: its index, its growth and the y of its top."""

    index: int
    growth: Growth
    top: float


@dataclass(frozen=True)
class Layout:
    """The form's pages, those of the texts that go on, and where each of these does.

    ``apart``: what was to go at the foot has no room, and has a page of its own.
    """

    pages: tuple[tuple[Placed, ...], ...]
    following: Pages
    continued: Mapping[str, int]  # field id -> page
    apart: bool = False

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self.pages) + len(self.following) + self.apart


def notice_lines(form: Form) -> list[str]:
    """The notice as it is printed at the foot of the form."""
    return wrap(form.notice, OBLIQUE, SMALL_SIZE, WIDTH, WIDTH) if form.notice else []


def lay_out(form: Form, texts: Texts, extra: Extra = _NOTHING) -> Layout:
    """Where everything goes."""
    foot = len(notice_lines(form)) * SMALL_PITCH + extra.foot
    pages = _fill(form, texts, _Room(FIRST_TOP - extra.head, foot))
    placed = tuple(
        _stretch(form, texts, page, _room(number, len(pages), extra.head, foot), extra)
        for number, page in enumerate(pages, 1)
    )
    if extra.foot and _low(form, placed[-1]) < BOTTOM + foot - _TOLERANCE:
        return replace(lay_out(form, texts, replace(extra, foot=0.0)), apart=True)
    following = continue_texts(_rests(form, texts, placed, extra))
    return Layout(placed, following, first_pages(following, len(pages)))


@dataclass(frozen=True)
class _Room:
    """A page's room: its top, and the height kept at its foot (on the last page only)."""

    top: float
    foot: float


def _room(number: int, last: int, head: float, foot: float) -> _Room:
    top = FIRST_TOP - head if number == 1 else NEXT_TOP
    return _Room(top, foot if number == last else 0)


def _low(form: Form, page: tuple[Placed, ...]) -> float:
    """The foot of the last section of a page."""
    return page[-1].top - plate_of(form, page[-1]).height


def _fill(form: Form, texts: Texts, first: _Room) -> list[list[tuple[int, Growth]]]:
    """Sections in order, each whole, on as few pages as it takes."""
    pages: list[list[tuple[int, Growth]]] = [[]]
    y, last = first.top, len(form.sections) - 1
    for index in range(len(form.sections)):
        growth = _growth(form, index, texts)
        height = plate(form, index, growth).height
        if pages[-1] and y - height < BOTTOM + (first.foot if index == last else 0):
            pages.append([])
            y = NEXT_TOP
        pages[-1].append((index, growth))
        y -= height + GAP
    return pages


def _growth(form: Form, index: int, texts: Texts) -> Growth:
    """More lines for the one-line fields whose text is longer than their cell."""
    found = []
    for one, slot in _lined(form, index):
        if one.kind not in ("paragraph", "signature") and texts.get(one.id):
            needed = min(len(slot.wrap(texts[one.id])), MOST_LINES)
            if needed > slot.lines:
                found.append((one.id, needed))
    return tuple(found)


def _lined(
    form: Form, index: int, growth: Growth = (), extra: Extra = _NOTHING
) -> list[tuple[Field, Slot]]:
    slots = plate(form, index, growth).slots
    return [
        (one, slots[one.id, PICTURED if one.id in extra.pictured else ""])
        for one in form.sections[index].fields
        if (one.id, "") in slots
    ]


def _stretch(
    form: Form, texts: Texts, page: list[tuple[int, Growth]], room: _Room, extra: Extra
) -> tuple[Placed, ...]:
    """Give the room left to the texts that need it, then to the last one; set the tops."""
    heights = sum(plate(form, index, growth).height + GAP for index, growth in page) - GAP
    free = int((room.top - BOTTOM - room.foot - heights) // PITCH)
    y, placed = room.top, []
    for index, growth in page:
        wider = growth
        for one, slot in _lined(form, index, growth, extra):
            fill = not room.foot and index == page[-1][0] and one.by == "sender"
            more = _more(one, slot, texts, free, fill=fill)
            if more:
                wider, free = (*wider, (one.id, slot.lines + more)), free - more
        placed.append(Placed(index, wider, y))
        y -= plate(form, index, wider).height + GAP
    return tuple(placed)


def _more(one: Field, slot: Slot, texts: Texts, free: int, *, fill: bool) -> int:
    """The lines a text may take of the ``free`` ones: what it needs, or all when it fills."""
    if one.kind != "paragraph" or free <= 0:
        return 0
    needed = len(slot.wrap(texts[one.id])) if one.id in texts else 0
    return free if fill else max(0, min(free, needed - slot.lines))


def _rests(
    form: Form, texts: Texts, pages: tuple[tuple[Placed, ...], ...], extra: Extra
) -> list[Rest]:
    """What its slot cannot hold; the slot's last line says where it goes on."""
    rests = []
    for number, page in enumerate(pages, 1):
        for placed in page:
            title = form.sections[placed.index].title
            for one, slot in _lined(form, placed.index, placed.growth, extra):
                lines = slot.wrap(texts[one.id]) if one.id in texts else []
                if len(lines) > slot.lines:
                    name = " : ".join(filter(None, (title, one.label))) or one.question
                    rests.append(Rest(one.id, name, number, tuple(lines[slot.lines - 1 :])))
    return rests


def plate_of(form: Form, placed: Placed) -> Plate:
    """The plate of a placed section."""
    return plate(form, placed.index, placed.growth)
