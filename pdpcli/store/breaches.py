"""The breaches of personal data that our fiches were, by one read: who received, who had agreed.

A dispatch is one when it reached somebody else, or when no consent covered it, by the dates of the
acts, on the day it left (RGPD, art. 33; S0 art. 4). What was judged when it was told stays, unless
an act told since and dated before says otherwise.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from sqlite3 import Connection
from typing import Any, Literal

from pdpcli.rules.breach import Misdirected, read_misdirected

_PAIR = "min(a.as_body, a.partner) || '|' || max(a.as_body, a.partner)"
_KEY = f"(d.person_key, {_PAIR}, f.form_id)"
# A no of the very day it left does not undo it: told before the dispatch, it was judged then.
_NO = f"""k.act <> 'given' AND (k.person_key, k.pair, k.form_id) = {_KEY}
    AND k.on_date < d.on_date"""
_COVERING = f"""SELECT 1 FROM consent g WHERE g.act = 'given'
    AND (g.person_key, g.pair, g.form_id) = {_KEY}
    AND g.form_hash = l.form_hash AND g.on_date <= d.on_date
    AND (g.expires_on IS NULL OR g.expires_on >= d.on_date)
    AND (g.scope IS NULL OR g.scope IN (d.case_ref, d.case_ref || '/' || d.liaison_number))
    AND (g.means <> 'partner' OR (l.direction = 'in' AND g.scope LIKE '%/%'))
    AND NOT EXISTS (SELECT 1 FROM consent k WHERE {_NO} AND k.id > g.id)"""
#: Whether a dispatch ``d`` of a fiche ``l`` (declaration ``f``, agreement ``a``) had no consent.
WITHOUT_CONSENT = f"""CASE d.breach WHEN 0 THEN NOT EXISTS ({_COVERING})
    ELSE NOT EXISTS ({_COVERING} AND g.recorded_at > d.recorded_at
      AND (l.consent_after IS NULL OR d.version < l.version OR g.id > l.consent_after)) END"""
_COLUMNS = """d.case_ref AS ref, d.liaison_number AS number, d.id AS dispatch, d.on_date AS sent_on,
  p.last_name, p.first_name"""
_UNCONSENTED = f"""
SELECT 'consent' AS kind, {_COLUMNS}, NULL AS content, CASE d.breach WHEN 0 THEN
    (SELECT min(recorded_at) FROM consent k WHERE {_NO} AND k.recorded_at >= d.recorded_at)
    ELSE d.recorded_at END AS known_at
FROM dispatch d
JOIN case_file c ON c.ref = d.case_ref
JOIN liaison l ON l.case_id = c.id AND l.number = d.liaison_number
JOIN declaration f ON f.hash = l.form_hash
JOIN agreement a ON a.id = l.agreement
LEFT JOIN person p ON p.id = c.person_id
WHERE {WITHOUT_CONSENT}"""
_ASTRAY = f"""
SELECT 'misdirected' AS kind, {_COLUMNS}, t.content, NULL AS known_at
FROM standing_notice n
JOIN dispatch d ON d.id = n.dispatch_id
LEFT JOIN notice_detail t ON t.notice_id = n.id
LEFT JOIN case_file c ON c.ref = n.case_ref LEFT JOIN person p ON p.id = c.person_id
WHERE n.kind = 'misdirected'"""
# What may have been known since a day: told so then, or by a no that was told then.
_LATELY = """ AND d.id IN (
  SELECT id FROM dispatch WHERE breach = 1 AND recorded_at >= :since
  UNION ALL SELECT x.id FROM consent k JOIN person q ON q.key = k.person_key
    JOIN case_file y ON y.person_id = q.id JOIN dispatch x ON x.case_ref = y.ref
    WHERE k.act <> 'given' AND k.recorded_at >= :since AND x.on_date > k.on_date)"""


@dataclass(frozen=True)
class Breach:
    """A dispatch that was a breach: ``misdirected``, or without ``consent`` the day it left.

    ``known_at`` (UTC) is when it was known: as it was told; for one found by the dates, when what
    revealed it was recorded; None once erased. ``said`` is what was told of a misdirected one.
    """

    kind: Literal["misdirected", "consent"]
    ref: str  # of the situation
    number: int
    dispatch: int
    sent_on: date
    known_at: datetime | None
    last_name: str = ""
    first_name: str = ""
    said: Misdirected | None = None

    @property
    def key(self) -> str:
        """« 12/misdirected »: the dispatch and the kind, whatever is told of it later."""
        return f"{self.dispatch}/{self.kind}"


def breaches(db: Connection, case_ref: str) -> list[Breach]:
    """Every breach of a situation, in the order in which they were known."""
    bound = {"ref": case_ref}
    rows = db.execute(f"{_UNCONSENTED} AND d.case_ref = :ref", bound).fetchall()
    rows += db.execute(f"{_ASTRAY} AND n.case_ref = :ref", bound).fetchall()
    return _sorted(rows)


def breaches_since(db: Connection, first: date) -> list[Breach]:
    """The breaches known since the day ``first``, of persons who are not erased, in that order."""
    bound = {"since": first.isoformat()}
    rows = db.execute(
        f"SELECT * FROM ({_UNCONSENTED}{_LATELY}) WHERE known_at >= :since", bound
    ).fetchall()
    rows += db.execute(f"{_ASTRAY} AND n.on_date >= :since", bound).fetchall()
    return [one for one in _sorted(rows) if one.last_name and one.known_at]


def _sorted(rows: Iterable[Mapping[str, Any]]) -> list[Breach]:
    never = datetime.max.replace(tzinfo=UTC)
    return sorted(map(_breach, rows), key=lambda one: (one.known_at or never, one.key))


def _breach(row: Mapping[str, Any]) -> Breach:
    said = read_misdirected(json.loads(row["content"] or "{}"))
    told = datetime.fromisoformat(row["known_at"]) if row["known_at"] else None
    return Breach(
        row["kind"],
        row["ref"],
        row["number"],
        row["dispatch"],
        date.fromisoformat(row["sent_on"]),
        said.aware if said else told,
        row["last_name"] or "",
        row["first_name"] or "",
        said,
    )
