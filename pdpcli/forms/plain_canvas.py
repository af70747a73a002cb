"""What a letter, an agenda and a report share: A4, the embedded font, a foot, the same bytes."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any

from pdpcli.errors import InputRefused, Problem


def require_printable(texts: Iterable[tuple[str, str]], refusal: str) -> None:
    """Raise InputRefused, ``refusal`` and each (place, text) that the font does not draw."""
    from pdpcli.forms.glyphs import printable

    told = {place: found for place, text in texts if (found := printable(text))}
    if told:
        problems = [Problem(place, found.reason) for place, found in told.items()]
        raise InputRefused(refusal, problems=problems)


def begun(buffer: BytesIO, title: str, author: str, on: date) -> Any:  # noqa: ANN401 - no types
    """A canvas dated ``on``: the same document has the same bytes."""
    from reportlab.pdfgen.canvas import Canvas

    from pdpcli.forms.font import REGULAR, font
    from pdpcli.forms.metrics import PAGE

    font(REGULAR)
    canvas = Canvas(
        buffer, pagesize=PAGE, invariant=1, pageCompression=1, initialFontName=REGULAR,
        lang="fr-FR",
    )  # fmt: skip
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setCreator("pdp")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    stamp = canvas._doc._timeStamp  # noqa: SLF001 - no other way
    stamp.YMDhms = (*on.timetuple()[:3], 0, 0, 0)
    return canvas


def fonts_of(canvas: Any, texts: Iterable[tuple[str, str]], fixed: str) -> Any:  # noqa: ANN401
    """The fonts of a document, begun with the letters of its (place, text) and of ``fixed``."""
    from pdpcli.forms.font import NAMES
    from pdpcli.forms.pen import Fonts

    chars = set(fixed).union(*(text for _, text in texts))
    alphabet = "".join(sorted(chars - {" ", "\n"}))
    return Fonts(canvas._doc, dict.fromkeys(NAMES, alphabet))  # noqa: SLF001 - no other way


def end_page(canvas: Any, pen: Any, sides: tuple[float, float], foot: str, folio: str) -> None:  # noqa: ANN401
    """The foot between the two ``sides``, its ``folio`` at the right; then the next page."""
    from pdpcli.forms.font import REGULAR
    from pdpcli.forms.measure import width
    from pdpcli.forms.metrics import SMALL_SIZE

    left, right = sides
    pen.rule((left, 46), right - left)
    pen.label((left, 35), foot, SMALL_SIZE)
    pen.label((right - width(folio, REGULAR, SMALL_SIZE), 35), folio, SMALL_SIZE)
    canvas.addLiteral(pen.code)
    canvas.showPage()
