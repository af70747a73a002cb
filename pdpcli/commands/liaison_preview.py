"""`pdp liaison preview`: what would leave, exactly, and why it may."""

from contextlib import closing
from typing import Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json


def preview(
    ref: Annotated[str, argument("RÉF", "La fiche : 42, ou 42/1 s'il y en a plusieurs")],
    *,
    agreement: Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")] = "",
    reveal: Annotated[bool, option("reveal", "Montrer le NIR en entier (consigné)")] = False,
    json: Annotated[bool, option("json", "En JSON, clés stables et dates ISO")] = False,
) -> None:
    """Ce qui partirait, exactement : les rubriques, à qui, pourquoi cela le peut ou non"""
    from pdpcli.commands.preview_shown import preview_shown
    from pdpcli.commands.subject import case_of, known_fiche
    from pdpcli.rules.references import split_fiche_ref
    from pdpcli.views.preview import preview_text
    from pdpcli.workflows.preview import preview as gathered

    store = open_store()
    if reveal:
        with store.write("liaison preview --reveal") as write:
            case_of(write, split_fiche_ref(ref)[0])
            write.note("nir")
    with closing(store.read()) as db:
        found = gathered(db, known_fiche(db, ref, agreement), today())
    shown = preview_shown(found, reveal=reveal)
    emit_json(shown) if json else emit(preview_text(shown))
