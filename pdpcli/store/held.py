"""What is held of a person, table by table: what the access file gives, and what it does not.

Declared in ``held.toml``, with the reason for each column and each table left out; a test walks the
schema. RGPD art. 15: everything, but the rights of others (art. 15, 4).
"""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from pdpcli.store.loose_notes import notes_naming
from pdpcli.store.persons import entries_of_person


@dataclass(frozen=True)
class Column:
    """A column that is given: its French name, and how its value is said ("" as it is)."""

    name: str
    label: str
    kind: str = ""


@dataclass(frozen=True)
class Held:
    """A table of which rows are given."""

    table: str
    title: str
    where: str
    order: str
    given: tuple[Column, ...]
    withheld: Mapping[str, str]


@dataclass(frozen=True)
class Declared:
    """The whole declaration: tables in order, columns withheld everywhere, tables left out."""

    tables: tuple[Held, ...]
    everywhere: Mapping[str, str]
    left_out: Mapping[str, str]


@dataclass(frozen=True)
class Hers:
    """By what a person is known in the tables: row numbers, opaque keys, references."""

    persons: tuple[int, ...]
    keys: tuple[str, ...]
    cases: tuple[int, ...]
    refs: tuple[str, ...]
    drafts: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()  # of her colleagues, about no situation, that name her


@cache
def declared() -> Declared:
    """What ``held.toml`` says."""
    said = tomllib.loads(Path(__file__).with_name("held.toml").read_text("utf-8"))
    tables = tuple(_table(one) for one in said["held"])
    return Declared(tables, said["everywhere"], said["left_out"])


def _table(said: Mapping[str, Any]) -> Held:
    return Held(
        said["table"],
        said["title"],
        said["where"],
        said.get("order", "1"),
        tuple(
            Column(name, *([told] if isinstance(told, str) else told))
            for name, told in said["given"].items()
        ),
        said.get("withheld", {}),
    )


def hers(db: Connection, person_id: int, drafts: Sequence[int]) -> Hers:
    """By what the person is known, every entry of her included."""
    entries = entries_of_person(db, person_id)
    persons = tuple(number for number, _ in entries)
    listed = ", ".join(map(str, persons))
    rows = db.execute(
        f"SELECT id, ref FROM case_file WHERE person_id IN ({listed}) ORDER BY year, number"
    ).fetchall()
    return Hers(
        persons,
        tuple(key for _, key in entries),
        tuple(row["id"] for row in rows),
        tuple(row["ref"] for row in rows),
        tuple(drafts),
        tuple(notes_naming(db, persons[0])),
    )


def rows_held(db: Connection, one: Held, known: Hers) -> Iterator[dict[str, Any]]:
    """The rows of a table that are hers, whole: what is withheld is for who reads them."""
    bound = {name: json.dumps(getattr(known, name)) for name in vars(known)}
    places = {name: f"(SELECT value FROM json_each(:{name}))" for name in bound}
    sql = f"SELECT * FROM {one.table} WHERE {one.where.format(**places)} ORDER BY {one.order}"
    used = {name: value for name, value in bound.items() if f":{name})" in sql}
    return (dict(row) for row in db.execute(sql, used).fetchall())
