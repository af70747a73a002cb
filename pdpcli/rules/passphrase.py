"""What a passphrase must be: long enough to be worth Argon2id, and not one that is tried first.

What everybody knows is taken away (the service's and the author's names, keys in a row, figures,
the words and sayings of `common_phrases`, one thing said again); what is left is what has to be
guessed. A refusal says what made the phrase easy, never the phrase.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pdpcli.errors import Refusal
from pdpcli.rules.common_phrases import COMMON

_CHARACTERS, _LIMIT, _LEFT, _LETTERS = 12, 500, 5, 5
_RUN, _PART = 4, 3  # keys in a row, letters of a name: fewer are in many words
_ROWS = (
    "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz",
)  # fmt: skip
_ONE_WORD = re.compile(r"[\W\d_]*[^\W\d_]{1,15}[\W\d_]*")  # a longer one is several, or none
_LOOKALIKE = str.maketrans("013457@$!", "oieastasi")
_KNOWN = "c'est une expression ou un mot que tout le monde connaît"
_INSTEAD = " Prenez quelques mots sans lien entre eux, faciles à retenir pour vous seul(e)."


def parse_passphrase(text: str, *about: str) -> str:
    """The passphrase in NFC; ``about`` are the names that are tried first (service, author).

    Raises:
        Refusal: it is short, or what everybody knows; why.
    """
    phrase = unicodedata.normalize("NFC", text)
    if len(phrase) > _LIMIT:
        raise Refusal(f"{_LIMIT} caractères au plus.")
    if len(phrase) < _CHARACTERS:
        raise Refusal(f"trop courte : au moins {_CHARACTERS} caractères.{_INSTEAD}")
    names = [_plain(one) for name in about for one in name.split()]
    if why := _weakness(_plain(phrase), names) or _one_word(phrase):
        raise Refusal(f"trop facile à deviner : {why}.{_INSTEAD}")
    return phrase


def _one_word(phrase: str) -> str:
    return "c'est un seul mot, même suivi de chiffres" if _ONE_WORD.fullmatch(phrase) else ""


def _weakness(plain: str, about: list[str]) -> str:
    """Why ``plain`` is guessed soon; empty when it is not."""
    if len(set(plain)) < _LETTERS:
        return "elle n'a que quelques caractères, toujours les mêmes"
    if re.fullmatch(r"(.+?)\1+", plain):
        return "elle répète la même chose"
    if any(plain in saying for saying in COMMON):
        return _KNOWN
    found = (_explained(one, about) for one in (plain, plain.translate(_LOOKALIKE)))
    left, why = min(found, key=lambda each: _unknown(each[0]))
    return why if _unknown(left) < _LEFT else ""


def _explained(plain: str, about: list[str]) -> tuple[str, str]:
    """What is left of ``plain`` once what is known is taken away, and what took the most of it."""
    known = (
        ("elle est faite du nom du service ou du vôtre", [n for n in about if len(n) >= _PART]),
        ("c'est une suite de touches ou de chiffres", _runs(plain)),
        (_KNOWN, COMMON),
    )
    took = dict.fromkeys((said for said, _ in known), 0)
    left = plain
    for said, pieces in known:
        shorter = _without(left, pieces)
        took[said], left = len(left) - len(shorter), shorter
    return left, max(took, key=lambda said: took[said])


def _unknown(left: str) -> int:
    """How many letters are left to guess, figures not counted."""
    return sum(not char.isdigit() for char in left)


def _without(text: str, pieces: Iterable[str]) -> str:
    """``text`` less every piece, the longest first; a gap stays where one was."""
    for piece in sorted(set(pieces), key=len, reverse=True):
        text = text.replace(piece, " ")
    return text.replace(" ", "")


def _runs(plain: str) -> Iterator[str]:
    """What of ``plain`` is keys in a row, or the alphabet, forwards or backwards; figures."""
    yield from re.findall(r"\d+", plain)
    for row in _ROWS:
        for line in (row * 2, row[::-1] * 2):
            at = 0
            while at <= len(plain) - _RUN:
                end = _end_of_run(plain, at, line)
                if end - at >= _RUN:
                    yield plain[at:end]
                at = max(end, at + 1)


def _end_of_run(plain: str, at: int, line: str) -> int:
    end = at + _RUN - 1
    while end < len(plain) and plain[at : end + 1] in line:
        end += 1
    return end if end - at >= _RUN else at


def _plain(text: str) -> str:
    """The letters and figures only, without accents nor case."""
    apart = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe").replace("æ", "ae")
    return "".join(char for char in apart if char.isalnum() or char in "@$!")
