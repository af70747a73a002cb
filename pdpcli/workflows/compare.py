"""What differs from a frozen evaluation if it is recounted today, and why, row by row."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.agreements.loader import find
from pdpcli.errors import InputRefused
from pdpcli.evaluation.comparison import (
    Cause,
    ChoiceMoved,
    Comparison,
    CountMoved,
    RowMoved,
)
from pdpcli.evaluation.indicator import read_evaluation
from pdpcli.evaluation.sheets import Sheet, count_over
from pdpcli.evaluation.units import Unit, Units, code_text, units_of
from pdpcli.rules.dates import french
from pdpcli.store.frozen import (
    Frozen,
    counts_of,
    frozen_all,
    frozen_of,
    read_count,
    sound,
    stored_count,
)
from pdpcli.store.home import user_agreements
from pdpcli.store.report_texts import text_numbered
from pdpcli.store.since import Touched, touched_since
from pdpcli.workflows.frozen_values import beside
from pdpcli.workflows.opaque_words import opaque_codes
from pdpcli.workflows.report import definition_hash, text_hash
from pdpcli.workflows.stats import choices_of

_WHOLE = ("cancelled", "merged", "erased")  # what is done to a situation with all its acts

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.evaluation.period import Period
    from pdpcli.evaluation.terms import Evaluation
    from pdpcli.store.our_agreements import OurAgreement


def compare(db: "Connection", ours: "OurAgreement", periods: "Sequence[Period]") -> Comparison:
    """The frozen evaluation of the first of ``periods`` beside today's count of it.

    Raises:
        InputRefused: it is not frozen.
    """
    frozen = frozen_of(db, ours.id, periods[0])
    if frozen is None:
        raise _not_frozen(db, ours, periods[0])
    text = find(ours.id, user_agreements()).evaluation_text
    evaluation, said = read_evaluation(text), choices_of(ours)
    figures = tuple(count_over(db, evaluation, tuple(periods[:1]), said))
    sheet = Sheet(ours.id, ours.title, periods[0], figures)
    return Comparison(
        agreement=ours.id,
        title=ours.title,
        period=frozen.period,
        frozen_on=frozen.frozen_on,
        sha256=frozen.sha256,
        sound=sound(db, frozen),
        definition_moved=definition_hash(text) != frozen.definition,
        choices=tuple(_choices(evaluation, frozen, said)),
        lines=beside(db, evaluation, sheet),
        counts=tuple(_counts(db, evaluation, frozen, said)),
        texts=tuple(_texts(db, frozen)),
    )


def _not_frozen(db: "Connection", ours: "OurAgreement", period: "Period") -> InputRefused:
    """The refusal, with the years that are frozen, if any."""
    others = sorted({one.period.first.year for one in frozen_all(db, ours.id)})
    said = f"--annee {period.first.year} --convention {ours.id}"
    known = [f"Comparer celui de {year} : pdp bilan comparer --annee {year}" for year in others]
    return InputRefused(
        f"Le bilan {period.label} de cette convention n'est pas figé.",
        todo="\n".join([*known, f"Le figer : pdp bilan figer {said}"]),
    )


def _choices(
    evaluation: "Evaluation", frozen: Frozen, said: Mapping[str, str]
) -> Iterator[ChoiceMoved]:
    for name, parameter in evaluation.parameters.items():
        (now,) = evaluation.chosen([name], said)
        was = frozen.choices.get(name, now.id)
        if was != now.id:
            then = parameter.choices.get(was)
            yield ChoiceMoved(parameter.label, then.text if then else was, now.text)


def _texts(db: "Connection", frozen: Frozen) -> Iterator[str]:
    for part, (number, kept) in frozen.texts.items():
        if text_hash(text_numbered(db, number)) != kept:
            yield part


def _counts(
    db: "Connection", evaluation: "Evaluation", frozen: Frozen, said: Mapping[str, str]
) -> Iterator[CountMoved]:
    then = {one[:2]: one for one in counts_of(db, frozen.id)}
    for now in units_of(db, evaluation, frozen.period, said, opaque_codes(db)):
        kept = then.pop((now.indicator, now.count), None)
        if stored_count(now) != kept:
            both = (read_count(kept) if kept else None, now)
            yield from _count(tuple(_rows(db, evaluation, frozen, both)), now)
    for kept in then.values():
        gone = read_count(kept)
        yield from _count(tuple(_rows(db, evaluation, frozen, (gone, None))), gone)


def _count(rows: tuple[RowMoved, ...], counted: Units) -> Iterator[CountMoved]:
    if rows:
        yield CountMoved(counted.indicator, counted.count, rows)


def _rows(
    db: "Connection",
    evaluation: "Evaluation",
    frozen: Frozen,
    both: tuple[Units | None, Units | None],
) -> Iterator[RowMoved]:
    counted = both[1] or both[0]
    assert counted is not None  # noqa: S101 - one of the two is there
    then, now = ({unit.key: unit for unit in one.units} if one else {} for one in both)
    for key in dict.fromkeys((*then, *now)):
        was, is_ = then.get(key), now.get(key)
        if was and is_ and (was.codes, was.weight) == (is_.codes, is_.weight):
            continue
        how = _how(evaluation, counted, was, is_)
        sign = "~" if was and is_ else "+" if is_ else "-"
        causes = tuple(_causes(db, frozen, counted.unit, [one for one in (was, is_) if one]))
        yield RowMoved(sign, _ref(db, counted.unit, was or is_), how, causes)


def _how(evaluation: "Evaluation", counted: Units, was: Unit | None, now: Unit | None) -> str:
    if was is None or now is None:
        return ""
    told = []
    for rank, label in enumerate(counted.labels):
        if was.codes[rank : rank + 1] != now.codes[rank : rank + 1]:
            pair = (code_text(evaluation, counted, rank, one.codes[rank]) for one in (was, now))
            told.append(f"{label} : {' → '.join(pair)}")
    if was.weight != now.weight:
        told.append(f"{was.weight} → {now.weight}")
    return " ; ".join(told)


def _ref(db: "Connection", unit: str, one: Unit | None) -> str:
    """The reference of a unit: of its situation, or the day of a gathering and its number."""
    assert one is not None  # noqa: S101 - the caller has one
    if unit in {"gathering", "participants"}:
        row = db.execute("SELECT on_date FROM gathering WHERE id = ?", (one.key,)).fetchone()
        day = french(date.fromisoformat(row["on_date"])) if row else ""
        return f"réunion {one.key} {f'du {day}' if day else ''}".strip()
    rows = [
        row["ref"]
        for act in one.acts
        for row in db.execute(
            "SELECT c.ref FROM act a JOIN case_file c ON c.id = a.case_id WHERE a.id = ?", (act,)
        ).fetchall()
    ]
    refs = ", ".join(dict.fromkeys(rows))
    acts = f", acte {one.key}" if unit == "act" else ""
    return f"{refs or 'situation retirée du cahier'}{acts}"


def _causes(db: "Connection", frozen: Frozen, unit: str, units: Sequence[Unit]) -> Iterator[Cause]:
    """Why, from the journal: of its own rows first, else of what its situation had besides."""
    if unit in {"gathering", "participants"}:
        found = touched_since(db, frozen.after_journal, "gathering", [units[0].key])
        yield from (_cause(one, "réunion") for one in found)
        return
    acts = list(dict.fromkeys(act for one in units for act in one.acts))
    found = touched_since(db, frozen.after_journal, "act", acts)
    if not found:
        yield from _of_cases(db, frozen, acts)
        return
    yield from (_cause(one, "acte") for one in found)


def _of_cases(db: "Connection", frozen: Frozen, acts: Sequence[int]) -> Iterator[Cause]:
    """A situation cancelled or put with another one; else what else was noted of it."""
    marks = ", ".join("?" * len(acts))
    rows = db.execute(f"SELECT DISTINCT case_id FROM act WHERE id IN ({marks})", acts).fetchall()
    cases = [row["case_id"] for row in rows]
    whole = touched_since(db, frozen.after_journal, "case_file", cases)
    ended = [one for one in whole if one.kind in _WHOLE]
    if ended:
        yield from (Cause(one.kind, one.at, "situation") for one in ended)
        return
    others = touched_since(db, frozen.after_journal, "act", _of_same_cases(db, acts))
    yield from (_cause(one, "acte") for one in others)


def _of_same_cases(db: "Connection", acts: Sequence[int]) -> list[int]:
    marks = ", ".join("?" * len(acts))
    rows = db.execute(
        f"""SELECT id FROM act WHERE case_id IN (SELECT case_id FROM act WHERE id IN ({marks}))""",
        acts,
    ).fetchall()
    return [row["id"] for row in rows]


def _cause(one: Touched, word: str) -> Cause:
    return Cause(one.kind, one.at, f"{word} {one.row}")
