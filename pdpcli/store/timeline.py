"""Everything dated that happened to one situation, as one SQL read, in order."""

from sqlite3 import Connection
from typing import Any

from pdpcli.store.bodies import BODIES_OF_PAIR

_EVENTS = f"""
SELECT on_date, 'act' AS what, id AS number, kind, nature, state, body, direction, agreement,
  mode, requester, done_by_function, days, cancel_reason AS reason
FROM act WHERE case_id = :case
UNION ALL
SELECT c.on_date, 'consent', c.id, c.act, NULL, 'done',
  {BODIES_OF_PAIR},
  NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM consent c WHERE c.person_key = :person
UNION ALL
SELECT r.on_date, 'release', r.id, 'release', NULL, 'done', b.short, 'out', NULL, NULL, NULL, NULL,
  NULL, NULL
FROM release r JOIN body b ON b.id = r.recipient WHERE case_ref = :ref
UNION ALL
SELECT d.on_date, 'sent', d.id, channel, NULL, 'done', b.short, 'out', NULL, NULL, NULL, NULL,
  NULL, CASE breach WHEN 1 THEN 'breach' END
FROM dispatch d JOIN body b ON b.id = d.recipient WHERE case_ref = :ref
ORDER BY on_date, what, number
"""


def timeline(db: Connection, case_id: int, person_key: str, ref: str) -> list[dict[str, Any]]:
    """The acts of a case, the person's consents, its releases and dispatches, by date."""
    rows = db.execute(_EVENTS, {"case": case_id, "person": person_key, "ref": ref})
    return [
        {key: row[key] for key in row.keys() if row[key] is not None}  # noqa: SIM118
        for row in rows
    ]


def acts(db: Connection, case_id: int) -> list[dict[str, Any]]:
    """The acts of a case, by date, cancelled ones included."""
    rows = db.execute(
        """SELECT id AS number, on_date, kind, nature, state, body, mode, requester,
          done_by_function, days, iri, irdp, after, dispensation, cancel_reason
        FROM act WHERE case_id = ? ORDER BY on_date, id""",
        (case_id,),
    )
    return [dict(row) for row in rows]
