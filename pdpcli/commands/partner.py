"""`pdp partner` : les organismes, leurs boîtes et leurs interlocuteurs."""

from contextlib import closing
from datetime import date
from typing import Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, note, width
from pdpcli.errors import InputRefused
from pdpcli.rules.identifiers import parse_email, parse_phone
from pdpcli.store.bodies import bodies_named

app = noun("partner")


def _text(text: str) -> str:
    from pdpcli.rules.text import clean

    return clean(text)


def _address(text: str) -> str:
    from pdpcli.rules.text import clean

    return clean(text, limit=300)


def _name(text: str) -> str:
    from pdpcli.rules.names import parse_name

    return parse_name(text)


Body = Annotated[str, argument("ORGANISME", "Son identifiant ou le début de son nom")]
Json = Annotated[bool, option("json", "En JSON")]
At = Annotated[date | None, option("at", "Comme si on était ce jour", metavar="DATE", parser=day)]
Phone = Annotated[str, option("phone", "Téléphone", parser=parse_phone)]
Email = Annotated[str, option("email", "Courriel : l'ancien reste noté", parser=parse_email)]
On = Annotated[date | None, option("on", "Depuis quand [aujourd'hui]", metavar="DATE", parser=day)]
Wrong = Annotated[bool, option("correction", "C'était une erreur, pas un changement")]


@app.command("list")
def list_(*, at: At = None, json: Json = False) -> None:
    """Les organismes de nos conventions, et comment les joindre"""
    from pdpcli.store.contacts import partners
    from pdpcli.views.partners import partner_table

    with closing(open_store().read()) as db:
        rows = partners(db, at or today())
    emit_json(rows) if json else emit(partner_table(rows, width()))


@app.command("show")
def show(body: Body, *, at: At = None, json: Json = False) -> None:
    """Un organisme : coordonnées, DPD, conventions, interlocuteurs d'hier et d'aujourd'hui"""
    from pdpcli.store.contacts import partner
    from pdpcli.views.partners import partner_card

    on = at or today()
    with closing(open_store().read()) as db:
        row = partner(db, bodies_named(db, [body])[0], on)
    emit_json(row) if json else emit(partner_card(row, on))


@app.command("edit")
def edit(  # noqa: PLR0913 - one option a fact
    body: Body,
    *,
    name: Annotated[str, option("name", "Son nom en entier", parser=_text)] = "",
    address: Annotated[str, option("address", "Adresse", parser=_address)] = "",
    phone: Phone = "",
    dpo: Annotated[str, option("dpo", "Délégué à la protection des données", parser=_text)] = "",
    email: Email = "",
    on: On = None,
    correction: Wrong = False,
) -> None:
    """Corriger ses coordonnées ; une nouvelle boîte vaut depuis le jour dit

    Les fiches, les courriels et les relances suivants prennent la boîte du jour.
    """
    from pdpcli.commands.partner_questions import particulars
    from pdpcli.workflows import partner

    store = open_store()
    said = {"name": name, "address": address, "phone": phone, "dpo": dpo, "email": email}
    told = {key: value for key, value in said.items() if value} or particulars(store, body)
    with store.write("partner edit") as write:
        write.subject = bodies_named(write.db, [body])[0]
        mailbox = told.pop("email", None)
        if told:
            partner.edit(write, write.subject, told)
        if mailbox:
            put = partner.correct if correction else partner.reach
            put(write, write.subject, "", {"email": mailbox}, on or today())
        elif mailbox is not None:
            partner.leave(write, write.subject, "", on or today())
    emit(f"{write.subject} : enregistré.")


@app.command("contact")
def contact(  # noqa: PLR0913 - one option a fact
    body: Body,
    name: Annotated[str, argument("NOM", "Qui ; sans nom, la boîte commune", parser=_name)] = "",
    *,
    function: Annotated[str, option("function", "Sa fonction", parser=_text)] = "",
    phone: Phone = "",
    email: Email = "",
    on: On = None,
    correction: Wrong = False,
    remove: Annotated[bool, option("remove", "N'est plus notre interlocuteur")] = False,
) -> None:
    """Noter un interlocuteur, ce qui change, ou son départ : l'avant reste lisible"""
    from pdpcli.workflows import partner

    texts = {"function": function, "phone": phone, "email": email}
    said = {key: value for key, value in texts.items() if value}
    if remove and (said or correction):
        raise InputRefused("--retirer va seul, avec --le DATE au besoin.")
    store = open_store()
    if not (said or remove):
        from pdpcli.commands.partner_questions import contact_asked

        name, said = contact_asked(name)
    with store.write("partner contact") as write:
        write.subject = bodies_named(write.db, [body])[0]
        if remove:
            partner.leave(write, write.subject, name, on or today())
        else:
            put = partner.correct if correction else partner.reach
            put(write, write.subject, name, said, on or today())
    emit(f"{write.subject} : enregistré.")
    note(f"Ses interlocuteurs : pdp partenaire voir {write.subject}")
