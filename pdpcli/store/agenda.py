"""A meeting, what is on its agenda, and the situations that wait for one, as SQL reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import Any

from pdpcli.errors import InputRefused
from pdpcli.rules.vocabulary import GATHERING_KINDS
from pdpcli.store.dispatches import REACHED


@dataclass(frozen=True)
class Meeting:
    """A gathering of the family « meeting ».

    ``instance`` is who examines there (CHOICES["instance"]), "" when it examines nothing: the
    situations are then reviewed together.
    """

    number: int
    kind: str
    on: date
    state: str
    agreement: str | None
    title: str
    starts_at: str
    place: str
    mode: str
    instance: str
    minutes: str
    agenda_on: str

    @property
    def label(self) -> str:
        """« réunion de cellule »."""
        return GATHERING_KINDS[self.kind].label

    @property
    def act_kind(self) -> str:
        """The act that a situation gets there: examined by an instance, or reviewed together."""
        return "examination" if self.instance else "case_review"


_TEXTS = ("title", "starts_at", "place", "mode", "instance", "minutes", "agenda_on")


def meeting(db: Connection, number: int) -> Meeting:
    """The meeting of that number, cancelled or not.

    Raises:
        InputRefused: there is none.
    """
    row = db.execute("SELECT * FROM gathering WHERE id = ?", (number,)).fetchone()
    if row is None or GATHERING_KINDS[row["kind"]].family != "meeting":
        raise InputRefused(
            f"Aucune réunion ne porte le numéro {number}.", todo="Les numéros : pdp reunion liste"
        )
    texts = {name: row[name] or "" for name in _TEXTS}
    if row["kind"] == "cell":
        texts["instance"] = texts["instance"] or "cell"
    return Meeting(
        number=row["id"],
        kind=row["kind"],
        on=date.fromisoformat(row["on_date"]),
        state=row["state"],
        agreement=row["agreement"],
        **texts,
    )


_EMPLOYER = """(SELECT e.name FROM employment m JOIN employer e ON e.id = m.employer_id
    WHERE m.case_id = c.id AND m.role = 'employer' ORDER BY m.from_date DESC, m.id DESC LIMIT 1)"""
# What was planned with the meeting itself has an act and no item of its own.
_ITEMS = f"""
SELECT c.id AS case_id, c.ref, c.state AS case_state, p.last_name, p.first_name,
  {_EMPLOYER} AS employer, i.position, i.reason, i.motive, i.decision, a.id AS act_id,
  a.kind AS act, a.state AS act_state, a.nature AS instance
FROM (SELECT case_id, position, reason, motive, decision, act_id
      FROM agenda_item WHERE gathering_id = :meeting
      UNION ALL
      SELECT case_id, 9999, NULL, NULL, NULL, max(id) FROM act x
      WHERE gathering_id = :meeting AND kind IN ('examination', 'case_review')
        AND state <> 'cancelled' AND NOT EXISTS (SELECT 1 FROM agenda_item y
          WHERE y.gathering_id = :meeting AND y.case_id = x.case_id)
      GROUP BY case_id) i
JOIN case_file c ON c.id = i.case_id
LEFT JOIN person p ON p.id = c.person_id
LEFT JOIN act a ON a.id = i.act_id
JOIN gathering g ON g.id = :meeting
WHERE g.state <> 'planned' OR a.state IS NOT 'cancelled'
ORDER BY i.position, c.ref
"""

Item = Mapping[str, Any]


def items(db: Connection, number: int) -> list[dict[str, Any]]:
    """What is on the agenda of a meeting, in order: situation, person, employer, why, decision.

    ``act`` is the act that stands for it, ``act_state`` where that one is; while the meeting is
    planned, a situation whose act was cancelled (she died, it was closed) is not there any more.
    """
    return [dict(row) for row in db.execute(_ITEMS, {"meeting": number})]


def gathered(db: Connection, case_id: int) -> dict[int, dict[str, Any]]:
    """By act of a situation, the ``meeting`` it is of and what was decided there (``decision``)."""
    rows = db.execute(
        """SELECT a.id, a.gathering_id AS meeting, i.decision FROM act a
        LEFT JOIN agenda_item i ON i.act_id = a.id
        WHERE a.case_id = ? AND a.gathering_id IS NOT NULL""",
        (case_id,),
    )
    return {
        row["id"]: {key: row[key] for key in ("meeting", "decision") if row[key] is not None}
        for row in rows
    }


def fiche_refs(db: Connection, meeting_number: int, partner: str) -> dict[str, list[str]]:
    """By situation of the agenda, the fiches already exchanged with ``partner``: ``2026-0042/1``.

    Their reference is printed on every page: whoever received one knows who it is about.
    """
    rows = db.execute(
        f"""SELECT DISTINCT c.ref, l.number FROM liaison l
        JOIN case_file c ON c.id = l.case_id
        JOIN agreement a ON a.id = l.agreement AND a.partner = :partner
        WHERE l.cancelled_on IS NULL
          AND (l.direction = 'in' OR EXISTS (SELECT 1 FROM dispatch d
            WHERE d.case_ref = c.ref AND d.liaison_number = l.number AND d.recipient = :partner
              AND {REACHED}))
          AND c.id IN (SELECT case_id FROM agenda_item WHERE gathering_id = :meeting
            UNION SELECT case_id FROM act WHERE gathering_id = :meeting)
        ORDER BY c.ref, l.number""",
        {"partner": partner, "meeting": meeting_number},
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["ref"], []).append(f"{row['ref']}/{row['number']}")
    return found


def kept_from(db: Connection, meeting_number: int, partner: str) -> set[int]:
    """The situations of the agenda of which ``partner`` is told nothing, not even a reference.

    The person refused or withdrew her agreement with it, or asked for a limitation: whoever
    received a fiche before would know who is meant.
    """
    rows = db.execute(
        """SELECT c.id FROM case_file c JOIN person p ON p.id = c.person_id
        WHERE c.id IN (SELECT case_id FROM agenda_item WHERE gathering_id = :meeting
            UNION SELECT case_id FROM act WHERE gathering_id = :meeting)
          AND (p.limited_on IS NOT NULL OR EXISTS (SELECT 1 FROM consent k
            WHERE k.person_key = c.person_key AND k.act <> 'given'
              AND instr('|' || k.pair || '|', '|' || :partner || '|')
              AND NOT EXISTS (SELECT 1 FROM consent l WHERE l.person_key = k.person_key
                AND l.pair = k.pair AND l.form_id = k.form_id AND l.id > k.id)))""",
        {"partner": partner, "meeting": meeting_number},
    )
    return {row["id"] for row in rows}


# Why a situation waits, one SELECT each: case_id, the code shown, since when, and in what way.
_ASKED = """
SELECT a.case_id, 'other' AS reason, a.on_date AS since, 'asked' AS why FROM act a
WHERE a.kind = 'examination' AND a.state = 'planned' AND a.gathering_id IS NULL
  AND a.nature = :instance"""
_SEIZED = """
SELECT a.case_id, a.nature, a.on_date, 'seized' FROM act a
WHERE a.kind = 'instance_request' AND a.state = 'done' AND a.nature IN ('urgent', 'complex')
  AND (:agreement IS NULL OR a.agreement IS NULL OR a.agreement = :agreement)
  AND :kind <> 'cell'
  AND NOT EXISTS (SELECT 1 FROM act x WHERE x.case_id = a.case_id AND x.kind = 'examination'
    AND x.nature = 'insurance' AND x.state = 'done' AND x.on_date >= a.on_date)"""
_POSTPONED = """
SELECT i.case_id, 'postponed', g.on_date, CASE g.state WHEN 'cancelled' THEN 'cancelled'
    ELSE 'postponed' END
FROM agenda_item i JOIN gathering g ON g.id = i.gathering_id LEFT JOIN act a ON a.id = i.act_id
WHERE g.id <> :meeting AND g.kind = :kind AND g.agreement IS :agreement
  AND (g.state = 'cancelled' OR (g.state = 'done' AND a.state IS NOT 'done'))
  AND NOT EXISTS (SELECT 1 FROM act x WHERE x.case_id = i.case_id AND x.state = 'done'
    AND x.kind IN ('examination', 'case_review') AND x.gathering_id IS NOT NULL
    AND x.on_date >= g.on_date)"""
_URGENT = """
SELECT c.id, 'urgent', s.from_date, 'short' FROM case_file c
JOIN situation s ON s.case_id = c.id AND s.id = (SELECT id FROM situation t
  WHERE t.case_id = c.id AND t.horizon IS NOT NULL ORDER BY t.from_date DESC LIMIT 1)
WHERE c.state = 'open' AND s.horizon = 'short' AND :kind = 'cell'
  AND NOT EXISTS (SELECT 1 FROM act x WHERE x.case_id = c.id AND x.kind = 'examination'
    AND x.nature = 'cell' AND x.state = 'done' AND x.on_date >= s.from_date)"""
_SHARED = f"""
SELECT c.id, CASE :instance WHEN '' THEN 'review' ELSE 'follow_up' END,
  coalesce((SELECT max(x.on_date) FROM act x WHERE x.case_id = c.id AND x.kind = 'case_review'
    AND x.state = 'done' AND (x.agreement IS NULL OR x.agreement = :agreement)), l.signalled_on),
  CASE WHEN EXISTS (SELECT 1 FROM act x WHERE x.case_id = c.id AND x.kind = 'case_review'
    AND x.state = 'done') THEN 'reviewed' ELSE 'shared' END
FROM case_file c JOIN liaison l ON l.case_id = c.id
WHERE c.state = 'open' AND l.agreement = :agreement AND l.cancelled_on IS NULL
  AND :kind <> 'cell'
  AND (l.direction = 'in' OR EXISTS (SELECT 1 FROM dispatch d
    WHERE d.case_ref = c.ref AND d.liaison_number = l.number AND {REACHED}))"""
_EVERY = " UNION ALL ".join((_ASKED, _SEIZED, _POSTPONED, _URGENT, _SHARED))  # noqa: FLY002
_WAITING = f"""
SELECT w.case_id, c.ref, p.last_name, p.first_name, {_EMPLOYER} AS employer,
  w.reason, w.since, w.why
FROM ({_EVERY}) w
JOIN case_file c ON c.id = w.case_id AND c.state = 'open'
JOIN person p ON p.id = c.person_id AND p.limited_on IS NULL
WHERE NOT EXISTS (SELECT 1 FROM agenda_item i WHERE i.gathering_id = :meeting
    AND i.case_id = w.case_id)
  AND NOT EXISTS (SELECT 1 FROM act a JOIN gathering g ON g.id = a.gathering_id
    WHERE a.case_id = w.case_id AND a.state = 'planned' AND g.state = 'planned'
      AND (g.id = :meeting OR g.kind = :kind AND g.agreement IS :agreement))
ORDER BY CASE w.why WHEN 'asked' THEN 0 WHEN 'seized' THEN 1 WHEN 'cancelled' THEN 2
  WHEN 'postponed' THEN 2 WHEN 'short' THEN 3 ELSE 4 END, w.since, c.ref
"""


def waiting(db: Connection, one: Meeting) -> list[dict[str, Any]]:
    """The open situations that wait for a meeting like this one, each once, the first reason first.

    ``why``: asked (an examination is planned, of no meeting yet), seized (the local instance is to
    decide), cancelled, postponed (an earlier meeting did not examine it), short (the job is
    threatened at once), shared or reviewed (a fiche is exchanged under the meeting's agreement).
    Nobody whose data are limited (RGPD art. 18), nothing already planned at such a meeting.
    """
    bound = {
        "meeting": one.number,
        "kind": one.kind,
        "instance": one.instance,
        "agreement": one.agreement,
    }
    found: dict[int, dict[str, Any]] = {}
    for row in db.execute(_WAITING, bound):
        found.setdefault(row["case_id"], dict(row))
    return list(found.values())


def planned_meetings(
    db: Connection, first: date, agreements: Sequence[str] = (), bodies: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The meetings planned from ``first``: day, hour, place, kind; what has no personal data.

    With ``agreements`` and ``bodies``, those of the cell and those held with that partner.
    """
    kinds = [code for code, kind in GATHERING_KINDS.items() if kind.family == "meeting"]
    rows = db.execute(
        f"""SELECT g.id AS number, g.on_date, g.starts_at, g.place, g.kind, g.mode, g.agreement,
          g.agreement IN ({_marks(agreements)}) OR EXISTS (SELECT 1 FROM gathering_partner p
            WHERE p.gathering_id = g.id AND p.body IN ({_marks(bodies)})) AS shared
        FROM gathering g WHERE g.state = 'planned' AND g.on_date >= ?
          AND g.kind IN ({_marks(kinds)}) ORDER BY g.on_date, g.starts_at, g.id""",
        (*agreements, *bodies, first.isoformat(), *kinds),
    )
    every = [dict(row) for row in rows]
    asked = bool(agreements or bodies)
    return [row for row in every if not asked or row["kind"] == "cell" or row["shared"]]


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" for _ in values)
