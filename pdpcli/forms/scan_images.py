"""A signed sheet scanned as a PDF is pictures and nothing else (in the child process).

What she sees of it is what leaves. Text can be under the picture, white or out of the frame (the
words a scanner recognised, those of another page): a PDF that draws any is refused, like one whose
pages are cropped or in layers.
"""

import re
from collections.abc import Iterator
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from pdpcli.forms.inflating import Inflating
from pdpcli.forms.pdf_opening import Opened
from pdpcli.forms.pdf_values import items, of, reached
from pdpcli.forms.scan_copy import box, content
from pdpcli.forms.unreadable import Unreadable

_TEXT = re.compile(rb"[\s\])>](?:Tj|TJ)(?=[\s\[(</%]|$)|[)>]\s*['\"](?=[\s\[(</%]|$)")
_MOST_OBJECTS = 20_000
_MARGIN = 1.0  # points


def refuse_hidden(data: bytes) -> None:
    """Unreadable when the PDF can show, or hide, anything but pictures."""
    opened = Opened(data)
    if of(opened.root, "/OCProperties") is not None:
        raise Unreadable("layers")
    for page in opened.pages:
        _refuse_cropped(page)
        drawn = (content(page), *_drawn(of(page, "/Resources")))
        if any(_TEXT.search(one) for one in drawn):
            raise Unreadable("text")


def _refuse_cropped(page: DictionaryObject) -> None:
    whole, shown = box(of(page, "/MediaBox")), box(of(page, "/CropBox"))
    if whole is None or shown is None:
        return
    inside = (shown[0] - whole[0], shown[1] - whole[1], whole[2] - shown[2], whole[3] - shown[3])
    if any(side > _MARGIN for side in inside):
        raise Unreadable("cropped")


def _drawn(resources: Any) -> Iterator[bytes]:  # noqa: ANN401 - any PDF object
    """The contents of the drawings and patterns that a page may draw beside its own."""
    inflating, seen, waiting = Inflating(), set[tuple[int, int]](), [resources]
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, IndirectObject):
            key = (value.idnum, value.generation)
            if key in seen:
                continue
            seen.add(key)
            value = reached(value)
        if isinstance(value, StreamObject) and _is_drawing(value):
            inflating.check(value)
            yield value.get_data()
        if isinstance(value, DictionaryObject):
            waiting += [value.raw_get(key) for key in value if key != "/Parent"]
        elif isinstance(value, ArrayObject):
            waiting += items(value)
    raise Unreadable("too_heavy")


def _is_drawing(value: StreamObject) -> bool:
    return of(value, "/Subtype") == "/Form" or of(value, "/PatternType") is not None
