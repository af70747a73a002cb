"""Finding a person, an employer or a reference: indexed reads over folded names."""

import json
from datetime import date
from itertools import permutations
from sqlite3 import Connection
from typing import Any

from pdpcli.errors import Refusal
from pdpcli.rules.names import close, fold, slips
from pdpcli.rules.references import parse_ref
from pdpcli.store.case_list import CaseFilter, list_cases
from pdpcli.store.cases import NUMBERED, numbered
from pdpcli.store.employers import employers

_MOST = 30  # situations shown
_NEAR = 2_000  # names looked at one by one, when nothing closer was found
_ROTATED = 3  # words of a name that may be typed in any order
_PERSON = """SELECT p.id, p.last_name, p.first_name, p.folded, p.born_on, c.ref, c.state,
    c.closed_on
  FROM person p LEFT JOIN case_file c ON c.id = (
    SELECT id FROM case_file WHERE person_id IN (
        SELECT p.id UNION ALL SELECT s.id FROM person s WHERE s.same_as = p.id)
      AND NOT EXISTS (SELECT 1 FROM case_alias x WHERE x.ref = case_file.ref)
    ORDER BY opened_on DESC, id DESC LIMIT 1)"""
# One probe of the index a spelling: whatever the number of persons.
_SPELLED = """SELECT DISTINCT w.person_id FROM json_each(?) v
    CROSS JOIN person_word w ON w.word >= v.value AND w.word < v.value || char(1114111)
    LIMIT ?"""
_WHOLE = """SELECT DISTINCT person_id FROM person_word
    WHERE word = :word OR (word > :word || ' ' AND word < :word || '!') LIMIT :limit"""


def search(db: Connection, text: str, today: date) -> dict[str, list[dict[str, Any]]]:
    """What ``text`` finds: ``cases`` (by reference or name) and ``employers``.

    A reference merged into another finds the situation kept.
    """
    try:
        year, number = parse_ref(text)
    except Refusal:
        return _named(db, text)
    rows = db.execute(
        f"""SELECT ref FROM (SELECT coalesce((SELECT k.ref FROM case_alias a
            JOIN case_file k ON k.id = a.case_id WHERE a.ref = case_file.ref), ref) AS ref
          FROM case_file {NUMBERED} LIMIT 5)""",
        numbered(year, number, today),
    )
    refs = dict.fromkeys(row["ref"] for row in rows.fetchall())
    cases = [case for ref in refs for case in list_cases(db, CaseFilter(ref=ref))]
    return {"cases": cases, "employers": []}


def _named(db: Connection, text: str) -> dict[str, list[dict[str, Any]]]:
    if not fold(text):
        return {"cases": [], "employers": []}
    found = employers(db, text, limit=10)
    persons = tuple(persons_named(db, text, limit=_MOST))
    wanted = CaseFilter(persons=persons, employers=tuple(one["id"] for one in found), limit=_MOST)
    cases = list_cases(db, wanted) if persons or found else []
    return {"cases": cases, "employers": found}


def persons_named(db: Connection, name: str, limit: int) -> list[int]:
    """The numbers of the persons that ``name`` may mean, at most ``limit``.

    By the beginning of her name or of her birth name; else by its words in any order; else a slip
    away, and at last a slip a word away from a name that begins with the same two letters. One or
    two letters begin too many names: only a whole word is found (« LY »).
    """
    folded = fold(name)
    if len(folded) < 3:  # noqa: PLR2004 - two letters name everybody
        rows = db.execute(_WHOLE, {"word": folded, "limit": limit})
        return [row["person_id"] for row in rows] if folded else []
    tried = (_in_any_order(folded), _slipped(folded))
    found = _spelled(db, [folded], limit)
    for spellings in tried:
        found = found or _spelled(db, spellings, limit)
    return found or _with_every_word(db, folded, limit) or _nearby(db, folded, limit)


def _spelled(db: Connection, spellings: list[str], limit: int) -> list[int]:
    rows = db.execute(_SPELLED, (json.dumps(spellings), limit))
    return [row["person_id"] for row in rows]


def _in_any_order(folded: str) -> list[str]:
    words = folded.split(" ")
    if not 1 < len(words) <= _ROTATED:
        return []
    return [" ".join(one) for one in permutations(words)]


def _slipped(folded: str) -> list[str]:
    """Every spelling of it with one slip, in the order typed and, for two words, in the other."""
    found: list[str] = []
    for order in dict.fromkeys((folded, " ".join(reversed(folded.split(" "))))):
        words = order.split(" ")
        for at, word in enumerate(words):
            found += [" ".join((*words[:at], one, *words[at + 1 :])) for one in slips(word)]
    return found


def _with_every_word(db: Connection, folded: str, limit: int) -> list[int]:
    """Each word begins one of hers: her first name after her birth name, for instance."""
    words = sorted(set(folded.split(" ")), key=len, reverse=True)
    if len(words) == 1 or len(words[0]) < 3:  # noqa: PLR2004
        return []
    tests = "".join(
        f""" AND EXISTS (SELECT 1 FROM person_word o WHERE o.person_id = w.person_id
        AND o.word >= :w{at} AND o.word < :w{at} || char(1114111))"""
        for at in range(1, len(words))
    )
    bound: dict[str, Any] = {f"w{at}": word for at, word in enumerate(words)}
    rows = db.execute(
        f"""SELECT DISTINCT w.person_id FROM person_word w
        WHERE w.word >= :w0 AND w.word < :w0 || char(1114111){tests} LIMIT :limit""",
        {**bound, "limit": limit},
    )
    return [row["person_id"] for row in rows]


def _nearby(db: Connection, folded: str, limit: int) -> list[int]:
    near = _known(db, _spelled(db, [folded[:2]], _NEAR))
    return [row["id"] for row in near if _a_slip_away(row["folded"], folded)][:limit]


def known_persons(db: Connection, name: str, born_on: date | None = None) -> list[dict[str, Any]]:
    """The persons whose name is ``name``, begins so or is a slip away, with their last case.

    At most eight, the closest first; one entered twice is there once. A birth date that differs
    puts a person last.
    """
    folded = fold(name)
    found = _known(db, persons_named(db, name, 50))
    born = born_on.isoformat() if born_on else None
    return sorted(found, key=lambda row: (row["folded"] != folded, row["born_on"] != born))[:8]


def _known(db: Connection, persons: list[int]) -> list[dict[str, Any]]:
    """The persons of these numbers, each as the entry kept of her."""
    if not persons:
        return []
    listed = ", ".join(map(str, persons))
    rows = db.execute(
        f"""{_PERSON} WHERE p.id IN (SELECT coalesce(same_as, id) FROM person
          WHERE id IN ({listed})) ORDER BY p.folded"""
    )
    return [dict(row) for row in rows]


def _a_slip_away(held: str, typed: str) -> bool:
    """Whether as many words of ``held`` as were typed, in a row, are ``typed`` but for a slip."""
    words, count = held.split(" "), len(typed.split(" "))
    parts = (" ".join(words[at : at + count]) for at in range(len(words) - count + 1))
    return any(close(part, typed) for part in parts)


def person_with_nir(db: Connection, nir: str) -> dict[str, Any] | None:
    """The person who has this NIR, with her last case."""
    row = db.execute(f"{_PERSON} WHERE p.nir = ? AND p.same_as IS NULL LIMIT 1", (nir,)).fetchone()
    return dict(row) if row else None
