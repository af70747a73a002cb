"""Whether a text names somebody recorded: a report names nobody (law 1)."""

import re
from collections.abc import Iterator, Sequence
from sqlite3 import Connection

from pdpcli.rules.hiding import without_names
from pdpcli.rules.names import fold

_CIVIL = re.compile(
    r"\b(?:m\.|mr|mme|mlle|mrs|monsieur|madame|mademoiselle)\s+(?P<name>[^\W\d_][\w'’-]*)",
    re.IGNORECASE,
)
_CHUNK = 500
#: those who work on their own, as SQL: their employer is themselves
ALONE = "('craftsman', 'trader', 'liberal', 'micro', 'farmer', 'spouse')"
_AFTER = "\uffff"


def lines_naming(db: Connection, text: str) -> list[int]:
    """The numbers of the lines that name a person recorded, first and last name in any order.

    « Mme DUPONT » names one too when somebody of that name is recorded.
    """
    named = list(_full_names(db, text))
    lines = text.split("\n")
    return [
        rank
        for rank, line in enumerate(lines, 1)
        if without_names(line, named) != line or any(_known(db, one) for one in _civil(line))
    ]


def _full_names(db: Connection, text: str) -> Iterator[str]:
    """The full names of those who have a name in the text, both ways round."""
    words = sorted(set(fold(text).split()))
    for start in range(0, len(words), _CHUNK):
        chunk = words[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        rows = db.execute(
            f"""SELECT DISTINCT p.last_name, p.birth_name, p.first_name
            FROM person_word w JOIN person p ON p.id = w.person_id WHERE w.word IN ({marks})""",
            chunk,
        )
        for last, birth, first in map(tuple, rows.fetchall()):
            for one in filter(None, (last, birth)):
                yield from (f"{one} {first}", f"{first} {one}")


def _civil(line: str) -> Iterator[str]:
    """The words that follow « Mme », « M. »…"""
    return (fold(found["name"]) for found in _CIVIL.finditer(line))


def _known(db: Connection, last_name: str) -> bool:
    """Whether somebody bears this last name."""
    row = db.execute(
        "SELECT 1 FROM person WHERE folded BETWEEN ? AND ? LIMIT 1",
        (f"{last_name} ", f"{last_name} {_AFTER}"),
    ).fetchone()
    return row is not None


def employers_naming(db: Connection, ids: Sequence[int]) -> set[int]:
    """The employers of ``ids`` that are one of their own: on her own, or bearing her name."""
    marks = ", ".join("?" * len(ids))
    rows = db.execute(
        f"""SELECT DISTINCT m.employer_id, e.folded, p.last_name, p.birth_name,
          EXISTS (SELECT 1 FROM situation s WHERE s.case_id = c.id
            AND s.status IN {ALONE}) AS alone
        FROM employment m JOIN employer e ON e.id = m.employer_id
          JOIN case_file c ON c.id = m.case_id JOIN person p ON p.id = c.person_id
        WHERE m.employer_id IN ({marks})""",
        list(ids),
    ).fetchall()
    return {
        number
        for number, folded, last, birth, alone in map(tuple, rows)
        if alone or any(f" {fold(one)} " in f" {folded} " for one in (last, birth) if one)
    }
