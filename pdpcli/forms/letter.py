"""The one drawer of letters: what we write to a partner, as a PDF or as the text of a mail.

A letter of the exchange names no person: only the references of the fiches (law 1). The caller
sees to it; what is printed here is what it was given.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from pdpcli.forms.plain_canvas import begun, end_page, fonts_of, require_printable
from pdpcli.rules.dates import french_long

_FIXED = "Page 0123456789/Objet :…"
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

    require_printable(_texts(letter), "La lettre n'a pas été écrite.")
    pages, buffer = paged(letter), BytesIO()
    canvas = begun(buffer, letter.subject, letter.sender[0], letter.on)
    fonts = fonts_of(canvas, _texts(letter), _FIXED)
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


def _page(canvas: Any, fonts: Any, letter: Letter, lines: Any, folio: str) -> None:  # noqa: ANN401
    from pdpcli.forms.letter_pages import LEFT, RIGHT
    from pdpcli.forms.pen import Pen

    pen = Pen(fonts)
    for line in lines:
        pen.text((line.x, line.y), line.text, line.font, line.size)
    end_page(canvas, pen, (LEFT, RIGHT), letter.sender[0], folio)
