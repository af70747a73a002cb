"""A TrueType subset without its hinting: half the bytes, and no program that its reader must run.

Glyph instructions call functions of tables that the subset leaves out, so they go too.
"""

from itertools import pairwise
from struct import pack, unpack, unpack_from

from reportlab.pdfbase.ttfonts import TTFontMaker

_DROPPED = ("cvt ", "fpgm", "prep", "name")
_WORDS, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO, _INSTRUCTIONS = 1, 8, 0x20, 0x40, 0x80, 0x100


def unhinted(program: bytes) -> bytes:
    """The same font, drawn the same, without instructions."""
    tables = _tables(program)
    long_format = unpack_from(">h", tables["head"], 50)[0]
    size, scale = ("L", 1) if long_format else ("H", 2)
    count = len(tables["loca"]) // (4 if long_format else 2)
    offsets = [at * scale for at in unpack(f">{count}{size}", tables["loca"])]
    glyf = tables["glyf"]
    glyphs = [_bare(glyf[a:b]) for a, b in pairwise(offsets)]
    ends = [0]
    for glyph in glyphs:
        ends.append(ends[-1] + len(glyph))
    tables["glyf"] = b"".join(glyphs)
    tables["loca"] = pack(f">{count}{size}", *(end // scale for end in ends))
    maker = TTFontMaker()
    for tag, content in tables.items():
        maker.add(tag, content)
    return bytes(maker.makeStream())


def _tables(program: bytes) -> dict[str, bytes]:
    tables = {}
    for number in range(unpack_from(">H", program, 4)[0]):
        tag, _, start, length = unpack_from(">4sLLL", program, 12 + 16 * number)
        if tag.decode() not in _DROPPED:
            tables[tag.decode()] = program[start : start + length]
    return tables


def _bare(glyph: bytes) -> bytes:
    """A glyph without its instructions, padded to four bytes."""
    if not glyph:
        return glyph
    contours = unpack_from(">h", glyph)[0]
    bare = _composite(glyph) if contours < 0 else _simple(glyph, contours)
    return bare + b"\0" * (-len(bare) % 4)


def _simple(glyph: bytes, contours: int) -> bytes:
    at = 10 + 2 * contours
    length = unpack_from(">H", glyph, at)[0]
    return glyph[:at] + b"\0\0" + glyph[at + 2 + length :]


def _composite(glyph: bytes) -> bytes:
    """Each component is kept; the flag that announces instructions is cleared."""
    bare, at, flags = bytearray(glyph), 10, _MORE
    while flags & _MORE:
        flags = unpack_from(">H", glyph, at)[0]
        bare[at : at + 2] = pack(">H", flags & ~_INSTRUCTIONS)
        at += 8 if flags & _WORDS else 6
        if flags & _SCALE:
            at += 2
        elif flags & _XY_SCALE:
            at += 4
        elif flags & _TWO_BY_TWO:
            at += 8
    return bytes(bare[:at])
