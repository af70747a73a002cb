"""`pdp consent` : la feuille à faire signer, l'accord signé, le refus."""

from contextlib import closing
from datetime import date
from typing import Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.consent_withdraw import withdraw
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, one_of, option
from pdpcli.commands.output import emit, emit_json, note, width
from pdpcli.commands.pdf import Force, Open, Output, pdf_place, put_pdf

app = noun("consent")
app.command("withdraw")(withdraw)

_CAPACITY = option("capacity", "personne, tuteur ou curateur", parser=one_of("signer_capacity"))


def _short(text: str) -> str:
    from pdpcli.rules.text import clean

    return clean(text, limit=80)


def _name(text: str) -> str:
    from pdpcli.rules.names import parse_name

    return parse_name(text)


Ref = Annotated[str, argument("RÉF", "La situation : 42, 26-42 ou 2026-0042")]
Agreement = Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")]


@app.command("print")
def print_(
    ref: Ref,
    *,
    agreement: Agreement = "",
    output: Output = None,
    force: Force = False,
    open_it: Open = False,
) -> None:
    """La fiche de cette personne, à lui faire lire et signer"""
    from pdpcli.commands.subject import fiche_of
    from pdpcli.workflows.sheet import sheet_to_sign

    with open_store().write("consent print") as write:
        fiche = fiche_of(write, ref, agreement)
        sheet = sheet_to_sign(write, fiche, today())
        place = pdf_place(sheet.name, output, force=force)
    put_pdf(place, sheet.pdf, force=force, open_it=open_it)
    note(f"Une fois signée : pdp accord enregistrer {fiche.case.ref}")


@app.command("record")
def record(  # noqa: PLR0913 - one option a fact of the signature
    ref: Ref,
    *,
    signed_on: Annotated[
        date | None, option("signed-on", "Le jour de la signature", metavar="DATE", parser=day)
    ] = None,
    place: Annotated[str, option("place", "Fait à : la commune", parser=_short)] = "",
    signer: Annotated[str, option("signer", "Qui a signé [la personne]", parser=_name)] = "",
    capacity: Annotated[str, _CAPACITY] = "person",
    kept_by: Annotated[str, option("kept-by", "Qui garde l'original", parser=_short)] = "",
    agreement: Agreement = "",
) -> None:
    """Noter l'accord signé sur papier"""
    from pdpcli.commands.signature import Said, signature_said
    from pdpcli.commands.subject import fiche_of
    from pdpcli.workflows.consent import give

    store, said = open_store(), Said(signed_on, place, signer, capacity, kept_by)
    signed, on = signature_said(store, ref, said)
    with store.write("consent record") as write:
        fiche = fiche_of(write, ref, agreement)
        give(write, fiche, signed, on, today())
    emit(f"Accord enregistré pour {fiche.agreement.partner_name} ({fiche.case.ref}).")
    note(f"La fiche peut partir : pdp fiche produire {fiche.case.ref}")


@app.command("refuse")
def refuse(
    ref: Ref,
    *,
    on: Annotated[date | None, option("on", "Le jour du refus", metavar="DATE", parser=day)] = None,
    agreement: Agreement = "",
) -> None:
    """Noter que la personne refuse : rien ne part, et rien ne le redemande"""
    from pdpcli.commands.subject import fiche_of
    from pdpcli.workflows.consent import refuse as refuse_consent

    with open_store().write("consent refuse") as write:
        fiche = fiche_of(write, ref, agreement)
        refuse_consent(write, fiche, on or today(), today())
    emit(f"Refus enregistré pour {fiche.agreement.partner_name} ({fiche.case.ref}).")


@app.command("list")
def list_(
    ref: Ref,
    *,
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Les accords, refus et retraits de la personne"""
    from pdpcli.store.cases import case_by_ref
    from pdpcli.store.liaisons import consents_of
    from pdpcli.views.consents import consent_rows, consent_table

    with closing(open_store().read()) as db:
        acts = consents_of(db, case_by_ref(db, ref, today()).person_key)
        rows = consent_rows(acts)
    emit_json(rows) if json else emit(consent_table(rows, width()))
