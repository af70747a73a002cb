"""PDF objects whose bytes are made once and written again in every document."""

import zlib
from functools import lru_cache
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFObject, PDFString


class Ready(PDFObject):  # type: ignore[misc] # reportlab has no types
    """An object already written."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def format(self, document: Any) -> bytes:  # noqa: ANN401, ARG002 - reportlab's signature
        """Its bytes."""
        return self.content


class Join(PDFObject):  # type: ignore[misc] # idem
    """Bytes already written around references, which each document numbers."""

    def __init__(self, *parts: Any) -> None:  # noqa: ANN401 - bytes or references
        self.parts = parts

    def format(self, document: Any) -> bytes:  # noqa: ANN401 - reportlab has no types
        """The bytes, with the numbers of this document."""
        return b"".join(
            part if isinstance(part, bytes) else pdfdoc.format(part, document)
            for part in self.parts
        )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A compressed stream object."""
    packed = zlib.compress(content, 9)
    head = b"<< /Filter /FlateDecode /Length %d %b >>" % (len(packed), entries)
    return head + b"\nstream\n" + packed + b"\nendstream\n"


@lru_cache(maxsize=2048)
def text(content: str) -> bytes:
    """A PDF string."""
    return bytes(PDFString(content).format(pdfdoc.PDFDocument()))
