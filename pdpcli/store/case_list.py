"""Lists of situations, as SQL reads over indexed columns."""

from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from pdpcli.rules.names import fold

_COLUMNS = """c.ref, c.state, c.opened_on, c.closed_on, c.origin, p.last_name, p.first_name,
    p.born_on, e.name AS employer, m.last_name AS referent,
    (SELECT group_concat(DISTINCT b.short) FROM liaison l JOIN agreement a ON a.id = l.agreement
      JOIN body b ON b.id = a.partner
      WHERE l.case_id = c.id AND l.cancelled_on IS NULL) AS partners"""
_FROM = """case_file c LEFT JOIN person p ON p.id = c.person_id
    LEFT JOIN member m ON m.id = c.member_id
    LEFT JOIN employer e ON e.id = (
      SELECT employer_id FROM employment WHERE case_id = c.id AND employer_id IS NOT NULL
      ORDER BY role = 'agency', from_date DESC LIMIT 1)"""


@dataclass(frozen=True)
class CaseFilter:
    """What a list of situations is restricted to; an empty field restricts nothing."""

    state: str = ""
    year: int | None = None
    partner: str = ""
    referent: str = ""
    text: str = ""
    ref: str = ""
    limit: int = 200
    members: tuple[int, ...] = ()


def list_cases(db: Connection, wanted: CaseFilter) -> list[dict[str, Any]]:
    """The situations ``wanted`` keeps, the latest first, at most ``limit``."""
    tests, values = _tests(wanted)
    where = f"WHERE {' AND '.join(tests)}" if tests else ""
    rows = db.execute(
        f"""SELECT {_COLUMNS} FROM {_FROM} {where}
        ORDER BY c.opened_on DESC, c.number DESC LIMIT :limit""",
        {**values, "limit": wanted.limit},
    )
    return [dict(row) for row in rows]


def _tests(wanted: CaseFilter) -> tuple[list[str], dict[str, Any]]:
    tests: list[str] = []
    values: dict[str, Any] = {}
    if wanted.state:
        tests.append("c.state = :state")
        values["state"] = wanted.state
    if wanted.year is not None:
        tests.append("c.opened_on BETWEEN :first AND :last")
        values |= {"first": f"{wanted.year}-01-01", "last": f"{wanted.year}-12-31"}
    if wanted.ref:
        tests.append("c.ref = :ref")
        values["ref"] = wanted.ref
    if wanted.partner:
        tests.append(
            """EXISTS (SELECT 1 FROM liaison l JOIN agreement a ON a.id = l.agreement
            WHERE l.case_id = c.id AND (a.partner = :partner OR a.id = :partner))"""
        )
        values["partner"] = wanted.partner
    if wanted.members:
        tests.append(f"c.member_id IN ({', '.join(map(str, map(int, wanted.members)))})")
    if wanted.text:
        tests.append(
            """c.id IN (
              SELECT c2.id FROM case_file c2 JOIN person_word w ON w.person_id = c2.person_id
              WHERE w.word >= :from AND w.word < :until
            UNION SELECT y2.case_id FROM employment y2 JOIN employer e2 ON e2.id = y2.employer_id
              WHERE e2.folded >= :from AND e2.folded < :until)"""
        )
        folded = fold(wanted.text)
        values |= {"from": folded, "until": folded + "\U0010ffff"}
    return tests, values
