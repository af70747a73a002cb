"""`pdp liaison` : la fiche échangée avec un partenaire."""

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.french import noun
from pdpcli.commands.liaison_reply import reply
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, one_of, option
from pdpcli.commands.output import emit, emit_json, note, width
from pdpcli.commands.pdf import Force, Open, Output, pdf_place, put_pdf

app = noun("liaison")

Ref = Annotated[str, argument("RÉF", "La situation : 42, 26-42 ou 2026-0042")]
Agreement = Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")]
On = Annotated[date | None, option("on", "Le jour [aujourd'hui]", metavar="DATE", parser=day)]
Json = Annotated[bool, option("json", "En JSON, clés stables et dates ISO")]


@app.command("new")
def new(ref: Ref, *, on: On = None, agreement: Agreement = "") -> None:
    """Commencer une fiche ; sa date de signalement décide de l'année où elle compte"""
    from pdpcli.commands.subject import case_and_agreement
    from pdpcli.store.liaisons import liaison_of
    from pdpcli.workflows.liaison import begin

    with open_store().write("liaison new") as write:
        case, under = case_and_agreement(write, ref, agreement)
        again = liaison_of(write.db, case, under) is not None
        fiche = begin(write, case, under, on or (today() if again else case.opened_on))
    emit(f"Fiche {fiche.ref} commencée pour {fiche.agreement.partner_name}.")
    note(f"À faire signer : pdp accord imprimer {fiche.case.ref}")


@app.command("show")
def show(ref: Ref, *, agreement: Agreement = "", json: Json = False) -> None:
    """Ce que la fiche contient, et ce qu'il lui manque pour partir"""
    from pdpcli.commands.showing_fiche import fiche_shown, fiche_text
    from pdpcli.commands.subject import known_fiche

    with closing(open_store().read()) as db:
        shown = fiche_shown(db, known_fiche(db, ref, agreement), today())
    emit_json(shown) if json else emit(fiche_text(shown))


@app.command("list")
def list_(*, json: Json = False) -> None:
    """Les fiches en cours, et ce que chacune attend"""
    from pdpcli.store.morning import waiting
    from pdpcli.views.fiches import fiche_table

    with closing(open_store().read()) as db:
        rows = waiting(db, today())
    emit_json(rows) if json else emit(fiche_table(rows, width()))


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
    from pdpcli.commands.subject import fiche_of
    from pdpcli.workflows.release import release

    with open_store().write("liaison export") as write:
        fiche = fiche_of(write, ref, agreement)
        released = release(write, fiche, today())
        place = pdf_place(released.name, output, force=force)
    saved = "La fiche est enregistrée comme produite"
    put_pdf(place, released.pdf, force=force, open_it=open_it, saved=saved)
    note(
        f"Destinataire : {released.recipient}. Une fois partie : pdp fiche envoyer {fiche.case.ref}"
    )


app.command("reply")(reply)


@app.command("send")
def send(
    ref: Ref,
    *,
    channel: Annotated[
        str,
        option(
            "channel",
            "messagerie sécurisée, courrier postal, remise en main propre… [demandé]",
            parser=one_of("channel"),
        ),
    ] = "",
    on: On = None,
    agreement: Agreement = "",
    yes: Annotated[bool, option("yes", "Ne pas demander de confirmer")] = False,
) -> None:
    """Noter que la fiche est partie : c'est là que les délais commencent"""
    from pdpcli.commands.questions import channel_asked, confirmed
    from pdpcli.commands.subject import fiche_of
    from pdpcli.rules.vocabulary import label
    from pdpcli.workflows.dispatch import dispatch, doubts

    channel = channel or channel_asked()
    with open_store().write("liaison send") as write:
        fiche = fiche_of(write, ref, agreement)
        confirmed(doubts(write.db, fiche), yes=yes)
        sent = dispatch(write, fiche, channel, on or today(), today())
    emit(f"Envoi noté : {fiche.case.ref}, {sent.recipient}, {label('channel', channel)}.")
    if sent.breach:
        note(BREACH.format(ref=fiche.case.ref))


BREACH = """Attention : cette fiche est partie sans accord valable. L'envoi est noté, parce que
c'est un fait ; c'est une violation de données à examiner (RGPD, art. 33 : 72 heures
pour la notifier à la CNIL s'il y a un risque pour la personne).
  Qui l'a reçue et quand : pdp situation voir {ref}"""
