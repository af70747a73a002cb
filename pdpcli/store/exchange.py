"""Every fiche and where it stands, as one SQL read: its state, and what it waits for.

The states are those of ``CHOICES["fiche_state"]``; a round whose request is the partner's waits
for us (S0 art. 3: both sides « font un retour »). What is recorded last holds: a fiche sent again
after it was declined, or answered after all, is no longer declined.
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
# What left does not count once the person said no, nor if it reached somebody else.
_REVOKED = f"""EXISTS (SELECT 1 FROM consent k WHERE {_OURS} AND k.act <> 'given'
       AND (k.recorded_at > x.recorded_at OR (k.recorded_at = x.recorded_at AND k.id > coalesce(
         (SELECT consent_id FROM release r WHERE r.id = x.release_id), 0))))"""
_MISDIRECTED = """EXISTS (SELECT 1 FROM standing_notice m WHERE m.case_ref = c.ref
       AND m.liaison_number = l.number AND m.round = x.round AND m.kind = 'misdirected'
       AND m.dispatch_id = x.id)"""
# Of a rectified fiche, what the partner said of the version before: only that it follows her.
_SAID = """n.case_ref = c.ref AND n.liaison_number = l.number AND n.round = l.round
     AND (n.version = l.version OR n.kind IN ('replied', 'taken_on', 'news', 'synthesis'))"""
_FICHES = f"""
SELECT c.ref, c.state AS case_state, p.last_name, p.first_name, p.limited_on, p.died_on, l.number,
  l.agreement, b.id AS partner_id, b.short AS partner, l.direction, l.version, l.round,
  l.signalled_on, l.received_on, l.cancelled_on,
  (SELECT act || ' ' || on_date FROM consent k WHERE {_OURS} ORDER BY k.id DESC LIMIT 1)
    AS consent,
  (SELECT max(on_date) FROM standing_consent k WHERE {_OURS} AND {_COVERS}
     AND (k.expires_on IS NULL OR k.expires_on >= :today)) AS consent_on,
  (SELECT max(on_date) FROM release x WHERE {_NOW}
     AND x.gathering_id IS NULL AND NOT EXISTS (
     SELECT 1 FROM consent k WHERE {_OURS} AND k.act <> 'given' AND k.id > x.consent_id))
    AS produced_on,
  (SELECT max(on_date || ' ' || recorded_at) FROM dispatch x
   WHERE {_NOW} AND NOT {_REVOKED} AND NOT {_MISDIRECTED}) AS sent,
  (SELECT json_group_object(kind, json_array(on_date, recorded_at, id)) FROM (
     SELECT kind, max(on_date) AS on_date, max(recorded_at) AS recorded_at, max(id) AS id
     FROM standing_notice n WHERE {_SAID} GROUP BY kind)) AS told,
  (SELECT max(on_date) FROM standing_notice n WHERE n.case_ref = c.ref
     AND n.liaison_number = l.number AND n.kind = 'misdirected') AS misdirected_on,
  (SELECT json_group_object(kind, side) FROM entry e
     WHERE e.liaison_id = l.id AND e.round = l.round) AS entries,
  (SELECT on_date FROM entry e WHERE e.liaison_id = l.id AND e.round = l.round
     AND l.round > 0 AND e.kind = 'request') AS asked_on
FROM case_file c
JOIN liaison l ON l.case_id = c.id
JOIN declaration d ON d.hash = l.form_hash
JOIN agreement a ON a.id = l.agreement
JOIN body b ON b.id = a.partner
LEFT JOIN person p ON p.id = c.person_id
"""
_OPEN = """c.state = 'open' AND l.cancelled_on IS NULL AND p.limited_on IS NULL
  AND p.died_on IS NULL"""
_ORDER = "ORDER BY coalesce(sent, consent_on, l.signalled_on), c.ref, l.number"
#: What a fiche in this state waits for: the codes of the morning screen.
_WAITS = {"sign": "sign", "sent": "answer", "acknowledged": "answer", "taken_on": "answer"}
_NO = {"refused", "withdrawn"}


def fiches(
    db: Connection, today: date, case_id: int | None = None, *, everything: bool = False
) -> list[dict[str, Any]]:
    """The fiches of open situations, or of one; ``everything``: closed and cancelled ones too.

    Each has its ``state``; ``waits`` is sign, produce, send, answer (theirs), reply (ours) or "";
    ``since`` is the day from which it waits, else that of its state; ``notices`` are the last day
    of each kind, ``entries`` the side of the request and of the reply, of the last round.
    """
    where = [one for one in ("" if everything else _OPEN, "c.id = :case" if case_id else "") if one]
    sql = f"{_FICHES} {'WHERE ' + ' AND '.join(where) if where else ''} {_ORDER}"
    bound: dict[str, str | int] = {"today": today.isoformat(), "case": case_id or 0}
    return [_told(dict(row)) for row in db.execute(sql, bound)]


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """The row with what is deduced, and without what only served to deduce it."""
    row["entries"], told = json.loads(row["entries"]), json.loads(row.pop("told"))
    row["notices"] = {kind: on for kind, (on, _, _) in told.items()}
    row["consent"], _, row["consent_said_on"] = (row["consent"] or "").partition(" ")
    sent = row.pop("sent")
    row["sent_on"] = sent and sent.split()[0]
    row["theirs"] = _theirs(row)
    row["state"] = _state(row, told, sent or "")
    row["waits"] = _waits(row) if _is_open(row) else ""
    row["since"] = _since(row)
    return row


def _is_open(row: dict[str, Any]) -> bool:
    stopped = row["limited_on"] or row["died_on"]
    return row["case_state"] == "open" and row["last_name"] and not stopped


def _theirs(row: dict[str, Any]) -> bool:
    """Whether the request of the last round is the partner's: we owe the reply."""
    if row["round"] == 0:
        return bool(row["direction"] == "in")
    return bool(row["entries"].get("request") == "partner")


def _state(row: dict[str, Any], told: dict[str, Any], sent: str) -> str:
    if row["cancelled_on"] or row["case_state"] == "cancelled":
        return "cancelled"
    if ended := _ended(told, sent):
        return "returned" if ended == "declined" and row["theirs"] else ended
    if row["theirs"]:
        return "answered" if sent else _to_answer(row)
    if "replied" in told and (sent or row["version"] == 1):
        return "answered"
    return _followed(row) if sent else _before_sending(row)


def _ended(told: dict[str, Any], sent: str) -> str:
    """How the exchange ended without an answer, unless it was sent or answered since."""
    since = {"dropped": ("replied",), "declined": ("replied", "taken_on")}
    for kind, undoing in since.items():
        if kind not in told:
            continue
        on, recorded, number = told[kind]
        again = sent >= f"{on} " and sent.partition(" ")[2] > recorded
        if not again and not any(one in told and told[one][2] > number for one in undoing):
            return kind
    return ""


def _followed(row: dict[str, Any]) -> str:
    """Sent: what the partner said since."""
    if row["consent"] in _NO:
        return str(row["consent"])
    for kind, state in (("taken_on", "taken_on"), ("ack", "acknowledged")):
        if kind in row["notices"]:
            return state
    return "sent"


def _to_answer(row: dict[str, Any]) -> str:
    state = _before_sending(row)
    return state if state in _NO else "to_answer"


def _before_sending(row: dict[str, Any]) -> str:
    """A refusal or a withdrawal ends the waiting: nothing nags any more."""
    if row["consent_on"]:
        return "send"
    return str(row["consent"]) if row["consent"] in _NO else "sign"


def _waits(row: dict[str, Any]) -> str:
    if row["state"] == "to_answer":
        if "reply" not in row["entries"]:
            return "reply"
        return _ready(row) if row["consent_on"] else "sign"
    return _ready(row) if row["state"] == "send" else _WAITS.get(row["state"], "")


def _ready(row: dict[str, Any]) -> str:
    return "send" if row["produced_on"] else "produce"


def _since(row: dict[str, Any]) -> str:
    """The day from which it waits: sent, produced, signed, received; else that of its state."""
    notices = row["notices"]
    days = {
        "answer": row["sent_on"],
        "send": row["produced_on"],
        "produce": row["consent_on"],
        "reply": (row["asked_on"] and notices.get("received", row["asked_on"]))
        or row["received_on"],
        "answered": notices.get("replied") or row["sent_on"],
        "declined": notices.get("declined"),
        "returned": notices.get("declined"),
        "dropped": notices.get("dropped"),
        "refused": row["consent_said_on"],
        "withdrawn": row["consent_said_on"],
        "cancelled": row["cancelled_on"],
    }
    return str(days.get(row["waits"] or row["state"]) or row["signalled_on"])
