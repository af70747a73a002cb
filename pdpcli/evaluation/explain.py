"""Explaining a figure: what is counted, what was chosen, controls, what moved, and the cases."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from pdpcli.evaluation.count import Compiled
from pdpcli.evaluation.sheets import Figure, buckets, fetch, figure_of, unit_of
from pdpcli.evaluation.terms import Check, Condition, Evaluation, Indicator, Split
from pdpcli.rules.vocabulary import DIMENSIONS, UNKNOWN

if TYPE_CHECKING:
    from sqlite3 import Connection

_NOUNS = {
    "act": ("acte", "actes", "aucun acte"),
    "case": ("situation", "situations", "aucune situation"),
    "person": ("personne", "personnes", "aucune personne"),
}


@dataclass(frozen=True)
class Verdict:
    """One control: ``good``, or something to look at, with the references concerned."""

    good: bool
    text: str
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """What moved from the year before in one line: ``both`` units are counted in both years."""

    id: str
    unit: str
    change: int
    new: tuple[str, ...]
    gone: tuple[str, ...]
    both: int


@dataclass(frozen=True)
class Behind:
    """The references behind one line of the year, ``units`` of them counted."""

    id: str
    label: str
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


@dataclass(frozen=True)
class _Member:
    year: int
    columns: tuple[Any, ...]
    key: str | int
    ref: str


class _Number(int):
    """A number that brings its noun: ``{persons:personne|personnes}`` gives « 2 personnes »."""

    def __format__(self, spec: str) -> str:
        one, _, many = spec.partition("|")
        plural = 2
        return f"{int(self)} {many if self >= plural else one}" if spec else str(int(self))


def explain(
    db: "Connection",
    evaluation: Evaluation,
    indicator: Indicator,
    year: int,
    said: Mapping[str, str],
) -> Explanation:
    """The figure of ``indicator`` for ``year`` and all that explains it."""
    counted: list[str] = []
    verdicts: list[Verdict] = []
    differences: list[Difference] = []
    behind: list[Behind] = []
    for count in indicator.counts:
        compiled = Compiled(evaluation, evaluation.settle(count, said), (year, year - 1))
        members = _members(db, compiled)
        totals = _totals(db, compiled)
        counted += count.counted.format(year=year, **totals).splitlines()
        verdicts += _verdicts(db, compiled, members, totals["value"])
        differences += _differences(compiled, members)
        behind += _behind(compiled, members)
    verdicts += [_checked(db, evaluation, check, year, said) for check in indicator.checks]
    figure = figure_of(db, evaluation, indicator, (year, year - 1, year - 2), said)
    return Explanation(
        _valued(figure), tuple(counted), tuple(verdicts), tuple(differences), tuple(behind)
    )


def _valued(figure: Figure) -> Figure:
    return replace(figure, lines=tuple(x for x in figure.lines if not x.code or any(x.values)))


def _members(db: "Connection", compiled: Compiled) -> list[_Member]:
    rows = fetch(db, compiled.members())
    return [_Member(year, tuple(columns), key, ref) for year, *columns, key, ref in rows]


def _totals(db: "Connection", compiled: Compiled) -> dict[str, _Number]:
    """Rows, cases and persons of the year, counted apart; ``value`` is the figure's own unit."""
    found = {row[0]: row[1:] for row in fetch(db, compiled.totals())}
    rows, second, third = found.get(compiled.years[0], (0, 0, 0))
    units = {"row": rows, "case": second, "participants": second, "person": third}
    value = units[compiled.count.unit]
    said = {"rows": rows, "cases": second, "persons": third, "value": value, "n": value}
    return {name: _Number(number) for name, number in said.items()}


def _verdicts(
    db: "Connection", compiled: Compiled, members: Sequence[_Member], total: int
) -> Iterator[Verdict]:
    year = compiled.years[0]
    this_year = [member for member in members if member.year == year]
    yield from _sums(db, compiled, total)
    if compiled.count.unit in {"case", "person"}:
        yield from _overlaps(compiled, this_year)
    yield from _left_aside(db, compiled)
    if compiled.count.unit == "participants":
        yield from _silent(db, compiled)


def _sums(db: "Connection", compiled: Compiled, total: int) -> Iterator[Verdict]:
    rows = [row for row in fetch(db, compiled.tally()) if row[0] == compiled.years[0]]
    for rank, dimension in enumerate(compiled.dimensions, 1):
        parts: dict[Any, int] = {}
        for row in rows:
            parts[row[rank]] = parts.get(row[rank], 0) + row[-1]
        sizes = sorted(parts.values(), reverse=True)
        if sizes:
            text = f"{dimension.label} : {' + '.join(map(str, sizes))} = {sum(sizes)}"
            good = sum(sizes) == total
            yield Verdict(good, text if good else f"{text}, mais {total} comptés à part")


def _overlaps(compiled: Compiled, members: Sequence[_Member]) -> Iterator[Verdict]:
    one, many, none = _NOUNS[compiled.count.unit]
    held = {split.id: _held(compiled, members, split) for split in compiled.count.lines}
    for first, second in combinations(held, 2):
        keys = {member.key for member in held[second]}
        both = [member for member in held[first] if member.key in keys]
        if both:
            noun = one if len(both) == 1 else many
            text = f"{len(both)} {noun} à la fois en {first} et en {second}"
            yield Verdict(good=False, text=text, refs=_refs(both))
        else:
            yield Verdict(good=True, text=f"{none} à la fois en {first} et en {second}")


def _left_aside(db: "Connection", compiled: Compiled) -> Iterator[Verdict]:
    """What is not counted only because an answer is not known yet: never taken for a « no »."""
    count, year = compiled.count, compiled.years[0]
    for condition in count.where:
        if condition.column not in DIMENSIONS or UNKNOWN in condition.values:
            continue
        unknown = Condition(condition.column, (UNKNOWN,))
        where = tuple(unknown if each == condition else each for each in count.where)
        left = _members(db, Compiled(compiled.evaluation, replace(count, where=where), (year,)))
        if left:
            one, many, _ = _NOUNS[unit_of(count)]
            noun = f"{one} non compté" if len(left) == 1 else f"{many} non comptés"
            if count.unit != "row":
                noun = noun.replace("compté", "comptée")
            text = f"{len(left)} {noun} : on ne sait pas encore ({_meaning(condition.column)})"
            yield Verdict(good=False, text=text, refs=_refs(left))


def _meaning(column: str) -> str:
    return {"on_leave": "en arrêt ou non"}.get(column, column)


def _silent(db: "Connection", compiled: Compiled) -> Iterator[Verdict]:
    found = {row[0]: row[1:] for row in fetch(db, compiled.totals())}
    rows, _, counted = found.get(compiled.years[0], (0, 0, 0))
    if rows > counted:
        text = "sans nombre de participants : le total est un minimum"
        yield Verdict(good=False, text=f"{rows - counted} sur {rows} {text}")
    elif rows:
        yield Verdict(good=True, text="le nombre de participants est noté partout")


def _checked(
    db: "Connection", evaluation: Evaluation, check: Check, year: int, said: Mapping[str, str]
) -> Verdict:
    settled = evaluation.settle(check.count, said)
    found = _members(db, Compiled(evaluation, settled, (year,), check.without))
    if not found:
        return Verdict(good=True, text=check.clear.format(year=year, n=0))
    text = check.found.format(year=year, n=_Number(len(found)))
    return Verdict(good=False, text=text, refs=_refs(found))


def _differences(compiled: Compiled, members: Sequence[_Member]) -> Iterator[Difference]:
    count = compiled.count
    if count.unit == "participants":
        return
    heads = [Split(count.id, count.label, ())] if count.label else []
    for split in (*heads, *count.lines):
        held = _held(compiled, members, split)
        now, before = (
            {member.key: member for member in held if member.year == year}
            for year in compiled.years
        )
        yield Difference(
            split.id,
            unit_of(count),
            len(now) - len(before),
            _refs([now[key] for key in now if key not in before]),
            _refs([before[key] for key in before if key not in now]),
            len(now.keys() & before.keys()),
        )


def _behind(compiled: Compiled, members: Sequence[_Member]) -> Iterator[Behind]:
    count = compiled.count
    this_year = [member for member in members if member.year == compiled.years[0]]
    if count.label and len(compiled.dimensions) == 1:
        yield from _by_bucket(compiled, this_year)
    elif count.label:
        yield Behind(count.id, count.label, len(this_year), _refs(this_year))
    for split in count.lines:
        held = _held(compiled, this_year, split)
        yield Behind(split.id, split.label, len(held), _refs(held))


def _by_bucket(compiled: Compiled, members: Sequence[_Member]) -> Iterator[Behind]:
    rows = [(member.year, *member.columns, 1) for member in members]
    found = buckets(compiled.dimensions[0], compiled.count, rows, 0, compiled.years[0])
    for code, label in found:
        held = [member for member in members if member.columns[0] == code]
        yield Behind(compiled.count.id, label, len(held), _refs(held))


def _held(compiled: Compiled, members: Sequence[_Member], split: Split) -> list[_Member]:
    if split not in compiled.count.lines:
        return list(members)
    rank = len(compiled.dimensions) + compiled.count.lines.index(split)
    return [member for member in members if member.columns[rank]]


def _refs(members: Sequence[_Member]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(member.ref for member in members))
