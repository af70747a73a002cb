"""Who is past the term of the retention, as SQL, and the days by which the clock is judged."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.rules.retention import MONTHS, SETTINGS, Silence
from pdpcli.store.holds import holds
from pdpcli.store.home import profile
from pdpcli.store.persons import entries_of_person
from pdpcli.store.rights import requests
from pdpcli.store.settings import keep_setting, numbers_chosen

if TYPE_CHECKING:
    from pdpcli.store.open import Write

# The last day of anything exchanged with or about a person, all her situations together.
_LAST = """SELECT coalesce(q.same_as, q.id) AS person, max(x.d) AS last FROM (
    SELECT person_id AS p, max(opened_on, coalesce(closed_on, '')) AS d FROM case_file
    UNION ALL SELECT c.person_id, a.on_date FROM act a JOIN case_file c ON c.id = a.case_id
      WHERE a.state = 'done'
    UNION ALL SELECT c.person_id, n.on_date FROM notice n JOIN case_file c ON c.ref = n.case_ref
    UNION ALL SELECT c.person_id, d.on_date FROM dispatch d JOIN case_file c ON c.ref = d.case_ref
    UNION ALL SELECT c.person_id, e.on_date FROM entry e JOIN liaison l ON l.id = e.liaison_id
      JOIN case_file c ON c.id = l.case_id
    UNION ALL SELECT c.person_id, t.on_date FROM plan t JOIN case_file c ON c.id = t.case_id
    UNION ALL SELECT r.id, k.on_date FROM consent k JOIN person r ON r.key = k.person_key
    UNION ALL SELECT r.id, g.received_on FROM rights_request g JOIN person r ON r.key = g.person_key
  ) x JOIN person q ON q.id = x.p GROUP BY person HAVING last <= ? ORDER BY last, person"""
_CASES = """SELECT c.id, c.ref, c.state,
    EXISTS (SELECT 1 FROM act a WHERE a.case_id = c.id AND a.state = 'planned'
      AND a.on_date >= ?) AS coming,
    EXISTS (SELECT 1 FROM case_alias x WHERE x.ref = c.ref) AS merged
  FROM case_file c WHERE c.person_id IN (SELECT value FROM json_each(?)) ORDER BY year, number"""
_PREFIX = "retention."


@dataclass(frozen=True)
class Past:
    """A person who was silent up to a day, and the numbers of her situations."""

    silence: Silence
    cases: tuple[int, ...]


def silent_until(db: Connection, last: date, today: date) -> list[Past]:
    """Everybody of whom nothing is noted after ``last``, the longest silent first."""
    rows = db.execute(_LAST, (last.isoformat(),)).fetchall()
    return [_past(db, row["person"], date.fromisoformat(row["last"]), today) for row in rows]


def _past(db: Connection, person: int, last: date, today: date) -> Past:
    entries = entries_of_person(db, person)
    keys = [key for _, key in entries]
    numbers = json.dumps([number for number, _ in entries])
    rows = db.execute(_CASES, (today.isoformat(), numbers)).fetchall()
    limited = db.execute("SELECT limited_on FROM person WHERE id = ?", (person,)).fetchone()
    silence = Silence(
        refs=tuple(row["ref"] for row in rows),
        last_contact=last,
        open_refs=tuple(row["ref"] for row in rows if row["state"] == "open" and not row["merged"]),
        coming=any(row["coming"] for row in rows),
        limited=bool(limited["limited_on"]),
        held="; ".join(one.reason for one in holds(db, keys)),
        asking=any(one.answered_on is None for one in requests(db, keys)),
    )
    return Past(silence, tuple(row["id"] for row in rows))


def situations_left(db: Connection) -> int:
    """How many situations have somebody: what a share is counted of."""
    row = db.execute(
        """SELECT count(*) FROM case_file WHERE person_id IS NOT NULL
        AND ref NOT IN (SELECT ref FROM case_alias)"""
    ).fetchone()
    return int(row[0])


def years_of(db: Connection, cases: list[int]) -> list[int]:
    """The years in which something of these situations is counted."""
    rows = db.execute(
        """SELECT DISTINCT year FROM act WHERE state = 'done'
        AND case_id IN (SELECT value FROM json_each(?)) ORDER BY year""",
        (json.dumps(cases),),
    )
    return [row["year"] for row in rows]


def last_days(db: Connection, store_id: str, today: date) -> tuple[date | None, date | None]:
    """The latest day of the journal or of the head kept outside; the latest one before today."""
    rows = db.execute(
        "SELECT max(at), max(CASE WHEN at < ? THEN at END) FROM journal", (today.isoformat(),)
    ).fetchone()
    last, before = (date.fromisoformat(text[:10]) if text else None for text in rows)
    outside = _anchor_day(store_id)
    known = [one for one in (last, outside) if one]
    return max(known, default=None), before


def _anchor_day(store_id: str) -> date | None:
    """The day the head of the journal was last kept outside the store."""
    with suppress(OSError):
        seconds = (profile() / "ancres" / f"{store_id}.json").stat().st_mtime
        return datetime.fromtimestamp(seconds, UTC).date()
    return None


def chosen(db: Connection) -> Mapping[str, int]:
    """What was chosen for each setting, else its shown default."""
    return numbers_chosen(db, {_key(id_): setting for id_, setting in SETTINGS.items()})


def choose(write: "Write", id_: str, value: str) -> None:
    """Keep a setting; "" goes back to the shown default.

    Raises:
        Refusal: a value that it does not take.
    """
    if value:
        SETTINGS[id_].parse(value)
    keep_setting(write.db, _key(id_), value)
    write.note(f"{_key(id_)} {value}")


def _key(id_: str) -> str:
    """Where a setting is kept: how long is one of the deadlines' too."""
    return f"due.set.{id_}" if id_ == MONTHS else f"{_PREFIX}{id_}"
