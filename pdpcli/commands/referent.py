"""`pdp referent` : les membres de la cellule, qui suit quoi et qui remplace qui."""

from contextlib import closing
from datetime import date
from typing import Annotated, Any

from pdpcli.commands.clock import day, today
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, one_of, option
from pdpcli.commands.output import emit, emit_json, note
from pdpcli.commands.referent_absent import absent
from pdpcli.rules.identifiers import parse_email, parse_phone

app = noun("referent")
app.command("absent")(absent)


def _name(text: str) -> str:
    from pdpcli.rules.names import parse_name

    return parse_name(text)


Phone = Annotated[str, option("phone", "Son téléphone", parser=parse_phone)]
Email = Annotated[str, option("email", "Son courriel", parser=parse_email)]
Functions = Annotated[
    list[str] | None,
    option("function", "Sa fonction ; plusieurs fois au besoin", parser=one_of("function")),
]


@app.command("show")
def show(*, json: Annotated[bool, option("json", "En JSON")] = False) -> None:
    """Les membres de la cellule, leurs fonctions et leurs coordonnées"""
    from pdpcli.store.members import members
    from pdpcli.views.members import member_lines

    with closing(open_store().read()) as db:
        rows = members(db)
    emit_json(rows) if json else emit(member_lines(rows))


@app.command("add")
def add(
    name: Annotated[str, argument("NOM", "« Camille EXEMPLE » : prénom, puis nom", parser=_name)],
    *,
    functions: Functions = None,
    phone: Phone = "",
    email: Email = "",
    on: Annotated[
        date | None, option("on", "Depuis quand [aujourd'hui]", metavar="DATE", parser=day)
    ] = None,
) -> None:
    """Ajouter un membre de la cellule : compté une fois, même avec deux fonctions"""
    from pdpcli.workflows import member
    from pdpcli.workflows.keys import split_author

    with open_store().write("referent add") as write:
        member.add(write, split_author(name), _said(functions, phone, email), on or today())
    emit("Ajouté. Les membres : pdp referent voir")


@app.command("edit")
def edit(
    name: Annotated[str, argument("NOM", "Qui, si ce n'est pas moi")] = "",
    *,
    phone: Phone = "",
    email: Email = "",
    functions: Functions = None,
    until: Annotated[
        date | None, option("until", "Son dernier jour à la cellule", metavar="DATE", parser=day)
    ] = None,
) -> None:
    """Corriger des coordonnées ou des fonctions : les fiches suivantes les portent"""
    from pdpcli.store.members import member_called
    from pdpcli.workflows import member

    said = _said(functions, phone, email) | ({"until": until.isoformat()} if until else {})
    with open_store().write("referent edit") as write:
        who = member_called(write.db, name) if name else None
        member.edit(write, said, who)
    emit("Vos coordonnées sont corrigées." if not name else "Corrigé.")
    if until and who:
        _say_passphrase_left(who)


@app.command("assign")
def assign(
    name: Annotated[str, argument("NOM", "Qui les suit désormais")],
    refs: Annotated[list[str], argument("RÉF", "Les situations : 42, 26-42…")],
) -> None:
    """Confier des situations à un membre de la cellule"""
    from pdpcli.commands.subject import case_of
    from pdpcli.store.members import member_called
    from pdpcli.workflows import member

    with open_store().write("referent assign") as write:
        rows = [case_of(write, ref) for ref in refs]
        write.subject = rows[0].ref if len(rows) == 1 else ""
        member.assign(write, member_called(write.db, name), rows)
    emit(f"{', '.join(row.ref for row in rows)} : confié.")


def _say_passphrase_left(who: dict[str, Any]) -> None:
    """Leaving the cell does not close the store to her: that is another command."""
    from pdpcli.store.envelope import load
    from pdpcli.store.home import home
    from pdpcli.store.members import full_name

    if load(home()).slot_of(full_name(who)):
        note("Sa phrase de passe ouvre toujours le cahier : pdp mot-de-passe retirer NOM")


def _said(functions: list[str] | None, phone: str, email: str) -> dict[str, Any]:
    said: dict[str, Any] = {"phone": phone, "email": email}
    listed = list(dict.fromkeys(functions or ()))
    return {key: value for key, value in {**said, "functions": listed}.items() if value}
