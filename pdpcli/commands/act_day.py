"""`pdp act day` : les actes d'une journée, en une grille ; le jour n'est dit qu'une fois."""

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import option
from pdpcli.commands.output import emit, note
from pdpcli.rules.dates import french_long

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdpcli.store.open import Store
    from pdpcli.workflows.act_day import Placed


def act_day(
    *,
    on: Annotated[
        date | None, option("on", "Le jour [aujourd'hui]", metavar="DATE", parser=day)
    ] = None,
    file: Annotated[
        Path | None, option("file", "Les actes, dans un fichier CSV, XLSX ou TOML")
    ] = None,
    dry_run: Annotated[bool, option("dry-run", "Relire sans enregistrer")] = False,
) -> None:
    """Noter les actes d'une journée : une ligne chacun, tout ou rien

    « 42 entretien, téléphone » ; « 26-42 issue maintien au poste » ; « 42 PMSMP, 10 jours ».
    """
    from pdpcli.store.drafts import forget

    store = open_store()
    if file is None:
        from pdpcli.commands.act_day_grid import asked

        grid = asked(store, on)
        when, lines, draft = grid.on, grid.lines, grid.draft
    else:
        from pdpcli.commands.act_day_file import day_of, lines_of

        told, lines = lines_of(file)
        when, draft = day_of(on, told), None
    if dry_run:
        _try(store, lines, when)
        return
    from pdpcli.workflows.act_day import note_all

    with store.write("act day") as write:
        noted = note_all(write, lines, when, today())
        if draft is not None:
            forget(write.db, draft)
    emit("\n".join(noted))
    note(f"{len(noted)} acte{'s' * (len(noted) > 1)}, {french_long(when)}.")


def _try(store: "Store", lines: "Sequence[Placed]", on: date) -> None:
    """What would be noted, nothing being written. InputRefused: each line that cannot be."""
    from pdpcli.errors import InputRefused, Problem
    from pdpcli.workflows.act_day import known_case

    problems = []
    with closing(store.read()) as db:
        for one in lines:
            try:
                row = known_case(db, one.line, on, today())
            except InputRefused as refused:
                problems.append(Problem(one.place, refused.what))
            else:
                emit(f"{row.ref} : {one.line.label}")
    if problems:
        raise InputRefused("Aucun acte ne serait noté.", problems=problems)
    note(f"Rien n'a été enregistré (--essai) : {french_long(on)}.")
