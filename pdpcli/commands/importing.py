"""`pdp import` : reprendre un tableau, ou tout ce qu'un autre cahier a exporté."""

from pathlib import Path
from typing import Annotated

from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit
from pdpcli.errors import Refusal

_DECISIONS = {"refuser": "refuse", "rattacher": "attach", "laisser": "skip"}


def _decision(text: str) -> str:
    """What is done of the duplicates, in French or not."""
    wanted = text.strip().casefold()
    found = [code for word, code in _DECISIONS.items() if wanted and word.startswith(wanted)]
    if wanted in _DECISIONS.values():
        return wanted
    if not found:
        raise Refusal(f"au choix : {', '.join(_DECISIONS)}.")
    return found[0]


_COLUMN = option("column", "« TITRE=champ » ou « C=rien » ; plusieurs fois au besoin")
_VALUE = option("value", "« CHAMP:CASE=réponse », ou « CHAMP=réponse » pour toutes les lignes")
_DUPLICATES = option(
    "duplicates", "Ce qui est déjà connu : refuser, rattacher ou laisser [refuser]",
    parser=_decision, metavar="CHOIX",
)  # fmt: skip


def import_(  # noqa: PLR0913 - one option a choice of hers
    file: Annotated[Path, argument("FICHIER", "Le tableau (CSV, XLSX), ou un export en entier")],
    *,
    column: Annotated[list[str] | None, _COLUMN] = None,
    value: Annotated[list[str] | None, _VALUE] = None,
    duplicates: Annotated[str, _DUPLICATES] = "refuse",
    dry_run: Annotated[bool, option("dry-run", "Relire sans enregistrer")] = False,
    yes: Annotated[bool, option("yes", "Ne pas demander de confirmer")] = False,
) -> None:
    """Reprendre un tableau, une situation par ligne, ou un export en entier : tout ou rien

    Les colonnes sont reconnues à leur titre, et retenues pour la fois suivante. Un accord ou un
    diagnostic ne se reprend jamais. Un export en entier ne se reprend que dans un cahier neuf.
    """
    from pdpcli.workflows.import_whole import is_whole

    if is_whole(file):
        _whole(file)
        return
    from pdpcli.commands.import_cases import Asked, import_cases

    import_cases(file, Asked(column or (), value or (), duplicates, dry_run=dry_run, yes=yes))


def _whole(file: Path) -> None:
    """An export of everything, into a store that holds nothing yet."""
    from pdpcli.commands.progress import Progress
    from pdpcli.workflows.import_whole import take_whole

    with Progress("lignes") as told, open_store().write("import") as write:
        head = take_whole(write, file, told)
    emit(f"Repris en entier : {head.tables.get('case_file', 0)} situations, {head.rows} lignes.")
