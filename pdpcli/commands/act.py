"""`pdp act` : noter ce qui s'est passé dans une situation."""

from datetime import date
from typing import Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json
from pdpcli.rules.vocabulary import ACT_STATES
from pdpcli.store.cases import case_by_ref

app = noun("act")

Ref = Annotated[str, argument("RÉF", "La situation : 42, 26-42 ou 2026-0042")]
Number = Annotated[int, argument("NUMÉRO", "Le numéro de l'acte, donné par « acte liste »")]
On = Annotated[date | None, option("on", "Le jour [aujourd'hui]", metavar="DATE", parser=day)]
Nature = Annotated[str, option("kind", "Pour une orientation, une issue, une clôture…")]
Mode = Annotated[str, option("mode", "Présentiel, téléphone, domicile, visio, documents")]
Requester = Annotated[str, option("requester", "Qui l'a demandé")]
By = Annotated[str, option("by", "Fonction de qui l'a fait", french="par")]
Days = Annotated[str, option("days", "Jours travaillés (essai encadré, PMSMP)")]
After = Annotated[str, option("after", "Inaptitude : après quelle visite", french="apres")]
Dispensation = Annotated[
    str, option("dispensation", "Inaptitude : dispense de reclassement", french="dispense")
]
Iri = Annotated[str, option("iri", "Indice de risque d'inaptitude", french="iri")]
Irdp = Annotated[str, option("irdp", "Indice de risque de désinsertion", french="irdp")]
Planned = Annotated[bool, option("planned", "L'acte est prévu, pas encore fait", french="prevu")]
Done = Annotated[bool, option("done", "L'acte prévu est fait", french="fait")]


@app.command("add")
def add(  # noqa: PLR0913 - one option a detail
    ref: Ref,
    kind: Annotated[
        str, argument("ACTE", "Par exemple « entretien », « essai encadré », « issue »")
    ],
    *,
    on: On = None,
    nature: Nature = "",
    mode: Mode = "",
    requester: Requester = "",
    by: By = "",
    days: Days = "",
    after: After = "",
    dispensation: Dispensation = "",
    iri: Iri = "",
    irdp: Irdp = "",
    planned: Planned = False,
) -> None:
    """Noter un acte : visite, entretien, orientation, mesure, issue…"""
    from pdpcli.workflows import act
    from pdpcli.workflows.act_details import parse_details, parse_kind

    texts = _said(nature, mode, requester, by, days, after, dispensation, iri, irdp)
    code = parse_kind(kind)
    state = "planned" if planned else "done"
    said = act.ActSaid(code, on or today(), parse_details(code, texts), state)
    act.check_date(said.on, today(), planned=planned)
    store = open_store()
    with store.write("act add") as write:
        row = case_by_ref(write.db, ref, today())
        write.subject = row.ref
        number = act.add(write, row, said)
    emit(f"Acte {number} noté sur {row.ref}.")


def _said(*texts: str) -> dict[str, str]:
    names = (
        "nature", "mode", "requester", "done_by_function", "days", "after", "dispensation",
        "iri", "irdp",
    )  # fmt: skip
    return {name: text for name, text in zip(names, texts, strict=True) if text}


@app.command("list")
def list_(
    ref: Ref,
    *,
    json: Annotated[bool, option("json", "En JSON, clés stables et dates ISO")] = False,
) -> None:
    """Les actes d'une situation, avec leur numéro"""
    from pdpcli.store.timeline import acts
    from pdpcli.views.acts import act_table

    db = open_store().read()
    rows = acts(db, case_by_ref(db, ref, today()).id)
    emit_json(rows) if json else emit(act_table(rows))


@app.command("edit")
def edit(  # noqa: PLR0913 - one option a detail
    number: Number,
    *,
    on: On = None,
    nature: Nature = "",
    mode: Mode = "",
    requester: Requester = "",
    by: By = "",
    days: Days = "",
    after: After = "",
    dispensation: Dispensation = "",
    iri: Iri = "",
    irdp: Irdp = "",
    done: Done = False,
) -> None:
    """Corriger un acte en place : les comptes passés suivent"""
    from pdpcli.workflows import act

    texts = _said(nature, mode, requester, by, days, after, dispensation, iri, irdp)
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
    emit(f"Acte {number} annulé ({ref}). État : {ACT_STATES['cancelled']}.")
