"""`pdp consent` : la feuille à faire signer, l'accord signé, le refus."""

from contextlib import closing
from datetime import date
from typing import Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, note
from pdpcli.commands.pdf import Force, Open, Output, put_pdf
from pdpcli.store.cases import case_by_ref
from pdpcli.store.our_agreements import our_agreement
from pdpcli.workflows import consent as workflow
from pdpcli.workflows import liaison as liaisons

app = noun("consent")

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
    from pdpcli.workflows.sheet import sheet_to_sign

    with open_store().write("consent print") as write:
        case = case_by_ref(write.db, ref, today())
        write.subject = case.ref
        under = our_agreement(write.db, agreement or None, case.id)
        sheet = sheet_to_sign(write, liaisons.ensure(write, case, under, today()), today())
    put_pdf(sheet.name, sheet.pdf, output, force=force, open_it=open_it)
    note(f"Une fois signée : pdp accord enregistrer {case.ref}")


@app.command("record")
def record(  # noqa: PLR0913 - one option a fact of the signature
    ref: Ref,
    *,
    signed_on: Annotated[
        date | None, option("signed-on", "Le jour de la signature", metavar="DATE", parser=day)
    ] = None,
    place: Annotated[str, option("place", "Fait à : la commune")] = "",
    signer: Annotated[str, option("signer", "Qui a signé [la personne]")] = "",
    capacity: Annotated[str, option("capacity", "personne, tuteur ou curateur")] = "",
    kept_by: Annotated[str, option("kept-by", "Qui garde l'original", french="garde-par")] = "",
    agreement: Agreement = "",
) -> None:
    """Noter l'accord signé sur papier"""
    from pdpcli.commands.signature import Said, signature_said

    store = open_store()
    with closing(store.read()) as db:
        case = case_by_ref(db, ref, today())
        said = Said(signed_on, place, signer, capacity, kept_by)
        signed, on = signature_said(db, case, said, store.author)
    with store.write("consent record", case.ref) as write:
        under = our_agreement(write.db, agreement or None, case.id)
        fiche = liaisons.ensure(write, case, under, today())
        workflow.give(write, fiche, signed, on, today())
    emit(f"Accord enregistré pour {under.partner_name} ({case.ref}).")
    note(f"La fiche peut partir : pdp fiche produire {case.ref}")


@app.command("refuse")
def refuse(
    ref: Ref,
    *,
    on: Annotated[date | None, option("on", "Le jour du refus", metavar="DATE", parser=day)] = None,
    agreement: Agreement = "",
) -> None:
    """Noter que la personne refuse : rien ne part, et rien ne le redemande"""
    with open_store().write("consent refuse") as write:
        case = case_by_ref(write.db, ref, today())
        write.subject = case.ref
        under = our_agreement(write.db, agreement or None, case.id)
        fiche = liaisons.ensure(write, case, under, today())
        workflow.refuse(write, fiche, on or today(), today())
    emit(f"Refus enregistré pour {under.partner_name} ({case.ref}).")


@app.command("list")
def list_(
    ref: Ref,
    *,
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Les accords, refus et retraits de la personne"""
    from pdpcli.store.liaisons import consents_of
    from pdpcli.views.consents import consent_rows, consent_table

    with closing(open_store().read()) as db:
        acts = consents_of(db, case_by_ref(db, ref, today()).person_key)
        rows = consent_rows(acts)
    emit_json(rows) if json else emit(consent_table(rows))
