"""The snapshot columns of ``act``, rewritten in the transaction of every write (design §1).

They are a cache of ``rules.snapshot``: only the acts whose snapshot changed are touched, so that
the journal says what moved.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.rules.leaves import Leave
from pdpcli.rules.snapshot import EmploymentFact, Facts, SituationFact, snapshot
from pdpcli.rules.vocabulary import DIMENSIONS

if TYPE_CHECKING:
    from sqlite3 import Connection

_PERSON = """SELECT c.origin, p.born_on, p.sex, p.dept, p.household
    FROM case_file c JOIN person p ON p.id = c.person_id WHERE c.id = ?"""
_SITUATIONS = """SELECT from_date, on_leave, regime, status, position, horizon, invalidity, rqth,
    boeth_other, rente_at FROM situation WHERE case_id = ? ORDER BY from_date"""
_EMPLOYMENTS = """SELECT m.from_date, m.until, m.role, m.employer_id, m.job, m.contract,
    e.naf, e.naf_version, e.size
    FROM employment m LEFT JOIN employer e ON e.id = m.employer_id
    WHERE m.case_id = ? ORDER BY m.id"""
_LEAVES = "SELECT started_on, ended_on, risk FROM leave WHERE case_id = ? ORDER BY started_on"
_ACTS = f"SELECT id, on_date, {', '.join(DIMENSIONS)} FROM act WHERE case_id = ?"
_UPDATE = f"UPDATE act SET {', '.join(f'{name} = ?' for name in DIMENSIONS)} WHERE id = ?"


def refresh(db: "Connection", case_id: int) -> None:
    """Rewrite the snapshot of every act of the case; one whose person was erased keeps its own."""
    facts = read_facts(db, case_id)
    if facts is None:
        return
    for act_id, on_date, *kept in db.execute(_ACTS, (case_id,)).fetchall():
        values = snapshot(facts, date.fromisoformat(on_date))
        now = [values[name] for name in DIMENSIONS]
        if now != kept:
            db.execute(_UPDATE, (*now, act_id))


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
        [
            SituationFact(date.fromisoformat(a), *rest)
            for a, *rest in _all(db, _SITUATIONS, case_id)
        ],
        [
            EmploymentFact(date.fromisoformat(a), _day(until), *rest)
            for a, until, *rest in _all(db, _EMPLOYMENTS, case_id)
        ],
        [
            Leave(date.fromisoformat(started), _day(ended), risk)
            for started, ended, risk in _all(db, _LEAVES, case_id)
        ],
    )


def _all(db: "Connection", sql: str, case_id: int) -> list[Any]:
    rows: list[Any] = db.execute(sql, (case_id,)).fetchall()
    return rows


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
