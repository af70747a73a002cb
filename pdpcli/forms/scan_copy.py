"""What is seen of a scanned PDF, page by page, and nothing else of it (in the child process).

A page is made a drawing: its content and the resources it draws with, copied by hand. Annotations,
actions, scripts, forms and files hang elsewhere on a page or on the document: they are not reached.
Entries of the drawing itself that lead outside (a stream kept in another file, a page of another
document, another version of a picture) or that tell of the author are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from pdpcli.forms.inflating import Inflating
from pdpcli.forms.pdf_opening import Opened
from pdpcli.forms.pdf_values import items, number, of, reached
from pdpcli.forms.scan_picture import refuse_large
from pdpcli.forms.unreadable import Unreadable

_MOST_OBJECTS = 20_000
_MOST_DEPTH = 60
_SMALLEST, _LARGEST = 10.0, 15_000.0  # sides of a page, in points
#: Entries that lead out of the drawing, or tell of it.
_LEFT = frozenset(
    {
        *("/F", "/FFilter", "/FDecodeParms", "/Ref", "/OPI", "/Alternates", "/OC", "/Properties"),
        *("/Metadata", "/PieceInfo", "/LastModified", "/StructParent", "/StructParents", "/AF"),
        *("/A", "/AA", "/Annots", "/Parent", "/Length", "/DL", "/Level1", "/URI", "/JS", "/PtData"),
    }
)
#: Under these the keys are names chosen by the author, and are all kept.
_NAMED = frozenset(
    {
        *("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading"),
        *("/CharProcs", "/Colorants"),
    }
)
_PLAIN = (
    BooleanObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
    ByteStringObject,
)


@dataclass(frozen=True)
class Seen:
    """A page made a drawing of ``size`` points, upright, its corner at 0 0."""

    size: tuple[float, float]
    drawing: IndirectObject


def seen_pages(data: bytes, writer: PdfWriter) -> Iterator[Seen]:
    """The drawings of the pages of ``data``, added to ``writer``; Unreadable."""
    opened = Opened(data)
    copy = _Copy(writer)
    for page in opened.pages:
        yield _seen(page, copy)


def _seen(page: DictionaryObject, copy: "_Copy") -> Seen:
    frame = box(of(page, "/CropBox")) or box(of(page, "/MediaBox")) or (0.0, 0.0, 595.28, 841.89)
    turned = number(of(page, "/Rotate")) % 360
    drawing = DecodedStreamObject()
    drawing.set_data(content(page))
    drawing.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(map(FloatObject, frame)),
            NameObject("/Matrix"): ArrayObject(map(FloatObject, _upright(frame, turned))),
            NameObject("/Resources"): copy.of(of(page, "/Resources") or DictionaryObject()),
        }
    )
    group = of(page, "/Group")
    if isinstance(group, DictionaryObject):
        drawing[NameObject("/Group")] = copy.of(group)
    wide, high = frame[2] - frame[0], frame[3] - frame[1]
    size = (high, wide) if turned in (90, 270) else (wide, high)
    return Seen(size, copy.add(drawing.flate_encode()))


def content(page: DictionaryObject) -> bytes:
    """What a page draws itself, decoded."""
    shown = PageObject()
    shown.update({key: page.raw_get(key) for key in page if key == "/Contents"})
    content = shown.get_contents()
    return b"" if content is None else content.get_data()


def box(value: Any) -> tuple[float, float, float, float] | None:  # noqa: ANN401 - any PDF object
    """The corners, in order; None when they are not those of a page."""
    sides = [reached(one) for one in items(value)]
    try:
        x1, y1, x2, y2 = (float(one) for one in sides)
    except (TypeError, ValueError, OverflowError):
        return None
    left, right, low, high = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
    sane = all(_SMALLEST <= side <= _LARGEST for side in (right - left, high - low))
    return (left, low, right, high) if sane else None


def _upright(box: tuple[float, float, float, float], turned: int) -> tuple[float, ...]:
    """The matrix that turns the page as it is shown and brings its corner to 0 0."""
    left, low, right, high = box
    return {
        90: (0, -1, 1, 0, -low, right),
        180: (-1, 0, 0, -1, right, high),
        270: (0, 1, -1, 0, high, -left),
    }.get(turned, (1, 0, 0, 1, -left, -low))


class _Copy:
    """Copies of PDF objects in ``writer``, each made once; bounded in number, depth and room."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer, self._inflating = writer, Inflating()
        self._made: dict[tuple[int, int], PdfObject] = {}
        self._count = 0

    def add(self, one: PdfObject) -> IndirectObject:
        """``one`` as an object of its own of the new file."""
        return self._writer._add_object(one)  # noqa: SLF001 - pypdf documents it for this

    def of(self, value: Any, depth: int = 0, *, named: bool = False) -> PdfObject:  # noqa: ANN401
        """A copy of ``value``; ``named`` when its keys are names chosen by the author."""
        self._count += 1
        if self._count > _MOST_OBJECTS or depth > _MOST_DEPTH:
            raise Unreadable("too_heavy")
        if isinstance(value, IndirectObject):
            return self._referred(value, depth, named=named)
        if isinstance(value, StreamObject):
            return self.add(self._stream(value, depth))
        if isinstance(value, DictionaryObject):
            return self._filled(DictionaryObject(), value, depth, named=named)
        if isinstance(value, ArrayObject):
            return ArrayObject(self.of(one, depth + 1) for one in items(value))
        return value if isinstance(value, _PLAIN) else NullObject()

    def _referred(self, value: IndirectObject, depth: int, *, named: bool) -> PdfObject:
        """The copy of what ``value`` leads to; a reference to itself is met as null."""
        key = (value.idnum, value.generation)
        if key not in self._made:
            self._made[key] = NullObject()
            made = self.of(reached(value), depth + 1, named=named)
            plain = isinstance(made, (IndirectObject, *_PLAIN, NullObject))
            self._made[key] = made if plain else self.add(made)
        return self._made[key]

    def _filled(
        self, made: DictionaryObject, value: DictionaryObject, depth: int, *, named: bool
    ) -> DictionaryObject:
        for key in list(value):
            if named or key not in _LEFT:
                inside = not named and key in _NAMED
                made[NameObject(key)] = self.of(value.raw_get(key), depth + 1, named=inside)
        return made

    def _stream(self, value: StreamObject, depth: int) -> StreamObject:
        """A stream with its bytes as they are, once it is known what they would become."""
        if of(value, "/Subtype") == "/PS":
            raise Unreadable("damaged")
        if of(value, "/Subtype") == "/Image":
            refuse_large(number(of(value, "/Width")), number(of(value, "/Height")))
        self._inflating.check(value)
        made = EncodedStreamObject() if "/Filter" in value else DecodedStreamObject()
        made._data = value._data  # noqa: SLF001 - the encoded bytes have no other door
        self._filled(made, value, depth, named=False)
        return made
