"""`pdp referent absent` : qui est absent, jusqu'à quand, remplacé par qui."""

from contextlib import closing
from datetime import date
from typing import Annotated

from pdpcli.commands.clock import day, day_ahead, today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, note
from pdpcli.errors import InputRefused


def absent(  # noqa: PLR0913 - who, when, and who stands in
    name: Annotated[str, argument("NOM", "Qui est absent ; sans nom, la liste")] = "",
    *,
    until: Annotated[
        date | None, option("until", "Le dernier jour d'absence", metavar="DATE", parser=day_ahead)
    ] = None,
    by: Annotated[str, option("by", "Qui remplace")] = "",
    on: Annotated[
        date | None, option("on", "Le premier jour [aujourd'hui]", metavar="DATE", parser=day)
    ] = None,
    remove: Annotated[bool, option("remove", "De retour : l'absence s'arrête")] = False,
    json: Annotated[bool, option("json", "La liste en JSON")] = False,
) -> None:
    """Noter une absence et qui remplace : ses situations sont montrées à qui remplace"""
    if not name:
        if until or by or on or remove:
            raise InputRefused("Qui est absent ?", todo="pdp referent absent NOM --jusqu-au DATE")
        _list(json=json)
        return
    if not (until or remove):
        raise InputRefused("Jusqu'à quand ?", todo="--jusqu-au DATE ; de retour : --retirer")
    if remove and (until or by):
        raise InputRefused("--retirer va seul, avec --le DATE au besoin.")
    _note(name, by, on or today(), until)


def _note(name: str, by: str, first: date, until: date | None) -> None:
    from pdpcli.store.members import member_called
    from pdpcli.workflows import absence

    with open_store().write("referent absent") as write:
        who = member_called(write.db, name)
        if until is None:
            absence.back(write, who, first)
        else:
            stand_in = member_called(write.db, by) if by else None
            absence.away(write, who, stand_in, absence.Away(first, until))
    emit("Enregistré.")
    note(
        "Qui est absent : pdp referent absent. Mes situations : pdp situation liste --referent moi"
    )


def _list(*, json: bool) -> None:
    from pdpcli.store.absences import absences
    from pdpcli.views.members import absence_lines

    with closing(open_store().read()) as db:
        rows = absences(db, today())
    emit_json(rows) if json else emit(absence_lines(rows))
