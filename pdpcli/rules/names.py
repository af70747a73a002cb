"""Names of persons: what is accepted, how they are shown, compared and found again."""

import re
from unicodedata import category, normalize

from pdpcli.errors import Refusal
from pdpcli.rules.text import clean

NAME_LIMIT = 100

_APOSTROPHES = "'\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02be\u02bf\u2032`\u00b4\uff07"
_HYPHENS = "-\u2010\u2011"
# Letters that carry no separable accent, so that NFKD leaves them as they are.
_LETTERS = str.maketrans(
    dict.fromkeys(_APOSTROPHES, "")
    | {"œ": "oe", "æ": "ae", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "ø": "o", "þ": "th"}
    | {"ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "ĸ": "k"}
)
_SIGNS = re.compile("[^a-z0-9]+")  # in a text of ASCII alone, once in lower case
_SHORT_WORD = 2
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def fold(text: str) -> str:
    """Return what two spellings of one name share: « D'Hérouville-Łukasz » → "dherouville lukasz".

    Lower case, no accent nor ligature; apostrophes vanish; a hyphen, like any other sign, is a
    space, because « Jean Pierre » is the usual slip for « Jean-Pierre ». Idempotent.
    """
    if text.isascii():
        return " ".join(_SIGNS.sub(" ", text.translate(_LETTERS).lower()).split())
    lower = normalize("NFKD", text.translate(_LETTERS)).casefold()
    plain = normalize("NFKD", lower).translate(_LETTERS)
    letters = (char for char in plain if not category(char).startswith("M"))
    return " ".join("".join(char if char.isalnum() else " " for char in letters).split())


def parse_name(text: str, limit: int = NAME_LIMIT) -> str:
    """Return one name or several, in the spelling and with the apostrophe that were typed.

    Raises:
        Refusal: nothing typed, a figure, or a sign that no name has.
    """
    name = clean(text, limit=limit)
    if any(char.isdigit() for char in name):
        raise Refusal("Un nom ne contient pas de chiffres.")
    if not all(_in_a_name(char) for char in name):
        raise Refusal(
            "Un nom ne contient que des lettres, des espaces, des traits d'union, "
            "des apostrophes et des points."
        )
    if not any(char.isalpha() for char in name):
        raise Refusal("Écrivez au moins une lettre, comme sur la pièce d'identité.")
    return name


def _in_a_name(char: str) -> bool:
    """Letters and their accents, and the signs of « N'Diaye », « St. », « Gal·la »."""
    return category(char)[0] in "LM" or char in f" .·{_HYPHENS}{_APOSTROPHES}"


def display_name(last: str, first: str) -> str:
    """« MARTINEZ Luc »: the family name in capitals; « luc » or « LUC » is shown « Luc »."""
    if first.islower() or first.isupper():
        first = re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), first)
    return f"{last.upper()} {first}".strip()


def close(a: str, b: str) -> bool:
    """Whether two names are one but for slips: at most one per word, whatever the word order.

    A slip is a letter too many, missing, wrong, or two swapped; a word of one or two letters
    must be equal, and spaces do not count (« N Diaye » is « N'Diaye »).
    """
    words, others = fold(a).split(), fold(b).split()
    if "".join(words) == "".join(others):
        return True
    if len(words) != len(others):
        return False
    pairings = ((words, others), (sorted(words), sorted(others)))
    return any(all(map(_one_slip, left, right)) for left, right in pairings)


def slips(word: str) -> list[str]:
    """What a folded ``word`` would have been, had one letter been slipped (see ``close``)."""
    if len(word) <= _SHORT_WORD:
        return []
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = [left + right[1:] for left, right in cuts if right]
    found += [left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1]
    found += [left + letter + right[1:] for left, right in cuts if right for letter in _ALPHABET]
    found += [left + letter + right for left, right in cuts for letter in _ALPHABET]
    return [one for one in dict.fromkeys(found) if one != word]


def _one_slip(a: str, b: str) -> bool:
    """Whether one slip at most separates two folded words."""
    if a == b:
        return True
    if min(len(a), len(b)) <= _SHORT_WORD or abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while a[start : start + 1] == b[start : start + 1]:
        start += 1
    tail_a, tail_b = a[start:], b[start:]
    swapped = tail_a[1::-1] + tail_a[2:] if len(tail_a) > 1 else tail_a
    return tail_b in (tail_a[1:], swapped) or tail_b[1:] in (tail_a, tail_a[1:])
