"""The fields a recipient fills on screen: empty texts and boxes, named by the field's id.

Written as PDF objects rather than with reportlab's own form module, which limits texts to 100
characters, draws a border and knows no character above U+00FF. Each box of a choice is a box of its
own: once a document is sealed, boxes can still be ticked, radio buttons cannot.
"""

from functools import lru_cache
from typing import Any

from pdpcli.forms.form import Field
from pdpcli.forms.inputs import box_name
from pdpcli.forms.metrics import BOX
from pdpcli.forms.ready import Join, Ready, stream, text

Rect = tuple[float, float, float, float]

_MULTILINE = 1 << 12
_APPEARANCE = "/Helv 9 Tf 0 g"
_HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
_DINGBATS = b"<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>"
_AROUND = 1.0  # what can be clicked around a box
_SIDE = BOX + 2 * _AROUND


class Inputs:
    """The fillable fields of one document, gathered page after page."""

    def __init__(self, canvas: Any) -> None:  # noqa: ANN401 - reportlab has no types
        self._canvas, self._doc = canvas, canvas._doc  # noqa: SLF001 - no other way
        self._all: list[Any] = []
        self._states: tuple[Any, Any] | None = None

    def add(self, name: str, one: Field, rect: Rect) -> None:
        """An empty text on the current page; ``rect`` is x1, y1, x2, y2."""
        blank = self._doc.Reference(
            Ready(_blank(round(rect[2] - rect[0], 2), round(rect[3] - rect[1], 2)))
        )
        begun = _widget(name, one.question, rect, multiline=one.type.multiline)
        self._all.append(self._annotate(Join(begun, blank, b" >> >>")))

    def _annotate(self, widget: Join) -> Any:  # noqa: ANN401 - idem
        """The reference of a widget, put on the current page."""
        self._canvas._addAnnotation(widget)  # noqa: SLF001 - idem
        return self._doc.Reference(widget)

    def box(self, one: Field, code: str, at: tuple[float, float]) -> None:
        """An empty box on the current page; ``at`` is the left end of its baseline."""
        if self._states is None:
            self._states = tuple(self._doc.Reference(Ready(made)) for made in _box_states())
        on, off = self._states
        asked = " : ".join(filter(None, (one.question, one.choices.get(code, ""))))
        begun = _box(box_name(one, code), asked, at)
        widget = Join(begun, b"/Yes ", on, b" /Off ", off, b" >> >> >>")
        self._all.append(self._annotate(widget))

    def close(self) -> None:
        """Declare the fields in the document, if there are any."""
        if not self._all:
            return
        fields = [part for one in self._all for part in (one, b" ")]
        fonts = [self._doc.Reference(Ready(one)) for one in (_HELVETICA, _DINGBATS)]
        self._doc.Catalog.AcroForm = Join(
            b"<< /Fields [ ",
            *fields,
            b"] /DA %b /DR << /Font << /Helv " % text(_APPEARANCE),
            *(fonts[0], b" /ZaDb ", fonts[1], b" >> >> >>"),
        )


@lru_cache(maxsize=2048)
def _widget(name: str, question: str, rect: Rect, *, multiline: bool) -> bytes:
    """The widget up to its appearance: printed, no limit of length, empty.

    Its background hides the dotted lines once it is filled, and not before.
    """
    return (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T %b /TU %b /V () /DV () /F 4 /Ff %d "
        b"/Rect [ %b ] /DA %b /MK << /BG [ 1 ] >> /AP << /N "
        % (
            text(name),
            text(question),
            _MULTILINE * multiline,
            _sides(rect),
            text(_APPEARANCE),
        )
    )


def _sides(rect: Rect) -> bytes:
    return " ".join(f"{side:.2f}" for side in rect).encode()


@lru_cache(maxsize=2048)
def _blank(width: float, height: float) -> bytes:
    """An empty appearance."""
    return stream(b"/Tx BMC EMC", _form_entries(width, height))


def _form_entries(width: float, height: float) -> bytes:
    box = f"/Type /XObject /Subtype /Form /Resources << >> /BBox [ 0 0 {width:g} {height:g} ]"
    return box.encode()


@lru_cache(maxsize=2048)
def _box(name: str, asked: str, at: tuple[float, float]) -> bytes:
    """A box up to its two states, over the one that is printed."""
    x, y = at[0] - _AROUND, at[1] - 0.8 - _AROUND
    return (
        b"<< /Type /Annot /Subtype /Widget /FT /Btn /T %b /TU %b /V /Off /DV /Off /AS /Off /F 4 "
        b"/Ff 0 /Rect [ %b ] /DA %b /MK << /CA (8) >> /AP << /N << "
        % (
            text(name),
            text(asked),
            _sides((x, y, x + _SIDE, y + _SIDE)),
            text("/ZaDb 0 Tf 0 g"),
        )
    )


@lru_cache(maxsize=1)
def _box_states() -> tuple[bytes, bytes]:
    """A cross as the pen draws it, and nothing: shared by every box."""
    low, high = _AROUND + 1.5, _AROUND + BOX - 1.5
    cross = (
        f"q 0 G 1.3 w {low:g} {low:g} m {high:g} {high:g} l "
        f"{low:g} {high:g} m {high:g} {low:g} l S Q"
    )
    entries = _form_entries(_SIDE, _SIDE)
    return stream(cross.encode(), entries), stream(b"", entries)
