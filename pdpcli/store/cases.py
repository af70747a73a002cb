"""Situations as SQL reads: one by its reference, lists, and the record a form is filled from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from sqlite3 import Connection
from typing import Any

from pdpcli.errors import InputRefused, Refusal
from pdpcli.rules.leaves import absence
from pdpcli.rules.references import parse_ref
from pdpcli.rules.snapshot import Facts, SituationFact, first_at, on_leave_at, second_at
from pdpcli.rules.told import told_at
from pdpcli.rules.vocabulary import PATHS, YES
from pdpcli.store.aliases import kept_id
from pdpcli.store.snapshots import read_facts


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
    under: "CaseRow | None" = None  # the merged reference that was typed: the shell of its fiches


_ROW = "SELECT id, ref, person_id, person_key, state, opened_on, closed_on FROM case_file"


def case_by_ref(db: Connection, text: str, today: date) -> CaseRow:
    """The situation that ``text`` names; a bare number is this year's, or the latest that has it.

    A reference merged into another names the situation kept.

    Raises:
        InputRefused: not a reference, or no such situation.
    """
    try:
        year, number = parse_ref(text)
    except Refusal as refusal:
        raise InputRefused(f"Référence refusée : {refusal.reason}") from None
    found = db.execute(f"{_ROW} {NUMBERED} LIMIT 1", numbered(year, number, today)).fetchone()
    if found is None:
        raise InputRefused(
            "Aucune situation ne porte cette référence.",
            todo="Toutes les situations : pdp situation liste",
        )
    typed = _case(found)
    kept = kept_id(db, typed.id)
    return typed if kept == typed.id else replace(case_of_id(db, kept), under=typed)


def case_of_id(db: Connection, case_id: int) -> CaseRow:
    """The situation of this row, as it is: the shell of a merged reference is itself."""
    return _case(db.execute(f"{_ROW} WHERE id = ?", (case_id,)).fetchone())


def _case(row: Mapping[str, Any]) -> CaseRow:
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


def refuse_erased(case: CaseRow) -> int:
    """The number of the person; InputRefused when she was erased: nothing is written of her."""
    if case.person_id is None:
        raise InputRefused(
            "La personne de cette situation est effacée : plus rien n'en part, rien ne s'y note.",
            where=case.ref,
        )
    return case.person_id


def refuse_ended(case: CaseRow) -> None:
    """InputRefused when the person was erased or the situation cancelled: which one is said."""
    refuse_erased(case)
    if case.state == "cancelled":
        raise InputRefused(
            "Cette situation est annulée : plus rien n'en part, rien ne s'y note.", where=case.ref
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
    case_id = kept_id(db, case_id)
    case = _row(db, "SELECT * FROM case_file WHERE id = ?", case_id)
    found = paths_of("case", case)
    facts = read_facts(db, case_id)
    if facts is None:
        return found
    moment = max(on, date.fromisoformat(case["opened_on"]))  # facts hold from the origin
    found |= paths_of("person", _row(db, "SELECT * FROM person WHERE id = ?", case["person_id"]))
    found |= paths_of("situation", vars(told_at(facts.situations, moment) or SituationFact(on)))
    found |= _employed(db, facts, moment)
    found |= _on_leave(facts, moment)
    return found | _prereprise(db, case_id)


def _employed(db: Connection, facts: Facts, on: date) -> dict[str, Any]:
    """The work, its employer, and the agency when there is one."""
    found = paths_of("employment", vars(first_at(facts, on)))
    second = second_at(facts, on)
    if second is not None:
        found |= {"employment.several": YES}
        found |= paths_of("employment", {"concerned": second.concerned})
        found |= paths_of("second_employment", vars(second))
    agency = told_at([row for row in facts.employments if row.agency], on)
    held = told_at([row for row in facts.employments if not row.agency and row.slot == 1], on)
    for root, row in (("employer", held), ("agency", agency), ("second_employer", second)):
        if row is not None and row.employer_id is not None:
            employer = _row(db, "SELECT * FROM employer WHERE id = ?", row.employer_id)
            found |= paths_of(root, employer)
    return found


def _on_leave(facts: Facts, on: date) -> dict[str, Any]:
    """En arrêt ? and since when: consecutive periods are one absence."""
    said = {"leave.on_leave": on_leave_at(facts, on)}
    current = absence(facts.leaves, on)
    if current is not None:
        said |= paths_of("leave", vars(current))
    answered = any(row.on_leave for row in facts.situations) or facts.leaves
    return said if answered else {}


def _row(db: Connection, sql: str, number: int) -> dict[str, Any]:
    return dict(db.execute(sql, (number,)).fetchone())


def paths_of(root: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row by path, those the vocabulary knows; dates as dates."""
    found = {}
    for column, value in row.items():
        path = f"{root}.{column}"
        if path in PATHS and value is not None:
            is_text = PATHS[path] == "date" and isinstance(value, str)
            found[path] = date.fromisoformat(value) if is_text else value
    return found


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
