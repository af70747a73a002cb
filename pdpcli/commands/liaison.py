"""`pdp liaison` : la fiche échangée avec un partenaire."""

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, note
from pdpcli.commands.pdf import Force, Open, Output, put_pdf
from pdpcli.store.cases import case_by_ref
from pdpcli.store.our_agreements import our_agreement
from pdpcli.workflows import liaison as liaisons

app = noun("liaison")

Ref = Annotated[str, argument("RÉF", "La situation : 42, 26-42 ou 2026-0042")]
Agreement = Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")]
On = Annotated[date | None, option("on", "Le jour [aujourd'hui]", metavar="DATE", parser=day)]


@app.command("new")
def new(ref: Ref, *, on: On = None, agreement: Agreement = "") -> None:
    """Commencer une fiche ; sa date de signalement décide de l'année où elle compte"""
    with open_store().write("liaison new") as write:
        case = case_by_ref(write.db, ref, today())
        write.subject = case.ref
        under = our_agreement(write.db, agreement or None, case.id)
        fiche = liaisons.begin(write, case, under, on or today())
    emit(f"Fiche {fiche.ref} commencée pour {under.partner_name}.")
    note(f"À faire signer : pdp accord imprimer {case.ref}")


@app.command("show")
def show(
    ref: Ref,
    *,
    agreement: Agreement = "",
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Ce que la fiche contient, et ce qu'il lui manque pour partir"""
    from pdpcli.commands.showing_fiche import fiche_shown, fiche_text

    with closing(open_store().read()) as db:
        case = case_by_ref(db, ref, today())
        shown = fiche_shown(db, case, our_agreement(db, agreement or None, case.id), today())
    emit_json(shown) if json else emit(fiche_text(shown))


@app.command("list")
def list_(*, json: Annotated[bool, option("json", "En JSON")] = False) -> None:
    """Les fiches en cours, et ce que chacune attend"""
    from pdpcli.store.morning import waiting

    with closing(open_store().read()) as db:
        rows = waiting(db, today())
    if json:
        emit_json(rows)
        return
    from pdpcli.views.fiches import fiche_table

    emit(fiche_table(rows))


@app.command("edit")
def edit(
    ref: Ref,
    *,
    file: Annotated[Path | None, option("file", "Les réponses, en TOML ou JSON")] = None,
    agreement: Agreement = "",
) -> None:
    """Ce que cette fiche dit autrement que la situation, pour ce partenaire seulement"""
    from pdpcli.commands.editing_fiche import edit_fiche

    emit(f"Fiche {edit_fiche(open_store(), ref, agreement, file)} corrigée.")


@app.command("export")
def export(
    ref: Ref,
    *,
    agreement: Agreement = "",
    output: Output = None,
    force: Force = False,
    open_it: Open = False,
) -> None:
    """Produire le PDF de la fiche ; sans accord signé valable, rien n'est produit"""
    from pdpcli.workflows.release import release

    with open_store().write("liaison export") as write:
        case = case_by_ref(write.db, ref, today())
        write.subject = case.ref
        under = our_agreement(write.db, agreement or None, case.id)
        released = release(write, liaisons.ensure(write, case, under, today()), today())
    put_pdf(released.name, released.pdf, output, force=force, open_it=open_it)
    note(f"Destinataire : {released.recipient}. Une fois partie : pdp fiche envoyer {case.ref}")


@app.command("send")
def send(
    ref: Ref,
    *,
    channel: Annotated[
        str, option("channel", "messagerie sécurisée, courrier postal, remise en main propre…")
    ],
    on: On = None,
    agreement: Agreement = "",
) -> None:
    """Noter que la fiche est partie : c'est là que les délais commencent"""
    from pdpcli.commands.gatherings import chosen
    from pdpcli.rules.vocabulary import CHOICES
    from pdpcli.workflows.dispatch import dispatch

    code = chosen("--canal", channel, dict(CHOICES["channel"]))
    with open_store().write("liaison send") as write:
        case = case_by_ref(write.db, ref, today())
        write.subject = case.ref
        under = our_agreement(write.db, agreement or None, case.id)
        fiche = liaisons.ensure(write, case, under, on or today())
        sent = dispatch(write, fiche, code, on or today(), today())
    emit(f"Envoi noté : {case.ref}, {sent.recipient}, {CHOICES['channel'][code]}.")
    if sent.breach:
        note(BREACH.format(ref=case.ref))


BREACH = """Attention : cette fiche est partie sans accord valable. L'envoi est noté, parce que
c'est un fait ; c'est une violation de données à examiner (RGPD, art. 33 : 72 heures
pour la notifier à la CNIL s'il y a un risque pour la personne).
  Qui l'a reçue et quand : pdp situation voir {ref}"""
