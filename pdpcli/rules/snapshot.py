"""The snapshot of an act: what was true of a situation at a date (design §1).

``snapshot(facts, on)`` is the one function behind every breakdown. Correcting an error edits a
fact, so past acts follow; a change adds a dated row, so earlier acts keep theirs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pdpcli.rules.dates import age
from pdpcli.rules.leaves import Leave, absence
from pdpcli.rules.told import told_at
from pdpcli.rules.vocabulary import NO, UNKNOWN, YES

Value = str | int | None
_SECOND = 2
_PENSIONS = frozenset({"cat1", "cat2", "cat3", "granted"})


@dataclass(frozen=True)
class SituationFact:
    """What was told on ``from_date``; codes of CHOICES, ``None`` = nothing told that day."""

    from_date: date
    on_leave: str | None = None
    regime: str | None = None
    status: str | None = None
    position: str | None = None
    horizon: str | None = None
    unfit_risk: str | None = None
    invalidity: str | None = None
    rqth: str | None = None
    boeth_other: str | None = None
    boeth_title: str | None = None
    rente_at: str | None = None
    mdph: str | None = None
    mdph_filed_on: str | None = None
    part_time: str | None = None
    adapted_return: str | None = None
    prereprise: str | None = None


@dataclass(frozen=True)
class EmploymentFact:
    """What was told of the work on ``from_date``; ``agency``: of the agence d'intérim.

    ``slot`` 2 is another employer at the same time, until ``ended_on`` included; ``concerned``
    says which of the two is in question (CHOICES["concerned"]).
    """

    from_date: date
    agency: bool = False
    employer_id: int | None = None
    job: str | None = None
    contract: str | None = None
    seniority: str | None = None
    slot: int = 1
    concerned: str | None = None
    ended_on: date | None = None


@dataclass(frozen=True)
class EmployerFact:
    """What the directory says of an employer: NAF code, its nomenclature, number of salariés."""

    naf: str | None = None
    naf_version: str | None = None
    size: int | None = None


@dataclass(frozen=True)
class Facts:
    """All that the snapshots of one situation are made of; ``employers`` by their number."""

    origin: str | None = None
    born_on: date | None = None
    sex: str | None = None
    dept: str | None = None
    household: str | None = None
    situations: Sequence[SituationFact] = ()
    employments: Sequence[EmploymentFact] = ()
    employers: Mapping[int, EmployerFact] = field(default_factory=dict)
    leaves: Sequence[Leave] = ()


def snapshot(facts: Facts, on: date) -> dict[str, Value]:
    """The value at ``on`` of each of ``vocabulary.DIMENSIONS``.

    Titles and leave are ``yes``, ``no`` or ``unknown``; elsewhere ``None`` is « not known ». After
    the end of a contract the last known employer holds (dossier §4.10).
    """
    row = told_at(facts.situations, on) or SituationFact(on)
    job = employment_at(facts, on)
    employer = facts.employers.get(job.employer_id or 0, EmployerFact())
    return {
        "origin": facts.origin,
        "regime": row.regime,
        "status": row.status,
        "contract": job.contract,
        "position": row.position,
        "on_leave": on_leave_at(facts, on),
        "risk": _risk(facts.leaves, row, on),
        "invalidity": row.invalidity or UNKNOWN,
        "rqth": row.rqth or UNKNOWN,
        "boeth": _boeth(row),
        "rente_at": row.rente_at or UNKNOWN,
        "sex": facts.sex,
        "household": facts.household,
        "horizon": row.horizon,
        "naf_version": employer.naf_version,
        "age": _age(facts.born_on, on),
        "dept": facts.dept,
        "naf": employer.naf,
        "size": employer.size,
        "employer_id": job.employer_id,
        "job": job.job,
    }


def employment_at(facts: Facts, on: date) -> EmploymentFact:
    """The work in question at ``on``; of two employers, the one that is concerned."""
    second = second_at(facts, on)
    if second is not None and second.concerned == "second":
        return second
    return first_at(facts, on)


def first_at(facts: Facts, on: date) -> EmploymentFact:
    """The work at ``on``: the company where it is done, else the agency; the last one known."""
    for agency in (False, True):
        rows = [row for row in facts.employments if row.agency == agency and row.slot == 1]
        if found := told_at(rows, on):
            return found
    return EmploymentFact(on)


def second_at(facts: Facts, on: date) -> EmploymentFact | None:
    """The other employer that she had at the same time at ``on``, if any."""
    origin = min((row.from_date for row in facts.employments), default=on)
    rows = [row for row in facts.employments if row.slot == _SECOND]
    begun = [row for row in rows if row.from_date <= max(on, origin)]
    ended = max((row.ended_on for row in begun if row.ended_on and row.ended_on < on), default=None)
    return told_at([row for row in begun if ended is None or row.from_date > ended], on)


def on_leave_at(facts: Facts, on: date) -> str:
    """From the first period known on, the periods; before it, what was answered; the position."""
    row = told_at(facts.situations, on) or SituationFact(on)
    first = min((leave.started_on for leave in facts.leaves), default=None)
    if first is not None and on >= first:
        return YES if absence(facts.leaves, on) else NO
    if first is not None and row.on_leave == YES and row.from_date >= first:
        return NO  # the leave that was answered is this one, which had not begun
    if row.on_leave in {YES, NO}:
        return str(row.on_leave)
    if row.position is None:
        return UNKNOWN
    return YES if row.position == "on_leave" else NO


def _risk(leaves: Sequence[Leave], row: SituationFact, on: date) -> str | None:
    """The risk of the absence; without one, a pension in force is itself the risk."""
    current = absence(leaves, on)
    if current:
        return current.risk
    return "invalidity" if row.invalidity in _PENSIONS else None


def _boeth(row: SituationFact) -> str:
    """Beneficiary of the employment obligation: one title is enough, a « no » needs all four."""
    pension = YES if row.invalidity in _PENSIONS else {"none": NO}.get(row.invalidity or "")
    return _any([row.rqth, pension, row.rente_at, row.boeth_other])


def _any(answers: Iterable[str | None]) -> str:
    said = set(answers)
    if YES in said:
        return YES
    return NO if said == {NO} else UNKNOWN


def _age(born_on: date | None, on: date) -> int | None:
    return age(born_on, on) if born_on and born_on <= on else None
