"""`pdp act` : noter ce qui s'est passé dans une situation."""

from contextlib import closing
from datetime import date
from typing import Annotated

from pdpcli.commands.act_day import act_day
from pdpcli.commands.clock import day, today
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, note, width
from pdpcli.errors import InputRefused
from pdpcli.rules.dates import french_long
from pdpcli.rules.vocabulary import ACT_KINDS

app = noun("act")
app.command("day")(act_day)


def _kind(text: str) -> str:
    from pdpcli.workflows.act_details import parse_kind

    return parse_kind(text)


Ref = Annotated[str, argument("RÉF", "La situation : 42, 26-42 ou 2026-0042")]
Number = Annotated[int, argument("NUMÉRO", "Le numéro de l'acte, donné par « acte liste »")]
On = Annotated[date | None, option("on", "Le jour [aujourd'hui]", metavar="DATE", parser=day)]
Moved = Annotated[date | None, option("on", "Le jour, s'il change", metavar="DATE", parser=day)]
To = Annotated[date | None, option("to", "Le dernier jour, s'il dure", metavar="DATE", parser=day)]
Nature = Annotated[str, option("kind", "Pour une orientation, une issue, une clôture…")]
Mode = Annotated[str, option("mode", "Présentiel, téléphone, domicile, visio, documents")]
Requester = Annotated[str, option("requester", "Qui l'a demandé")]
By = Annotated[str, option("by", "Fonction de qui l'a fait")]
Days = Annotated[str, option("days", "Jours travaillés (essai encadré, PMSMP)")]
After = Annotated[str, option("after", "Inaptitude : après quelle visite")]
Dispensation = Annotated[str, option("dispensation", "Inaptitude : dispense de reclassement")]
Iri = Annotated[str, option("iri", "Indice de risque d'inaptitude")]
Irdp = Annotated[str, option("irdp", "Indice de risque de désinsertion")]
Note = Annotated[str, option("note", "Une remarque, sans diagnostic")]
Planned = Annotated[bool, option("planned", "L'acte est prévu, pas encore fait")]
Done = Annotated[bool, option("done", "L'acte prévu est fait")]


@app.command("add")
def add(  # noqa: PLR0913 - one option a detail
    ref: Ref,
    kind: Annotated[
        str, argument("ACTE", "« entretien », « essai encadré », « issue »…", parser=_kind)
    ],
    *,
    on: On = None,
    to: To = None,
    nature: Nature = "",
    mode: Mode = "",
    requester: Requester = "",
    by: By = "",
    days: Days = "",
    after: After = "",
    dispensation: Dispensation = "",
    iri: Iri = "",
    irdp: Irdp = "",
    remark: Note = "",
    planned: Planned = False,
) -> None:
    """Noter un acte : visite, entretien, orientation, mesure, issue…"""
    from pdpcli.commands.noting import details_said
    from pdpcli.commands.subject import case_of
    from pdpcli.workflows import act

    texts = _said(nature, mode, requester, by, days, after, dispensation, iri, irdp, remark, to)
    act.check_date(on or today(), today(), planned=planned)
    store, details = open_store(), details_said(kind, texts)
    said = act.ActSaid(kind, on or today(), details, "planned" if planned else "done")
    with store.write("act add") as write:
        row = case_of(write, ref)
        number = act.add(write, row, said)
    told = f"{ACT_KINDS[kind].label}, {french_long(said.on)}"
    emit(f"Acte {number} noté sur {row.ref} : {told}.")
    if planned:
        note(f"Une fois fait : pdp acte corriger {number} --fait")


def _said(*texts: str | date | None) -> dict[str, str]:
    names = (
        "nature", "mode", "requester", "done_by_function", "days", "after", "dispensation",
        "iri", "irdp", "note", "ended_on",
    )  # fmt: skip
    return {name: str(text) for name, text in zip(names, texts, strict=True) if text}


@app.command("list")
def list_(
    ref: Ref,
    *,
    json: Annotated[bool, option("json", "En JSON, clés stables et dates ISO")] = False,
) -> None:
    """Les actes d'une situation, avec leur numéro"""
    from pdpcli.store.cases import case_by_ref
    from pdpcli.store.timeline import acts
    from pdpcli.views.acts import act_table

    with closing(open_store().read()) as db:
        rows = acts(db, case_by_ref(db, ref, today()).id)
    if json:
        emit_json(rows)
        return
    emit(act_table(rows, width()))
    if any(row["state"] == "planned" for row in rows):
        note("Un acte prévu est fait : pdp acte corriger NUMÉRO --fait")


@app.command("edit")
def edit(  # noqa: PLR0913 - one option a detail
    number: Number,
    *,
    on: Moved = None,
    to: To = None,
    nature: Nature = "",
    mode: Mode = "",
    requester: Requester = "",
    by: By = "",
    days: Days = "",
    after: After = "",
    dispensation: Dispensation = "",
    iri: Iri = "",
    irdp: Irdp = "",
    remark: Note = "",
    done: Done = False,
) -> None:
    """Corriger un acte, ou dire qu'il est fait : les comptes passés suivent"""
    from pdpcli.workflows import act

    texts = _said(nature, mode, requester, by, days, after, dispensation, iri, irdp, remark, to)
    if not (texts or on or done):
        raise InputRefused("Rien n'a été changé.", todo="Dites quoi : --le, --nature, --fait…")
    said = act.Correction(texts, on, "done" if done else None)
    with open_store().write("act edit") as write:
        ref = act.edit(write, number, said, today())
    emit(f"Acte {number} corrigé ({ref}).")


@app.command("cancel")
def cancel(
    number: Number,
    *,
    reason: Annotated[str, option("reason", "Pourquoi il est annulé")],
) -> None:
    """Annuler un acte noté à tort : il n'est plus compté, il reste lisible"""
    from pdpcli.rules.text import clean
    from pdpcli.workflows import act

    with open_store().write("act cancel") as write:
        ref = act.cancel(write, number, clean(reason))
    emit(f"Acte {number} annulé ({ref}).")
