"""`pdp agreement` : nos conventions."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

from pdpcli.agreements import loader
from pdpcli.commands.clock import today
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, note
from pdpcli.errors import InputRefused
from pdpcli.store.home import user_agreements

app = noun("agreement")

Id = Annotated[str, argument("CONVENTION", "Son identifiant, par exemple btp34-carsat-lr")]
Json = Annotated[bool, option("json", "En JSON")]


@app.command("list")
def list_(*, json: Json = False) -> None:
    """Les conventions connues, et celles qui sont les nôtres"""
    from pdpcli.store.our_agreements import our_agreements
    from pdpcli.views.agreements import agreement_rows, agreement_table

    folder = user_agreements()
    with closing(open_store().read()) as db:
        ours = {one.id for one in our_agreements(db)}
    known = [*loader.shipped(), *(one for one in loader.own(folder) if one not in loader.shipped())]
    rows = agreement_rows([loader.find(one, folder) for one in known], ours)
    emit_json(rows) if json else emit(agreement_table(rows))


@app.command("show")
def show(agreement: Id, *, json: Json = False) -> None:
    """Une convention : parties, durée, préavis, délais, qui peut orienter vers qui"""
    from pdpcli.evaluation.indicator import read_evaluation
    from pdpcli.store.our_agreements import our_agreements
    from pdpcli.views.agreements import agreement_card, agreement_value, settings

    found = loader.find(agreement, user_agreements())
    with closing(open_store().read()) as db:
        chosen = {one.id: one.parameters for one in our_agreements(db)}.get(found.id, {})
    choices = settings(read_evaluation(found.evaluation_text).parameters, chosen)
    if json:
        emit_json({**agreement_value(found, today()), "settings": choices})
    else:
        emit(agreement_card(found, today(), chosen, choices))


@app.command("add")
def add(
    agreement: Id,
    *,
    as_body: Annotated[str, option("as", "Laquelle des parties nous sommes")] = "",
) -> None:
    """Dire que nous avons signé cette convention"""
    from pdpcli.workflows import agreement as workflow

    found = loader.find(agreement, user_agreements())
    with open_store().write("agreement add", found.id) as write:
        us = workflow.add(write, found, as_body or None, today())
    emit(f"« {found.short} » est des nôtres, en tant que {found.body(us).short}.")
    note("Première situation : pdp situation nouveau")


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


@app.command("check")
def check(
    folder: Annotated[Path, argument("DOSSIER", "Le dossier de la convention")],
) -> None:
    """Vérifier un dossier de convention : tout ce qui ne va pas, d'un coup"""
    problems = loader.check(folder)
    if problems:
        raise InputRefused(
            f"Ce dossier de convention n'est pas utilisable : {len(problems)} point(s).",
            problems=problems,
        )
    emit("Ce dossier de convention est utilisable.")
    note(
        f"Placez-le dans {user_agreements()}, puis : pdp convention ajouter {folder.resolve().name}"
    )
