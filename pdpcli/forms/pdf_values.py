"""Values of a PDF from outside, each of the type it must have or nothing (in the child process)."""

import re
from collections.abc import Iterator
from typing import Any

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

#: A longer text is refused by whoever asked; only its beginning is decoded, which is longer too.
MOST_TEXT = 20_000
_MOST_READ = 5 * MOST_TEXT
_BOM16 = (b"\xfe\xff", b"\xff\xfe")
_BOM8 = b"\xef\xbb\xbf"
_LANGUAGE = re.compile("\x1b[^\x1b]*\x1b")  # a mark of language inside UTF-16
_HIGH = re.compile(rb"[\x80-\xff]")


def of(holder: Any, key: str) -> Any:  # noqa: ANN401 - any PDF object
    """The value of ``key`` in ``holder``, reached; None when it is not there."""
    if not isinstance(holder, DictionaryObject) or key not in holder:
        return None
    return reached(holder.raw_get(key))


def reached(value: Any) -> Any:  # noqa: ANN401 - any PDF object
    """What a reference leads to, through a few others at most."""
    for _ in range(8):
        if not isinstance(value, IndirectObject):
            return value
        value = value.get_object()
    return None


def dictionary(value: Any) -> DictionaryObject | None:  # noqa: ANN401 - any PDF object
    """``value`` if it is a dictionary."""
    found = reached(value)
    return found if isinstance(found, DictionaryObject) else None


def items(value: Any) -> Iterator[Any]:  # noqa: ANN401 - any PDF object
    """The elements of an array, not reached; nothing for anything else."""
    found = reached(value)
    return iter(list.__iter__(found) if isinstance(found, ArrayObject) else ())


def name(value: Any) -> str:  # noqa: ANN401 - any PDF object
    """A PDF name with its slash, or nothing."""
    return str(value) if isinstance(value, NameObject) else ""


def number(value: Any) -> int:  # noqa: ANN401 - any PDF object
    """An integer, or 0."""
    return int(value) if isinstance(value, int) else 0


def text(value: Any) -> str | None:  # noqa: ANN401 - any PDF object
    """A text string, or a stream of text, with line ends as LF; None for anything else."""
    if isinstance(value, StreamObject):
        return decoded(value.get_data())
    if isinstance(value, TextStringObject):
        return decoded(value.original_bytes)
    if isinstance(value, ByteStringObject):
        return decoded(bytes(value))
    return None


def decoded(data: bytes) -> str:
    """UTF-16 or UTF-8 after its mark, else PDFDocEncoding; never an exception.

    Some programs write UTF-8 without a mark: bytes that read as UTF-8 are nothing else.
    """
    data = data[:_MOST_READ]
    if data.startswith(_BOM16):
        said = _LANGUAGE.sub("", data.decode("utf-16", "replace"))
    elif data.startswith(_BOM8):
        said = data[3:].decode("utf-8", "replace")
    else:
        said = _utf8(data) or _pdf_doc(data)
    return said.replace("\r\n", "\n").replace("\r", "\n")


def _utf8(data: bytes) -> str:
    """The text, if it has other than ASCII bytes and all of them are UTF-8."""
    try:
        return data.decode("utf-8") if _HIGH.search(data) else ""
    except UnicodeDecodeError:
        return ""


def _pdf_doc(data: bytes) -> str:
    from pypdf._codecs import _pdfdoc_encoding as table

    kept = {9, 10, 13}
    return "".join(
        chr(byte) if byte in kept else (table[byte] if table[byte] != "\0" else "\ufffd")
        for byte in data
    )
