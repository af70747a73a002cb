"""The snapshot columns of ``act``, rewritten in the transaction of every write (design §1).

They are a cache of ``rules.snapshot``: only the acts whose snapshot changed are touched, so that
the journal says what moved.
"""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.rules.leaves import Leave
from pdpcli.rules.snapshot import (
    EmployerFact,
    EmploymentFact,
    Facts,
    SituationFact,
    snapshot,
)
from pdpcli.rules.vocabulary import DIMENSIONS

if TYPE_CHECKING:
    from sqlite3 import Connection

_PERSON = """SELECT c.origin, p.born_on, p.sex, p.dept, p.household
    FROM case_file c JOIN person p ON p.id = c.person_id WHERE c.id = ?"""
_SITUATIONS = f"""SELECT {", ".join(one.name for one in fields(SituationFact))}
    FROM situation WHERE case_id = ? ORDER BY from_date"""
_EMPLOYMENTS = """SELECT from_date, role = 'agency', employer_id, job, contract,
      seniority, slot, concerned, ended_on
    FROM employment WHERE case_id = ? ORDER BY from_date, id"""
_EMPLOYERS = """SELECT DISTINCT e.id, e.naf, e.naf_version, e.size
    FROM employer e JOIN employment m ON m.employer_id = e.id WHERE m.case_id = ?"""
_LEAVES = "SELECT started_on, ended_on, risk FROM leave WHERE case_id = ? ORDER BY started_on"
_SAME = """SELECT :person UNION ALL SELECT id FROM person WHERE same_as = :person"""
_ACTS = f"SELECT id, on_date, {', '.join(DIMENSIONS)} FROM act WHERE case_id = ?"
_UPDATE = f"UPDATE act SET {', '.join(f'{name} = ?' for name in DIMENSIONS)} WHERE id = ?"


def refresh(db: "Connection", case_id: int) -> None:
    """Rewrite the snapshot of every act of the case; one whose person was erased keeps its own."""
    for act_id, now in stale(db, case_id):
        db.execute(_UPDATE, (*now, act_id))


def stale(db: "Connection", case_id: int) -> list[tuple[int, list[Any]]]:
    """The acts of the case whose snapshot is not that of the facts, with what it should be."""
    facts = read_facts(db, case_id)
    if facts is None:
        return []
    found = []
    for act_id, on_date, *kept in db.execute(_ACTS, (case_id,)).fetchall():
        values = snapshot(facts, date.fromisoformat(on_date))
        now = [values[name] for name in DIMENSIONS]
        if now != kept:
            found.append((act_id, now))
    return found


def refresh_touched(
    db: "Connection", case_id: int, person_id: int | None, employer_ids: Iterable[int | None]
) -> None:
    """Refresh a case, the other cases of its person, and those of the employers that changed."""
    refresh(db, case_id)
    others = f"SELECT id FROM case_file WHERE person_id IN ({_SAME}) AND id <> :case"
    for (other,) in db.execute(others, {"person": person_id, "case": case_id}).fetchall():
        refresh(db, other)
    for employer_id in employer_ids:
        if employer_id is not None:
            refresh_employer(db, employer_id)


def refresh_employer(db: "Connection", employer_id: int) -> None:
    """The same for every case that has, or had, this employer."""
    cases = db.execute(
        "SELECT DISTINCT case_id FROM employment WHERE employer_id = ?", (employer_id,)
    )
    for (case_id,) in cases.fetchall():
        refresh(db, case_id)


def read_facts(db: "Connection", case_id: int) -> Facts | None:
    """The dated facts of the case; ``None`` when its person was erased."""
    person = db.execute(_PERSON, (case_id,)).fetchone()
    if person is None:
        return None
    origin, born_on, sex, dept, household = person
    return Facts(
        origin,
        _day(born_on),
        sex,
        dept,
        household,
        [SituationFact(_begun(a), *rest) for a, *rest in _all(db, _SITUATIONS, case_id)],
        [_employment(*row) for row in _all(db, _EMPLOYMENTS, case_id)],
        {number: EmployerFact(*rest) for number, *rest in _all(db, _EMPLOYERS, case_id)},
        [
            Leave(_begun(started), _day(ended), risk)
            for started, ended, risk in _all(db, _LEAVES, case_id)
        ],
    )


def _employment(begun: str, agency: int, *told: Any) -> EmploymentFact:  # noqa: ANN401 - columns
    employer, job, contract, seniority, slot, concerned, ended = told
    return EmploymentFact(
        _begun(begun), bool(agency), employer, job, contract, seniority, slot, concerned,
        _day(ended),
    )  # fmt: skip


def _all(db: "Connection", sql: str, case_id: int) -> list[Any]:
    rows: list[Any] = db.execute(sql, (case_id,)).fetchall()
    return rows


def _begun(text: str) -> date:
    return date.fromisoformat(text)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
