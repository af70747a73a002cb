"""The embedded font: DejaVu Sans, read once a process, its subsets compressed once.

``begin`` gives a document's fonts an alphabet in a fixed order, so that the same text has the same
bytes in every document and what is printed on every sheet can be drawn once (goals.md).
"""

from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics, ttfonts

from pdpcli.forms.ready import Join, Ready, stream
from pdpcli.forms.unhinted import unhinted

REGULAR, BOLD, OBLIQUE = "DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique"
NAMES = (REGULAR, BOLD, OBLIQUE)
_SUBSET = 256  # codes of one subset


class Font(ttfonts.TTFont):  # type: ignore[misc] # reportlab has no types
    """A font whose embedded streams are made once for each set of characters."""

    def __init__(self, name: str, path: str) -> None:
        super().__init__(name, path, asciiReadable=False)
        self.widths: dict[int, float] = dict(self.face.charWidths)
        self._objects = lru_cache(maxsize=64)(self._make_objects)

    def begin(self, doc: Any, alphabet: str) -> None:  # noqa: ANN401 - reportlab has no types
        """Give ``alphabet`` its codes in this document, in order, and the font its name.

        Other characters go to a second subset, so that the first one is the same everywhere.
        """
        self.splitString(alphabet, doc)
        state = self.state[doc]
        state.nextCode = max(state.nextCode, _SUBSET)
        self.getSubsetInternalName(0, doc)

    def addObjects(self, doc: Any) -> None:  # noqa: ANN401, N802 - reportlab's name
        """Embed each subset: what reportlab does, with objects that are already written."""
        state = self.state[doc]
        state.frozen = 1
        for number, subset in enumerate(state.subsets):
            name = self.getSubsetInternalName(number, doc)[1:]
            base, font, descriptor, to_unicode, program = self._objects(number, tuple(subset))
            embedded = doc.Reference(Ready(program), f"fontFile:{base}")
            unicode = doc.Reference(Ready(to_unicode), f"toUnicodeCMap:{base}")
            described = Join(descriptor, embedded, b" >>")
            description = doc.Reference(described, f"fontDescriptor:{base}")
            made = Join(font, description, b" /ToUnicode ", unicode, b" >>")
            doc.idToObject["BasicFonts"].dict[name] = doc.Reference(made, name)
        del self.state[doc]

    def _make_objects(
        self, number: int, subset: tuple[int, ...]
    ) -> tuple[str, bytes, bytes, bytes, bytes]:
        """Base name, font up to its descriptor, descriptor up to its file, and both streams."""
        face = self.face
        base = f"{ttfonts.SUBSETN(number).decode()}+{face.name.decode()}"
        widths = " ".join(f"{face.getCharWidth(code):g}" for code in subset)
        font = (
            f"<< /Type /Font /Subtype /TrueType /BaseFont /{base} /FirstChar 0 "
            f"/LastChar {len(subset) - 1} /Widths [ {widths} ] /FontDescriptor "
        )
        flags = face.flags & ~ttfonts.FF_NONSYMBOLIC | ttfonts.FF_SYMBOLIC
        box = " ".join(f"{side:g}" for side in face.bbox)
        descriptor = (
            f"<< /Type /FontDescriptor /FontName /{base} /Flags {flags} /FontBBox [ {box} ] "
            f"/ItalicAngle {face.italicAngle:g} /Ascent {face.ascent:g} "
            f"/Descent {face.descent:g} /CapHeight {face.capHeight:g} /StemV {face.stemV:g} "
            f"/MissingWidth {face.defaultWidth:g} /FontFile2 "
        )
        program = unhinted(bytes(face.makeSubset(list(subset))))
        to_unicode = ttfonts.makeToUnicodeCMap(base, list(subset)).encode("latin-1")
        length = b"/Length1 %d" % len(program)
        written = font.encode(), descriptor.encode()
        return base, *written, stream(to_unicode), stream(program, length)


@lru_cache(maxsize=len(NAMES))
def font(name: str) -> Font:
    """The font of that name, registered once a process."""
    rl_config.useA85 = 0  # a fifth more bytes, and slow
    with as_file(files("pdpcli.forms").joinpath("fonts", f"{name}.ttf")) as path:
        made = Font(name, str(path))
    pdfmetrics.registerFont(made)
    return made


def face(name: str) -> Any:  # noqa: ANN401 - reportlab has no types
    """The typeface of that name: ``charToGlyph`` says what it draws."""
    return font(name).face
