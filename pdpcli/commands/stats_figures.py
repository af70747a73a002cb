"""`pdp stats list` : ce qui se saisit une fois l'an, ce qui l'a été, quand et par qui."""

from contextlib import closing
from typing import Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.figures_meant import candidates
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import one_of, option
from pdpcli.commands.output import emit, emit_json, width
from pdpcli.commands.values import year_named
from pdpcli.evaluation.asked import US


def list_figures(
    *,
    year: Annotated[
        int | None, option("year", "L'année [celle en cours]", metavar="ANNÉE", parser=year_named)
    ] = None,
    agreement: Annotated[str, option("agreement", "Une seule convention")] = "",
    side: Annotated[
        str, option("side", "nous, ou partenaire : ce qu'il a compté [nous]", parser=one_of("side"))
    ] = "",
    every: Annotated[
        bool, option("all", "Toutes les saisies de l'année, les remplacées aussi")
    ] = False,
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Ce qui se saisit : la clé, la valeur, celle de l'année d'avant, quand et par qui"""
    from pdpcli.store.figures import entered, history
    from pdpcli.views.figures import figure_rows, figure_text, history_rows, history_table

    counted = year or today().year
    rows, texts = [], []
    with closing(open_store().read()) as db:
        for ask in candidates(db, agreement, side or US):
            id_, title = ask.ours.id, ask.ours.title
            if every:
                found = history_rows(id_, ask.asked, history(db, id_, counted, ask.side))
                texts.append(history_table(found, title, width()))
            else:
                held = entered(db, id_, [counted, counted - 1])
                found = figure_rows(id_, ask.asked, held, counted)
                texts.append(figure_text(found, title, counted))
            rows += found
    emit_json(rows) if json else emit("\n\n".join(texts))
