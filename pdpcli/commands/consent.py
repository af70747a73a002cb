"""`pdp consent` : la feuille à faire signer, l'accord signé, le refus."""

from contextlib import closing
from datetime import date
from typing import Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.consent_print import print_
from pdpcli.commands.consent_record import record
from pdpcli.commands.consent_show import show
from pdpcli.commands.consent_sign import sign
from pdpcli.commands.consent_verify import verify
from pdpcli.commands.consent_withdraw import withdraw
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, note, width

app = noun("consent")
app.command("print")(print_)
app.command("record")(record)
app.command("withdraw")(withdraw)
app.command("show")(show)
app.command("sign")(sign)
app.command("verify")(verify)

Ref = Annotated[str, argument("RÉF", "La situation : 42, 26-42 ou 2026-0042")]
Agreement = Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")]


@app.command("refuse")
def refuse(
    ref: Ref,
    *,
    on: Annotated[date | None, option("on", "Le jour du refus", metavar="DATE", parser=day)] = None,
    agreement: Agreement = "",
) -> None:
    """Noter que la personne refuse : rien ne part, et rien ne le redemande"""
    from pdpcli.commands.subject import fiche_of
    from pdpcli.rules.dates import french
    from pdpcli.store.liaisons import valid_consent
    from pdpcli.workflows.consent import refuse as refuse_consent

    with open_store().write("consent refuse") as write:
        fiche = fiche_of(write, ref, agreement)
        stood = valid_consent(write.db, fiche, today())
        refuse_consent(write, fiche, on or today(), today())
    emit(f"Refus enregistré pour {fiche.agreement.partner_name} ({fiche.case.ref}).")
    if stood:
        note(f"L'accord du {french(date.fromisoformat(stood['on_date']))} ne vaut plus.")


@app.command("list")
def list_(
    ref: Ref,
    *,
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Les accords, refus et retraits de la personne"""
    from pdpcli.store.cases import case_by_ref
    from pdpcli.store.consents import scanned
    from pdpcli.store.liaisons import consents_of
    from pdpcli.views.consents import consent_rows, consent_table

    with closing(open_store().read()) as db:
        person = case_by_ref(db, ref, today()).person_key
        rows = consent_rows(consents_of(db, person), scanned(db, person))
    emit_json(rows) if json else emit(consent_table(rows, width()))
