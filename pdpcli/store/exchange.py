"""Every fiche and where it stands, as one SQL read: its state, and what it waits for.

The states are those of ``CHOICES["fiche_state"]``; a round whose request is the partner's waits
for us (S0 art. 3: both sides « font un retour »).
"""

import json
from datetime import date
from sqlite3 import Connection
from typing import Any

_PAIR = "min(a.as_body, a.partner) || '|' || max(a.as_body, a.partner)"
_OURS = f"k.person_key = c.person_key AND k.pair = {_PAIR} AND k.form_id = d.form_id"
_COVERS = """k.form_hash = l.form_hash
     AND (k.scope IS NULL OR k.scope IN (c.ref, c.ref || '/' || l.number))
     AND (l.consent_after IS NULL OR k.id > l.consent_after)"""
_NOW = """x.case_ref = c.ref AND x.liaison_number = l.number
     AND x.version = l.version AND x.round = l.round"""
_FICHES = f"""
SELECT c.ref, c.state AS case_state, p.last_name, p.first_name, l.number, l.agreement,
  b.id AS partner_id, b.short AS partner, l.direction, l.version, l.round, l.signalled_on,
  l.received_on, l.cancelled_on,
  (SELECT act FROM consent k WHERE {_OURS} ORDER BY k.id DESC LIMIT 1) AS consent,
  (SELECT max(on_date) FROM standing_consent k WHERE {_OURS} AND {_COVERS}
     AND (k.expires_on IS NULL OR k.expires_on >= :today)) AS consent_on,
  (SELECT max(on_date) FROM release x WHERE {_NOW}) AS produced_on,
  (SELECT max(on_date) FROM dispatch x WHERE {_NOW}) AS sent_on,
  (SELECT json_group_object(kind, on_date) FROM (
     SELECT kind, max(on_date) AS on_date FROM standing_notice n
     WHERE n.case_ref = c.ref AND n.liaison_number = l.number AND n.round = l.round
     GROUP BY kind)) AS notices,
  (SELECT json_group_object(kind, side) FROM entry e
     WHERE e.liaison_id = l.id AND e.round = l.round) AS entries
FROM case_file c
JOIN liaison l ON l.case_id = c.id
JOIN declaration d ON d.hash = l.form_hash
JOIN agreement a ON a.id = l.agreement
JOIN body b ON b.id = a.partner
LEFT JOIN person p ON p.id = c.person_id
WHERE (:everything OR (c.state = 'open' AND l.cancelled_on IS NULL AND p.limited_on IS NULL))
  AND (:case IS NULL OR c.id = :case)
ORDER BY coalesce(sent_on, consent_on, l.signalled_on), c.ref, l.number
"""
#: What a fiche in this state waits for from her: the codes of the morning screen.
_WAITS = {"sign": "sign", "sent": "answer", "acknowledged": "answer", "taken_on": "answer"}


def fiches(
    db: Connection, today: date, case_id: int | None = None, *, everything: bool = False
) -> list[dict[str, Any]]:
    """The fiches of open situations, or of one; ``everything``: closed and cancelled ones too.

    Each has its ``state``; ``waits`` is sign, produce, send, answer (theirs), reply (ours) or "";
    ``since`` is the day from which it waits.
    """
    bound = {"case": case_id, "today": today.isoformat(), "everything": everything}
    return [_told(dict(row)) for row in db.execute(_FICHES, bound)]


def _told(row: dict[str, Any]) -> dict[str, Any]:
    row["notices"], row["entries"] = json.loads(row["notices"]), json.loads(row["entries"])
    row["state"] = _state(row)
    row["waits"] = "" if row["case_state"] == "cancelled" else _waits(row)
    row["since"] = _since(row)
    return row


def _theirs(row: dict[str, Any]) -> bool:
    """Whether the request of the last round is the partner's: we owe the reply."""
    if row["round"] == 0:
        return bool(row["direction"] == "in")
    return bool(row["entries"].get("request") == "partner")


def _state(row: dict[str, Any]) -> str:
    told = row["notices"]
    if row["cancelled_on"]:
        return "cancelled"
    if "dropped" in told:
        return "dropped"
    if "declined" in told:
        return "returned" if _theirs(row) else "declined"
    if _theirs(row):
        return "answered" if row["sent_on"] else "to_answer"
    if "replied" in told and (row["sent_on"] or row["version"] == 1):
        return "answered"
    if row["sent_on"]:
        return _followed(row)
    return _before_sending(row)


def _followed(row: dict[str, Any]) -> str:
    """Sent: what the partner said since; a withdrawal ends the waiting."""
    if row["consent"] == "withdrawn":
        return "withdrawn"
    for kind, state in (("taken_on", "taken_on"), ("ack", "acknowledged")):
        if kind in row["notices"]:
            return state
    return "sent"


def _before_sending(row: dict[str, Any]) -> str:
    """A refusal or a withdrawal ends the waiting: nothing nags any more."""
    if row["consent_on"]:
        return "send"
    return row["consent"] if row["consent"] in {"refused", "withdrawn"} else "sign"


def _waits(row: dict[str, Any]) -> str:
    if row["state"] == "to_answer":
        if "reply" not in row["entries"]:
            return "reply"
        state = _before_sending(row)
        return _ready(row) if state == "send" else _WAITS.get(state, "")
    return _ready(row) if row["state"] == "send" else _WAITS.get(row["state"], "")


def _ready(row: dict[str, Any]) -> str:
    return "send" if row["produced_on"] else "produce"


def _since(row: dict[str, Any]) -> str:
    """The day from which it waits: sent, produced, signed, received or signalled."""
    days = {
        "answer": row["sent_on"],
        "send": row["produced_on"],
        "produce": row["consent_on"],
        "reply": row["received_on"],
    }
    return str(days.get(row["waits"]) or row["signalled_on"])
