"""Which section goes on which page, how far texts stretch, and what is left to continue.

A section is never parted. A long text first takes the room its page has left, then continues on a
page after the others; nothing is cut.
"""

from collections.abc import Mapping
from dataclasses import dataclass

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
from pdpcli.forms.plate import Growth, Plate, Slot, plate

Texts = Mapping[str, str]  # field id -> text as printed


@dataclass(frozen=True)
class Placed:
    """A section of the form on a page: its index, its growth and the y of its top."""

    index: int
    growth: Growth
    top: float


@dataclass(frozen=True)
class Layout:
    """The form's pages, those of the texts that go on, and where each of these does."""

    pages: tuple[tuple[Placed, ...], ...]
    following: Pages
    continued: Mapping[str, int]  # field id -> page

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self.pages) + len(self.following)


def notice_lines(form: Form) -> list[str]:
    """The notice as it is printed at the foot of the form."""
    return wrap(form.notice, OBLIQUE, SMALL_SIZE, WIDTH, WIDTH) if form.notice else []


def lay_out(form: Form, texts: Texts) -> Layout:
    """Where everything goes."""
    foot = len(notice_lines(form)) * SMALL_PITCH
    pages = _fill(form, texts, foot)
    placed = tuple(
        _stretch(form, texts, page, _Room(_top(number), foot if number == len(pages) else 0))
        for number, page in enumerate(pages, 1)
    )
    following = continue_texts(_rests(form, texts, placed))
    return Layout(placed, following, first_pages(following, len(pages)))


@dataclass(frozen=True)
class _Room:
    """A page's room: its top, and the height kept at its foot (on the last page only)."""

    top: float
    foot: float


def _top(number: int) -> float:
    return FIRST_TOP if number == 1 else NEXT_TOP


def _fill(form: Form, texts: Texts, foot: float) -> list[list[tuple[int, Growth]]]:
    """Sections in order, each whole, on as few pages as it takes."""
    pages: list[list[tuple[int, Growth]]] = [[]]
    y, last = _top(1), len(form.sections) - 1
    for index in range(len(form.sections)):
        growth = _growth(form, index, texts)
        height = plate(form, index, growth).height
        if pages[-1] and y - height < BOTTOM + (foot if index == last else 0):
            pages.append([])
            y = _top(len(pages))
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


def _lined(form: Form, index: int, growth: Growth = ()) -> list[tuple[Field, Slot]]:
    slots = plate(form, index, growth).slots
    fields = form.sections[index].fields
    return [(one, slots[one.id, ""]) for one in fields if (one.id, "") in slots]


def _stretch(
    form: Form, texts: Texts, page: list[tuple[int, Growth]], room: _Room
) -> tuple[Placed, ...]:
    """Give the room left to the texts that need it, then to the last one; set the tops."""
    heights = sum(plate(form, index, growth).height + GAP for index, growth in page) - GAP
    free = int((room.top - BOTTOM - room.foot - heights) // PITCH)
    y, placed = room.top, []
    for index, growth in page:
        wider = growth
        for one, slot in _lined(form, index, growth):
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


def _rests(form: Form, texts: Texts, pages: tuple[tuple[Placed, ...], ...]) -> list[Rest]:
    """What its slot cannot hold; the slot's last line says where it goes on."""
    rests = []
    for number, page in enumerate(pages, 1):
        for placed in page:
            title = form.sections[placed.index].title
            for one, slot in _lined(form, placed.index, placed.growth):
                lines = slot.wrap(texts[one.id]) if one.id in texts else []
                if len(lines) > slot.lines:
                    name = " : ".join(filter(None, (title, one.label))) or one.question
                    rests.append(Rest(one.id, name, number, tuple(lines[slot.lines - 1 :])))
    return rests


def plate_of(form: Form, placed: Placed) -> Plate:
    """The plate of a placed section."""
    return plate(form, placed.index, placed.growth)
