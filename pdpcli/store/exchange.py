"""Every fiche and where it stands, as one SQL read; the rule is that of rules/exchange_state."""

import json
from collections.abc import Mapping
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pdpcli.rules.exchange_state import Fiche, Told
from pdpcli.rules.exchange_state import standing as where_it_stands

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow

_PAIR = "min(a.as_body, a.partner) || '|' || max(a.as_body, a.partner)"
_OURS = f"k.person_key = c.person_key AND k.pair = {_PAIR} AND k.form_id = d.form_id"
_COVERS = f"""{_OURS} AND k.form_hash = l.form_hash AND k.on_date <= :today
     AND (k.scope IS NULL OR k.scope IN (c.ref, c.ref || '/' || l.number))
     AND (l.consent_after IS NULL OR k.id > l.consent_after)
     AND (k.expires_on IS NULL OR k.expires_on >= :today)"""
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
  (SELECT max(on_date) FROM standing_consent k WHERE {_COVERS}) AS consent_on,
  (SELECT on_date || ' ' || id FROM release x WHERE {_NOW} AND x.gathering_id IS NULL
     AND EXISTS (SELECT 1 FROM standing_consent k WHERE k.id = x.consent_id AND {_COVERS})
   ORDER BY x.id DESC LIMIT 1) AS produced,
  (SELECT json_group_array(json_array(on_date, recorded_at, id, channel)) FROM dispatch x
   WHERE {_NOW} AND NOT {_REVOKED} AND NOT {_MISDIRECTED}) AS sent,
  (SELECT json_group_array(json_array(kind, on_date, recorded_at, id))
   FROM standing_notice n WHERE {_SAID}) AS told,
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


def fiches(
    db: Connection, today: date, case_id: int | None = None, *, everything: bool = False
) -> list[dict[str, Any]]:
    """The fiches of open situations, or of one; ``everything``: closed and cancelled ones too.

    Each has its ``state``; ``waits`` is sign, produce, send, answer (theirs), reply (ours) or "";
    ``since`` is the day from which it waits, else that of its state; ``theirs`` that we owe the
    reply. Of the version and round it is at: ``sent_on`` is the day from which an answer is awaited
    (a second copy does not begin it again) and ``channel`` how it left then, ``last_sent_on`` the
    last day; ``told`` the days of each kind of notice, ``notices`` the last one; ``entries`` the
    side of the request and of the reply; ``produced_id`` the release that may be sent today.
    """
    where = [one for one in ("" if everything else _OPEN, "c.id = :case" if case_id else "") if one]
    sql = f"{_FICHES} {'WHERE ' + ' AND '.join(where) if where else ''}"
    bound: dict[str, str | int] = {"today": today.isoformat(), "case": case_id or 0}
    return sorted((_told(dict(row)) for row in db.execute(sql, bound)), key=_order)


def _order(row: Mapping[str, Any]) -> tuple[str, str, int]:
    """Who waits for the longest time first."""
    on = row["sent_on"] or row["consent_on"] or row["signalled_on"]
    return str(on), row["ref"], row["number"]


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """The row with what is deduced, and without what only served to deduce it."""
    sent = sorted(_read(row.pop("sent")))
    row["entries"] = json.loads(row["entries"])
    row["consent"], _, row["consent_said_on"] = (row["consent"] or "").partition(" ")
    on, _, number = (row.pop("produced") or "").partition(" ")
    row["produced_on"], row["produced_id"] = on or None, int(number) if number else None
    fiche = _fiche(row, sent, _read(row.pop("told")))
    row["sent_on"], row["last_sent_on"] = _text(fiche.first_sent), _text(fiche.last_sent)
    row["channel"] = next((one[-1] for one in sent if one[0] == row["sent_on"]), None)
    row["told"] = {kind: sorted(_text(one.on) for one in of) for kind, of in fiche.told.items()}
    row["notices"] = {kind: days[-1] for kind, days in row["told"].items()}
    row["theirs"] = fiche.theirs
    now = where_it_stands(fiche)
    row["state"], row["waits"], row["since"] = now.state, now.waits, _text(now.since)
    return row


def _fiche(row: Mapping[str, Any], sent: list[list[Any]], told: list[list[Any]]) -> Fiche:
    notices: dict[str, tuple[Told, ...]] = {}
    for kind, *one in sorted(told, key=lambda one: int(one[-1])):
        notices[kind] = (*notices.get(kind, ()), _moment(one))
    return Fiche(
        signalled_on=date.fromisoformat(row["signalled_on"]),
        direction=row["direction"],
        version=row["version"],
        round=row["round"],
        case_state=row["case_state"],
        silent=not row["last_name"] or bool(row["limited_on"] or row["died_on"]),
        erased=not row["last_name"],
        received_on=_day(row["received_on"]),
        asked_on=_day(row["asked_on"]),
        cancelled_on=_day(row["cancelled_on"]),
        consent=row["consent"],
        consent_said_on=_day(row["consent_said_on"]),
        consent_on=_day(row["consent_on"]),
        produced_on=_day(row["produced_on"]),
        sent=tuple(map(_moment, sent)),
        told=notices,
        sides=row["entries"],
    )


def _read(rows: str) -> list[Any]:
    return json.loads(rows) if rows != "[]" else []  # most fiches were neither sent nor told of


def _moment(told: list[Any]) -> Told:
    on, recorded, number = told[:3]
    return Told(date.fromisoformat(on), recorded, number)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _text(on: date | None) -> str | None:
    return on.isoformat() if on else None


def standing(db: Connection, liaison: "LiaisonRow", today: date) -> dict[str, Any]:
    """Where one fiche stands: its row of ``fiches``."""
    rows = fiches(db, today, liaison.case.id, everything=True)
    return next(row for row in rows if row["number"] == liaison.number)


def produced(db: Connection, liaison: "LiaisonRow", today: date) -> dict[str, Any] | None:
    """The release that may be sent today, with the ``bytes`` of its document; None if none.

    It is of this version and round, under a consent that covers the fiche today.
    """
    row = db.execute(
        """SELECT r.*, m.sha256, m.bytes FROM release r
        JOIN document m ON m.release_id = r.id AND m.kind = 'release' WHERE r.id = ?""",
        (standing(db, liaison, today)["produced_id"],),
    ).fetchone()
    return dict(row) if row else None
