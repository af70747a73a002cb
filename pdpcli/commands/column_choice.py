"""Which column of a table says what: shown, said, or put right at the terminal."""

from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from pdpcli.commands.output import note, width
from pdpcli.errors import InputRefused

if TYPE_CHECKING:
    from pdpcli.store.open import Store
    from pdpcli.tabular.table import Table
    from pdpcli.workflows.columns import Columns, Targets


def chosen_columns(
    store: "Store", targets: "Targets", found: "Table", said: Sequence[str], *, yes: bool
) -> "Columns":
    """What each column says: shown, and corrected at the terminal until it is right."""
    import sys

    from pdpcli.workflows.columns import columns_of, kept_columns, said_columns

    with closing(store.read()) as db:
        kept = kept_columns(db, targets)
    told = said_columns(targets, said, found.headings)
    columns = columns_of(targets, found.headings, told, kept)
    note(f"{found.source} ; titres ligne {found.line}.")
    asks = not (yes or said or columns.remembered) and sys.stdin.isatty() and sys.stdout.isatty()
    while True:
        note(_listed(found, columns))
        if not asks or _right():
            return columns
        told |= _asked(targets, found, columns)
        columns = columns_of(targets, found.headings, told, {})


def _listed(found: "Table", columns: "Columns") -> str:
    from pdpcli.tabular.table import column_letter
    from pdpcli.views.employer_import import columns_table

    said = {index: columns.labels[target] for target, index in columns.at.items()}
    letters = [column_letter(index) for index in range(len(found.headings))]
    return columns_table(found.headings, said, letters, width())


def _right() -> bool:
    from pdpcli.commands.asker import terminal
    from pdpcli.commands.questions import or_leave

    return or_leave(lambda: terminal().confirm("Ces colonnes sont bien lues ?"))


def _asked(targets: "Targets", found: "Table", columns: "Columns") -> dict[str, str]:
    """One column, and what it is to be read as; whoever had that place gives it up."""
    from pdpcli.commands.questions import answers_to
    from pdpcli.forms.form import Field
    from pdpcli.tabular.table import column_letter
    from pdpcli.workflows.columns import said_columns

    letters = {column_letter(n): n for n, one in enumerate(found.headings) if one}
    shown = {letter: f"{letter} {found.headings[n][:40]}" for letter, n in letters.items()}
    labels = {target or "none": text for target, text in targets.labels.items()}
    fields = [
        Field(
            "which", "Quelle colonne corriger ?", "choice", choices=shown, required=("register",)
        ),
        Field("as", "Elle dit…", "choice", choices=labels, required=("register",)),
    ]
    otherwise = InputRefused("Quelles colonnes ?", todo='--colonne "TITRE=champ"')
    said = answers_to(fields, otherwise)
    at, target = letters[str(said["which"])], "" if said["as"] == "none" else str(said["as"])
    by_index = {index: one for one, index in columns.at.items() if one != target}
    by_index[at] = target
    texts = [f"{letter}={by_index.get(n, '') or 'rien'}" for letter, n in letters.items()]
    return said_columns(targets, texts, found.headings)
