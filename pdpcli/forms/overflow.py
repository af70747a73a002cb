"""Printed texts wider than their cell: measured with the font, refused when a form is checked."""

from collections.abc import Iterator

from pdpcli.errors import Problem
from pdpcli.forms.edges import RECTIFIED_HEIGHT
from pdpcli.forms.font import BOLD, REGULAR
from pdpcli.forms.form import Field, Form, Section
from pdpcli.forms.glyphs import printable
from pdpcli.forms.measure import width
from pdpcli.forms.metrics import (
    BOTTOM,
    DATE_WIDTH,
    FIRST_TOP,
    FORM_TITLE_SIZE,
    HEADER_SIZE,
    LABEL_SIZE,
    PAD,
    SMALL_PITCH,
    SMALL_SIZE,
    TITLE_SIZE,
    WIDTH,
)
from pdpcli.forms.pages import notice_lines
from pdpcli.forms.plate import AFTER_BOXES, plate
from pdpcli.forms.sheet import TO_SIGN

_HEAD = (0.55, 0.45)  # the two headers share the first line
_LAST_ROUND = " (99)"  # what the title of a « nouvelle liaison » says after its name
_LEAST = DATE_WIDTH  # a date, at least, must fit on a dotted leader


def overflows(form: Form) -> list[Problem]:
    """Every printed text that would leave its cell, or that the font cannot draw."""
    problems = [*_unprintable(form)]
    if not problems:
        problems += [*_heads(form)]
        for index, section in enumerate(form.sections):
            if section.rows or section.columns or section.before:
                problems += _section(form, index, section)
    return problems


def _unprintable(form: Form) -> Iterator[Problem]:
    texts = [("title", form.title), ("subtitle", form.subtitle), ("notice", form.notice)]
    texts += [("header", text) for text in form.header]
    for section in form.sections:
        place = section.title or section.by
        printed = (section.title, section.lead, section.text, *section.column_titles)
        texts += [(place, text) for text in printed]
        for one in section.fields:
            labels = (one.label, *one.choices.values(), *one.extra.values())
            texts += [(one.id, text) for text in labels]
    for place, text in texts:
        refusal = printable(text)
        if refusal:
            yield Problem(place, refusal.reason)


def _heads(form: Form) -> Iterator[Problem]:
    if width(form.title, BOLD, FORM_TITLE_SIZE) > WIDTH:
        yield Problem("title", "trop long pour une ligne.")
    below = " · ".join(filter(None, (form.subtitle, TO_SIGN)))
    if width(below, REGULAR, SMALL_SIZE) > WIDTH:
        yield Problem("subtitle", "trop long pour une ligne, avec la mention à faire signer.")
    for share, text in zip(_HEAD, form.header, strict=False):
        if width(text, BOLD, HEADER_SIZE) > WIDTH * share:
            yield Problem("header", "trop long pour sa moitié de ligne.")


def _section(form: Form, index: int, section: Section) -> Iterator[Problem]:
    title = f"{section.title}{_LAST_ROUND * bool(section.repeat and section.title)}"
    if width(title, BOLD, TITLE_SIZE) > WIDTH - 2 * PAD:
        yield Problem(section.title, "titre trop long pour son bandeau.")
    made = plate(form, index)
    foot = len(notice_lines(form)) * SMALL_PITCH if section is form.sections[-1] else 0
    if made.height > FIRST_TOP - RECTIFIED_HEIGHT - BOTTOM - foot:
        yield Problem(section.title or section.by, "rubrique plus haute qu'une page : coupez-la.")
    for (name, code), slot in made.slots.items():
        one = form.by_id[name]
        if code == "" and slot.width < _LEAST and one.kind != "signature":
            yield Problem(name, "le libellé ne laisse pas la place d'écrire : élargissez la case.")
        elif code == AFTER_BOXES:
            yield from _boxes(one, slot.width)
    for one in section.fields:
        if one.kind == "flag" and (one.id, "yes") in made.boxes:
            yield from _flag(form, one, section)


def _boxes(one: Field, left: float) -> Iterator[Problem]:
    """What is left after the boxes must hold the widest answer written there."""
    needed = max((width(text, REGULAR, LABEL_SIZE) for text in one.extra.values()), default=0)
    if left < (needed + 4 if needed else -PAD * 3):
        yield Problem(
            one.id, "les cases débordent sur la case voisine : élargissez, ou « stacked »."
        )


def _flag(form: Form, one: Field, section: Section) -> Iterator[Problem]:
    beside = one.then.get("yes")
    needed = width(one.label, REGULAR, LABEL_SIZE) + 22
    if beside:
        needed += width(form.by_id[beside].label, REGULAR, LABEL_SIZE) + DATE_WIDTH + 12
    if needed > _room(one.id, section):
        yield Problem(one.id, "le libellé de la case déborde : élargissez.")


def _room(name: str, section: Section) -> float:
    """The width of the cell that holds a field."""
    for row in (*section.before, *section.rows):
        for cell, twelfths in row:
            if cell == name:
                return WIDTH * twelfths / 12
    return WIDTH / max(1, len(section.columns))
