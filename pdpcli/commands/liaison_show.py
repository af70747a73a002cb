"""`pdp liaison show`: one fiche, where it stands and what happened to it."""

from contextlib import closing
from typing import Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json


def show(
    ref: Annotated[str, argument("RÉF", "La fiche : 42, ou 42/1 s'il y en a plusieurs")],
    *,
    agreement: Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")] = "",
    json: Annotated[bool, option("json", "En JSON, clés stables et dates ISO")] = False,
) -> None:
    """Une fiche : où elle en est, ce qu'elle contient, ce qui lui manque, ce qui s'est passé"""
    from pdpcli.commands.showing_fiche import fiche_shown, fiche_text
    from pdpcli.commands.subject import known_fiche

    with closing(open_store().read()) as db:
        shown = fiche_shown(db, known_fiche(db, ref, agreement), today())
    emit_json(shown) if json else emit(fiche_text(shown))
