"""A form and its values drawn as a PDF: A4, one font, the same bytes each time."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from pdpcli.forms.acroform import Inputs
from pdpcli.forms.alphabet import alphabets
from pdpcli.forms.continuation import TITLE_LINES, Rest, Strip
from pdpcli.forms.fields import Value
from pdpcli.forms.font import BOLD, REGULAR, font
from pdpcli.forms.form import Field, Form
from pdpcli.forms.measure import width
from pdpcli.forms.metrics import (
    BAND,
    BOTTOM,
    FORM_TITLE_SIZE,
    HEADER_SIZE,
    LEFT,
    NEXT_TOP,
    PAD,
    PAGE,
    PITCH,
    RIGHT,
    SMALL_PITCH,
    SMALL_SIZE,
    TITLE_SIZE,
    VALUE_SIZE,
    WIDTH,
)
from pdpcli.forms.pages import Layout, Placed, lay_out, notice_lines, plate_of
from pdpcli.forms.pen import Fonts, Pen
from pdpcli.forms.plate import AFTER_BOXES, Plate, Slot
from pdpcli.forms.sheet import TO_SIGN, Sheet, consent_values
from pdpcli.rules.vocabulary import UNKNOWN


def draw(form: Form, values: Mapping[str, Value], sheet: Sheet) -> bytes:
    """The PDF of ``form`` filled with ``values`` (field id -> value).

    The caller has already kept only what may leave (``Form.outgoing``) and passed the gate.
    """
    shown = _shown(form, values, sheet)
    texts = {one.id: text for one in form.fields if (text := _text(one, shown.get(one.id)))}
    return _Drawing(form, shown, texts, sheet).run()


def _shown(form: Form, values: Mapping[str, Value], sheet: Sheet) -> dict[str, Value]:
    """The values to draw: the person's block is the signed one's, or waits for a hand."""
    by_hand = {
        one.id
        for one in form.asked("person")
        if sheet.mode == "to_sign" and one.path != "consent.signer"
    }
    kept = {key: value for key, value in values.items() if key not in by_hand}
    return {**kept, **consent_values(form, sheet)}


def _text(one: Field, value: Value) -> str:
    """What is written on the field's lines, or after its boxes."""
    if value is None or (one.labels and value == UNKNOWN):
        return ""
    if one.choices or one.kind == "flag":
        return one.extra.get(str(value), "")
    return one.format(value)


class _Drawing:
    """One document being drawn."""

    def __init__(
        self, form: Form, values: Mapping[str, Value], texts: dict[str, str], sheet: Sheet
    ) -> None:
        font(REGULAR)
        self.form, self.values, self.texts, self.sheet = form, values, texts, sheet
        self.layout: Layout = lay_out(form, texts)
        self.buffer = BytesIO()
        self.canvas = self._canvas()
        self.fonts = Fonts(self.canvas._doc, alphabets(form))  # noqa: SLF001 - no other way
        self.inputs = Inputs(self.canvas)

    def _canvas(self) -> Any:  # noqa: ANN401 - reportlab has no types
        from reportlab.pdfgen.canvas import Canvas

        canvas = Canvas(
            self.buffer,
            pagesize=PAGE,
            invariant=1,
            pageCompression=1,
            initialFontName=REGULAR,
            lang="fr-FR",
        )
        title = self.form.title
        title = title.capitalize() if title.isupper() else title
        canvas.setTitle(f"{title} {self.sheet.reference}".strip())
        canvas.setAuthor(self.sheet.author)
        canvas.setCreator("pdp")
        canvas.setSubject(" / ".join(self.form.header))
        canvas.setViewerPreference("DisplayDocTitle", "true")
        if self.sheet.on is not None:
            stamp = canvas._doc._timeStamp  # noqa: SLF001 - no other way
            stamp.YMDhms = (*self.sheet.on.timetuple()[:3], 0, 0, 0)
        return canvas

    def run(self) -> bytes:
        """Every page, then the document."""
        for number, page in enumerate(self.layout.pages, 1):
            self._head(number)
            for placed in page:
                self._section(placed)
            self._end(number, notice=number == len(self.layout.pages))
        for number, strips in enumerate(self.layout.following, len(self.layout.pages) + 1):
            self._head(number)
            self._strips(strips)
            self._end(number)
        self.inputs.close()
        self.canvas.save()
        return self.buffer.getvalue()

    def _write(self, pen: Pen) -> None:
        self.canvas.addLiteral(pen.code)

    def _head(self, number: int) -> None:
        pen = Pen(self.fonts)
        if number == 1:
            self._first_head(pen)
        else:
            self._next_head(pen)
        self._write(pen)

    def _end(self, number: int, *, notice: bool = False) -> None:
        pen = Pen(self.fonts)
        if notice:
            self._notice(pen)
        self._foot(pen, number)
        self._write(pen)
        self.canvas.showPage()

    def _first_head(self, pen: Pen) -> None:
        header = self.form.header
        if header:
            pen.bold((LEFT, 806), header[0], HEADER_SIZE)
        if len(header) > 1:
            _right(pen, header[-1], BOLD, HEADER_SIZE, 806)
        middle = (LEFT + RIGHT - width(self.form.title, BOLD, FORM_TITLE_SIZE)) / 2
        pen.bold((middle, 787), self.form.title, FORM_TITLE_SIZE)
        to_sign = TO_SIGN if self.sheet.mode == "to_sign" else ""
        below = " · ".join(filter(None, (self.form.subtitle, to_sign)))
        middle = (LEFT + RIGHT - width(below, REGULAR, SMALL_SIZE)) / 2
        pen.label((middle, 774), below, SMALL_SIZE)

    def _next_head(self, pen: Pen) -> None:
        pen.label((LEFT, 812), self.form.title, SMALL_SIZE)
        _right(pen, " / ".join(self.form.header), REGULAR, SMALL_SIZE, 812)
        pen.rule((LEFT, 807), WIDTH)

    def _foot(self, pen: Pen, number: int) -> None:
        pen.rule((LEFT, 36), WIDTH)
        pen.text((LEFT, 26), f"Réf. {self.sheet.reference}", REGULAR, SMALL_SIZE)
        _right(pen, f"Page {number}/{self.layout.count}", REGULAR, SMALL_SIZE, 26)

    def _notice(self, pen: Pen) -> None:
        """At the foot of the form's last page."""
        lines = notice_lines(self.form)
        for number, line in enumerate(lines):
            pen.italic(
                (LEFT, BOTTOM + 2 + (len(lines) - 1 - number) * SMALL_PITCH), line, SMALL_SIZE
            )

    def _section(self, placed: Placed) -> None:
        plate = plate_of(self.form, placed)
        self.canvas.addLiteral(f"q 1 0 0 1 {LEFT:.2f} {placed.top:.2f} cm\n{plate.code}\nQ")
        at = Pen(self.fonts, LEFT, placed.top)
        section = self.form.sections[placed.index]
        fillable = self.sheet.inputs and section.by in ("recipient", "either")
        for one in section.fields:
            if one.id in self.values:
                self._value(one, plate, at)
            elif fillable and (one.id, "") in plate.slots:
                self._input(one, plate.slots[one.id, ""], placed.top)
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
        """Its lines, the end of its boxes, or the place beside the box that is ticked."""
        slots = plate.slots
        own = slots.get((one.id, "")) or slots.get((one.id, AFTER_BOXES))
        if own:
            return own
        for asked in self.form.fields:
            code = str(self.values.get(asked.id))
            if asked.then.get(code) == one.id:
                return slots.get((one.id, code))
        return None

    def _lines(self, one: Field, slot: Slot, text: str, pen: Pen) -> None:
        lines = slot.wrap(text)
        page = self.layout.continued.get(one.id)
        if page:
            lines = [*lines[: slot.lines - 1], f"… (suite page {page})"]
        for number, line in enumerate(lines):
            x = slot.left if number else slot.x
            pen.text((x, slot.y - number * slot.pitch), line, REGULAR, slot.size)

    def _input(self, one: Field, slot: Slot, top: float) -> None:
        x, y = LEFT + slot.x, top + slot.y
        low = y - 3.5 - (slot.lines - 1) * slot.pitch
        self.inputs.add(one, (x, low, x + slot.width, y + 9.5))

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


def _continued(rest: Rest) -> str:
    """The title of a text that goes on, its name shortened when it is wider than the page."""
    name, told = rest.title, "SUITE DE LA RUBRIQUE « {} » (page {})"
    while width(title := told.format(name, rest.page), BOLD, TITLE_SIZE) > WIDTH - 2 * PAD:
        name = f"{name[:-2].rstrip()}…"
    return title


def _right(pen: Pen, text: str, name: str, size: float, y: float) -> None:
    pen.text((RIGHT - width(text, name, size), y), text, name, size)
