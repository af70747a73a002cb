"""The characters each font begins with: what a form prints on every sheet, and usual French."""

import string
from functools import lru_cache
from io import BytesIO

from pdpcli.forms.font import BOLD, NAMES, OBLIQUE, REGULAR, font
from pdpcli.forms.form import Form
from pdpcli.forms.metrics import PAGE
from pdpcli.forms.pen import Fonts

_FRENCH = "àâäçéèêëîïôöùûüÿœæÀÂÇÉÈÊËÎÏÔÙÛÜŒ’«»–…°€"
_USUAL = "".join(sorted(set(string.digits + string.ascii_letters + "'(),-./:;!?@+&%\"" + _FRENCH)))
#: Printed by the drawing itself: the head, the foot, what is continued on another page.
HEADS = "SUITE DE LA RUBRIQUE « » (page 0123456789)"


@lru_cache(maxsize=64)
def alphabets(form: Form) -> dict[str, str]:
    """The alphabet of each font for this form, in a fixed order."""
    bold, regular = {*HEADS, *form.title, *"".join(form.header)}, {*_USUAL, *form.subtitle}
    for section in form.sections:
        bold.update(section.title, *section.column_titles)
        regular.update(section.text, section.lead)
        for one in section.fields:
            regular.update(one.label, *one.choices.values(), *one.extra.values())
    texts = {REGULAR: regular, BOLD: bold, OBLIQUE: set(form.notice)}
    return {name: "".join(sorted(chars - {" ", "\n"})) for name, chars in texts.items()}


@lru_cache(maxsize=64)
def blank_fonts(form: Form) -> Fonts:
    """The fonts of a document that is never written: what is drawn with them fits any other.

    They are frozen: a character that is not in the alphabet is a fault of the program.
    """
    from reportlab.pdfgen.canvas import Canvas

    font(REGULAR)
    canvas = Canvas(BytesIO(), pagesize=PAGE, initialFontName=REGULAR)
    fonts = Fonts(canvas._doc, alphabets(form))  # noqa: SLF001 - reportlab offers no other way
    for name in NAMES:
        font(name).state[fonts.doc].frozen = 1
    return fonts
