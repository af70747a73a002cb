"""`pdp signal` : enregistrer une situation, la retrouver, la corriger."""

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, note, width
from pdpcli.commands.signal_close import close, reopen
from pdpcli.commands.signal_follow_up import follow_up
from pdpcli.commands.signal_import import import_
from pdpcli.commands.signal_merge import merge
from pdpcli.commands.signal_plan import plan
from pdpcli.commands.values import year_named
from pdpcli.errors import InputRefused

app = noun("signal")


def _short(text: str) -> str:
    from pdpcli.rules.text import clean

    return clean(text, limit=80)


def _name(text: str) -> str:
    from pdpcli.rules.names import parse_name

    return parse_name(text)


def _days(text: str) -> int:
    from pdpcli.rules.durations import parse_days

    return parse_days(text)


def _state(text: str) -> str:
    from pdpcli.commands.case_filter import state

    return state(text)


Ref = Annotated[str, argument("RÉF", "La situation : 42, 26-42 ou 2026-0042")]
Json = Annotated[bool, option("json", "En JSON, clés stables et dates ISO")]
File = Annotated[Path | None, option("file", "Les réponses, dans un fichier TOML ou JSON")]
State = Annotated[str, option("state", "ouverte, close, annulée, toutes [ouverte]", parser=_state)]
Agreement = Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")]


@app.command("new")
def new(  # noqa: PLR0913 - one option a fact of the fiche received
    *,
    file: File = None,
    agreement: Agreement = "",
    received_from: Annotated[
        str, option("received-from", "Un partenaire nous envoie sa fiche : lequel")
    ] = "",
    received_on: Annotated[
        date | None,
        option(
            "received-on", "Le jour où elle est arrivée [aujourd'hui]", metavar="DATE", parser=day
        ),
    ] = None,
    scan: Annotated[
        Path | None, option("scan", "La fiche reçue (PDF, JPEG, PNG), à garder")
    ] = None,
    signed_on: Annotated[
        date | None,
        option("signed-on", "L'accord que porte leur fiche : signé le", metavar="DATE", parser=day),
    ] = None,
    place: Annotated[str, option("place", "Fait à, tel qu'imprimé", parser=_short)] = "",
    signer: Annotated[str, option("signer", "Qui a signé [la personne]", parser=_name)] = "",
    case: Annotated[
        str, option("case", "La fiche reçue se joint à celle-ci : RÉF, ou « nouvelle »")
    ] = "",
    dry_run: Annotated[bool, option("dry-run", "Relire sans enregistrer")] = False,
) -> None:
    """Enregistrer une situation, question par question, depuis un fichier ou une fiche reçue"""
    from pdpcli.commands import registering_file, registering_received, registering_wizard

    store = open_store()
    said = registering_received.Said(
        received_from, agreement, received_on, scan, signed_on, place, signer, case
    )
    if received_from:
        registering_received.new(store, said, file, dry_run=dry_run)
    elif said.something:
        raise InputRefused("De qui est cette fiche reçue ?", todo="Ajoutez --recu-de PARTENAIRE.")
    elif file is None:
        registering_wizard.begin(store, agreement)
    else:
        registering_file.register_file(store, file, agreement, dry_run=dry_run)


@app.command("resume")
def resume(
    number: Annotated[int | None, argument("NUMÉRO", "La saisie, s'il y en a plusieurs")] = None,
    *,
    agreement: Agreement = "",
) -> None:
    """Reprendre une saisie suspendue, là où elle en était"""
    from pdpcli.commands import registering_wizard

    registering_wizard.resume(open_store(), number, agreement)


@app.command("template")
def template(agreement: Annotated[str, argument("CONVENTION", "Son identifiant")] = "") -> None:
    """Un fichier à remplir, avec chaque question et ses réponses possibles"""
    from pdpcli.commands.registering_file import form_for

    with closing(open_store().read()) as db:
        emit(form_for(db, agreement).skeleton())


@app.command("list")
def list_(  # noqa: PLR0913 - one option a filter
    *,
    state: State = "open",
    year: Annotated[
        int | None, option("year", "Signalées cette année-là", parser=year_named)
    ] = None,
    partner: Annotated[str, option("partner", "Qui ont une fiche pour ce partenaire")] = "",
    referent: Annotated[str, option("referent", "Suivies par : un nom, ou « moi »")] = "",
    text: Annotated[str, option("text", "Début d'un nom de personne ou d'entreprise")] = "",
    silent: Annotated[
        int | None,
        option("silent", "Dont rien n'est noté depuis tant de jours : 60j, 2 mois",
               metavar="DURÉE", parser=_days),
    ] = None,
    json: Json = False,
) -> None:  # fmt: skip
    """Les situations, par état, partenaire, année, référent, texte ou silence"""
    from pdpcli.commands.case_filter import MOST, found
    from pdpcli.store.case_list import CaseFilter, list_cases
    from pdpcli.views.cases import case_table

    since = (today() - timedelta(days=silent)).isoformat() if silent else ""
    said = CaseFilter(state, year, partner, referent, text, silent_since=since)
    store = open_store()
    with closing(store.read()) as db:
        rows = list_cases(db, found(db, said, store.author, today()))
    emit_json(rows[:MOST]) if json else emit(case_table(rows[:MOST], width()))
    if not (rows or json):
        note("Aucune situation ne répond à ces critères (closes comprises : --etat toutes).")
    if len(rows) > MOST:
        note(f"{MOST} premières ; affinez avec --texte, --annee, --partenaire…")


@app.command("show")
def show(
    ref: Ref,
    *,
    reveal: Annotated[bool, option("reveal", "Montrer le NIR en entier (consigné)")] = False,
    at: Annotated[
        date | None, option("at", "Comme si on était ce jour", metavar="DATE", parser=day)
    ] = None,
    json: Json = False,
) -> None:
    """Une situation : ce qu'on en sait, ce qui s'est passé, ce qui vient"""
    from pdpcli.commands.showing import card_text, case_shown
    from pdpcli.commands.subject import case_of
    from pdpcli.store.cases import case_by_ref

    store, on = open_store(), at or today()
    if reveal:
        with store.write("signal show --reveal") as write:
            case_of(write, ref)
            write.note("nir")
    with closing(store.read()) as db:
        shown = case_shown(db, case_by_ref(db, ref, today()), on, reveal=reveal)
    emit_json(shown) if json else emit(card_text(shown))


@app.command("edit")
def edit(
    ref: Ref,
    *,
    file: File = None,
    correction: Annotated[
        bool,
        option("correction", "C'était une erreur : corriger depuis l'origine"),
    ] = False,
    change: Annotated[
        bool,
        option("change", "C'est un changement, à la date donnée par --le"),
    ] = False,
    on: Annotated[
        date | None, option("on", "La date du changement", metavar="DATE", parser=day)
    ] = None,
) -> None:
    """Corriger une erreur, ou noter un changement (on vous demande lequel)"""
    from pdpcli.commands import editing

    how = editing.how_said(correction=correction, change=change, on=on)
    done = editing.edit_case(open_store(), ref, file, how)
    emit(f"{done} : enregistré.")


@app.command("cancel")
def cancel(
    ref: Ref, *, reason: Annotated[str, option("reason", "Pourquoi elle est annulée")]
) -> None:
    """Annuler une situation enregistrée à tort : elle n'est plus comptée, elle reste lisible"""
    from pdpcli.commands.subject import case_of
    from pdpcli.rules.text import clean
    from pdpcli.workflows import edit as workflow

    with open_store().write("signal cancel") as write:
        row = case_of(write, ref)
        workflow.cancel(write, row, clean(reason))
    note(f"{row.ref} est annulée. Sa référence ne resservira pas.")


app.command("import")(import_)
app.command("close")(close)
app.command("reopen")(reopen)
app.command("follow-up")(follow_up)
app.command("plan")(plan)
app.command("merge")(merge)
