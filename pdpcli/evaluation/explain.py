"""Explaining a figure: what is counted, what was chosen, controls, what moved, and the cases."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdpcli.evaluation.controls import Verdict, checked, totals_of, verdicts_of
from pdpcli.evaluation.count import Compiled
from pdpcli.evaluation.explain_without_rows import (
    WITHOUT_ROWS,
    counted_without_rows,
    verdicts_without_rows,
)
from pdpcli.evaluation.members import Member, members_of, on_line, refs_of
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.sheets import Bucket, Figure, figure_of, labelled, unit_of
from pdpcli.evaluation.terms import Evaluation, Indicator

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True)
class Difference:
    """What moved from the period before in one line; ``both`` units are counted in both."""

    id: str
    unit: str
    change: int
    new: int
    gone: int
    both: int
    new_refs: tuple[str, ...]
    gone_refs: tuple[str, ...]


@dataclass(frozen=True)
class Behind:
    """The references behind one line of the period, ``units`` of them counted."""

    id: str
    label: str
    unit: str
    units: int
    refs: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """A figure and what stands behind it; references only, never a name."""

    figure: Figure
    counted: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    differences: tuple[Difference, ...]
    behind: tuple[Behind, ...]


def explain(
    db: "Connection",
    evaluation: Evaluation,
    indicator: Indicator,
    periods: tuple[Period, ...],
    said: Mapping[str, str],
) -> Explanation:
    """The figure of ``indicator`` over ``periods``, and all that explains the first of them."""
    counted: list[str] = []
    verdicts: list[Verdict] = []
    differences: list[Difference] = []
    behind: list[Behind] = []
    figure = figure_of(db, evaluation, indicator, periods, said)
    for count in indicator.counts:
        if count.source in WITHOUT_ROWS:
            counted += counted_without_rows(count, figure)
            verdicts += verdicts_without_rows(db, count, figure)
            continue
        compiled = Compiled(evaluation, evaluation.settle(count, said), periods[:2])
        members = members_of(db, compiled)
        now = [member for member in members if not member.period]
        totals = totals_of(db, compiled)
        counted += count.counted.format(year=periods[0].label, **totals).strip().splitlines()
        verdicts += verdicts_of(db, compiled, now, totals["value"])
        differences += _differences(compiled, members)
        behind += _behind(compiled, now)
    verdicts += [checked(db, evaluation, check, periods[0], said) for check in indicator.checks]
    return Explanation(figure, tuple(counted), tuple(verdicts), tuple(differences), tuple(behind))


def _lines(
    compiled: Compiled, members: Sequence[Member]
) -> Iterator[tuple[str, str, list[Member]]]:
    """The id, label and members of the count as a whole when it is shown, then of its lines."""
    if compiled.count.label:
        yield compiled.count.id, compiled.count.label, list(members)
    for split in compiled.count.lines:
        yield split.id, split.label, on_line(compiled, members, split)


def _differences(compiled: Compiled, members: Sequence[Member]) -> Iterator[Difference]:
    if compiled.count.unit in {"participants", "days"}:
        return
    for line, _, held in _lines(compiled, members):
        now, before = (
            {member.key: member for member in held if member.period == rank} for rank in range(2)
        )
        new = [now[key] for key in now if key not in before]
        gone = [before[key] for key in before if key not in now]
        yield Difference(
            line,
            unit_of(compiled.count),
            len(now) - len(before),
            len(new),
            len(gone),
            len(now) - len(new),
            refs_of(new),
            refs_of(gone),
        )


def _behind(compiled: Compiled, members: Sequence[Member]) -> Iterator[Behind]:
    if compiled.count.unit in {"participants", "days"}:
        return
    for line, label, held in _lines(compiled, members):
        if line == compiled.count.id and len(compiled.dimensions) == 1:
            yield from _by_bucket(compiled, held)
        else:
            yield Behind(line, label, unit_of(compiled.count), len(held), refs_of(held))


def _by_bucket(compiled: Compiled, members: Sequence[Member]) -> Iterator[Behind]:
    unit = unit_of(compiled.count)
    ones = [Bucket(member.period, member.codes, 1) for member in members]
    for code, label in labelled(compiled, 0, ones):
        held = [member for member in members if member.codes[0] == code]
        yield Behind(compiled.count.id, label, unit, len(held), refs_of(held))
