"""What waits, as one SQL read over the open situations: a signature, a dispatch, an answer."""

from datetime import date
from sqlite3 import Connection
from typing import Any

_PAIR = "min(a.as_body, a.partner) || '|' || max(a.as_body, a.partner)"
_OURS = f"k.person_key = c.person_key AND k.pair = {_PAIR} AND k.form_id = d.form_id"
_WAITING = f"""
SELECT c.ref, p.last_name, p.first_name, b.short AS partner, l.number, l.signalled_on,
  (SELECT act FROM consent k WHERE {_OURS} ORDER BY k.id DESC LIMIT 1) AS consent,
  (SELECT on_date FROM standing_consent k WHERE {_OURS} AND k.form_hash = l.form_hash
     AND (k.expires_on IS NULL OR k.expires_on >= :today)) AS consent_on,
  (SELECT max(on_date) FROM release r WHERE r.case_ref = c.ref AND r.liaison_number = l.number)
    AS produced_on,
  (SELECT max(on_date) FROM dispatch s WHERE s.case_ref = c.ref AND s.liaison_number = l.number)
    AS sent_on
FROM case_file c
JOIN liaison l ON l.case_id = c.id AND l.cancelled_on IS NULL
JOIN declaration d ON d.hash = l.form_hash
JOIN agreement a ON a.id = l.agreement
JOIN body b ON b.id = a.partner
LEFT JOIN person p ON p.id = c.person_id
WHERE c.state = 'open' AND p.limited_on IS NULL AND (:case IS NULL OR c.id = :case)
ORDER BY coalesce(sent_on, consent_on, l.signalled_on), c.ref
"""


def waiting(db: Connection, today: date, case_id: int | None = None) -> list[dict[str, Any]]:
    """The fiches of open situations (or of one); ``waits`` is sign, produce, send or answer."""
    bound = {"case": case_id, "today": today.isoformat()}
    rows = [dict(row) for row in db.execute(_WAITING, bound)]
    return [{**row, "waits": _waits(row)} for row in rows if _waits(row)]


def _waits(row: dict[str, Any]) -> str:
    """A refusal or a withdrawal ends the waiting: nothing nags any more."""
    if row["sent_on"]:
        return "answer"
    if row["consent_on"]:
        return "send" if row["produced_on"] else "produce"
    return "" if row["consent"] in {"refused", "withdrawn"} else "sign"


def counts(db: Connection, month: str) -> dict[str, int]:
    """How many situations are open or of ``month`` (``2026-06``), drafts, agreements of ours."""
    row = db.execute(
        """SELECT (SELECT count(*) FROM case_file WHERE state = 'open') AS open,
          (SELECT count(*) FROM case_file WHERE opened_on >= :first AND opened_on < :next
             AND state <> 'cancelled') AS month,
          (SELECT count(*) FROM draft) AS drafts,
          (SELECT count(*) FROM agreement) AS agreements""",
        {"first": f"{month}-01", "next": f"{month}-32"},
    ).fetchone()
    return dict(row)
