"""A PDF from outside, opened: what it must be before anything in it is read (in the child)."""

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from pdpcli.forms.pdf_values import dictionary, items, of
from pdpcli.forms.unreadable import MOST_BYTES, MOST_PAGES, Unreadable

_HEAD, _TAIL = 1024, 2048
_END = re.compile(rb"startxref\s+[0-9]+\s*%%EOF")
_BEGUN = re.compile(rb"[0-9]\s+obj\b")
_MOST_NODES = 20 * MOST_PAGES
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")


class _Heard(logging.Handler):
    """Whether pypdf had anything to mend; nothing of what it says is kept."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.mended = False

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002 - the handler's signature
        self.mended = True


class Opened:
    """A PDF and its pages; ``mended`` when its structure had faults."""

    def __init__(self, data: bytes) -> None:
        self._heard = _Heard()
        logging.getLogger("pypdf").addHandler(self._heard)
        try:
            self.reader = PdfReader(BytesIO(_whole(data)), strict=False)
            if self.reader.is_encrypted and not self.reader.decrypt(""):
                raise Unreadable("encrypted")
            self.root = self.reader.root_object
            self.pages = list(_pages(of(self.root, "/Pages")))
        finally:
            logging.getLogger("pypdf").removeHandler(self._heard)
        if not self.pages:
            raise Unreadable("no_page")

    @property
    def mended(self) -> bool:
        """Whether the file did not follow its own table of contents."""
        return self._heard.mended

    @property
    def annotations(self) -> Iterator[Any]:
        """The annotations of every page, not reached."""
        return (one for page in self.pages for one in items(of(page, "/Annots")))


def _whole(data: bytes) -> bytes:
    """The PDF in ``data``, from its header; its end must be there.

    A file cut before its last update would read as the state before it: our own empty fiche.
    """
    if not data:
        raise Unreadable("empty")
    if len(data) > MOST_BYTES:
        raise Unreadable("too_big")
    start = data.find(b"%PDF-", 0, _HEAD)
    if start < 0:
        raise Unreadable("not_pdf")
    ends = [one.end() for one in _END.finditer(data, max(0, len(data) - _TAIL))]
    if not ends or _BEGUN.search(data, ends[-1]):
        raise Unreadable("cut")
    return data[start:]


def _pages(root: Any) -> Iterator[DictionaryObject]:  # noqa: ANN401 - any PDF object
    """The pages in order, with what they inherit; a node reached again is not followed."""
    seen: set[object] = set()
    waiting: list[tuple[Any, dict[str, Any]]] = [(root, {})]
    count = 0
    while waiting:
        one, inherited = waiting.pop()
        node = dictionary(one)
        key: object = (one.idnum, one.generation) if isinstance(one, IndirectObject) else id(node)
        if node is None or key in seen:
            continue
        seen.add(key)
        if len(seen) > _MOST_NODES:
            raise Unreadable("too_many_pages")
        given = {**inherited, **{name: of(node, name) for name in _INHERITED if name in node}}
        if "/Kids" in node:
            waiting.extend((kid, given) for kid in reversed([*items(of(node, "/Kids"))]))
            continue
        count += 1
        if count > MOST_PAGES:
            raise Unreadable("too_many_pages")
        yield _page(node, given)


def _page(node: DictionaryObject, given: dict[str, Any]) -> DictionaryObject:
    """A page that says itself what it inherited."""
    page = DictionaryObject()
    page.update({key: dict.__getitem__(node, key) for key in node})
    page.update({key: value for key, value in given.items() if value is not None})
    return page
