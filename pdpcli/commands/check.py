"""`pdp check` et `pdp adopt` : vérifier le cahier ; écrire désormais depuis ce poste."""

from dataclasses import asdict
from typing import Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import option
from pdpcli.commands.output import emit, emit_json
from pdpcli.commands.values import year_named
from pdpcli.store.home import home

_MARCH = 3


def check(
    *,
    json: Annotated[bool, option("json", "Le résultat en JSON.")] = False,
    declare_restore: Annotated[
        bool,
        option("declare-restore", "J'ai remis une sauvegarde exprès."),
    ] = False,
    restore_envelope: Annotated[
        bool,
        option("restore-envelope", "Remettre la copie de l'enveloppe gardée sur ce poste."),
    ] = False,
    evaluation: Annotated[
        bool, option("evaluation", "Ce qui manque aux situations avant le bilan annuel.")
    ] = False,
    year: Annotated[
        int | None,
        option("year", "Avec --bilan : de quelle année.", metavar="ANNÉE", parser=year_named),
    ] = None,
) -> None:  # fmt: skip
    """Vérifier que rien n'est abîmé ; avec --bilan, ce qui manque avant janvier."""
    from pdpcli.workflows import check as workflow

    if evaluation or year is not None:
        _evaluation(year, json=json)
        return
    if restore_envelope:
        workflow.restore_envelope(home())
    store = open_store()
    if declare_restore:
        workflow.declare_restore(store)
    findings = workflow.check(store)
    if json:
        emit_json([asdict(finding) for finding in findings])
    else:
        emit("\n".join(f"{'✓' if f.sound else '✗'} {f.name} : {f.seen}" for f in findings))
    workflow.refuse_damage(findings)


def _evaluation(year: int | None, *, json: bool) -> None:
    """What the evaluations of our agreements will lack; until March, those of the year before."""
    from contextlib import closing

    from pdpcli.views.evaluation_gaps import gaps_text
    from pdpcli.workflows.evaluation_gaps import gaps

    counted = year or today().year - (today().month <= _MARCH)
    with closing(open_store().read()) as db:
        found = gaps(db, counted)
    if json:
        emit_json({"year": counted, "gaps": [asdict(one) for one in found]})
    else:
        emit(gaps_text(found, counted))


def adopt() -> None:
    """Écrire désormais depuis ce poste ; l'autre ne fera plus que lire."""
    from pdpcli.workflows import keys

    keys.adopt(open_store())
    emit("Ce poste écrit désormais. N'écrivez plus depuis l'autre : ses ajouts seraient perdus.")
