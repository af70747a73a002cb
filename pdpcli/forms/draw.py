"""A form and its values drawn as a PDF: A4, one font, the same bytes each time."""

from collections.abc import Mapping
from io import BytesIO

from pdpcli.forms import edges
from pdpcli.forms.acroform import Inputs, Rect
from pdpcli.forms.alphabet import alphabets
from pdpcli.forms.continuation import TITLE_LINES, Rest, Strip
from pdpcli.forms.document import new_document, show_picture
from pdpcli.forms.fields import Value
from pdpcli.forms.font import BOLD, REGULAR, font
from pdpcli.forms.form import Field, Form
from pdpcli.forms.inputs import FILLS, text_name
from pdpcli.forms.measure import width
from pdpcli.forms.metrics import (
    BAND,
    LEFT,
    NEXT_TOP,
    PAD,
    PITCH,
    TITLE_SIZE,
    VALUE_SIZE,
    WIDTH,
)
from pdpcli.forms.pages import Extra, Layout, Placed, lay_out, plate_of
from pdpcli.forms.pen import Fonts, Pen
from pdpcli.forms.picture import picture
from pdpcli.forms.plate import AFTER_BOXES, PICTURED, Plate, Slot
from pdpcli.forms.sheet import Sheet, may_leave
from pdpcli.forms.visible import slot_of, to_draw, written
from pdpcli.rules.vocabulary import UNKNOWN


def draw(form: Form, values: Mapping[str, Value], sheet: Sheet) -> bytes:
    """The PDF of ``form`` filled with ``values`` (field id -> value).

    The caller has already kept only what may leave (``Form.outgoing``) and passed the gate.

    Raises:
        Refusal: the picture of a signature cannot be read.
    """
    shown = to_draw(form, values, sheet)
    texts = {one.id: text for one in form.fields if (text := written(one, shown.get(one.id)))}
    return _Drawing(form, shown, texts, sheet).run()


def _pictures(form: Form, sheet: Sheet) -> dict[str, bytes]:
    """The pictures by the signature they are for; a sheet to sign has none."""
    if sheet.pictures is None or sheet.signed is None or sheet.mode == "to_sign":
        return {}
    by_path = {
        "consent.document": sheet.pictures.person,
        "consent.collected": sheet.pictures.professional,
    }
    block = (one for one in form.asked("person") if may_leave(one, sheet))
    return {one.id: content for one in block if (content := by_path.get(one.path))}


class _Drawing:
    """One document being drawn."""

    def __init__(
        self, form: Form, values: Mapping[str, Value], texts: dict[str, str], sheet: Sheet
    ) -> None:
        font(REGULAR)
        self.form, self.values, self.texts, self.sheet = form, values, texts, sheet
        self.pictures = _pictures(form, sheet)
        self.seal_height = edges.seal_height(sheet)
        head = edges.RECTIFIED_HEIGHT if sheet.rectified else 0.0
        extra = Extra(head, self.seal_height, frozenset(self.pictures))
        self.layout: Layout = lay_out(form, texts, extra)
        self.buffer = BytesIO()
        self.canvas = new_document(form, sheet, self.buffer)
        self.fonts = Fonts(self.canvas._doc, alphabets(form))  # noqa: SLF001 - no other way
        self.inputs = Inputs(self.canvas)

    def run(self) -> bytes:
        """Every page, then the document."""
        for number, page in enumerate(self.layout.pages, 1):
            self._head(number)
            for placed in page:
                self._section(placed)
            self._end(number, last=number == len(self.layout.pages))
        for number, strips in enumerate(self.layout.following, len(self.layout.pages) + 1):
            self._head(number)
            self._strips(strips)
            self._end(number)
        if self.layout.apart:
            self._seal_apart()
        self.inputs.close()
        self.canvas.save()
        return self.buffer.getvalue()

    def _write(self, pen: Pen) -> None:
        self.canvas.addLiteral(pen.code)

    def _head(self, number: int) -> None:
        pen = Pen(self.fonts)
        (edges.first_head if number == 1 else edges.next_head)(pen, self.form, self.sheet)
        self._write(pen)

    def _end(self, number: int, *, last: bool = False) -> None:
        """The foot of a page; on the form's ``last``, its notice and what the seal says."""
        pen = Pen(self.fonts)
        if last:
            sealed = not self.layout.apart
            edges.notice(pen, self.form, self.seal_height if sealed else 0.0)
            if sealed:
                edges.seal_at_foot(pen, self.sheet)
        edges.foot(pen, self.sheet, number, self.layout.count)
        self._write(pen)
        self.canvas.showPage()

    def _seal_apart(self) -> None:
        self._head(self.layout.count)
        pen = Pen(self.fonts)
        edges.seal_apart(pen, self.sheet)
        self._write(pen)
        self._end(self.layout.count)

    def _section(self, placed: Placed) -> None:
        plate = plate_of(self.form, placed)
        self.canvas.addLiteral(f"q 1 0 0 1 {LEFT:.2f} {placed.top:.2f} cm\n{plate.code}\nQ")
        at = Pen(self.fonts, LEFT, placed.top)
        for one in self.form.sections[placed.index].fields:
            value = self.values.get(one.id)
            if value is not None and value != UNKNOWN:
                self._value(one, plate, at)
            elif self.sheet.inputs and one.by in FILLS:
                self._input(one, plate, placed.top)
            if one.id in self.pictures:
                self._picture(one, plate, placed.top)
        self._write(at)

    def _value(self, one: Field, plate: Plate, pen: Pen) -> None:
        code = str(self.values[one.id])
        box = plate.boxes.get((one.id, code))
        text = self.texts.get(one.id, "")
        if box:
            pen.cross(box)
        elif text and (slot := self._slot(one, plate)):
            self._lines(one, slot, text, pen)

    def _slot(self, one: Field, plate: Plate) -> Slot | None:
        if one.id in self.pictures:
            return plate.slots[one.id, PICTURED]
        return slot_of(self.form, one, plate, self.values)

    def _lines(self, one: Field, slot: Slot, text: str, pen: Pen) -> None:
        lines = slot.wrap(text)
        page = self.layout.continued.get(one.id)
        if page:
            lines = [*lines[: slot.lines - 1], f"… (suite page {page})"]
        for number, line in enumerate(lines):
            x = slot.left if number else slot.x
            pen.text((x, slot.y - number * slot.pitch), line, REGULAR, slot.size)

    def _picture(self, one: Field, plate: Plate, top: float) -> None:
        x, y, wide, high = plate.pictures[one.id]
        made = picture(self.pictures[one.id], wide, high)
        show_picture(self.canvas, made, (LEFT + x, top + y, wide, high))

    def _input(self, one: Field, plate: Plate, top: float) -> None:
        """Its boxes, or its lines; a date has a place beside each of the boxes that open it."""
        for (name, code), (x, y) in plate.boxes.items():
            if name == one.id:
                self.inputs.box(one, code, (LEFT + x, top + y))
        for (name, code), slot in plate.slots.items():
            if name == one.id and one.kind != "signature" and code != AFTER_BOXES:
                self.inputs.add(text_name(self.form, one, code), one, _around(slot, top))

    def _strips(self, strips: tuple[Strip, ...]) -> None:
        """The texts that go on, each under the title of its section."""
        pen, y = Pen(self.fonts), NEXT_TOP - BAND
        for strip in strips:
            pen.band((LEFT, y), WIDTH, BAND)
            pen.bold((LEFT + PAD, y + 4.2), _continued(strip.rest), TITLE_SIZE)
            for line in strip.lines:
                y -= PITCH
                pen.dots((LEFT + PAD, y), WIDTH - 2 * PAD)
                pen.text((LEFT + PAD, y), line, REGULAR, VALUE_SIZE)
            y -= PITCH * TITLE_LINES
        self._write(pen)


def _around(slot: Slot, top: float) -> Rect:
    """What is filled on screen over a slot: x1, y1, x2, y2 on the page."""
    x, y = LEFT + slot.x, top + slot.y
    return (x, y - 3.5 - (slot.lines - 1) * slot.pitch, x + slot.width, y + 9.5)


def _continued(rest: Rest) -> str:
    """The title of a text that goes on, its name shortened when it is wider than the page."""
    name, told = rest.title, "SUITE DE LA RUBRIQUE « {} » (page {})"
    while width(title := told.format(name, rest.page), BOLD, TITLE_SIZE) > WIDTH - 2 * PAD:
        name = f"{name[:-2].rstrip()}…"
    return title
