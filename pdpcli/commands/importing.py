"""`pdp import` : reprendre un tableau, ou tout ce qu'un autre cahier a exporté."""

from pathlib import Path
from typing import Annotated

from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument
from pdpcli.commands.output import emit
from pdpcli.errors import InputRefused


def import_(
    file: Annotated[Path, argument("FICHIER", "Le tableau (CSV, XLSX), ou l'export (JSON)")],
) -> None:
    """Reprendre un tableau, ou tout ce qu'un autre cahier a exporté ; tout ou rien"""
    from pdpcli.workflows.import_whole import is_whole

    if not is_whole(file):
        raise InputRefused("Ce fichier n'est pas un export de pdp en lignes JSON.")
    _whole(file)


def _whole(file: Path) -> None:
    """An export of everything, into a store that holds nothing yet."""
    from pdpcli.commands.progress import Progress
    from pdpcli.workflows.import_whole import take_whole

    with Progress("lignes") as told, open_store().write("import") as write:
        head = take_whole(write, file, told)
    emit(f"Repris en entier : {head.tables.get('case_file', 0)} situations, {head.rows} lignes.")
