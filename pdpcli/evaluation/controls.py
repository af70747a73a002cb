"""The controls of a figure: what was verified, and what is to be looked at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from pdpcli.evaluation.columns import DERIVED, OF_CASE
from pdpcli.evaluation.count import Compiled
from pdpcli.evaluation.members import Member, members_of, on_line, refs_of
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.sheets import Code, buckets_of, fetch, unit_of
from pdpcli.evaluation.terms import Check, Condition, Evaluation, Split, Where
from pdpcli.rules.vocabulary import DIMENSIONS, UNKNOWN

if TYPE_CHECKING:
    from sqlite3 import Connection

_NOUNS = {
    "act": ("acte non compté", "actes non comptés"),
    "case": ("situation non comptée", "situations non comptées"),
    "person": ("personne non comptée", "personnes non comptées"),
    "gathering": ("réunion ou action non comptée", "réunions ou actions non comptées"),
}
_BOTH = {
    "case": ("situation", "situations", "aucune situation"),
    "person": ("personne", "personnes", "aucune personne"),
}
_POINTS = {
    "on_leave": "en arrêt, ou non",
    "rqth": "RQTH, ou non",
    "boeth": "BOETH, ou non",
    "known_to_ssam": "connue du service social, ou non",
    "sector": "code NAF",
    "senior": "âge",
}


@dataclass(frozen=True)
class Verdict:
    """One control: ``good``, or something to look at, with the references concerned."""

    good: bool
    text: str
    refs: tuple[str, ...] = ()


class Number(int):
    """A number that brings its noun: ``{persons:personne|personnes}`` gives « 2 personnes »."""

    def __format__(self, spec: str) -> str:
        one, _, many = spec.partition("|")
        plural = 2
        return f"{int(self)} {many if self >= plural else one}" if spec else str(int(self))


def totals_of(db: "Connection", compiled: Compiled) -> dict[str, Number]:
    """Rows, cases and persons of the period, counted apart; ``value`` is in the count's unit."""
    rows, cases, persons, weight = _apart(db, compiled)
    units = {"row": rows, "case": cases, "person": persons}
    value = units.get(compiled.count.unit, round(weight))
    said = {"rows": rows, "cases": cases, "persons": persons, "value": value}
    return {name: Number(number) for name, number in {**said, "n": said["value"]}.items()}


def verdicts_of(
    db: "Connection", compiled: Compiled, members: Sequence[Member], total: int
) -> Iterator[Verdict]:
    """The controls that every count has, for its first period."""
    yield from _sums(db, compiled, total)
    if compiled.count.unit in _BOTH:
        yield from _overlaps(compiled, members)
    yield from _left_aside(db, compiled)
    if compiled.count.unit == "participants":
        yield from _silent(db, compiled)


def checked(
    db: "Connection", evaluation: Evaluation, check: Check, period: Period, said: Mapping[str, str]
) -> Verdict:
    """One declared check: the cases that have the one act without the other."""
    settled = evaluation.settle(check.count, said)
    found = members_of(db, Compiled(evaluation, settled, (period,), check.without))
    text = (check.found if found else check.clear).format(year=period.label, n=Number(len(found)))
    return Verdict(not found, text, refs_of(found))


def _apart(db: "Connection", compiled: Compiled) -> tuple[Any, ...]:
    found = {row[0]: row[1:] for row in fetch(db, compiled.totals())}
    return found.get(0, (0, 0, 0, 0))


def _sums(db: "Connection", compiled: Compiled, total: int) -> Iterator[Verdict]:
    counted = [b for b in buckets_of(db, compiled) if not b.period] if compiled.dimensions else []
    for rank, dimension in enumerate(compiled.dimensions):
        parts: dict[Code, int] = {}
        for bucket in counted:
            parts[bucket.codes[rank]] = parts.get(bucket.codes[rank], 0) + bucket.units
        sizes = sorted(parts.values(), reverse=True)
        if sizes:
            text = f"{dimension.label} : {' + '.join(map(str, sizes))} = {sum(sizes)}"
            good = sum(sizes) == total
            yield Verdict(good, text if good else f"{text}, mais {total} comptés à part")


def _overlaps(compiled: Compiled, members: Sequence[Member]) -> Iterator[Verdict]:
    """What two lines share, unless one is declared within the other (« dont… »)."""
    one, many, none = _BOTH[compiled.count.unit]
    for first, second in combinations(compiled.count.lines, 2):
        if not _told_apart(first, second):
            continue
        keys = {member.key for member in on_line(compiled, members, second)}
        both = [each for each in on_line(compiled, members, first) if each.key in keys]
        noun = f"{len(both)} {one if len(both) == 1 else many}" if both else none
        yield Verdict(not both, f"{noun} à la fois en {first.id} et en {second.id}", refs_of(both))


def _told_apart(first: Split, second: Split) -> bool:
    """Lines of the same columns: one may well be « BTP » and « inapte », seldom « a » and « b »."""
    columns, others = ({condition.column for condition in one.where} for one in (first, second))
    return columns == others and not (_within(first, second) or _within(second, first))


def _within(first: Split, second: Split) -> bool:
    return set(first.where) >= set(second.where)


def _left_aside(db: "Connection", compiled: Compiled) -> Iterator[Verdict]:
    """What is not counted only because an answer is not known yet: never taken for a « no »."""
    count = compiled.count
    for condition in filter(_may_be_unknown, count.where):
        unknown = replace(count, where=_unknown(count.where, condition))
        left = members_of(db, Compiled(compiled.evaluation, unknown, compiled.periods[:1]))
        yield from _not_known(compiled, condition, left)
    for split in count.lines:
        for condition in filter(_may_be_unknown, split.where):
            line = replace(split, where=_unknown(split.where, condition))
            alone = replace(count, lines=(line,), by=())
            recounted = Compiled(compiled.evaluation, alone, compiled.periods[:1])
            left = on_line(recounted, members_of(db, recounted), line)
            yield from _not_known(compiled, condition, left, f" en {split.id}")


def _may_be_unknown(condition: Condition) -> bool:
    known = (*DIMENSIONS, *OF_CASE, *DERIVED)
    return condition.column in known and bool(condition.values) and UNKNOWN not in condition.values


def _unknown(where: Where, old: Condition) -> Where:
    new = Condition(old.column, (UNKNOWN,))
    return tuple(new if each == old else each for each in where)


def _not_known(
    compiled: Compiled, condition: Condition, left: Sequence[Member], where: str = ""
) -> Iterator[Verdict]:
    one, many = _NOUNS.get(unit_of(compiled.count), ("", ""))
    if left:
        noun = f"{len(left)} {one if len(left) == 1 else many}{where}"
        point = _point(compiled, condition.column)
        yield Verdict(good=False, text=f"{noun}, faute de savoir ({point})", refs=refs_of(left))


def _point(compiled: Compiled, column: str) -> str:
    """A column in French: as the evaluation heads it, when it is not one of the usual points."""
    headed = {one.column: one.label for one in compiled.evaluation.dimensions.values()}
    return _POINTS.get(column) or headed.get(column, column)


def _silent(db: "Connection", compiled: Compiled) -> Iterator[Verdict]:
    rows, counted, *_ = _apart(db, compiled)
    if rows > counted:
        text = "sans nombre de participants : le total est un minimum"
        yield Verdict(good=False, text=f"{rows - counted} sur {rows} {text}")
    elif rows:
        yield Verdict(good=True, text="le nombre de participants est noté partout")
