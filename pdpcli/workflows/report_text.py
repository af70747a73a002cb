"""What is written of a year beside its figures: read, refused when it names somebody, kept."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused, Refusal
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.report_terms import HEADINGS, PARTS, ReportTerms
from pdpcli.rules.report_text import LIMIT, parts_of
from pdpcli.rules.text import clean
from pdpcli.store.named_in import lines_naming
from pdpcli.store.report_texts import keep_text

if TYPE_CHECKING:
    from pdpcli.store.open import Write

_NOBODY = "Un bilan ne nomme personne : écrivez « une salariée », « un maçon de 50 ans »."


def titles_of(terms: ReportTerms) -> dict[str, str]:
    """What each part is called: by the convention, else by us."""
    return {part: terms.headings.get(part) or HEADINGS[part] for part in PARTS}


def parts_in(text: str, terms: ReportTerms) -> dict[str, str]:
    """The parts of a text: « # Perspectives », alone on a line, begins the second one.

    Raises:
        InputRefused: a character that is not accepted, too long, or nothing.
    """
    titles = titles_of(terms)
    known = {part: "\n".join((titles[part], HEADINGS[part], part)) for part in PARTS}
    try:
        found = parts_of(text, known)
    except Refusal as refusal:
        raise InputRefused(f"Le texte n'a pas été gardé. {refusal.reason}") from None
    if not any(found.values()):
        raise InputRefused("Le texte n'a pas été gardé : il n'y a rien dedans.")
    return found


def keep(write: "Write", agreement: str, period: Period, texts: Mapping[str, str]) -> list[str]:
    """Keep each part of a period (part -> text, "" to withdraw it); the parts that changed.

    Raises:
        InputRefused: a text names somebody recorded, or has a character that is not printed.
    """
    changed = []
    for part, said in texts.items():
        text = _checked(write, part, said)
        if keep_text(write, agreement, period, part, text):
            changed.append(part)
    return changed


def _checked(write: "Write", part: str, said: str) -> str:
    from pdpcli.forms.glyphs import require_printable

    try:
        text = clean(said, multiline=True, limit=LIMIT)
        require_printable(text)
    except Refusal as refusal:
        where = HEADINGS[part]
        raise InputRefused(f"Le texte n'a pas été gardé. {refusal.reason}", where=where) from None
    named = lines_naming(write.db, text)
    if named:
        raise InputRefused(
            "Le texte n'a pas été gardé : il nomme une personne du cahier.",
            where=f"{HEADINGS[part]}, ligne {', '.join(map(str, named))}",
            todo=_NOBODY,
        )
    return text
