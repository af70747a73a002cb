"""The one drawer of letters: what we write to a partner, as a PDF or as the text of a mail.

A letter of the exchange names no person: only the references of the fiches (law 1). The caller
sees to it; what is printed here is what it was given.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from pdpcli.errors import InputRefused, Problem
from pdpcli.rules.dates import french_long

_OPENING = "Madame, Monsieur,"
_CLOSING = (
    "Nous vous prions d'agréer, Madame, Monsieur, l'expression de nos salutations distinguées."
)


@dataclass(frozen=True)
class Letter:
    """A letter: ``sender`` and ``recipient`` are lines, the name first, then the address.

    ``references`` are printed under the subject, one a line. A paragraph keeps its line ends.
    """

    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    on: date
    subject: str
    paragraphs: tuple[str, ...]
    references: tuple[str, ...] = ()
    place: str = ""
    signed_by: str = ""  # « Camille Exemple, référente »; a blank is left to sign
    opening: str = _OPENING
    closing: str = _CLOSING

    @property
    def dated(self) -> str:
        """« Lattes, le 15 juin 2026 », or « Le … » without a place."""
        day = french_long(self.on).partition(" ")[2]
        return f"{self.place}, le {day}" if self.place else f"Le {day}"

    @property
    def referred(self) -> str:
        """The references as they are printed: one alone is on the line of its title."""
        if len(self.references) == 1:
            return f"Référence : {self.references[0]}"
        listed = [f"– {one}" for one in self.references]
        return "\n".join(["Références :", *listed]) if listed else ""


def letter_text(letter: Letter) -> str:
    """The letter as the plain text of a mail: its subject, recipient and date are the mail's."""
    signature = "\n".join(filter(None, (letter.signed_by, *letter.sender)))
    parts = (letter.opening, letter.referred, *letter.paragraphs, letter.closing, signature)
    return "\n\n".join(filter(None, parts)) + "\n"


def draw_letter(letter: Letter) -> bytes:
    """The PDF of a letter: A4, the embedded font, the same bytes each time.

    Raises:
        InputRefused: it holds a character that the font does not draw.
    """
    from pdpcli.forms.letter_pages import paged

    _require_printable(letter)
    pages, buffer = paged(letter), BytesIO()
    canvas = _canvas(letter, buffer)
    fonts = _fonts(canvas, letter)
    for number, lines in enumerate(pages, 1):
        _page(canvas, fonts, letter, lines, f"Page {number}/{len(pages)}")
    canvas.save()
    return buffer.getvalue()


def _texts(letter: Letter) -> Iterator[tuple[str, str]]:
    """Every text printed, with the place that is said when it cannot be."""
    yield from (("expéditeur", text) for text in letter.sender)
    yield from (("destinataire", text) for text in letter.recipient)
    yield from (("objet", letter.subject), ("référence", letter.referred), ("lieu", letter.dated))
    yield from (("texte", text) for text in (letter.opening, *letter.paragraphs, letter.closing))
    yield "signature", letter.signed_by


def _require_printable(letter: Letter) -> None:
    from pdpcli.forms.glyphs import printable

    told = {place: refusal for place, text in _texts(letter) if (refusal := printable(text))}
    if told:
        problems = [Problem(place, refusal.reason) for place, refusal in told.items()]
        raise InputRefused("La lettre n'a pas été écrite.", problems=problems)


def _canvas(letter: Letter, buffer: BytesIO) -> Any:  # noqa: ANN401 - reportlab has no types
    from reportlab.pdfgen.canvas import Canvas

    from pdpcli.forms.font import REGULAR, font
    from pdpcli.forms.metrics import PAGE

    font(REGULAR)
    canvas = Canvas(
        buffer, pagesize=PAGE, invariant=1, pageCompression=1, initialFontName=REGULAR,
        lang="fr-FR",
    )  # fmt: skip
    canvas.setTitle(letter.subject)
    canvas.setAuthor(letter.sender[0])
    canvas.setCreator("pdp")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    stamp = canvas._doc._timeStamp  # noqa: SLF001 - no other way
    stamp.YMDhms = (*letter.on.timetuple()[:3], 0, 0, 0)
    return canvas


def _fonts(canvas: Any, letter: Letter) -> Any:  # noqa: ANN401 - idem
    """The fonts of the document, begun with the letters it has."""
    from pdpcli.forms.font import BOLD, NAMES, REGULAR
    from pdpcli.forms.pen import Fonts

    chars = set("Page 0123456789/Objet :…").union(*(text for _, text in _texts(letter)))
    alphabet = "".join(sorted(chars - {" ", "\n"}))
    alphabets = dict.fromkeys(NAMES, "") | {REGULAR: alphabet, BOLD: alphabet}
    return Fonts(canvas._doc, alphabets)  # noqa: SLF001 - no other way


def _page(canvas: Any, fonts: Any, letter: Letter, lines: Any, folio: str) -> None:  # noqa: ANN401
    from pdpcli.forms.font import REGULAR
    from pdpcli.forms.letter_pages import LEFT, RIGHT
    from pdpcli.forms.measure import width
    from pdpcli.forms.metrics import SMALL_SIZE
    from pdpcli.forms.pen import Pen

    pen = Pen(fonts)
    for line in lines:
        pen.text((line.x, line.y), line.text, line.font, line.size)
    pen.rule((LEFT, 46), RIGHT - LEFT)
    pen.label((LEFT, 35), letter.sender[0], SMALL_SIZE)
    pen.label((RIGHT - width(folio, REGULAR, SMALL_SIZE), 35), folio, SMALL_SIZE)
    canvas.addLiteral(pen.code)
    canvas.showPage()
