"""`pdp agreement` : nos conventions."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.agreements import loader
from pdpcli.commands.agreement_new import new
from pdpcli.commands.agreement_note import amend, life_of, note_event, renew, terminate
from pdpcli.commands.clock import today
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, note, width
from pdpcli.errors import InputRefused
from pdpcli.store.home import user_agreements

if TYPE_CHECKING:
    from pdpcli.agreements.agreement import Agreement

app = noun("agreement")
app.command("new")(new)
app.command("note")(note_event)
app.command("renew")(renew)
app.command("terminate")(terminate)
app.command("amend")(amend)


def _meant(text: str) -> str:
    return loader.meant(text, user_agreements())


Id = Annotated[str, argument("CONVENTION", "Son identifiant, ou son début : btp34", parser=_meant)]
Json = Annotated[bool, option("json", "En JSON")]


@app.command("list")
def list_(*, json: Json = False) -> None:
    """Les conventions connues, et celles qui sont les nôtres"""
    from pdpcli.store.our_agreements import our_agreements
    from pdpcli.views.agreements import agreement_rows, agreement_table

    folder = user_agreements()
    with closing(open_store().read()) as db:
        ours = {one.id for one in our_agreements(db)}
    usable, broken = loader.listed(folder)
    rows = agreement_rows(usable, broken, ours)
    emit_json(rows) if json else emit(agreement_table(rows, width()))
    for one in broken:
        note(f"« {one} » est à corriger. Pourquoi : pdp convention verifier {one}")


@app.command("show")
def show(agreement: Id, *, json: Json = False) -> None:
    """Une convention : parties, durée, préavis, délais, qui peut orienter vers qui"""
    from pdpcli.agreements.consent_terms import DEFAULTS
    from pdpcli.evaluation.indicator import read_evaluation
    from pdpcli.store.our_agreements import our_agreements
    from pdpcli.views.agreement_life import life_value
    from pdpcli.views.agreements import agreement_card, agreement_value, settings

    found = loader.find(agreement, user_agreements())
    with closing(open_store().read()) as db:
        ours = {one.id: {**DEFAULTS, **one.parameters} for one in our_agreements(db)}
        life = life_of(db, found, today()) if found.id in ours else None
    chosen = ours.get(found.id, {})
    choices = settings(read_evaluation(found.evaluation_text).parameters, chosen)
    if json:
        lived = life_value(life) if life else None
        emit_json({**agreement_value(found, today()), "settings": choices, "life": lived})
    else:
        emit(agreement_card(found, today(), chosen, choices, life))


@app.command("add")
def add(
    agreement: Id,
    *,
    as_body: Annotated[str, option("as", "Laquelle des parties nous sommes")] = "",
) -> None:
    """Dire que nous avons signé cette convention"""
    from pdpcli.workflows import agreement as workflow

    found, store = loader.find(agreement, user_agreements()), open_store()
    if not as_body:
        with closing(store.read()) as db:
            parties = workflow.open_parties(db, found)
        as_body = _asked_party(found, parties) if parties else ""
    with store.write("agreement add", found.id) as write:
        us = workflow.add(write, found, as_body or None, today())
    emit(f"« {found.short} » est des nôtres, en tant que {found.body(us).short}.")
    figures = f"Ce qui s'y saisit : pdp chiffres liste --convention {found.id}"
    note("Première situation : pdp situation nouveau" if found.fiche else figures)


def _asked_party(agreement: "Agreement", parties: Sequence[str]) -> str:
    """Which of the parties we are, asked by a list.

    Raises:
        InputRefused: nobody to ask.
        Interrupted: she left.
    """
    from pdpcli.commands.questions import answers_to
    from pdpcli.forms.form import Field
    from pdpcli.workflows.agreement import which_party

    titles = {one: agreement.body(one).name for one in parties}
    text = "Laquelle des parties sommes-nous ?"
    field = Field("party", text, "choice", choices=titles, required=("register",))
    return str(answers_to([field], which_party(agreement))["party"])


@app.command("set")
def set_(
    agreement: Id,
    parameter: Annotated[str, argument("RÉGLAGE", "Son nom, donné par « convention voir »")],
    choice: Annotated[str, argument("CHOIX", "L'un de ses choix, ou un nombre")],
) -> None:
    """Choisir là où le texte ne dit rien ; les chiffres disent toujours ce qui est choisi"""
    from pdpcli.store.our_agreements import our_agreement
    from pdpcli.workflows import agreement as workflow

    with open_store().write("agreement set", agreement) as write:
        chosen = workflow.choose(write, our_agreement(write.db, agreement), parameter, choice)
    emit(chosen)


@app.command("copy")
def copy(
    agreement: Id,
    new_id: Annotated[str, argument("NOUVELLE", "L'identifiant de la vôtre : cap-emploi-34")],
) -> None:
    """Commencer votre convention à partir d'une autre : ses trois fichiers, à modifier"""
    from pdpcli.agreements import copying

    folder = copying.copy(agreement, new_id, user_agreements())
    emit(f"Copiée dans {folder}")
    note(f"Modifiez ses trois fichiers, puis : pdp convention verifier {new_id}")


@app.command("check")
def check(
    said: Annotated[
        Path, argument("DOSSIER", "Son dossier, ou son identifiant si elle est dans les vôtres")
    ],
) -> None:
    """Vérifier un dossier de convention : tout ce qui ne va pas, d'un coup"""
    folder = _folder(said)
    problems = loader.check(folder)
    if problems:
        raise InputRefused(
            f"Ce dossier de convention n'est pas utilisable : {len(problems)} point(s).",
            problems=problems,
        )
    emit("Ce dossier de convention est utilisable.")
    placed = folder.resolve().parent == user_agreements().resolve()
    where = "" if placed else f"Placez-le dans {user_agreements()}, puis : "
    note(f"{where or 'Ensuite : '}pdp convention ajouter {folder.resolve().name}")


def _folder(said: Path) -> Path:
    """The folder that was named, else the one of that id among hers."""
    mine = user_agreements() / said.name
    return mine if len(said.parts) == 1 and not said.exists() and mine.is_dir() else said
