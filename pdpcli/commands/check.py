"""`pdp check` et `pdp adopt` : vérifier le cahier ; écrire désormais depuis ce poste."""

from dataclasses import asdict
from typing import Annotated

from pdpcli.commands.opening import open_store
from pdpcli.commands.options import option
from pdpcli.commands.output import emit, emit_json
from pdpcli.store.home import home


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
) -> None:  # fmt: skip
    """Vérifier que rien n'est abîmé ni incomplet."""
    from pdpcli.workflows import check as workflow

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


def adopt() -> None:
    """Écrire désormais depuis ce poste ; l'autre ne fera plus que lire."""
    from pdpcli.workflows import keys

    keys.adopt(open_store())
    emit("Ce poste écrit désormais. N'écrivez plus depuis l'autre : ses ajouts seraient perdus.")
