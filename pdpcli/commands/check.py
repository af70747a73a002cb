"""`pdp check` et `pdp adopt` : vérifier le cahier ; écrire désormais depuis ce poste."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import option
from pdpcli.commands.output import emit, emit_json
from pdpcli.commands.values import year_named
from pdpcli.store.home import home

if TYPE_CHECKING:
    from pdpcli.store.open import Store

_MARCH = 3


def check(  # noqa: PLR0913 - one option a thing to do
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
    recompute: Annotated[
        bool, option("recompute", "Recalculer ce qui se déduit du reste : échéances, comptes.")
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
    from pdpcli.views.findings import finding_lines
    from pdpcli.workflows import check as workflow

    if evaluation or year is not None:
        _evaluation(year, json=json)
        return
    if restore_envelope:
        workflow.restore_envelope(home())
    store = open_store()
    if declare_restore:
        workflow.declare_restore(store)
    if recompute:
        _recompute(store)
    findings = workflow.check(store, today())
    emit_json([asdict(one) for one in findings]) if json else emit(finding_lines(findings))
    workflow.refuse_damage(findings)


def _recompute(store: "Store") -> None:
    from pdpcli.workflows.check_caches import recompute

    with store.write("check --recompute") as write:
        recompute(write, today())


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
    from datetime import datetime

    from pdpcli.rules.moments import french_moment
    from pdpcli.workflows import keys

    last = keys.adopt(open_store())
    if last is None:
        emit("Ce poste écrit déjà ; rien n'a été changé.")
        return
    at = french_moment(datetime.fromisoformat(last.at).astimezone())
    emit(
        "Ce poste écrit désormais. N'écrivez plus depuis l'autre : ses ajouts seraient perdus.\n"
        f"Dernière écriture reprise : {at}, {last.author}. S'il y en a eu d'autres depuis là-bas,"
        " ne notez rien ici : recopiez d'abord le cahier, puis reprenez la main."
    )
