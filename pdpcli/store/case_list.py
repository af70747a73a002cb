"""Lists of situations, as SQL reads over indexed columns."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from pdpcli.rules.names import fold

_COLUMNS = """c.ref, c.state, c.opened_on, c.closed_on, c.origin, p.last_name, p.first_name,
    p.limited_on, p.born_on, e.name AS employer, m.last_name AS referent,
    (SELECT group_concat(DISTINCT b.short) FROM liaison l JOIN agreement a ON a.id = l.agreement
      JOIN body b ON b.id = a.partner
      WHERE l.case_id = c.id AND l.cancelled_on IS NULL) AS partners"""
# Only what is shown is looked up beside the situations that were kept.
_BESIDE = """LEFT JOIN person p ON p.id = c.person_id
    LEFT JOIN member m ON m.id = c.member_id
    LEFT JOIN employer e ON e.id = (
      SELECT employer_id FROM employment WHERE case_id = c.id AND employer_id IS NOT NULL
      ORDER BY role = 'agency', slot, from_date DESC LIMIT 1)"""


# What is noted of a situation, with its day: acts that are not cancelled (a visit planned is not
# silence), what each side wrote or said of its fiches, plans, and her own notes.
_NOTED = (
    "act x WHERE x.case_id = c.id AND x.state <> 'cancelled'",
    "notice x WHERE x.case_ref = c.ref",
    "dispatch x WHERE x.case_ref = c.ref",
    "plan x WHERE x.case_id = c.id",
    "(SELECT * FROM entry e JOIN liaison l ON l.id = e.liaison_id) x WHERE x.case_id = c.id",
    "reminder_note x WHERE x.case_id = c.id",
)
_LAST = f"""(SELECT max(d) FROM
  ({" UNION ALL ".join(f"SELECT max(x.on_date) AS d FROM {one}" for one in _NOTED)}))"""


@dataclass(frozen=True)
class CaseFilter:
    """What a list of situations is restricted to; an empty field restricts nothing."""

    state: str = ""
    year: int | None = None
    partner: str = ""
    referent: str = ""
    text: str = ""
    ref: str = ""
    persons: tuple[int, ...] = ()  # their numbers: theirs, and those of
    employers: tuple[int, ...] = ()  # these employers
    silent_since: str = ""  # ISO: nothing was noted of it after that day
    limit: int = 200
    members: tuple[int, ...] = ()


def list_cases(db: Connection, wanted: CaseFilter) -> list[dict[str, Any]]:
    """The situations ``wanted`` keeps, the latest first, at most ``limit``; none merged away.

    Silent ones have their ``last_contact``, the longest silent first.
    """
    tests, values = _tests(wanted)
    last = f", {_LAST} AS last_contact" if wanted.silent_since else ""
    order = "last_contact, id" if last else "opened_on DESC, number DESC"
    kept = f"""SELECT c.*{last} FROM case_file c WHERE {" AND ".join(tests)}
        ORDER BY {order} LIMIT :limit"""
    rows = db.execute(
        f"""SELECT {_COLUMNS}{", c.last_contact" if last else ""} FROM ({kept}) c {_BESIDE}
        ORDER BY {", ".join(f"c.{one}" for one in order.split(", "))}""",
        {**values, "limit": wanted.limit},
    )
    return [dict(row) for row in rows]


def _tests(wanted: CaseFilter) -> tuple[list[str], dict[str, Any]]:
    tests = ["NOT EXISTS (SELECT 1 FROM case_alias x WHERE x.ref = c.ref)"]
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
    of = [
        *_of(wanted.persons, "SELECT id FROM case_file WHERE person_id IN"),
        *_of(wanted.employers, "SELECT case_id FROM employment WHERE employer_id IN"),
    ]
    if of:
        tests.append(f"c.id IN ({' UNION '.join(of)})")
    if wanted.silent_since:
        tests += [f"NOT EXISTS (SELECT 1 FROM {one} AND x.on_date > :since)" for one in _NOTED]
        values["since"] = wanted.silent_since
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


def _of(numbers: tuple[int, ...], which: str) -> list[str]:
    """``which`` of these row numbers of ours; nothing when there is none."""
    return [f"{which} ({', '.join(str(int(one)) for one in numbers)})"] if numbers else []


def names_by_ref(db: Connection, refs: Iterable[str]) -> dict[str, str]:
    """« NOM Prénom » of each of these situations; those of an erased person have none."""
    rows = db.execute(
        """SELECT c.ref, p.last_name, p.first_name
        FROM case_file c JOIN person p ON p.id = c.person_id
        WHERE c.ref IN (SELECT value FROM json_each(?))""",
        (json.dumps(sorted(set(refs))),),
    ).fetchall()
    return {row["ref"]: f"{row['last_name']} {row['first_name']}".strip() for row in rows}
