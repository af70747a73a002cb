"""`pdp report freeze` : garder ce qui est remis, et noter l'évaluation faite."""

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import one_of, option
from pdpcli.commands.output import emit, note
from pdpcli.commands.report_period import Agreement, Year, asked_year, report_year

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.evaluation.annual import Annual
    from pdpcli.store.open import Write

_again = one_of("frozen_again")


def _reason(text: str) -> str:
    return _again(text) if text else ""


def freeze(  # noqa: PLR0913 - what is said of a freezing
    *,
    year: Year = None,
    agreement: Agreement = "",
    provisional: Annotated[
        bool, option("provisional", "La période n'est pas finie : le figer provisoire")
    ] = False,
    reason: Annotated[
        str,
        option("reason", "Pourquoi un autre : erreur corrigée, saisie complétée…", parser=_reason),
    ] = "",
    by: Annotated[str, option("by", "Qui le rédige, si ce n'est pas le tour attendu")] = "",
    done: Annotated[bool, option("done", "Noter aussi l'évaluation faite, ce jour")] = False,
) -> None:
    """Figer le bilan remis : ses chiffres, leurs lignes et leurs définitions ne bougent plus

    Ni une correction, ni un effacement n'y changent rien ; « comparer » dit ce qui différerait.
    """
    from pdpcli.workflows.freeze import Freezing, evaluated_note, refuse_early
    from pdpcli.workflows.freeze import freeze as frozen

    store, wanted = open_store(), asked_year(year)
    said = Freezing(reason, provisional, by)
    with closing(store.read()) as db:
        ours, periods = report_year(db, agreement, wanted)
        refuse_early(db, ours, periods[0], said, today())
        known = _is_noted(db, ours.id, periods[0].label)
    noting = done or (not known and _asked(periods[0].label))
    with store.write("report freeze", ours.id) as write:
        report = frozen(write, ours, periods, said, today())
        if noting:
            _note_evaluated(write, ours.id, evaluated_note(report))
    _tell(report, wanted, noted=noting, known=known)


def _is_noted(db: "Connection", agreement: str, label: str) -> bool:
    """Whether the evaluation of this period is noted as made already."""
    from pdpcli.rules.alternation import noted
    from pdpcli.store.agreement_events import events_of

    events = [one for one in events_of(db, agreement) if one["kind"] == "evaluated"]
    return any((one["note"] or "").partition(",")[0] == noted(label, "") for one in events)


def _asked(label: str) -> bool:
    """Whether the evaluation is to be noted as made; not asked off a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    from pdpcli.commands.asker import terminal
    from pdpcli.commands.questions import or_leave

    question = f"Noter aussi l'évaluation {label} faite aujourd'hui ? Son échéance s'éteint."
    return or_leave(lambda: terminal().confirm(question))


def _note_evaluated(write: "Write", agreement: str, remark: str) -> None:
    """Note that it was evaluated today, once."""
    from pdpcli.agreements.loader import find
    from pdpcli.store.agreement_events import events_of
    from pdpcli.store.home import user_agreements
    from pdpcli.workflows.agreement_life import Lived
    from pdpcli.workflows.agreement_life import note as note_lived

    said = ("evaluated", today().isoformat(), remark)
    known = [(one["kind"], one["on_date"], one["note"]) for one in events_of(write.db, agreement)]
    if said not in known:
        folder = find(agreement, user_agreements())
        note_lived(write, folder, Lived("evaluated", today(), remark), today())


def _tell(report: "Annual", year: int, *, noted: bool, known: bool) -> None:
    label, said = report.sheet.period.label, f"--annee {year} --convention {report.agreement}"
    emit(f"Bilan {label} figé : {report.short}. Ses chiffres ne bougent plus.")
    if noted:
        emit("L'évaluation est notée faite : son échéance s'éteint.")
    elif not known:
        note(f"Noter l'évaluation faite : pdp convention noter {report.agreement} évaluée")
    note(f"Le PDF : pdp bilan {said}")
