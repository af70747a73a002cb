"""Where each line of a letter goes: the address for a window envelope, then the text, page by page.

A signature is never parted from the end of its letter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdpcli.forms.font import BOLD, REGULAR
from pdpcli.forms.measure import wrap
from pdpcli.forms.metrics import PAGE

if TYPE_CHECKING:
    from pdpcli.forms.letter import Letter

LEFT, RIGHT = 62.0, 533.0  # the margins of a letter, wider than those of a fiche
SIZE, PITCH = 10.0, 14.5
_TOP, _BOTTOM = PAGE[1] - 62.0, 66.0
_WINDOW = (312.0, PAGE[1] - 142.0)  # 110 mm and 50 mm: the window of a French envelope
_GAP = 8.0  # after a paragraph
_LEAST = 2  # lines of a paragraph that stay together
_TO_SIGN = 4  # blank lines under the name


@dataclass(frozen=True)
class Line:
    """One line on a page."""

    text: str
    x: float
    y: float
    font: str = REGULAR
    size: float = SIZE


@dataclass(frozen=True)
class _Block:
    """Lines one under another; ``whole`` is never parted between two pages."""

    lines: tuple[str, ...]
    font: str = REGULAR
    whole: bool = False


def paged(letter: "Letter") -> list[list[Line]]:
    """The lines of each page; nothing is cut."""
    pages = [_head(letter)]
    y = min(line.y for line in pages[0]) - 3 * PITCH
    for block in _blocks(letter):
        least = len(block.lines) if block.whole else min(_LEAST, len(block.lines))
        room = y - (least - 1) * PITCH
        for text in block.lines:
            if min(room, y) < _BOTTOM:
                pages.append([])
                y = _TOP
            room = y
            pages[-1].append(Line(text, LEFT, y, block.font))
            y -= PITCH
        y -= _GAP
    return pages


def _head(letter: "Letter") -> list[Line]:
    """Who writes, to whom, and when."""
    x, top = _WINDOW
    sender = _column(letter.sender, LEFT, _TOP, x - LEFT - 20)
    recipient = _column(letter.recipient, x, min(top, sender[-1].y - PITCH), RIGHT - x)
    dated = _column([letter.dated], x, recipient[-1].y - 2 * PITCH, RIGHT - x)
    return [*sender, *recipient, *dated]


def _column(texts: Iterable[str], x: float, y: float, room: float) -> list[Line]:
    """Texts one under another, the first in bold when it is a name above an address."""
    found: list[Line] = []
    listed = [text for text in texts if text]
    for number, text in enumerate(listed):
        name = BOLD if number == 0 and len(listed) > 1 else REGULAR
        for line in wrap(text, name, SIZE, room, room):
            found.append(Line(line, x, y, name))
            y -= PITCH
    return found


def _blocks(letter: "Letter") -> list[_Block]:
    """What is under the head, in order."""
    end = (*_wrapped(letter.closing), "", *_wrapped(letter.signed_by), *[""] * _TO_SIGN)
    told = [_Block(_wrapped(f"Objet : {letter.subject}", BOLD), BOLD, whole=True)]
    told += [_Block(_wrapped(letter.referred))] * bool(letter.referred)
    told += [_Block(_wrapped(text)) for text in (letter.opening, *letter.paragraphs)]
    return [*told, _Block(end, whole=True)]


def _wrapped(text: str, name: str = REGULAR) -> tuple[str, ...]:
    return tuple(wrap(text, name, SIZE, RIGHT - LEFT, RIGHT - LEFT)) if text else ()
