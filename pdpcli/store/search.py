"""Finding a person, an employer or a reference: indexed reads over folded names."""

from datetime import date
from sqlite3 import Connection
from typing import Any

from pdpcli.errors import Refusal
from pdpcli.rules.names import close, fold
from pdpcli.rules.references import parse_ref
from pdpcli.store.case_list import CaseFilter, list_cases
from pdpcli.store.cases import NUMBERED, numbered
from pdpcli.store.employers import employers

_PERSON = """SELECT p.id, p.last_name, p.first_name, p.folded, p.born_on, c.ref, c.state,
    c.closed_on
  FROM person p LEFT JOIN case_file c ON c.id = (
    SELECT id FROM case_file WHERE person_id = p.id ORDER BY opened_on DESC, id DESC LIMIT 1)"""


def search(db: Connection, text: str, today: date) -> dict[str, list[dict[str, Any]]]:
    """What ``text`` finds: ``cases`` (by reference or name) and ``employers``."""
    try:
        year, number = parse_ref(text)
    except Refusal:
        cases = list_cases(db, CaseFilter(text=text, limit=30))
        if not cases:
            refs = [row["ref"] for row in known_persons(db, text) if row["ref"]]
            cases = [case for ref in refs for case in list_cases(db, CaseFilter(ref=ref))]
        return {"cases": cases, "employers": employers(db, text, limit=10)}
    rows = db.execute(
        f"SELECT ref FROM case_file {NUMBERED} LIMIT 5",
        numbered(year, number, today),
    )
    refs = [row["ref"] for row in rows.fetchall()]
    cases = [case for ref in refs for case in list_cases(db, CaseFilter(ref=ref))]
    return {"cases": cases, "employers": []}


def known_persons(db: Connection, name: str, born_on: date | None = None) -> list[dict[str, Any]]:
    """The persons whose name is ``name``, begins so or is a slip away, with their last case.

    At most eight, the closest first. A birth date that differs puts a person last.
    """
    folded = fold(name)
    if len(folded) < 3:  # noqa: PLR2004 - two letters name everybody
        return []
    found = _beginning(db, folded, 50)
    if not found:
        nearby = _beginning(db, folded[:2], 5000)
        found = [row for row in nearby if _a_slip_away(row["folded"], folded)]
    born = born_on.isoformat() if born_on else None
    return sorted(found, key=lambda row: (row["folded"] != folded, row["born_on"] != born))[:8]


def _a_slip_away(held: str, typed: str) -> bool:
    """Whether as many words of ``held`` as were typed, in a row, are ``typed`` but for a slip."""
    words, count = held.split(" "), len(typed.split(" "))
    parts = (" ".join(words[at : at + count]) for at in range(len(words) - count + 1))
    return any(close(part, typed) for part in parts)


def _beginning(db: Connection, folded: str, limit: int) -> list[dict[str, Any]]:
    rows = db.execute(
        f"""{_PERSON} WHERE p.id IN (SELECT person_id FROM person_word
          WHERE word >= :from AND word < :until ORDER BY word LIMIT :limit)""",
        {"from": folded, "until": folded + "\U0010ffff", "limit": limit},
    )
    return [dict(row) for row in rows]


def person_with_nir(db: Connection, nir: str) -> dict[str, Any] | None:
    """The person who has this NIR, with her last case."""
    row = db.execute(f"{_PERSON} WHERE p.nir = ? LIMIT 1", (nir,)).fetchone()
    return dict(row) if row else None
