"""`pdp employer import` : la liste des adhérents du service, reprise en une fois."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, note
from pdpcli.errors import InputRefused, Interrupted

if TYPE_CHECKING:
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
    from pdpcli.commands.column_choice import chosen_columns
    from pdpcli.tabular.table import read_table
    from pdpcli.views.employer_import import counts
    from pdpcli.workflows.columns import keep_columns
    from pdpcli.workflows.employer_columns import EMPLOYERS
    from pdpcli.workflows.import_employers import refuse, review, take

    found, version = read_table(file), "2025" if naf_2025 else "rev2"
    store = open_store()
    columns = chosen_columns(store, EMPLOYERS, found, column or (), yes=yes or dry_run)
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
        keep_columns(write, EMPLOYERS, found.headings, columns)
    emit(f"Repris : {counts(done)}.")


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
