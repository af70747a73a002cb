"""What the deadlines of a situation are computed from, as SQL reads (see rules/deadlines/facts)."""

from collections.abc import Mapping, Sequence
from datetime import date
from sqlite3 import Connection
from typing import Any

from pdpcli.rules.deadlines import ActFact, BreachFact, CaseFacts, FicheFact, RequestFact
from pdpcli.rules.vocabulary import label
from pdpcli.store.aliases import kept_id
from pdpcli.store.breaches import breaches
from pdpcli.store.exchange import fiches
from pdpcli.store.laptop_zone import LAPTOP
from pdpcli.store.notices import notices_of
from pdpcli.store.rights import requests_about
from pdpcli.store.snapshots import read_facts

_CASE = """SELECT c.ref, c.opened_on, c.state, c.closed_on, c.person_key, p.born_on, p.dept,
    p.limited_on, p.id IS NULL AS erased,
    (SELECT nature FROM act a WHERE a.case_id = c.id AND a.kind = 'closure'
       AND a.state = 'done' ORDER BY a.on_date DESC, a.id DESC LIMIT 1) AS reason,
    p.died_on IS NOT NULL AS deceased
  FROM case_file c LEFT JOIN person p ON p.id = c.person_id WHERE c.id = ?"""
_ACTS = """SELECT id, kind, on_date, state, ended_on, days, nature FROM act
  WHERE case_id = ? AND state <> 'cancelled'"""
#: States of a fiche that wait for nothing any more without having been answered.
_ENDED = ("refused", "withdrawn", "declined", "returned", "dropped", "cancelled")


def case_facts(db: Connection, case_id: int, today: date) -> CaseFacts | None:
    """The facts of one situation; None when its person was erased."""
    row = db.execute(_CASE, (case_id,)).fetchone()
    told = read_facts(db, case_id)
    if row is None or row["erased"] or told is None:
        return None
    acts = [_act(one) for one in db.execute(_ACTS, (case_id,))]
    notices = notices_of(db, row["ref"])
    rounds = [_fiche(one, notices) for one in fiches(db, today, case_id, everything=True)]
    opened_on = date.fromisoformat(row["opened_on"])
    if kept_id(db, case_id) != case_id:  # merged: all but its own fiches is of the one kept
        return CaseFacts(
            opened_on,
            row["state"],
            deceased=bool(row["deceased"]),
            limited_on=_day(row["limited_on"]),
            fiches=rounds,
            breaches=_breaches(db, row["ref"]),
        )
    return CaseFacts(
        opened_on=opened_on,
        state=row["state"],
        closed_on=_day(row["closed_on"]),
        closure_reason=row["reason"] or "",
        deceased=bool(row["deceased"]),
        limited_on=_day(row["limited_on"]),
        born_on=_day(row["born_on"]),
        dept=row["dept"] or "",
        leaves=told.leaves,
        situations=told.situations,
        acts=acts,
        fiches=rounds,
        requests=_requests(db, case_id, row["ref"]),
        breaches=_breaches(db, row["ref"]),
        last_contact=_last_contact(db, case_id, row["ref"]),
    )


def lapsed(db: Connection, since: str, today: date) -> list[int]:
    """The situations of who signed a consent that held on the ISO day ``since``, and no more."""
    rows = db.execute(
        """SELECT DISTINCT c.id FROM consent k JOIN case_file c ON c.person_key = k.person_key
        WHERE k.expires_on >= ? AND k.expires_on < ?""",
        (since, today.isoformat()),
    )
    return [row["id"] for row in rows]


def _act(row: Mapping[str, Any]) -> ActFact:
    return ActFact(
        number=row["id"],
        kind=row["kind"],
        on=date.fromisoformat(row["on_date"]),
        state=row["state"],
        ended_on=_day(row["ended_on"]),
        days=row["days"],
        nature=row["nature"] or "",
    )


def _fiche(row: Mapping[str, Any], notices: Sequence[Mapping[str, Any]]) -> FicheFact:
    """The last round of a fiche: those before it were answered, or gave way to it."""
    told = row["notices"]
    ended = _day(row["since"]) if row["state"] in _ENDED else None
    of = [one for one in notices
          if (one["liaison_number"], one["round"]) == (row["number"], row["round"])]  # fmt: skip
    return FicheFact(
        number=row["number"],
        agreement=row["agreement"],
        partner=row["partner"],
        round=row["round"],
        theirs=row["theirs"],
        sent_on=_day(row["sent_on"]),
        received_on=_day(row["asked_on"] or row["received_on"]),
        acknowledged_on=_day(told.get("ack")),
        taken_on=_day(told.get("taken_on")),
        answered_on=_answered(row),
        ended_on=ended,
        news_on=_told_on(of, "news", "synthesis"),
        reviewed_on=_told_on(of, "synthesis"),
        reminded_on=_told_on(of, "reminded"),
    )


def _answered(row: Mapping[str, Any]) -> date | None:
    if row["state"] != "answered":
        return None
    return _day(row["sent_on"] if row["theirs"] else row["notices"].get("replied"))


def _requests(db: Connection, case_id: int, ref: str) -> list[RequestFact]:
    return [
        RequestFact(
            one["id"],
            date.fromisoformat(one["received_on"]),
            label("right", one["kind"]),
            extended=bool(one["extended_on"]),
            answered_on=_day(one["answered_on"]),
        )
        for one in requests_about(db, case_id, ref)
    ]


def _breaches(db: Connection, ref: str) -> list[BreachFact]:
    return [
        BreachFact(one.key, one.known_at.astimezone(LAPTOP), one.number)
        for one in breaches(db, ref)
        if one.known_at is not None
    ]


def _told_on(notices: Sequence[Mapping[str, Any]], *kinds: str) -> list[date]:
    return [date.fromisoformat(one["on_date"]) for one in notices if one["kind"] in kinds]


def _last_contact(db: Connection, case_id: int, ref: str) -> date | None:
    row = db.execute(
        """SELECT max(on_date) FROM (
          SELECT on_date FROM act WHERE case_id = :case AND state = 'done'
          UNION ALL SELECT on_date FROM notice WHERE case_ref = :ref
          UNION ALL SELECT on_date FROM dispatch WHERE case_ref = :ref)""",
        {"case": case_id, "ref": ref},
    ).fetchone()
    return _day(row[0])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
