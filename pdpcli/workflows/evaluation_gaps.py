"""What is missing before the yearly evaluations of our agreements, situation by situation.

Each evaluation declares what it reads; the acts that it counts in the year, and whose answer to one
of these is not known, are looked for by the very queries that count.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pdpcli.evaluation.columns import DERIVED, OF_CASE
from pdpcli.evaluation.count import Compiled
from pdpcli.evaluation.gap import Gap
from pdpcli.evaluation.members import members_of, on_line, refs_of
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.terms import Condition, Count, Evaluation, Split
from pdpcli.forms.form import situation
from pdpcli.rules.vocabulary import DIMENSION_PATHS, UNKNOWN, YES
from pdpcli.store.our_agreements import our_agreements
from pdpcli.workflows.stats import choices_of, evaluation_of

if TYPE_CHECKING:
    from sqlite3 import Connection

OUTCOME, TO_LOOK_AT = "outcome", "look"
_OF_EMPLOYER = ("naf", "size")
_UNKNOWN = (UNKNOWN,)
#: What is missing only when something else is so: without a leave, there is no risk to know.
_ONLY_WHEN = {"risk": Condition("on_leave", (YES,))}
#: What must be known first.
_FIRST = {"risk": "on_leave"}


def gaps(db: "Connection", year: int) -> list[Gap]:
    """Everything missing for ``year``: by fact, then by reference; nothing of an erased person."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for ours in our_agreements(db):
        evaluation, said = evaluation_of(ours), choices_of(ours)
        for fact, label, ref in _of(db, evaluation, year, said):
            whose = found.setdefault((fact, label, ref), [])
            whose += [ours.id] * (ours.id not in whose)
    here = _situations(db, {ref for _, _, ref in found})
    listed = sorted(found.items(), key=lambda one: (_rank(one[0][0]), one[0]))
    return [_gap(*key, tuple(whose), here[key[2]]) for key, whose in listed if key[2] in here]


def _of(
    db: "Connection", evaluation: Evaluation, year: int, said: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """(fact, label, ref) of everything one evaluation lacks."""
    period, *_ = evaluation.years(year, said)
    for indicator in evaluation.indicators:
        for check in indicator.checks:
            count = evaluation.settle(check.count, said)
            refs = refs_of(members_of(db, Compiled(evaluation, count, (period,), check.without)))
            closed = Condition("kind", ("closure",)) in check.count.where
            label = "Issue" if closed else check.found.format(year=period.label, n=_Noun())
            yield from ((OUTCOME if closed else TO_LOOK_AT, label, ref) for ref in refs)
        for count in indicator.counts:
            if count.source == "act":
                yield from _unknown(db, evaluation, evaluation.settle(count, said), period)


class _Noun(str):
    """Stands for the number in a check's sentence: its plural alone, the references follow."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return spec.partition("|")[2] or spec


def _unknown(
    db: "Connection", evaluation: Evaluation, count: Count, period: Period
) -> Iterator[tuple[str, str, str]]:
    """The situations counted, or left aside, for want of an answer to what ``count`` reads."""
    columns = _columns(evaluation, count)
    if not columns:
        return
    lines = tuple(Split(one, one, _missing(one)) for one in columns)
    kept = tuple(one for one in count.where if not {one.column, *_read(one.column)} & {*columns})
    asked = replace(count, unit="case", take="each", by=(), label="", lines=lines, where=kept)
    compiled = Compiled(evaluation, asked, (period,))
    members = members_of(db, compiled)
    for line in lines:
        refs = refs_of(on_line(compiled, members, line))
        yield from ((line.id, _label(line.id), ref) for ref in refs)


def _columns(evaluation: Evaluation, count: Count) -> list[str]:
    """What the count reads of a situation, in the order of the vocabulary."""
    conditions = [*count.where, *(one for line in count.lines for one in line.where)]
    named = {one.column for one in conditions}
    named |= {evaluation.dimensions[name].column for name in count.by}
    named |= {base for one in named for base in _read(one)}
    named |= {_FIRST[one] for one in named if one in _FIRST}
    return [one for one in (*DIMENSION_PATHS, *OF_CASE) if one in named]


def _read(column: str) -> tuple[str, ...]:
    """What a column is derived from."""
    return DERIVED.get(column, ())


def _missing(column: str) -> tuple[Condition, ...]:
    unknown = (Condition(column, _UNKNOWN),)
    return (*unknown, _ONLY_WHEN[column]) if column in _ONLY_WHEN else unknown


def _label(column: str) -> str:
    """How the registration form names the first fact behind a dimension."""
    paths = DIMENSION_PATHS[column]
    return next(one.label for one in situation().fields if one.path in paths)


def _rank(fact: str) -> int:
    facts = (OUTCOME, *DIMENSION_PATHS, TO_LOOK_AT)
    return facts.index(fact)


def _situations(db: "Connection", refs: set[str]) -> dict[str, int | None]:
    """The employer's number of each situation whose person is known."""
    found = {}
    for ref in refs:
        row = db.execute(
            """SELECT (SELECT employer_id FROM employment m WHERE m.case_id = c.id
              AND m.employer_id IS NOT NULL ORDER BY m.role = 'agency', m.slot, m.from_date DESC
              LIMIT 1) AS employer
            FROM case_file c WHERE c.ref = ? AND c.person_id IS NOT NULL""",
            (ref,),
        ).fetchone()
        if row is not None:
            found[ref] = row["employer"]
    return found


def _gap(fact: str, label: str, ref: str, agreements: Sequence[str], employer: int | None) -> Gap:
    whose = employer if fact in _OF_EMPLOYER else None
    return Gap(fact, label, ref, tuple(agreements), _command(fact, ref, whose), whose)


def _command(fact: str, ref: str, employer: int | None) -> str:
    if fact in {OUTCOME, TO_LOOK_AT}:
        return f"pdp acte ajouter {ref} issue"
    if employer is not None:
        option = "--naf CODE" if fact == "naf" else "--effectif NOMBRE"
        return f"pdp entreprise corriger {employer} {option}"
    return f"pdp situation corriger {ref} --erreur"
