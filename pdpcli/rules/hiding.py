"""Names taken out of a text: what the minutes of a meeting say of somebody who is erased."""

import re
from collections.abc import Iterable

from pdpcli.rules.names import fold

HIDDEN = "(effacé)"
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 8


def without_names(text: str, names: Iterable[str]) -> str:
    """``text`` with each of ``names`` replaced by ``HIDDEN``, whatever its accents and its case."""
    wanted = {folded for name in names if (folded := fold(name))}
    words = list(_WORD.finditer(text))
    kept, at, rank = [], 0, 0
    while rank < len(words):
        last = _named(text, words, rank, wanted)
        if last is None:
            rank += 1
            continue
        kept += [text[at : words[rank].start()], HIDDEN]
        at, rank = words[last].end(), last + 1
    return "".join([*kept, text[at:]])


def _named(text: str, words: "list[re.Match[str]]", first: int, wanted: set[str]) -> int | None:
    """The rank of the last word of the longest name that begins at ``first``."""
    for last in range(min(first + _MOST_WORDS, len(words)) - 1, first - 1, -1):
        if fold(text[words[first].start() : words[last].end()]) in wanted:
            return last
    return None
