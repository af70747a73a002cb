"""`pdp orient` : à qui s'adresser pour une situation, et quelles conditions sont remplies."""

from contextlib import closing
from datetime import date
from typing import Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json


def orient(
    ref: Annotated[str, argument("RÉF", "La situation : 42, 26-42 ou 2026-0042")],
    *,
    agreement: Annotated[
        str, option("agreement", "Une seule convention, et ce qu'elle dit dans l'autre sens")
    ] = "",
    at: Annotated[
        date | None,
        option("at", "Avec ce qui était su ce jour", metavar="DATE", parser=day),
    ] = None,
    json: Annotated[bool, option("json", "En JSON, clés stables et dates ISO")] = False,
) -> None:
    """À qui s'adresser, quelles conditions sont remplies : une explication, jamais une décision

    Le tableau PRITH selon l'échéance, le statut et la situation ; nos conventions, condition par
    condition, avec ce qui y répond ou la question à poser. Rien n'est écrit.
    """
    from pdpcli.store.cases import case_by_ref
    from pdpcli.views.orientation import orientation_text
    from pdpcli.workflows.orient import orient as oriented

    with closing(open_store().read()) as db:
        case = case_by_ref(db, ref, today())
        told = oriented(db, case, at or today(), agreement)
    emit_json(told) if json else emit(orientation_text(told))
