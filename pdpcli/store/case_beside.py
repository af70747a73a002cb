"""What is around a situation, for its card: other ones of the person, plans, contacts, a death."""

from sqlite3 import Connection
from typing import Any

from pdpcli.store.aliases import merged_refs
from pdpcli.store.cases import CaseRow
from pdpcli.store.persons import died_on, persons_of
from pdpcli.store.plans import plans_of
from pdpcli.store.rights import limited_since


def beside(db: Connection, case: CaseRow) -> dict[str, Any]:
    """``merged``, ``died_on``, ``limited_on``, the person's ``others``, ``contacts``, ``plans``."""
    row = db.execute(
        "SELECT employee_contact, employer_contact FROM case_file WHERE id = ?", (case.id,)
    ).fetchone()
    died, limited = died_on(db, case.person_id), limited_since(db, case.person_id)
    return {
        "merged": merged_refs(db, case.id),
        "died_on": died and died.isoformat(),
        "limited_on": limited and limited.isoformat(),
        "others": _others(db, case),
        "contacts": {key: row[key] for key in row.keys() if row[key]},  # noqa: SIM118
        "plans": plans_of(db, case.id),
    }


def _others(db: Connection, case: CaseRow) -> list[dict[str, Any]]:
    """The person's other situations, the latest first, with how each one ended."""
    listed = ", ".join(map(str, persons_of(db, case.person_id)))
    rows = db.execute(
        f"""SELECT c.ref, c.state, c.opened_on, c.closed_on,
          (SELECT nature FROM act a WHERE a.case_id = c.id AND a.kind = 'closure'
             AND a.state = 'done' ORDER BY a.on_date DESC, a.id DESC LIMIT 1) AS reason,
          (SELECT group_concat(nature, ' ') FROM (SELECT nature FROM act a WHERE a.case_id = c.id
             AND a.kind = 'outcome' AND a.state = 'done' ORDER BY a.on_date, a.id)) AS outcomes
        FROM case_file c WHERE c.person_id IN ({listed}) AND c.id <> ?
          AND c.ref NOT IN (SELECT ref FROM case_alias)
        ORDER BY c.opened_on DESC, c.number DESC""",
        (case.id,),
    )
    return [{**dict(row), "outcomes": (row["outcomes"] or "").split()} for row in rows]
