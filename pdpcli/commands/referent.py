"""`pdp referent` : les coordonnées que le partenaire lit sur nos fiches."""

from contextlib import closing
from typing import Annotated

from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import option
from pdpcli.commands.output import emit, emit_json
from pdpcli.rules.identifiers import parse_email, parse_phone

app = noun("referent")


@app.command("show")
def show(*, json: Annotated[bool, option("json", "En JSON")] = False) -> None:
    """Les membres de la cellule et leurs coordonnées"""
    from pdpcli.store.members import members
    from pdpcli.views.members import member_lines

    with closing(open_store().read()) as db:
        rows = members(db)
    emit_json(rows) if json else emit(member_lines(rows))


@app.command("edit")
def edit(
    *,
    phone: Annotated[str, option("phone", "Mon téléphone", parser=parse_phone)] = "",
    email: Annotated[str, option("email", "Mon courriel", parser=parse_email)] = "",
) -> None:
    """Corriger mes coordonnées : elles sont portées sur les fiches suivantes"""
    from pdpcli.workflows import member

    said = {key: value for key, value in (("phone", phone), ("email", email)) if value}
    with open_store().write("referent edit") as write:
        member.edit(write, said)
    emit("Vos coordonnées sont corrigées.")
