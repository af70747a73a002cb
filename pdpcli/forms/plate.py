"""A plate: what is printed of a section on every sheet, and the slots where values go.

Origin at the top left corner of the section; y goes down, so it is negative.
"""

from dataclasses import dataclass, field, replace
from functools import lru_cache

from pdpcli.forms.alphabet import blank_fonts
from pdpcli.forms.font import REGULAR
from pdpcli.forms.form import Field, Form, Section
from pdpcli.forms.measure import width, wrap
from pdpcli.forms.metrics import (
    AFTER_BAND,
    BAND,
    BASELINE,
    BOX,
    DATE_WIDTH,
    GUTTER,
    LABEL_SIZE,
    PAD,
    PITCH,
    SIGNATURE_LINES,
    SMALL_PITCH,
    SMALL_SIZE,
    TEXT_PITCH,
    TEXT_SIZE,
    TITLE_SIZE,
    VALUE_SIZE,
    WIDTH,
)
from pdpcli.forms.pen import Pen

#: Lines given to fields beyond their least: ((field id, lines), …).
Growth = tuple[tuple[str, int], ...]
Rect = tuple[float, float, float, float]  # x, y, width, height
AFTER_BOXES = "+"
PICTURED = "="  # the text of a signature whose picture is drawn too
_WIDE = 3.5  # a frame this many times wider than high has its picture beside its text


@dataclass(frozen=True)
class Slot:
    """Where a value is written: its first line from ``x``, the others from ``left``."""

    x: float
    y: float  # baseline of the first line
    width: float
    left: float
    full: float
    lines: int = 1
    size: float = VALUE_SIZE
    pitch: float = PITCH

    def wrap(self, text: str) -> list[str]:
        """The lines of ``text`` in this slot, as many as it takes."""
        return wrap(text, REGULAR, self.size, self.width, self.full)


@dataclass
class Plate:
    """Operators, height, slots by (field id, code beside which it is), boxes by code.

    ``pictures`` are the rooms for the pictures of the signatures.
    """

    code: str = ""
    height: float = 0.0
    slots: dict[tuple[str, str], Slot] = field(default_factory=dict)
    boxes: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    pictures: dict[str, Rect] = field(default_factory=dict)


@lru_cache(maxsize=512)
def plate(form: Form, index: int, growth: Growth = ()) -> Plate:
    """The plate of a section, made once for each growth."""
    return _Engraver(form, form.sections[index], growth).plate


def least_lines(one: Field) -> int:
    """The lines a field takes when empty."""
    if one.kind == "signature":
        return SIGNATURE_LINES
    if one.stacked:
        return len(one.choices)
    return one.lines


def label_of(one: Field) -> str:
    """The label as printed before a value or boxes."""
    return f"{one.label} :" if one.label else ""


class _Engraver:
    """Draws one section from top to bottom."""

    def __init__(self, form: Form, section: Section, growth: Growth) -> None:
        self._fields, self._growth = form.by_id, dict(growth)
        self._pen, self._y, self.plate = Pen(blank_fonts(form)), 0.0, Plate()
        top = self._title(section.title)
        for row in section.before:
            self._row(row, 0, WIDTH)
        self._text(section.text)
        self._rows(section)
        if section.frame:
            self._y -= PAD / 2
            self._pen.frame((0, self._y), WIDTH, top - self._y)
        self.plate.code, self.plate.height = self._pen.code, -self._y

    def _title(self, title: str) -> float:
        if not title:
            return 0.0
        self._pen.band((0, -BAND), WIDTH, BAND)
        self._pen.bold((PAD, 4.2 - BAND), title, TITLE_SIZE)
        self._y = -BAND - AFTER_BAND
        return -BAND

    def _text(self, text: str) -> None:
        if not text:
            return
        self._y -= PAD
        for paragraph in text.split("\n"):
            for line in wrap(paragraph, REGULAR, TEXT_SIZE, WIDTH - 2 * PAD, WIDTH - 2 * PAD):
                self._pen.text((PAD, self._y - TEXT_SIZE), line, REGULAR, TEXT_SIZE)
                self._y -= TEXT_PITCH
            self._y -= PAD / 2

    def _rows(self, section: Section) -> None:
        if section.columns:
            self._columns(section)
        lead = 0.0
        if section.lead:
            self._pen.label((PAD, self._y - BASELINE), section.lead, LABEL_SIZE)
            lead = width(section.lead, REGULAR, LABEL_SIZE) + 2 * PAD
        for row in section.rows:
            self._row(row, lead, WIDTH - lead)
            lead = 0.0

    def _columns(self, section: Section) -> None:
        top, lowest, each = self._y, self._y, WIDTH / len(section.columns)
        for number, column in enumerate(section.columns):
            self._y = top
            if any(section.column_titles):
                self._column_title(section.column_titles[number : number + 1], number * each)
            for name in column:
                self._cell(self._fields[name], number * each, each)
                self._y -= self._lines(name) * PITCH
            lowest = min(lowest, self._y)
        self._y = lowest

    def _column_title(self, titles: tuple[str, ...], x: float) -> None:
        """A column without a title begins at the top."""
        for title in filter(None, titles):
            self._pen.bold((x + PAD, self._y - BASELINE), title, LABEL_SIZE)
            self._y -= PITCH

    def _row(self, row: tuple[tuple[str, int], ...], x: float, room: float) -> None:
        for name, twelfths in row:
            wide = room * twelfths / 12
            self._cell(self._fields[name], x, wide)
            x += wide
        self._y -= PITCH * max(self._lines(name) for name, _ in row)

    def _lines(self, name: str) -> int:
        return max(least_lines(self._fields[name]), self._growth.get(name, 1))

    def _cell(self, one: Field, x: float, wide: float) -> None:
        left, right, y = x + PAD, x + wide - GUTTER + PAD, self._y - BASELINE
        if one.kind == "flag":
            self._flag(one, left, y)
        elif one.choices:
            self._boxes(one, left, right, y)
        elif one.kind == "signature":
            self._signature(one, left, right)
        else:
            self._lined(one, left, right, y)

    def _label(self, text: str, x: float, y: float) -> float:
        """Print a label; where what follows begins."""
        self._pen.label((x, y), text, LABEL_SIZE)
        return x + (width(text, REGULAR, LABEL_SIZE) + 4 if text else 0)

    def _lined(self, one: Field, left: float, right: float, y: float) -> None:
        """A label and its dotted leaders."""
        x, lines = self._label(label_of(one), left, y), self._lines(one.id)
        slot = Slot(x, y, right - x, left, right - left, lines)
        self.plate.slots[one.id, ""] = slot
        self._pen.dots((x, y), right - x)
        for number in range(1, lines):
            self._pen.dots((left, y - number * PITCH), right - left)

    def _flag(self, one: Field, x: float, y: float) -> None:
        x = self._box(one, "yes", one.label, x, y)
        self._beside(one, "yes", x, y)

    def _boxes(self, one: Field, left: float, right: float, y: float) -> None:
        start = x = self._label(label_of(one), left, y) + (2 if one.label else 0)
        for code, text in one.choices.items():
            x = self._beside(one, code, self._box(one, code, text, x, y), y)
            if one.stacked:
                x, y = start, y - PITCH
        self.plate.slots[one.id, AFTER_BOXES] = Slot(x, y, right - x, x, right - x)

    def _box(self, one: Field, code: str, text: str, x: float, y: float) -> float:
        self._pen.box((x, y))
        self.plate.boxes[one.id, code] = (x, y)
        return self._label(text, x + BOX + 3.5, y) + 7

    def _beside(self, one: Field, code: str, x: float, y: float) -> float:
        """The date beside its box."""
        name = one.then.get(code)
        if name is None:
            return x
        x = self._label(label_of(self._fields[name]), x - 2, y)
        self.plate.slots[name, code] = Slot(x, y, DATE_WIDTH, x, DATE_WIDTH)
        self._pen.dots((x, y), DATE_WIDTH)
        return x + DATE_WIDTH + 9

    def _signature(self, one: Field, left: float, right: float) -> None:
        """A box beside its label, or under it when the label would leave no room to sign."""
        x, top = self._label(label_of(one), left, self._y - BASELINE), self._y - 3
        if x - left > (right - left) / 2:
            x, top = left, top - PITCH
        low = self._y + 2 - SIGNATURE_LINES * PITCH
        self._pen.frame((x, low), right - x, top - low)
        y = top - SMALL_PITCH - 1
        inside = right - x - 2 * PAD
        slot = Slot(
            x + PAD, y, inside, x + PAD, inside, SIGNATURE_LINES + 1, SMALL_SIZE, SMALL_PITCH
        )
        self.plate.slots[one.id, ""] = slot
        pictured, room = _with_picture(slot, low + PAD / 2, top - PAD / 2)
        self.plate.slots[one.id, PICTURED] = pictured
        self.plate.pictures[one.id] = room


def _with_picture(slot: Slot, low: float, top: float) -> tuple[Slot, Rect]:
    """The text's part of a signature's frame, and the picture's: beside it, or under it."""
    if slot.width > _WIDE * (top - low):
        wide = slot.width * 0.55
        picture = (slot.x + wide + PAD, low, slot.width - wide - PAD, top - low)
        return replace(slot, width=wide, full=wide), picture
    lines = SIGNATURE_LINES - 1
    height = slot.y - (lines - 1) * slot.pitch - PAD / 2 - low
    return replace(slot, lines=lines), (slot.x, low, slot.width, height)
