"""What follows the morning screen at a terminal: a number deals with its line, a name opens."""

import re
import shlex
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pdpcli.commands.asker import Terminal
from pdpcli.commands.output import emit, note
from pdpcli.commands.questions import or_leave
from pdpcli.errors import PdpError
from pdpcli.forms.asking import HELP, SUSPEND, Question
from pdpcli.rules.deadlines.doing import command_for
from pdpcli.views.due import explained

if TYPE_CHECKING:
    from pdpcli.store.open import Store
    from pdpcli.views.day import Line

Run = Callable[[Sequence[str]], int]

_REF = re.compile(r"[0-9][0-9 /-]*")
_WEEK = timedelta(7)
_CHOICES = {"do": "Le faire : pdp {}", "done": "C'est fait", "later": "Pas avant une semaine",
            "nothing": "Rien"}  # fmt: skip


def deal(store: "Store", lines: Sequence["Line"], today: date, run: Run) -> bool:
    """Ask once what to deal with; False when she leaves.

    A number is a line of the screen; digits of a reference or a name open what they name.
    """
    asker = Terminal()
    typed = or_leave(lambda: asker.ask(Question("Votre choix", proposed=""))).strip()
    if typed in ("", SUSPEND):
        return False
    if typed == HELP:
        run(["--aide"])
        return True
    named = {str(line.number): line for line in lines}
    if typed in named:
        _line(store, named[typed], asker, today, run)
    elif _REF.fullmatch(typed):
        run(["situation", "voir", typed])
    else:
        run(["recherche", typed])
    return True


def _line(store: "Store", line: "Line", asker: Terminal, today: date, run: Run) -> None:
    """The line in full, then what she wants of it."""
    first = line.rows[0]
    if line.several:
        run(["echeances", "--regle", first["rule"]])
        return
    emit("\n".join(explained(row, today) for row in line.rows))
    command = command_for(first["rule"], first["ref"], first["fiche"], first["agreement"])
    choices = {
        key: text.format(command) for key, text in _CHOICES.items() if key != "do" or command
    }
    asked = Question("Que faire ?", choices=choices, proposed=next(iter(choices)))
    chosen = or_leave(lambda: asker.ask(asked)) or next(iter(choices))
    if chosen == "do":
        run(shlex.split(command))
    elif chosen in ("done", "later"):
        _change(store, line, chosen, today)


def _change(store: "Store", line: "Line", chosen: str, today: date) -> None:
    from pdpcli.workflows.due import change_deadline

    told = {"until": (today + _WEEK).isoformat(), "reason": "remis"} if chosen == "later" else {}
    try:
        with store.write(f"due {chosen}") as write:
            for row in line.rows:
                change_deadline(write, row["id"], "suspended" if told else "done", **told)
    except PdpError as error:
        note(error.what)
        return
    emit("Mis de côté pour une semaine." if told else "Noté : c'est fait.")
