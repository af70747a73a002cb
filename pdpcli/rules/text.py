"""Text from outside: one cleaning for every way in (shared note « Text from outside »)."""

import re
from unicodedata import category, normalize

from pdpcli.errors import Refusal

MARKS_IN_A_ROW = 4

# Already clean, whatever the field: Latin letters that NFC leaves alone, and usual punctuation.
_PLAIN = re.compile(r"[ -~\u00a1-\u00ac\u00ae-\u02ff\u1e00-\u1eff\u2010-\u2027\u20ac]*")

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NO_CHARACTER = re.compile(
    "[\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\ufffc\U000e0000-\U000e007f"
    "\U000f0000-\U0010ffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
_FORBIDDEN = (
    (_CONTROL, "un caractère de commande invisible, souvent venu d'un copier-coller"),
    (_DIRECTION, "un caractère invisible qui renverse le sens de lecture"),
    (_NO_CHARACTER, "un code qui n'est pas un caractère lisible"),
)

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f\u061c]")
# Scripts and pictures that a joiner changes: Arabic to Khmer, Mongolian, symbols, emoji.
_JOINED = (
    "\u0600-\u0fff\u1000-\u109f\u1780-\u18af\u2190-\u2bff\ufb50-\ufdff\ufe0f\ufe70-\ufefe"
    "\U00011000-\U00011fff\U0001e900-\U0001e95f\U0001f000-\U0001faff"
)
_JOINER = re.compile(f"(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])")

_LINE_END = re.compile("\r\n?|[\u2028\u2029]")
_SPACE = re.compile("[\t\u1680\u2000-\u200a\u205f\u3000]")
_NO_BREAK = re.compile("[\u00a0\u202f]")


def clean(text: str, *, multiline: bool = False, limit: int = 200) -> str:
    """Return ``text`` in NFC, without what cannot be seen, trimmed; idempotent, never cut.

    A paragraph (``multiline``) keeps its line ends, as LF, and its no-break spaces; elsewhere
    every run of blanks becomes one space. ``limit`` counts characters once cleaned.

    Raises:
        Refusal: a forbidden character (with its position), stray accents, or too long.
    """
    if not _PLAIN.fullmatch(text):
        text = _without_traps(text)
    text = _blanks(text, multiline=multiline)
    _refuse_marks(text)
    if len(text) > limit:
        reason = f"Ce texte est trop long : {len(text)} caractères, pour {limit} au plus."
        raise Refusal(reason)
    return text


def _without_traps(text: str) -> str:
    """Refuse forbidden characters, drop the invisible ones that change nothing."""
    for pattern, what in _FORBIDDEN:
        if found := pattern.search(text):
            raise Refusal(f"Il y a {what}, {_place(text, found.start())} : effacez-le.")
    text = normalize("NFC", _INVISIBLE.sub("", normalize("NFC", text)))
    return normalize("NFC", _JOINER.sub("", text))


def _blanks(text: str, *, multiline: bool) -> str:
    """Give line ends and spaces one form each, and trim."""
    text = _SPACE.sub(" ", _LINE_END.sub("\n", text))
    return text.strip() if multiline else " ".join(_NO_BREAK.sub(" ", text).split())


def _place(text: str, index: int) -> str:
    """Say where: the character, and the line when there are several."""
    before = _LINE_END.sub("\n", text[:index]).split("\n")
    line = f"ligne {len(before)}, " if len(_LINE_END.sub("\n", text).split("\n")) > 1 else ""
    return f"{line}caractère {len(before[-1]) + 1}"


def _refuse_marks(text: str) -> None:
    """Refuse an accent that has no letter, and piles of accents."""
    if max(text, default="") < "\u0300":  # no combining mark before it
        return
    row = 0
    for index, char in enumerate(text):
        row = row + 1 if category(char).startswith("M") else 0
        if row > index:
            raise Refusal("Le texte commence par un accent sans lettre : retapez le premier mot.")
        if row > MARKS_IN_A_ROW:
            raise Refusal(
                f"Une lettre porte plus de {MARKS_IN_A_ROW} accents : retapez-la simplement."
            )
