"""Everything dated that happened to one situation, as one SQL read, in order."""

from collections.abc import Iterator, Mapping
from sqlite3 import Connection, Row
from typing import Any

from pdpcli.store.agenda import gathered
from pdpcli.store.bodies import BODIES_OF_PAIR
from pdpcli.store.breaches import breaches
from pdpcli.store.cases import paths_of
from pdpcli.store.consents import printed
from pdpcli.store.notices import notices_of

_EVENTS = f"""
SELECT on_date, 'act' AS what, id AS number, kind, nature, state, body, direction, agreement,
  mode, requester, done_by_function, days, cancel_reason AS reason, NULL AS fiche, NULL AS version,
  NULL AS round
FROM act WHERE case_id = :case
UNION ALL
SELECT c.on_date, 'consent', c.id, c.act, NULL, 'done',
  {BODIES_OF_PAIR},
  NULL, NULL, c.means, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM consent c WHERE c.person_key = :person
UNION ALL
SELECT r.on_date, 'release', r.id, CASE WHEN r.gathering_id IS NULL THEN 'release'
    ELSE 'agenda' END, NULL, 'done', b.short, 'out', NULL, NULL, NULL, NULL,
  NULL, NULL, r.liaison_number, r.version, r.round
FROM release r JOIN body b ON b.id = r.recipient WHERE case_ref = :ref
UNION ALL
SELECT d.on_date, 'sent', d.id, channel, NULL, 'done', b.short, 'out', NULL, NULL, NULL, NULL,
  NULL, NULL, d.liaison_number, d.version, d.round
FROM dispatch d JOIN body b ON b.id = d.recipient WHERE case_ref = :ref
UNION ALL
SELECT e.on_date, 'entry', e.id, e.kind, NULL, 'done', e.side, NULL, NULL, NULL, NULL, NULL, NULL,
  NULL, l.number, l.version, e.round
FROM entry e JOIN liaison l ON l.id = e.liaison_id
WHERE l.case_id = :case AND NOT (e.kind = 'reply' AND e.side = 'partner')
UNION ALL
SELECT l.cancelled_on, 'cancelled', l.id, NULL, NULL, 'cancelled', b.short, NULL, NULL, NULL, NULL,
  NULL, NULL, l.cancel_reason, l.number, l.version, l.round
FROM liaison l JOIN agreement a ON a.id = l.agreement JOIN body b ON b.id = a.partner
WHERE l.case_id = :case AND l.cancelled_on IS NOT NULL
UNION ALL
SELECT on_date, 'erased', id, NULL, NULL, 'done', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  NULL, NULL, NULL
FROM erasure WHERE person_key = :person
ORDER BY on_date, what, number
"""


_BESIDE = {
    "situation": "t.on_leave AS beside",
    "employment": "(SELECT name FROM employer e WHERE e.id = t.employer_id) AS beside",
}
_BESIDE_PATH = {"situation": "leave.on_leave", "employment": "employer.name"}
_NOTICE = ("kind", "on_date", "code", "channel", "version", "round", "said")


def timeline(db: Connection, case_id: int, person_key: str, ref: str) -> list[dict[str, Any]]:
    """The acts of a case, its changes, the person's consents, and the exchange of its fiches.

    Of the exchange: sheets, releases, dispatches, what each side wrote, what was noted since. A
    sheet printed to be signed is there once, the last day it was. Of a consent, ``mode`` is how
    it was given (CHOICES["consent_means"]).
    """
    rows = db.execute(_EVENTS, {"case": case_id, "person": person_key, "ref": ref}).fetchall()
    unconsented = {one.dispatch for one in breaches(db, ref) if one.kind == "consent"}
    events = [_judged(_told(row), unconsented) for row in rows]
    seen = gathered(db, case_id)
    events = [
        {**event, **seen.get(event["number"], {})} if event["what"] == "act" else event
        for event in events
    ]
    events += [
        {"on_date": on, "what": "printed", "number": number}
        for number, on in printed(db, ref).items()
    ]
    events += noticed(db, ref)
    return sorted(
        [*events, *_changes(db, case_id)],
        key=lambda event: (str(event["on_date"]), event["what"] == "erased"),
    )


def _judged(event: dict[str, Any], unconsented: set[int]) -> dict[str, Any]:
    """A dispatch that no consent covered says so: its ``reason`` is then « breach »."""
    breach = event["what"] == "sent" and event["number"] in unconsented
    return {**event, "reason": "breach"} if breach else event


def noticed(db: Connection, ref: str, number: int | None = None) -> list[dict[str, Any]]:
    """The standing notices of a situation, or of one of its fiches, as events."""
    return [
        {
            **{key: one[key] for key in _NOTICE if one[key] is not None},
            "what": "notice",
            "number": one["id"],
            "fiche": one["liaison_number"],
            "body": one["partner"],
        }
        for one in notices_of(db, ref, number)
    ]


def _changes(db: Connection, case_id: int) -> Iterator[dict[str, Any]]:
    """What was told to change since the beginning, by path."""
    for root in ("situation", "employment"):
        rows = db.execute(
            f"""SELECT t.*, {_BESIDE[root]} FROM {root} t JOIN case_file c ON c.id = t.case_id
            WHERE t.case_id = ? AND t.from_date > c.opened_on""",
            (case_id,),
        )
        for row in rows.fetchall():
            yield _change(row["from_date"], _said_of(root, row))
    ended = db.execute(
        "SELECT ended_on FROM employment WHERE case_id = ? AND ended_on IS NOT NULL", (case_id,)
    )
    for row in ended.fetchall():
        yield _change(row["ended_on"], {"employment.several": "no"})


def _change(on: str, told: Mapping[str, Any]) -> dict[str, Any]:
    return {"on_date": on, "what": "change", "told": told}


def _said_of(root: str, row: Row) -> dict[str, Any]:
    """What a dated row says, by path: of a job, of which one."""
    said = _told(row)
    if root == "employment" and row["slot"] > 1:
        told = paths_of("second_employment", said) | {"employment.several": "yes"}
        told |= paths_of("employment", {"concerned": said.get("concerned")})
        beside = "second_employer.name"
    else:
        told = paths_of(root, said)
        agency = root == "employment" and row["role"] == "agency"
        beside = "agency.name" if agency else _BESIDE_PATH[root]
    return {**told, beside: row["beside"]} if row["beside"] is not None else told


def _told(row: Row) -> dict[str, Any]:
    return {key: row[key] for key in row.keys() if row[key] is not None}  # noqa: SIM118


def acts(db: Connection, case_id: int) -> list[dict[str, Any]]:
    """The acts of a case, by date, cancelled ones included."""
    rows = db.execute(
        """SELECT id AS number, on_date, kind, nature, state, body, mode, requester,
          done_by_function, days, iri, irdp, after, dispensation, cancel_reason
        FROM act WHERE case_id = ? ORDER BY on_date, id""",
        (case_id,),
    )
    return [dict(row) for row in rows]
