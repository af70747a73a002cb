"""The annual report: counted today, or as it was frozen; what is written beside the figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from pdpcli.agreements.agreement import Agreement
from pdpcli.agreements.loader import find
from pdpcli.errors import InputRefused
from pdpcli.evaluation.annual import Annual, Method, Seal, Turn
from pdpcli.evaluation.explain import explain
from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.report_terms import ReportTerms
from pdpcli.evaluation.sheet_json import read_sheet
from pdpcli.evaluation.sheets import Sheet, count_over
from pdpcli.evaluation.terms import Evaluation
from pdpcli.rules.alternation import Done, earlier, other, whose_turn
from pdpcli.rules.dates import french_long
from pdpcli.rules.names import fold
from pdpcli.store.agreement_events import events_of
from pdpcli.store.frozen import Frozen, frozen_of
from pdpcli.store.home import user_agreements
from pdpcli.store.our_agreements import OurAgreement
from pdpcli.store.report_texts import text_numbered, texts_of
from pdpcli.workflows.frozen_values import read_moved, with_frozen
from pdpcli.workflows.opaque_words import named, opaque_sheet
from pdpcli.workflows.stats import choices_of

if TYPE_CHECKING:
    from sqlite3 import Connection


def report_of(
    db: "Connection", ours: OurAgreement, periods: Sequence[Period], today: date, writer: str = ""
) -> Annual:
    """The report of the first of ``periods``: as it was frozen, else counted today.

    ``writer``: who writes it, by its id or its name, when the turn is not followed.

    Raises:
        InputRefused: the declaration is wrong, or ``writer`` is no party.
    """
    frozen = frozen_of(db, ours.id, periods[0])
    found = _frozen(db, ours, frozen) if frozen else counted(db, ours, periods, today, writer)
    evaluation = _evaluation(find(ours.id, user_agreements()))
    return replace(found, sheet=named(db, evaluation, found.sheet))


def periods_of(ours: OurAgreement, year: int) -> tuple[Period, ...]:
    """The year of an agreement and the two before: calendar ones, or its own."""
    return _evaluation(find(ours.id, user_agreements())).years(year, choices_of(ours))


def terms_of(ours: OurAgreement) -> ReportTerms:
    """What an agreement of ours says of its report. InputRefused when its declaration is wrong."""
    return _evaluation(find(ours.id, user_agreements())).report


def counted(
    db: "Connection", ours: OurAgreement, periods: Sequence[Period], today: date, writer: str = ""
) -> Annual:
    """The report counted today, its words left out that could name somebody: see ``named``."""
    agreement, said = find(ours.id, user_agreements()), choices_of(ours)
    evaluation = _evaluation(agreement)
    figures = tuple(count_over(db, evaluation, tuple(periods), said))
    sheet = opaque_sheet(db, evaluation, Sheet(ours.id, ours.title, periods[0], figures))
    shown, moved = with_frozen(db, sheet)
    texts = {part: text for part, (_, text) in texts_of(db, ours.id, periods[0]).items()}
    made = _annual(ours, agreement, evaluation, shown)
    return replace(
        made,
        method=method_of(db, evaluation, periods, said),
        texts=texts,
        on=today,
        turn=turn_of(db, agreement, evaluation, said, periods[0], writer=writer),
        moved=moved,
    )


def method_of(
    db: "Connection", evaluation: Evaluation, periods: Sequence[Period], said: Mapping[str, str]
) -> dict[str, Method]:
    """What each figure counts, and what its controls ask to look at; no reference."""
    found = {}
    for indicator in evaluation.indicators:
        told = explain(db, evaluation, indicator, tuple(periods), said)
        seen = tuple(one.text for one in told.verdicts if not one.good)
        found[indicator.id] = Method(told.counted, seen)
    return found


def turn_of(  # noqa: PLR0913 - where the turn is read
    db: "Connection",
    agreement: Agreement,
    evaluation: Evaluation,
    said: Mapping[str, str],
    period: Period,
    *,
    writer: str = "",
) -> Turn | None:
    """Whose turn it is to write the report of a period; None when it is not alternate.

    Raises:
        InputRefused: ``writer``, or the one who is declared to begin, is no party.
    """
    terms = evaluation.report
    if not terms.turn:
        return None
    parties = {one: agreement.body(one).short for one in agreement.parties}
    (chosen,) = evaluation.chosen([terms.turn], said)
    done = _done(db, agreement.id, period)
    turn = whose_turn(_first(terms.writers[chosen.id], parties), parties, done)
    if writer:
        turn = _party(parties, writer)
    label = evaluation.parameters[terms.turn].label
    first = "" if writer else f"{label} : {chosen.text}"
    return Turn(parties[turn], parties[other(turn, parties)], len(done), first)


def _done(db: "Connection", agreement: str, period: Period) -> list[Done]:
    """The evaluations noted before that of a period."""
    events = [one for one in events_of(db, agreement) if one["kind"] == "evaluated"]
    noted = [Done(date.fromisoformat(one["on_date"]), one["note"] or "") for one in events]
    return earlier(noted, period.label, period.last)


def _first(writer: str, parties: Mapping[str, str]) -> str:
    if writer not in parties:
        raise InputRefused(
            "Celui qui écrit le bilan doit être une partie à la convention.",
            where=f"evaluation.toml · report · writers : {writer}",
        )
    return writer


def _party(parties: Mapping[str, str], said: str) -> str:
    found = [one for one, name in parties.items() if fold(said) in {fold(one), fold(name)}]
    if len(found) == 1:
        return found[0]
    raise InputRefused(
        "Cet organisme n'est pas partie à la convention.",
        todo=f"--par, parmi : {', '.join(parties.values())}",
    )


def _evaluation(agreement: Agreement) -> Evaluation:
    return read_evaluation(agreement.evaluation_text)


def _annual(
    ours: OurAgreement, agreement: Agreement, evaluation: Evaluation, sheet: Sheet
) -> Annual:
    """What does not depend on the day."""
    bodies = [agreement.body(one) for one in agreement.parties]
    signed = f"le {_day(agreement.signed_on)}" if agreement.signed_on else ""
    return Annual(
        agreement=ours.id,
        title=agreement.title,
        short=agreement.short,
        us=agreement.body(ours.as_body).name,
        parties=tuple(one.name for one in bodies),
        signed=" à ".join(filter(None, (signed, agreement.signed_at))),
        source=evaluation.source,
        definition=definition_hash(agreement.evaluation_text),
        terms=evaluation.report,
        sheet=sheet,
        method={},
        texts={},
        on=date.min,
        headings={one.id: one.section for one in evaluation.indicators},
    )


def _day(day: date) -> str:
    return french_long(day).partition(" ")[2]


def definition_hash(text: str) -> str:
    """The hash under which the text of an evaluation is kept."""
    return text_hash(text)


def text_hash(text: str) -> str:
    """SHA-256 of a text."""
    return sha256(text.encode()).hexdigest()


def _frozen(db: "Connection", ours: OurAgreement, frozen: Frozen) -> Annual:
    """The report as it was frozen: its figures, its method, its definitions."""
    agreement = find(ours.id, user_agreements())
    evaluation = _as_then(db, agreement, frozen)
    method = {
        name: Method(tuple(one["counted"]), tuple(one["seen"]))
        for name, one in frozen.method.items()
    }
    seal = Seal(frozen.on, frozen.sha256, frozen.provisional, frozen.again or "")
    return replace(
        _annual(ours, agreement, evaluation, read_sheet(frozen.sheet)),
        definition=frozen.definition,
        method=method,
        texts=dict(_texts(db, frozen)),
        on=frozen.on,
        turn=_kept_turn(agreement, frozen),
        seal=seal,
        moved=read_moved(frozen.sheet),
    )


def _as_then(db: "Connection", agreement: Agreement, frozen: Frozen) -> Evaluation:
    """The evaluation it was counted by; today's, should this program no longer read that one."""
    text = db.execute("SELECT text FROM declaration WHERE hash = ?", (frozen.definition,))
    try:
        return read_evaluation(str(text.fetchone()["text"]))
    except InputRefused:
        return _evaluation(agreement)


def _texts(db: "Connection", frozen: Frozen) -> Iterator[tuple[str, str]]:
    for part, (number, _) in frozen.texts.items():
        yield part, text_numbered(db, number)


def _kept_turn(agreement: Agreement, frozen: Frozen) -> Turn | None:
    if not frozen.writer:
        return None
    parties = {one: agreement.body(one).short for one in agreement.parties}
    return Turn(parties[frozen.writer], parties[other(frozen.writer, parties)], 0)
