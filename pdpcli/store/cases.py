"""Situations as SQL reads: one by its reference, lists, and the record a form is filled from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection, Row
from typing import Any

from pdpcli.errors import InputRefused, Refusal
from pdpcli.rules.references import parse_ref
from pdpcli.rules.vocabulary import PATHS

#: path root -> the SELECT that yields one row whose columns are the rest of the paths
_SOURCES = {
    "case": """SELECT opened_on, origin, origin_body, motive, occupational_doctor, known_to_ssam,
        context FROM case_file WHERE id = :case""",
    "person": """SELECT p.* FROM person p JOIN case_file c ON c.person_id = p.id
        WHERE c.id = :case""",
    "situation": """SELECT * FROM situation WHERE case_id = :case AND from_date <= :on
        ORDER BY from_date DESC LIMIT 1""",
    "employment": """SELECT * FROM employment WHERE case_id = :case AND from_date <= :on
        ORDER BY role = 'agency', until IS NOT NULL, from_date DESC, id DESC LIMIT 1""",
    "employer": """SELECT e.* FROM employer e JOIN employment m ON m.employer_id = e.id
        WHERE m.case_id = :case AND m.from_date <= :on
        ORDER BY m.role = 'agency', m.until IS NOT NULL, m.from_date DESC, m.id DESC LIMIT 1""",
    "leave": """SELECT started_on, ended_on, risk FROM leave WHERE case_id = :case
        AND started_on <= :on ORDER BY started_on DESC LIMIT 1""",
}


@dataclass(frozen=True)
class CaseRow:
    """One situation as the commands need it."""

    id: int
    ref: str
    person_id: int | None
    person_key: str
    state: str
    opened_on: date
    closed_on: date | None


def case_by_ref(db: Connection, text: str, today: date) -> CaseRow:
    """The situation that ``text`` names; a bare number is this year's, or the latest that has it.

    Raises:
        InputRefused: not a reference, or no such situation.
    """
    try:
        year, number = parse_ref(text)
    except Refusal as refusal:
        raise InputRefused(f"Référence refusée : {refusal.reason}") from None
    row = db.execute(
        f"""SELECT id, ref, person_id, person_key, state, opened_on, closed_on FROM case_file
        {NUMBERED} LIMIT 1""",
        numbered(year, number, today),
    ).fetchone()
    if row is None:
        raise InputRefused(
            "Aucune situation ne porte cette référence.",
            todo="Toutes les situations : pdp situation liste",
        )
    closed = date.fromisoformat(row["closed_on"]) if row["closed_on"] else None
    return CaseRow(
        row["id"],
        row["ref"],
        row["person_id"],
        row["person_key"],
        row["state"],
        date.fromisoformat(row["opened_on"]),
        closed,
    )


#: The situations that have a number, this year's first, then the latest; see ``numbered``.
NUMBERED = """WHERE number = :number AND year BETWEEN :first AND :last
    ORDER BY year = :this_year DESC, year DESC"""


def numbered(year: int | None, number: int, today: date) -> dict[str, int]:
    """What ``NUMBERED`` binds: ``year`` is None when only a number was typed."""
    first, last = (year, year) if year is not None else (0, 9999)
    return {"number": number, "first": first, "last": last, "this_year": today.year}


def record(db: Connection, case_id: int, on: date) -> dict[str, Any]:
    """Every path of ``vocabulary.PATHS`` the store knows for this situation at date ``on``.

    Dates are ``date``; absent answers are absent keys.
    """
    opened = _opened(db, case_id)
    moment = max(on, opened).isoformat()  # facts hold from the origin
    found: dict[str, Any] = {}
    for root, sql in _SOURCES.items():
        row = db.execute(sql, {"case": case_id, "on": moment}).fetchone()
        if row is not None:
            found.update(_paths_of(root, row))
    found.update(_leave_state(db, case_id, max(on, opened)))
    found.update(_prereprise(db, case_id))
    return found


def _opened(db: Connection, case_id: int) -> date:
    row = db.execute("SELECT opened_on FROM case_file WHERE id = ?", (case_id,)).fetchone()
    return date.fromisoformat(row["opened_on"])


def _paths_of(root: str, row: Row) -> Iterator[tuple[str, Any]]:
    for column in row.keys():  # noqa: SIM118 - a Row iterates over its values
        path, value = f"{root}.{column}", row[column]
        if path in PATHS and value is not None:
            yield path, date.fromisoformat(value) if PATHS[path] == "date" else value


def _leave_state(db: Connection, case_id: int, on: date) -> dict[str, Any]:
    """En arrêt ? A period that covers the day says yes; otherwise what was answered."""
    row = db.execute(
        """SELECT CASE WHEN EXISTS (
             SELECT 1 FROM leave l WHERE l.case_id = s.case_id AND l.started_on <= :on
             AND (l.ended_on IS NULL OR l.ended_on >= :on)) THEN 'yes' ELSE s.on_leave END state
        FROM situation s WHERE s.case_id = :case AND s.from_date <= :on
        ORDER BY s.from_date DESC LIMIT 1""",
        {"case": case_id, "on": on.isoformat()},
    ).fetchone()
    return {"leave.on_leave": row["state"]} if row and row["state"] else {}


def _prereprise(db: Connection, case_id: int) -> dict[str, Any]:
    row = db.execute(
        """SELECT state, on_date FROM act WHERE case_id = ? AND kind = 'visit_prereprise'
        AND state <> 'cancelled' ORDER BY on_date DESC LIMIT 1""",
        (case_id,),
    ).fetchone()
    if row:
        state = "yes" if row["state"] == "done" else "planned"
        when = date.fromisoformat(row["on_date"])
        return {"visit_prereprise.state": state, "visit_prereprise.on_date": when}
    row = db.execute(
        """SELECT prereprise FROM situation WHERE case_id = ? AND prereprise IS NOT NULL
        ORDER BY from_date DESC LIMIT 1""",
        (case_id,),
    ).fetchone()
    return {"visit_prereprise.state": row["prereprise"]} if row else {}
