"""`pdp find` : une personne, une entreprise, une référence."""

from contextlib import closing
from typing import Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json


def find(
    text: Annotated[
        str, argument("TEXTE", "Un nom, le début d'un nom, une entreprise, une référence")
    ],
    *,
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Une personne, une entreprise, une référence"""
    from pdpcli.store.search import search
    from pdpcli.views.cases import found_text

    with closing(open_store().read()) as db:
        found = search(db, text, today())
    emit_json(found) if json else emit(found_text(found))
