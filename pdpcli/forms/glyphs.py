"""What the embedded font draws without shaping: « printable is not acceptable » (input.md)."""

import unicodedata
from functools import lru_cache

from pdpcli.errors import Refusal

#: Drawn by DejaVu Sans for sure (a test says so): most texts need no look at the font.
_PLAIN = ((0x0A, 0x0A), (0x20, 0x7E), (0xA0, 0x24F), (0x1E00, 0x1EF9), (0x2010, 0x2027))
_PLAIN_SET = frozenset(n for first, last in _PLAIN for n in range(first, last + 1)) - {0xAD}
_LAST_PLANE_0 = 0xFFFF
_UNPLACED = ("Mn", "Mc", "Me", "Cf", "Zl", "Zp")


def require_printable(text: str) -> None:
    """Refuse a text that the form could not print exactly; the reason never repeats it."""
    refusal = printable(text)
    if refusal is not None:
        raise refusal


def printable(text: str) -> Refusal | None:
    """Why the font cannot draw ``text`` (the characters by their code), or None."""
    strange = [char for char in dict.fromkeys(text) if not _drawn(ord(char))]
    if not strange:
        return None
    codes = ", ".join(f"U+{ord(char):04X}" for char in strange[:3])
    return Refusal(
        f"la fiche imprimée ne sait pas écrire ces caractères ({codes}) : "
        "écrivez la forme latine de la pièce d'identité."
    )


def legible(text: str) -> str:
    """``text`` with « ? » for what the font cannot draw: a copy in another format has it."""
    return "".join(char if _drawn(ord(char)) else "?" for char in text)


def _drawn(code: int) -> bool:
    return code in _PLAIN_SET or _drawn_unusual(code)


@lru_cache(maxsize=4096)
def _drawn_unusual(code: int) -> bool:
    """No mark to place, no right-to-left letter to join and reorder, a glyph in the font."""
    char = chr(code)
    if code > _LAST_PLANE_0 or unicodedata.category(char) in _UNPLACED:
        return False
    if unicodedata.bidirectional(char) in ("R", "AL", "AN"):
        return False
    from pdpcli.forms.font import REGULAR, face

    return code in face(REGULAR).charToGlyph
