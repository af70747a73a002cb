"""The snapshot of an act: what was true of a situation at a date (design §1).

``snapshot(facts, on)`` is the one function behind every breakdown. Correcting an error edits a
fact, so past acts follow; a change adds a dated row, so earlier acts keep theirs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pdpcli.rules.dates import age
from pdpcli.rules.leaves import Leave, absence
from pdpcli.rules.vocabulary import NO, UNKNOWN, YES

Value = str | int | None
_PENSIONS = frozenset({"cat1", "cat2", "cat3", "granted"})


@dataclass(frozen=True)
class SituationFact:
    """What holds from ``from_date`` until the next one; codes of CHOICES, ``None`` = not asked."""

    from_date: date
    on_leave: str | None = None
    regime: str | None = None
    status: str | None = None
    position: str | None = None
    horizon: str | None = None
    invalidity: str | None = None
    rqth: str | None = None
    boeth_other: str | None = None
    rente_at: str | None = None


@dataclass(frozen=True)
class EmploymentFact:
    """One employment with what its employer is today; ``until`` is its last day, included."""

    from_date: date
    until: date | None = None
    role: str = "employer"
    employer_id: int | None = None
    job: str | None = None
    contract: str | None = None
    naf: str | None = None
    naf_version: str | None = None
    size: int | None = None


@dataclass(frozen=True)
class Facts:
    """All that the snapshots of one situation are made of; rows in the order of the store."""

    origin: str | None = None
    born_on: date | None = None
    sex: str | None = None
    dept: str | None = None
    household: str | None = None
    situations: Sequence[SituationFact] = ()
    employments: Sequence[EmploymentFact] = ()
    leaves: Sequence[Leave] = ()


def snapshot(facts: Facts, on: date) -> dict[str, Value]:
    """The value at ``on`` of each of ``vocabulary.DIMENSIONS``.

    Titles and leave are ``yes``, ``no`` or ``unknown``; elsewhere ``None`` is « not known ». After
    the end of a contract the last known employer holds (dossier §4.10).
    """
    row = _situation(facts.situations, on)
    job = _employment(facts.employments, on)
    return {
        "origin": facts.origin,
        "regime": row.regime,
        "status": row.status,
        "contract": job.contract,
        "position": row.position,
        "on_leave": _on_leave(facts.leaves, row, on),
        "risk": _risk(facts.leaves, row, on),
        "invalidity": row.invalidity or UNKNOWN,
        "rqth": row.rqth or UNKNOWN,
        "boeth": _boeth(row),
        "rente_at": row.rente_at or UNKNOWN,
        "sex": facts.sex,
        "household": facts.household,
        "horizon": row.horizon,
        "naf_version": job.naf_version,
        "age": _age(facts.born_on, on),
        "dept": facts.dept,
        "naf": job.naf,
        "size": job.size,
        "employer_id": job.employer_id,
        "job": job.job,
    }


def _situation(rows: Sequence[SituationFact], on: date) -> SituationFact:
    """The row in force; the first one before it began: what was corrected holds from the origin."""
    ordered = sorted(rows, key=lambda row: row.from_date)
    if not ordered:
        return SituationFact(on)
    begun = [row for row in ordered if row.from_date <= on]
    return begun[-1] if begun else ordered[0]


def _employment(rows: Sequence[EmploymentFact], on: date) -> EmploymentFact:
    """The employment in force, else the last one held, else the first to come.

    Of two in force, the company where the work is done goes before the agency, then the later.
    """
    begun = [row for row in rows if row.from_date <= on]
    if not begun:
        return min(rows, key=lambda row: row.from_date, default=EmploymentFact(on))
    held = [row for row in begun if row.until is None or row.until >= on]
    if held:
        return _latest(held, lambda row: row.from_date)
    return _latest(begun, lambda row: row.until or row.from_date)


def _latest(
    rows: Sequence[EmploymentFact], moment: Callable[[EmploymentFact], date]
) -> EmploymentFact:
    ranked = enumerate(rows)
    return max(ranked, key=lambda pair: (pair[1].role != "agency", moment(pair[1]), pair[0]))[1]


def _on_leave(leaves: Sequence[Leave], row: SituationFact, on: date) -> str:
    """The periods decide when there are any; else what was answered; else the position."""
    if leaves:
        return YES if absence(leaves, on) else NO
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
