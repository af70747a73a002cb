"""How wide a text is, and where its lines break: nothing is ever cut."""

import re
from functools import lru_cache

from pdpcli.forms.font import font

_SPACE, _NO_BREAK = 0x20, 0xA0
_BREAK = re.compile(r"(?<!«) (?![;:?!»])")  # French punctuation goes with its word


def width(text: str, name: str, size: float) -> float:
    """The width of ``text`` in points; no-break spaces are drawn as spaces."""
    return sum(map(_advances(name).__getitem__, text)) * size / 1000


class _Advances(dict[str, float]):
    """The advance of each character, asked of the font once."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._font = font(name)

    def __missing__(self, char: str) -> float:
        code = _SPACE if ord(char) == _NO_BREAK else ord(char)
        found = float(self._font.widths.get(code, self._font.face.defaultWidth))
        self[char] = found
        return found


@lru_cache(maxsize=3)
def _advances(name: str) -> _Advances:
    return _Advances(name)


def wrap(text: str, name: str, size: float, first: float, rest: float) -> list[str]:
    """The lines of ``text``: the first is ``first`` points wide, the others ``rest``.

    Line ends are kept, and French punctuation goes with its word; a word wider than its line is
    broken between two letters.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        _wrap_one(paragraph, lines, name, size, (first, rest))
    return lines


def _wrap_one(
    paragraph: str, lines: list[str], name: str, size: float, room: tuple[float, float]
) -> None:
    line, used, space = "", 0.0, width(" ", name, size)
    most = room[0] if not lines else room[1]
    for word in _BREAK.split(paragraph):
        wide = width(word, name, size)
        if line and used + space + wide <= most:
            line, used = f"{line} {word}", used + space + wide
            continue
        if line:
            lines.append(line)
            most = room[1]
        while wide > most:
            head = _head(word, name, size, most)
            lines.append(head)
            word = word[len(head) :]  # noqa: PLW2901 - what is left of the word
            wide, most = wide - width(head, name, size), room[1]
        line, used = word, wide
    lines.append(line)


def _head(word: str, name: str, size: float, most: float) -> str:
    """As many letters as fit, and at least one."""
    advances, used = _advances(name), 0.0
    for count, char in enumerate(word):
        used += advances[char]
        if used * size / 1000 > most:
            return word[: count or 1]
    return word
