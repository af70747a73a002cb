"""Deadlines as rows: computed again at each write about their subject, read as one indexed query.

(subject, rule, occurrence) is their key: what she said of one, and its calendar identifier, survive
the computation. A row that is no longer computed is void, and comes back as it was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from secrets import token_hex
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused
from pdpcli.rules.deadlines import Deadline
from pdpcli.store.settings import setting_of

if TYPE_CHECKING:
    from pdpcli.store.open import Write

#: To be increased when the rules change: every deadline is then computed again.
RULES_VERSION = 2
#: What may be late for any number of situations at once: the call after six months, the review.
BATCHED = ("recall", "purge")
STAMP = "due.computed"  # setting: the rules' version and the day of the last whole computation

_UPSERT = """INSERT INTO deadline (uid, subject, rule, occurrence, case_id, agreement, status,
    opens_on, due_on, closes_on, planned_on, hour, why, counted, doubt, fiche, act, state)
  VALUES (:uid, :subject, :rule, :occurrence, :case_id, :agreement, :status, :opens_on, :due_on,
    :closes_on, :planned_on, :hour, :why, :counted, :doubt, :fiche, :act, :state)
  ON CONFLICT (subject, rule, occurrence) DO UPDATE SET status = excluded.status,
    opens_on = excluded.opens_on, due_on = excluded.due_on, closes_on = excluded.closes_on,
    planned_on = excluded.planned_on, hour = excluded.hour, why = excluded.why,
    counted = excluded.counted, doubt = excluded.doubt, fiche = excluded.fiche,
    act = excluded.act, state = CASE
      WHEN excluded.state = 'met' THEN 'met'
      ELSE coalesce((SELECT state FROM deadline_change g WHERE g.deadline = deadline.uid
                     ORDER BY g.id DESC LIMIT 1), 'open') END"""
_SHOWN = """SELECT d.*, c.ref, p.last_name, p.first_name, c.member_id, a.title AS agreement_title
  FROM deadline d LEFT JOIN case_file c ON c.id = d.case_id
  LEFT JOIN person p ON p.id = c.person_id LEFT JOIN agreement a ON a.id = d.agreement"""
_OPEN = """d.opens_on <= :until AND (d.closes_on IS NULL OR d.closes_on >= :today)
  AND (d.planned_on IS NULL OR d.planned_on < :today OR d.due_on < d.planned_on)"""

# What is kept of a person is reviewed at once: not while a situation of hers is open, nor before
# the review of the one that is heard of last (store/retention.py counts her last contact so).
_HEARD_LAST = """NOT EXISTS (SELECT 1 FROM case_file c
  JOIN case_file o ON o.person_id = c.person_id AND o.id <> c.id
  WHERE c.id = d.case_id AND (o.state = 'open' OR EXISTS (SELECT 1 FROM deadline s
    WHERE s.case_id = o.id AND s.rule = 'purge' AND s.state <> 'void' AND s.due_on > d.due_on)))"""


@dataclass(frozen=True)
class Subject:
    """What deadlines are of: a situation (its reference), an agreement (its id), or « cell »."""

    name: str
    case_id: int | None = None
    agreement: str | None = None


def put_deadlines(db: Connection, subject: Subject, computed: Iterable[Deadline]) -> None:
    """Write what was computed for ``subject``; what was there and is not any more is void."""
    rows = [_row(subject, one) for one in computed]
    kept = {(row["rule"], row["occurrence"]) for row in rows}
    known = db.execute(
        "SELECT id, rule, occurrence FROM deadline WHERE subject = ? AND state <> 'void'",
        (subject.name,),
    ).fetchall()
    gone = [(row["id"],) for row in known if (row["rule"], row["occurrence"]) not in kept]
    db.executemany("UPDATE deadline SET state = 'void' WHERE id = ?", gone)
    db.executemany(_UPSERT, rows)


def _row(subject: Subject, one: Deadline) -> dict[str, Any]:
    return {
        "uid": token_hex(16),
        "subject": subject.name,
        "rule": one.rule.id,
        "occurrence": one.occurrence,
        "case_id": subject.case_id,
        "agreement": subject.agreement,
        "status": one.status,
        "opens_on": min(one.opens_on, one.on).isoformat(),
        "due_on": one.on.isoformat(),
        "closes_on": one.closes_on and one.closes_on.isoformat(),
        "planned_on": one.planned_on and one.planned_on.isoformat(),
        "hour": one.hour or None,
        "why": one.why,
        "counted": one.counted,
        "doubt": one.doubt or None,
        "fiche": one.fiche,
        "act": one.act,
        "state": "met" if one.met_on else "open",
    }


#: What the rules decide of a deadline; its state and its identifier are also hers.
_BY_RULES = (
    "rule", "occurrence", "status", "opens_on", "due_on", "closes_on", "planned_on", "hour", "why",
    "counted", "doubt", "fiche", "act",
)  # fmt: skip


def differing(
    db: Connection, subject: Subject, computed: Iterable[Deadline], today: date
) -> list[str]:
    """The rules whose rows are not those computed for ``subject``, what is over left out."""
    found = db.execute(
        "SELECT * FROM deadline WHERE subject = ? AND state <> 'void'", (subject.name,)
    )
    kept = {_decided(row) for row in found if _lasts(row, today)}
    rows = (_row(subject, one) for one in computed)
    now = {_decided(row) for row in rows if _lasts(row, today)}
    return sorted({str(one[0]) for one in kept ^ now})


def _decided(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in _BY_RULES)


def _lasts(row: Mapping[str, Any], today: date) -> bool:
    return row["closes_on"] is None or row["closes_on"] >= today.isoformat()


def shown(db: Connection, today: date, until: date, most: int = -1) -> list[dict[str, Any]]:
    """What is open between ``today`` and ``until`` (what is late included), by last day.

    Of each of ``BATCHED``, those due until then; of the late ones the ``most`` oldest, all when it
    is negative.
    """
    bound = {"today": today.isoformat(), "until": until.isoformat(), "most": most}
    parts = [
        f"d.state = 'open' AND d.rule NOT IN {BATCHED} AND {_OPEN}",
        f"d.state = 'suspended' AND d.until <= :today AND {_OPEN}",
    ]
    for one in BATCHED:
        open_ones = f"d.state = 'open' AND d.rule IN {BATCHED} AND d.rule = '{one}' AND {_OPEN}"
        open_ones += f" AND {_HEARD_LAST}" if one == "purge" else ""
        parts.append(f"{open_ones} AND d.due_on BETWEEN :today AND :until")
        parts.append(f"{open_ones} AND d.due_on < :today ORDER BY d.due_on LIMIT :most")
    found = " UNION ALL ".join(
        f"SELECT * FROM (SELECT d.id FROM deadline d WHERE {part})" for part in parts
    )
    rows = db.execute(f"{_SHOWN} WHERE d.id IN ({found}) ORDER BY d.due_on, d.id", bound)
    return [dict(row) for row in rows]


def of_subject(db: Connection, name: str) -> list[dict[str, Any]]:
    """Every deadline of a subject that is not void, met ones included, by last day."""
    rows = db.execute(
        f"{_SHOWN} WHERE d.subject = ? AND d.state <> 'void' ORDER BY d.due_on, d.id", (name,)
    )
    return [dict(row) for row in rows]


def numbered(db: Connection, number: int) -> dict[str, Any]:
    """The deadline of that number; InputRefused when none has it, or it is void."""
    row = db.execute(f"{_SHOWN} WHERE d.id = ? AND d.state <> 'void'", (number,)).fetchone()
    if row is None:
        raise InputRefused(
            "Aucune échéance ne porte ce numéro.", todo="Les numéros : pdp echeances"
        )
    return dict(row)


def settled_breaches(db: Connection, refs: Iterable[str]) -> set[tuple[str, str]]:
    """Of these situations, what she said was done with the CNIL: (reference, key of the breach)."""
    found = set()
    for ref in dict.fromkeys(refs):
        rows = db.execute(
            """SELECT occurrence FROM deadline
            WHERE subject = ? AND rule = 'breach' AND state = 'done'""",
            (ref,),
        )
        found |= {(ref, row["occurrence"]) for row in rows}
    return found


def changes_of(db: Connection, uid: str) -> list[dict[str, Any]]:
    """What was said of a deadline, in order: state, until, reason, at, author."""
    rows = db.execute("SELECT * FROM deadline_change WHERE deadline = ? ORDER BY id", (uid,))
    return [dict(row) for row in rows]


def change(write: "Write", deadline: Mapping[str, Any], state: str, **said: str | None) -> None:
    """Note what she says of a deadline (done, suspended ``until``, open again) and why."""
    write.db.execute(
        """INSERT INTO deadline_change (deadline, state, until, reason, at, author)
        VALUES (?, ?, ?, ?, ?, ?)""",
        (deadline["uid"], state, said.get("until"), said.get("reason"), write.at, write.author),
    )
    write.db.execute(
        "UPDATE deadline SET state = ?, until = ? WHERE uid = ?",
        (state, said.get("until"), deadline["uid"]),
    )


def sweep(db: Connection, today: date) -> None:
    """What is not worth showing any more leaves the index of what is open."""
    db.execute(
        "UPDATE deadline SET state = 'void' WHERE state = 'open' AND closes_on < ?",
        (today.isoformat(),),
    )


def computed(db: Connection) -> tuple[str, str]:
    """The version of the rules and the ISO day of the last whole computation; "0", "" before."""
    version, _, day = (setting_of(db, STAMP) or "0 ").partition(" ")
    return version, day


def forget_computed(db: Connection) -> None:
    """What the deadlines are counted with was changed: all are computed again at the next look."""
    db.execute("DELETE FROM setting WHERE key = ?", (STAMP,))


def is_current(db: Connection, today: date) -> bool:
    """Whether everything was computed today by the rules of this program."""
    return computed(db) == (str(RULES_VERSION), today.isoformat())
