"""The words a person may be searched by: any part of her names, without accents (derived rows)."""

import re
from collections.abc import Iterable
from sqlite3 import Connection

from pdpcli.rules.names import fold

_APOSTROPHE = re.compile("['’]")


def words(last_name: str, first_name: str, birth_name: str | None) -> list[str]:
    """The folded names from each of their words on: « dupont luc », « luc »…

    « D'Hérouville » is found by « dherouville », « d herouville » and « herouville ».
    """
    found: list[str] = []
    for name in (f"{last_name} {first_name}", birth_name or ""):
        for spelled in (name, _APOSTROPHE.sub(" ", name)):
            parts = fold(spelled).split()
            found += [" ".join(parts[start:]) for start in range(len(parts))]
    return list(dict.fromkeys(found))


def index_persons(db: Connection, person_ids: Iterable[int | None]) -> None:
    """Rewrite the words of these persons, from their names as they now are."""
    for person_id in person_ids:
        row = db.execute(
            "SELECT last_name, first_name, birth_name FROM person WHERE id = ?", (person_id,)
        ).fetchone()
        db.execute("DELETE FROM person_word WHERE person_id = ?", (person_id,))
        if row is not None:
            db.executemany(
                "INSERT INTO person_word (word, person_id) VALUES (?, ?)",
                [(word, person_id) for word in words(*row)],
            )


def stale(db: Connection) -> list[int]:
    """The persons whose words are not those of their names; those who are gone and left some."""
    kept: dict[int, set[str]] = {}
    for row in db.execute("SELECT person_id, word FROM person_word"):
        kept.setdefault(row["person_id"], set()).add(row["word"])
    wrong = []
    for row in db.execute("SELECT id, last_name, first_name, birth_name FROM person"):
        names = row["last_name"], row["first_name"], row["birth_name"]
        if kept.pop(row["id"], set()) != set(words(*names)):
            wrong.append(row["id"])
    return [*wrong, *kept]
