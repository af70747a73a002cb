"""The fields a recipient fills on screen: empty text fields, named by the field's id.

Written as PDF objects rather than with reportlab's own form module, which limits texts to 100
characters, draws a border and knows no character above U+00FF.
"""

from functools import lru_cache
from typing import Any

from pdpcli.forms.form import Field
from pdpcli.forms.ready import Join, Ready, stream, text

Rect = tuple[float, float, float, float]

_MULTILINE = 1 << 12
_APPEARANCE = "/Helv 9 Tf 0 g"
_HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


class Inputs:
    """The fillable fields of one document, gathered page after page."""

    def __init__(self, canvas: Any) -> None:  # noqa: ANN401 - reportlab has no types
        self._canvas, self._doc = canvas, canvas._doc  # noqa: SLF001 - no other way
        self._all: list[Any] = []

    def add(self, one: Field, rect: Rect) -> None:
        """An empty field on the current page; ``rect`` is x1, y1, x2, y2."""
        width, height = round(rect[2] - rect[0], 2), round(rect[3] - rect[1], 2)
        blank = self._doc.Reference(Ready(_blank(width, height)))
        begun = _widget(one.id, one.question, rect, multiline=one.type.multiline)
        widget = Join(begun, blank, b" >> >>")
        self._canvas._addAnnotation(widget)  # noqa: SLF001 - idem
        self._all.append(self._doc.Reference(widget))

    def close(self) -> None:
        """Declare the fields in the document, if there are any."""
        if not self._all:
            return
        fields = [part for one in self._all for part in (one, b" ")]
        font = self._doc.Reference(Ready(_HELVETICA))
        self._doc.Catalog.AcroForm = Join(
            b"<< /Fields [ ",
            *fields,
            b"] /DA %b /DR << /Font << /Helv " % text(_APPEARANCE),
            font,
            b" >> >> >>",
        )


@lru_cache(maxsize=2048)
def _widget(id_: str, question: str, rect: Rect, *, multiline: bool) -> bytes:
    """The widget up to its appearance: printed, no limit of length, empty.

    Its background hides the dotted lines once it is filled, and not before.
    """
    sides = " ".join(f"{side:.2f}" for side in rect).encode()
    return (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T %b /TU %b /V () /DV () /F 4 /Ff %d "
        b"/Rect [ %b ] /DA %b /MK << /BG [ 1 ] >> /AP << /N "
        % (text(id_), text(question), _MULTILINE * multiline, sides, text(_APPEARANCE))
    )


@lru_cache(maxsize=2048)
def _blank(width: float, height: float) -> bytes:
    """An empty appearance."""
    box = f"/Type /XObject /Subtype /Form /Resources << >> /BBox [ 0 0 {width:g} {height:g} ]"
    return stream(b"/Tx BMC EMC", box.encode())
