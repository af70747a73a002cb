"""Her own words, to look at before a fiche leaves: how they are kept, and found in a text."""

import re

from pdpcli.errors import Refusal
from pdpcli.rules.names import fold
from pdpcli.rules.text import clean

_LIMIT = 60
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc]")
_SHORT = 3  # « SEP » is not the beginning of « septembre »


def parse_watched(text: str) -> str:
    """The word, or the few words, as kept: folded, « l'épaule » being two words.

    Raises:
        Refusal: nothing to look for, or a single letter.
    """
    word = _folded(clean(text, limit=_LIMIT))
    if len(word) < 2:  # noqa: PLR2004 - a letter is in every text
        raise Refusal("un mot à relire a deux lettres au moins.")
    return word


def watched_in(words: tuple[str, ...], text: str) -> list[str]:
    """Those of ``words`` that are in ``text``, at the beginning of a word.

    Accents and case do not matter, and « douleur » finds « douleurs »; a word of three letters or
    fewer is found whole only.
    """
    said = f" {_folded(text)} "
    return [word for word in words if f" {word}{' ' * (len(word) <= _SHORT)}" in said]


def _folded(text: str) -> str:
    return fold(_APOSTROPHES.sub(" ", text))
