"""A table of situations: its columns said, tried, its duplicates decided, then taken whole."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.commands.opening import open_store
from pdpcli.commands.output import emit, note
from pdpcli.errors import InputRefused, Interrupted

if TYPE_CHECKING:
    from pdpcli.commands.progress import Progress
    from pdpcli.store.open import Store
    from pdpcli.tabular.table import Table
    from pdpcli.workflows.case_row import Reader
    from pdpcli.workflows.import_cases import Review


_CHOICES = {
    "attach": "les rattacher à qui est connu",
    "skip": "laisser ces lignes",
    "refuse": "ne rien reprendre",
}


@dataclass(frozen=True)
class Asked:
    """What the command line says of the table."""

    columns: Sequence[str]
    values: Sequence[str]
    duplicates: str
    dry_run: bool
    yes: bool


class _TriedOnlyError(Exception):
    """The write is a trial: it is rolled back."""


def import_cases(file: Path, asked: Asked) -> None:
    """Take a table, one situation a line. InputRefused, Interrupted: nothing is written."""
    from pdpcli.commands.clock import today
    from pdpcli.commands.column_choice import chosen_columns
    from pdpcli.tabular.table import read_table
    from pdpcli.workflows.case_columns import cases, refuse_no_headings, refuse_unread
    from pdpcli.workflows.case_row import Reader
    from pdpcli.workflows.columns import keep_columns

    found, store = read_table(file), open_store()
    refuse_no_headings(found.headings, found.line)
    _say_unread(found)
    quiet = asked.yes or asked.dry_run
    columns = chosen_columns(store, cases(), found, asked.columns, yes=quiet)
    refuse_unread(found.headings, columns.at)
    reader, duplicates = Reader(columns, today(), asked.values), asked.duplicates
    if not asked.yes or asked.dry_run:
        seen = _tried(store, found, reader, duplicates)
        if asked.dry_run:
            note("Rien n'a été enregistré (--essai).")
            return
        duplicates = _decided(seen, duplicates)
    with _progress() as told, store.write("import") as write:
        from pdpcli.workflows.import_cases import refuse, take

        done = take(write, found.rows(), reader, duplicates, told)
        refuse(done, duplicates)
        keep_columns(write, cases(), found.headings, columns)
    _show(done, "Repris")


def _tried(store: "Store", found: "Table", reader: "Reader", duplicates: str) -> "Review":
    """What the table would do: written, then rolled back."""
    from pdpcli.workflows.import_cases import Review, refuse, take

    seen = Review()
    with suppress(_TriedOnlyError), _progress() as told, store.write("import") as write:
        seen = take(write, found.rows(), reader, duplicates, told)
        raise _TriedOnlyError
    refuse(seen, "" if _at_terminal() else duplicates)
    _show(seen, "Lu")
    return seen


def _decided(seen: "Review", duplicates: str) -> str:
    """What is done of the duplicates, asked when nothing was said; and whether to write."""
    from pdpcli.commands.asker import terminal
    from pdpcli.commands.questions import or_leave
    from pdpcli.forms.asking import Question

    what = f"Enregistrer {seen.added} situation{'s' * (seen.added > 1)} ?"
    asker = terminal(InputRefused(what, todo="Relisez ce qui précède, puis ajoutez --oui."))
    if seen.duplicates and duplicates == "refuse":
        question = Question("Que faire de ces lignes ?", choices=_CHOICES, proposed="attach")
        duplicates = or_leave(lambda: asker.ask(question))
        wanted = duplicates in {"attach", "skip"}
    else:
        wanted = or_leave(lambda: asker.confirm(what))
    if not wanted:
        raise Interrupted("Laissé là : rien n'a été repris.")
    return duplicates


def _say_unread(found: "Table") -> None:
    """The columns that are never read, and why."""
    from pdpcli.workflows.case_columns import unread

    for index, why in unread(found.headings).items():
        note(f"« {found.headings[index][:40]} » : {why}")


def _show(seen: "Review", what: str) -> None:
    from pdpcli.views.case_import import review_text

    emit(review_text(seen, what))


def _progress() -> "Progress":
    from pdpcli.commands.progress import Progress

    return Progress("lignes")


def _at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
