"""Freezing the report that is handed over: every bucket, its value, its rows, the definitions.

Nothing of it ever changes. Persons are there by opaque keys only, so that an erasure leaves them
harmless.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.agreements.loader import find
from pdpcli.errors import InputRefused
from pdpcli.evaluation.annual import Annual
from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.sheet_json import sheet_value
from pdpcli.evaluation.units import units_of
from pdpcli.rules.alternation import noted
from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import CHOICES
from pdpcli.store import journal
from pdpcli.store.frozen import Frozen, add_frozen, frozen_of, stored_count
from pdpcli.store.home import user_agreements
from pdpcli.store.our_agreements import OurAgreement
from pdpcli.store.report_texts import texts_of
from pdpcli.workflows.frozen_values import moved_value
from pdpcli.workflows.opaque_words import opaque_codes
from pdpcli.workflows.report import counted, definition_hash, text_hash
from pdpcli.workflows.stats import choices_of

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.agreements.agreement import Agreement
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class Freezing:
    """What is said of a freezing: why one more, whether the period may be unfinished, who wrote."""

    again: str = ""
    unfinished: bool = False
    writer: str = ""


def freeze(
    write: "Write", ours: OurAgreement, periods: tuple[Period, ...], said: Freezing, today: date
) -> Annual:
    """Freeze the report of the first of ``periods``; it as it was counted.

    Raises:
        InputRefused: a period that is not over, or that is frozen already, unless it is said.
    """
    refuse_early(write.db, ours, periods[0], said, today)
    report = counted(write.db, ours, periods, today, said.writer)
    agreement = find(ours.id, user_agreements())
    evaluation, choices = read_evaluation(agreement.evaluation_text), choices_of(ours)
    _keep_definition(write, agreement)
    in_force = {name: evaluation.chosen([name], choices)[0].id for name in evaluation.parameters}
    units = units_of(write.db, evaluation, periods[0], choices, opaque_codes(write.db))
    counts = [stored_count(one) for one in units]
    add_frozen(write, _kept(write, agreement, report, said, in_force), counts)
    return report


def refuse_early(
    db: "Connection", ours: OurAgreement, period: Period, said: Freezing, today: date
) -> None:
    """Refuse a period that is not over, or that is frozen already, unless it is said."""
    if period.last >= today and not said.unfinished:
        raise InputRefused(
            f"Le bilan n'a pas été figé : {period.label} se termine le {french(period.last)}.",
            todo=f"Figer celui d'une année finie : --annee {period.first.year - 1}\n"
            "Le figer quand même, dit provisoire : --provisoire",
        )
    before = frozen_of(db, ours.id, period)
    if before and not said.again:
        raise InputRefused(
            f"Le bilan {period.label} est figé depuis le {french(before.on)} : il ne bouge plus.",
            todo="Ce qui différerait : pdp bilan comparer "
            f"--annee {period.first.year} --convention {ours.id}\n"
            f"En figer un autre, celui-ci restant : --motif, parmi : {_reasons()}",
        )


def _reasons() -> str:
    return ", ".join(f"« {one} »" for one in CHOICES["frozen_again"].values())


def evaluated_note(report: Annual) -> str:
    """What is noted of the agreement once this report is the evaluation made."""
    return noted(report.sheet.period.label, report.turn.writer if report.turn else "")


def _kept(
    write: "Write",
    agreement: "Agreement",
    report: Annual,
    said: Freezing,
    choices: Mapping[str, str],
) -> Frozen:
    period, db = report.sheet.period, write.db
    texts = texts_of(db, agreement.id, period)
    return Frozen(
        agreement=agreement.id,
        label=period.label,
        first_on=period.first.isoformat(),
        last_on=period.last.isoformat(),
        frozen_on=report.on.isoformat(),
        provisional=report.provisional,
        again=said.again or None,
        writer=_writer(agreement, report),
        after_journal=journal.head(db).n,
        definition=report.definition,
        choices=choices,
        sheet={**sheet_value(report.sheet), "moved": moved_value(report.moved)},
        method={name: asdict(one) for name, one in report.method.items()},
        texts={part: (number, text_hash(text)) for part, (number, text) in texts.items()},
    )


def _writer(agreement: "Agreement", report: Annual) -> str | None:
    """The id of the party that writes it; None when it is not alternate."""
    if report.turn is None:
        return None
    writer = report.turn.writer
    return next(one for one in agreement.parties if agreement.body(one).short == writer)


def _keep_definition(write: "Write", agreement: "Agreement") -> None:
    """Keep the text of the evaluation under its hash, once."""
    kept = definition_hash(agreement.evaluation_text)
    write.db.execute(
        """INSERT INTO declaration (hash, kind, agreement, form_id, version, text)
        SELECT ?, 'evaluation', ?, ?, ?, ?
        WHERE NOT EXISTS (SELECT 1 FROM declaration WHERE hash = ?)""",
        (
            kept,
            agreement.id,
            f"{agreement.id}/evaluation",
            agreement.version,
            agreement.evaluation_text,
            kept,
        ),
    )
