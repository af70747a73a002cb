"""Which of the situations that wait go on the agenda, asked in one question at a terminal."""

import sys
from contextlib import closing
from typing import TYPE_CHECKING

from pdpcli.commands.output import emit, width

if TYPE_CHECKING:
    from pdpcli.store.open import Store

_QUESTION = "Lesquelles ajouter ? (42,45 ; « toutes » ; Entrée : aucune)"


def chosen(store: "Store", number: int) -> list[str]:
    """The references she chose; none off a terminal, or when nothing waits.

    Raises:
        Interrupted: she left; nothing was changed.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return []
    from pdpcli.commands.asker import terminal
    from pdpcli.commands.questions import or_leave
    from pdpcli.forms.asking import Question
    from pdpcli.store.agenda import items, meeting, waiting
    from pdpcli.views.agenda import agenda_screen

    with closing(store.read()) as db:
        one = meeting(db, number)
        rows = waiting(db, one) if one.state == "planned" else []
        there = items(db, number)
    if not rows:
        return []
    emit(agenda_screen(one, there, rows, width()))
    typed = or_leave(lambda: terminal().ask(Question(_QUESTION))).strip()
    if typed.casefold() in {"toutes", "tout"}:
        return [row["ref"] for row in rows]
    return [] if typed in {"", "<", "fin", "-", "nsp"} else typed.replace(",", " ").split()
