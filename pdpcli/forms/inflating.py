"""How large compressed streams become, counted without keeping them (in the child process)."""

import zlib
from collections.abc import Iterator
from io import BytesIO

from PIL.JpegImagePlugin import JpegImageFile
from pypdf.generic import DictionaryObject, StreamObject

from pdpcli.forms.pdf_values import items, name, of, reached
from pdpcli.forms.scan_picture import refuse_large
from pdpcli.forms.unreadable import Unreadable

_MOST = 600_000_000  # of all the streams: ten pages in colours at 300 points an inch
_STEP = 1 << 16
_FLATE = ("/FlateDecode", "/Fl")
_OTHERS = ("/LZWDecode", "/LZW", "/RunLengthDecode", "/RL")
_TEXT = ("/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx")
_PICTURES = ("/CCITTFaxDecode", "/CCF", "/JBIG2Decode", "/JPXDecode")
_JPEG = ("/DCTDecode", "/DCT")


class Inflating:
    """The room that the streams of one document take once read."""

    def __init__(self) -> None:
        self._room = _MOST

    def check(self, stream: StreamObject) -> None:
        """Count ``stream``; Unreadable when it is a bomb, or compressed in an unknown way."""
        filters = _filters(stream)
        known = (*_FLATE, *_OTHERS, *_TEXT, *_PICTURES, *_JPEG)
        if any(one not in known for one in filters):
            raise Unreadable("damaged")
        if filters and filters[-1] in _JPEG and len(filters) == 1:
            self._check_jpeg(stream._data)  # noqa: SLF001 - the encoded bytes have no other door
        elif any(one in (*_OTHERS, *_TEXT) for one in filters) and filters[-1] not in _PICTURES:
            self._take(len(stream.get_data()) if filters[-1] not in _JPEG else 0)
        else:
            self._inflate(stream._data, sum(one in _FLATE for one in filters))  # noqa: SLF001

    def _check_jpeg(self, data: bytes) -> None:
        """The size that a JPEG gives itself may be another than the document says."""
        try:
            with JpegImageFile(BytesIO(data)) as opened:
                refuse_large(*opened.size)
        except (OSError, SyntaxError, ValueError) as error:
            raise Unreadable("damaged") from error

    def _inflate(self, data: bytes, times: int) -> None:
        """Through ``times`` layers of compression, a step at a time."""
        pieces: Iterator[bytes] = (data[at : at + _STEP] for at in range(0, len(data), _STEP))
        for _ in range(times):
            pieces = _inflated(pieces)
        for piece in pieces:
            self._take(len(piece))

    def _take(self, size: int) -> None:
        self._room -= size
        if self._room < 0:
            raise Unreadable("too_heavy")


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """What the pieces become; what is damaged is left to whoever shows it."""
    machine = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest and not machine.eof:
            try:
                yield machine.decompress(rest, _STEP)
            except zlib.error:
                return
            rest = machine.unconsumed_tail


def _filters(stream: DictionaryObject) -> list[str]:
    said = of(stream, "/Filter")
    return [name(said)] if name(said) else [name(reached(one)) for one in items(said)]
