"""`pdp employer import` : la liste des adhérents du service, reprise en une fois."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, note, width
from pdpcli.errors import InputRefused, Interrupted

if TYPE_CHECKING:
    from pdpcli.store.open import Store
    from pdpcli.tabular.table import Table
    from pdpcli.workflows.employer_columns import Columns
    from pdpcli.workflows.import_employers import Review


def import_(
    file: Annotated[Path, argument("FICHIER", "La liste, en CSV ou en XLSX")],
    *,
    column: Annotated[
        list[str] | None,
        option("column", "« TITRE=champ » ou « C=rien » ; plusieurs fois au besoin"),
    ] = None,
    naf_2025: Annotated[bool, option("naf-2025", "Ses codes sont de la NAF 2025")] = False,
    dry_run: Annotated[bool, option("dry-run", "Relire sans enregistrer")] = False,
    yes: Annotated[bool, option("yes", "Ne pas demander de confirmer")] = False,
) -> None:
    """Reprendre la liste des adhérents : nouvelles et modifiées, tout ou rien

    Une entreprise est reconnue par son SIRET, sinon par son nom et son code postal. Une case vide
    n'efface rien. Ce que dit chaque colonne est retenu pour la fois suivante.
    """
    from pdpcli.tabular.table import read_table
    from pdpcli.views.employer_import import counts
    from pdpcli.workflows.employer_columns import keep_columns
    from pdpcli.workflows.import_employers import refuse, review, take

    found, version = read_table(file), "2025" if naf_2025 else "rev2"
    store = open_store()
    columns = _columns(store, found, column or (), yes=yes or dry_run)
    if dry_run or not yes:
        with closing(store.read()) as db:
            seen = review(db, found.rows(), columns, version)
        refuse(seen)
        _show(seen)
        if dry_run:
            note("Rien n'a été enregistré (--essai).")
            return
        _confirm(seen)
    with store.write("employer import") as write:
        done = take(write, found.rows(), columns, version)
        keep_columns(write, found.headings, columns)
    emit(f"Repris : {counts(done)}.")


def _columns(store: "Store", found: "Table", said: Sequence[str], *, yes: bool) -> "Columns":
    """What each column says: shown, and corrected at the terminal until it is right."""
    import sys

    from pdpcli.workflows.employer_columns import columns_of, kept_columns, said_columns

    with closing(store.read()) as db:
        kept = kept_columns(db)
    told = said_columns(said, found.headings)
    columns = columns_of(found.headings, told, kept)
    note(f"{found.source} ; titres ligne {found.line}.")
    asks = not (yes or said or columns.remembered) and sys.stdin.isatty() and sys.stdout.isatty()
    while True:
        note(_listed(found, columns))
        if not asks or _right():
            return columns
        told |= _asked(found, columns)
        columns = columns_of(found.headings, told, {})


def _listed(found: "Table", columns: "Columns") -> str:
    from pdpcli.tabular.table import column_letter
    from pdpcli.views.employer_import import columns_table
    from pdpcli.workflows.employer_columns import TARGETS

    said = {index: TARGETS[target] for target, index in columns.at.items()}
    letters = [column_letter(index) for index in range(len(found.headings))]
    return columns_table(found.headings, said, letters, width())


def _right() -> bool:
    from pdpcli.commands.asker import terminal
    from pdpcli.commands.questions import or_leave

    return or_leave(lambda: terminal().confirm("Ces colonnes sont bien lues ?"))


def _asked(found: "Table", columns: "Columns") -> dict[str, str]:
    """One column, and what it is to be read as; whoever had that place gives it up."""
    from pdpcli.commands.questions import answers_to
    from pdpcli.forms.form import Field
    from pdpcli.tabular.table import column_letter
    from pdpcli.workflows.employer_columns import TARGETS, said_columns

    letters = {column_letter(n): n for n, one in enumerate(found.headings) if one}
    shown = {letter: f"{letter} {found.headings[n][:40]}" for letter, n in letters.items()}
    targets = {target or "none": text for target, text in TARGETS.items()}
    fields = [
        Field(
            "which", "Quelle colonne corriger ?", "choice", choices=shown, required=("register",)
        ),
        Field("as", "Elle dit…", "choice", choices=targets, required=("register",)),
    ]
    otherwise = InputRefused("Quelles colonnes ?", todo='--colonne "TITRE=champ"')
    said = answers_to(fields, otherwise)
    at, target = letters[str(said["which"])], str(said["as"]).replace("none", "")
    by_index = {index: one for one, index in columns.at.items() if one != target}
    by_index[at] = target
    texts = [f"{letter}={by_index.get(n, '') or 'rien'}" for letter, n in letters.items()]
    return said_columns(texts, found.headings)


def _show(seen: "Review") -> None:
    from pdpcli.views.employer_import import review_text

    emit(review_text(seen))


def _confirm(seen: "Review") -> None:
    """Have what cannot be undone in a word confirmed. InputRefused, Interrupted."""
    from pdpcli.commands.asker import terminal
    from pdpcli.commands.questions import or_leave
    from pdpcli.views.employer_import import counts

    if not (seen.added or seen.changed):
        return
    told = f"Enregistrer ({counts(seen)}) ?"
    if seen.doubtful:
        told = f"{seen.doubtful} reconnues à leur nom seul : ce sont bien les mêmes ? {told}"
    asker = terminal(InputRefused(told, todo="Relisez ce qui précède, puis ajoutez --oui."))
    if not or_leave(lambda: asker.confirm(told, proposed=not seen.doubtful)):
        raise Interrupted("Laissé là : rien n'a été repris.")
