"""The head and the foot of each page: titles, reference, page number, notice, words of the seal."""

from functools import lru_cache

from pdpcli.forms.font import BOLD, REGULAR
from pdpcli.forms.form import Form
from pdpcli.forms.measure import width, wrap
from pdpcli.forms.metrics import (
    BAND,
    BOTTOM,
    FORM_TITLE_SIZE,
    HEADER_SIZE,
    LEFT,
    NEXT_TOP,
    PAD,
    RIGHT,
    SMALL_PITCH,
    SMALL_SIZE,
    TITLE_SIZE,
    WIDTH,
)
from pdpcli.forms.pages import notice_lines
from pdpcli.forms.pen import Pen
from pdpcli.forms.sheet import TO_SIGN, Sheet

RECTIFIED_HEIGHT = 13.0  # what the line « fiche rectifiée » takes under the title


@lru_cache(maxsize=16)
def seal_lines(notice: str) -> tuple[str, ...]:
    """What the seal says, as printed in small."""
    return tuple(wrap(notice, REGULAR, SMALL_SIZE, WIDTH, WIDTH)) if notice else ()


def seal_height(sheet: Sheet) -> float:
    """The height that the words of the seal take at the foot of a page."""
    lines = seal_lines(sheet.seal_notice)
    return len(lines) * SMALL_PITCH + PAD if lines else 0.0


def first_head(pen: Pen, form: Form, sheet: Sheet) -> None:
    """The headers, the title, that the sheet replaces another, that it is to be signed."""
    header = form.header
    if header:
        pen.bold((LEFT, 806), header[0], HEADER_SIZE)
    if len(header) > 1:
        _right(pen, header[-1], BOLD, HEADER_SIZE, 806)
    pen.bold((_middle(form.title, BOLD, FORM_TITLE_SIZE), 787), form.title, FORM_TITLE_SIZE)
    y = 774.0
    if sheet.rectified:
        pen.bold((_middle(sheet.rectified, BOLD, TITLE_SIZE), y), sheet.rectified, TITLE_SIZE)
        y -= RECTIFIED_HEIGHT - 1
    to_sign = TO_SIGN if sheet.mode == "to_sign" else ""
    below = " · ".join(filter(None, (form.subtitle, to_sign)))
    pen.label((_middle(below, REGULAR, SMALL_SIZE), y), below, SMALL_SIZE)


def next_head(pen: Pen, form: Form, sheet: Sheet) -> None:
    """The running head of the other pages."""
    version = f" rectifiée, version {sheet.version}" if sheet.rectified else ""
    pen.label((LEFT, 812), f"{form.title}{version}", SMALL_SIZE)
    _right(pen, " / ".join(form.header), REGULAR, SMALL_SIZE, 812)
    pen.rule((LEFT, 807), WIDTH)


def foot(pen: Pen, sheet: Sheet, number: int, count: int) -> None:
    """The reference and the page."""
    version = f", version {sheet.version}" if sheet.rectified else ""
    pen.rule((LEFT, 36), WIDTH)
    pen.text((LEFT, 26), f"Réf. {sheet.reference}{version}", REGULAR, SMALL_SIZE)
    _right(pen, f"Page {number}/{count}", REGULAR, SMALL_SIZE, 26)


def notice(pen: Pen, form: Form, above: float) -> None:
    """The form's own notice, ``above`` what is at the foot of its last page."""
    lines = notice_lines(form)
    for left, line in zip(reversed(range(len(lines))), lines, strict=True):
        pen.italic((LEFT, BOTTOM + 2 + above + left * SMALL_PITCH), line, SMALL_SIZE)


def seal_at_foot(pen: Pen, sheet: Sheet) -> None:
    """What the seal says, at the foot of the form's last page."""
    lines = seal_lines(sheet.seal_notice)
    for left, line in zip(reversed(range(len(lines))), lines, strict=True):
        pen.label((LEFT, BOTTOM + 2 + left * SMALL_PITCH), line, SMALL_SIZE)


def seal_apart(pen: Pen, sheet: Sheet) -> None:
    """What the seal says, on a page of its own."""
    y = NEXT_TOP - BAND
    pen.band((LEFT, y), WIDTH, BAND)
    pen.bold((LEFT + PAD, y + 4.2), "CACHET ÉLECTRONIQUE", TITLE_SIZE)
    for line in seal_lines(sheet.seal_notice):
        y -= SMALL_PITCH
        pen.label((LEFT, y - PAD), line, SMALL_SIZE)


def _middle(text: str, name: str, size: float) -> float:
    return (LEFT + RIGHT - width(text, name, size)) / 2


def _right(pen: Pen, text: str, name: str, size: float, y: float) -> None:
    pen.text((RIGHT - width(text, name, size), y), text, name, size)
