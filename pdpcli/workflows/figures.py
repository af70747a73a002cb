"""Entering what is not held case by case: a figure a year, dated, by whom; nothing is forgotten."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pdpcli.declarations.nearest import nearest
from pdpcli.errors import InputRefused, Problem, Refusal
from pdpcli.evaluation.asked import PARTNER, Asked, Change, of_partner, of_us
from pdpcli.rules.numbers import parse_number
from pdpcli.rules.text import clean
from pdpcli.store.figures import figures_of
from pdpcli.store.named_in import lines_naming
from pdpcli.workflows.stats import evaluation_of

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.open import Write
    from pdpcli.store.our_agreements import OurAgreement

WITHDRAWN = "-"  # what is typed to withdraw a figure
_LIMIT = 300


def asked_under(ours: "OurAgreement", side: str) -> tuple[Asked, ...]:
    """What may be entered under an agreement of ours: our figures, or the partner's own counts."""
    evaluation = evaluation_of(ours)
    return of_partner(evaluation) if side == PARTNER else of_us(evaluation)


def parse_figures(
    asked: Sequence[Asked], texts: Mapping[str, str]
) -> list[tuple[Asked, float | None]]:
    """The figures that ``texts`` say by name: a number, « - » (None) to withdraw; "" says nothing.

    Raises:
        InputRefused: a name that nothing asks for, a number that is none: all of them at once.
    """
    by_name = {one.name: one for one in asked}
    found, problems = [], []
    for name, text in texts.items():
        if name not in by_name:
            problems.append(Problem(name, _unknown(name, by_name)))
        elif text.strip():
            try:
                found.append((by_name[name], parse_figure(by_name[name], text)))
            except Refusal as refusal:
                problems.append(Problem(name, refusal.reason))
    if problems:
        raise InputRefused("Aucun chiffre n'a été saisi.", problems=problems)
    return found


def parse_figure(asked: Asked, text: str) -> float | None:
    """The number typed, None to withdraw. Refusal: not a number, or not a whole one."""
    if text.strip() == WITHDRAWN:
        return None
    number = parse_number(text)
    if asked.whole and number != int(number):
        raise Refusal("il faut un nombre entier : ce chiffre compte des unités.")
    return number


def _unknown(name: str, names: Iterable[str]) -> str:
    known = list(names)
    cells = [one for one in known if one.partition(".")[0] == name]
    if cells:
        return f"se saisit par case : {', '.join(cells)}."
    return "rien de ce nom ne se saisit." + nearest(name, known)


def changes(
    db: "Connection", agreement: str, year: int, said: Sequence[tuple[Asked, float | None]]
) -> list[Change]:
    """What saying so changes of what holds; what is said again as it was is no change.

    Raises:
        InputRefused: a figure to withdraw that was never entered.
    """
    held = figures_of(db, agreement, [year])
    found = [Change(one, held.get(one.place, {}).get(year), value) for one, value in said]
    nothing = [one.asked.name for one in found if one.before is None and one.after is None]
    if nothing:
        raise InputRefused(
            "Aucun chiffre n'a été saisi.",
            problems=[Problem(name, "n'a pas été saisi : rien à retirer.") for name in nothing],
        )
    return [one for one in found if one.before != one.after]


def enter(
    write: "Write",
    agreement: str,
    year: int,
    said: Sequence[tuple[Asked, float | None]],
    note: str = "",
) -> list[Change]:
    """Keep the figures of ``year`` that changed, with who says so and when.

    Raises:
        InputRefused: a figure to withdraw that was never entered, a note that names somebody.
    """
    told = clean(note, limit=_LIMIT) or None
    if told and lines_naming(write.db, told):
        raise InputRefused("La remarque nomme une personne : les chiffres n'en nomment aucune.")
    changed = changes(write.db, agreement, year, said)
    for one in changed:
        key, cell, side = one.asked.place
        write.db.execute(
            """INSERT INTO figure
              (agreement, year, key, cell, side, value, note, added_at, author)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (agreement, year, key, cell, side, one.after, told, write.at, write.author),
        )
    return changed
