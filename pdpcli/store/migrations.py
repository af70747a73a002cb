"""Numbered SQL steps, each atomic with its own record; an existing store is copied before.

Four directives stand for triggers. ``@append_only t…``: no update, no deletion, and insertion only
after the last row. ``@in_order t…``: a row's number follows the last one's closely, so that none is
ever the greatest there can be, after which nothing could be told. ``@detail t parent fk``:
deletable only when an erasure of the parent's person is recorded. ``@erased t key``: no insertion
once the person of ``key`` is erased.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection

FAR = 1000  # how far a row may be numbered after the one before
FOLDER = Path(__file__).parent / "migrations"


def steps() -> list[Path]:
    """The migration files, in order; the schema's version is their number."""
    return sorted(FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql"))


def version(db: "Connection") -> int:
    """The number of the last migration applied."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: "Connection") -> None:
    """Apply what is missing, one transaction per step. The caller holds no transaction."""
    for number, path in enumerate(steps(), start=1):
        if number > version(db):
            _apply(db, number, path.read_text("utf-8"))


def schema_hash(db: "Connection") -> str:
    """SHA-256 of the tables, indexes and triggers as they are."""
    rows = db.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2"
    )
    return sha256(
        "\n".join(f"{kind} {name} {sql}" for kind, name, sql in rows).encode()
    ).hexdigest()


def _apply(db: "Connection", number: int, text: str) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        if number == version(db) + 1:  # another process may have been faster
            for statement in statements(text):
                for sql in _expanded(db, statement):
                    db.execute(sql)
            db.execute(f"PRAGMA user_version = {number}")
            _record(db, number, text)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _record(db: "Connection", number: int, text: str) -> None:
    digest = sha256(text.encode()).hexdigest()
    for key, value in ((f"migration.{number:04}", digest), ("schema", schema_hash(db))):
        db.execute(
            "INSERT INTO setting (key, value) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )


def statements(text: str) -> Iterator[str]:
    """The statements and directives of a file, one by one (executescript would commit)."""
    from sqlcipher3.dbapi2 import complete_statement

    pending = ""
    for line in text.splitlines():
        if not pending.strip() and (not line.strip() or line.lstrip().startswith("--")):
            continue
        if line.startswith("@") and not pending.strip():
            yield line
            continue
        pending += line + "\n"
        if complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        raise ValueError(f"unfinished statement: {pending[:60]}")


def _expanded(db: "Connection", statement: str) -> Iterator[str]:
    words = statement.split()
    if words[0] == "@append_only":
        for table in words[1:]:
            yield from _append_only(db, table)
    elif words[0] == "@in_order":
        for table in words[1:]:
            yield _in_order(table)
    elif words[0] == "@erased":
        yield _erased(words[1], " ".join(words[2:]))
    elif words[0] == "@detail":
        yield from _detail(*words[1:])
    elif words[0].startswith("@"):
        raise ValueError(f"unknown directive: {words[0]}")
    else:
        yield statement


def _append_only(db: "Connection", table: str) -> Iterator[str]:
    key, kind = db.execute(
        f"SELECT name, type FROM pragma_table_info('{table}') WHERE pk = 1"
    ).fetchone()
    yield _refusal(table, "BEFORE UPDATE", "")
    yield _refusal(table, "BEFORE DELETE", "")
    yield _refusal(
        table, "BEFORE INSERT", f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"
    )
    if kind == "INTEGER":  # "the latest" is read in row order: nothing slips in before
        yield _refusal(table, "AFTER INSERT", f"NEW.{key} < (SELECT max({key}) FROM {table})")


def _in_order(table: str) -> str:
    before = f"(SELECT max(id) FROM {table} WHERE id < NEW.id)"
    return (
        f"CREATE TRIGGER {table}_in_order AFTER INSERT ON {table}"
        f" WHEN NEW.id < 1 OR NEW.id > coalesce({before}, 0) + {FAR}"
        f" BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    )


def _erased(table: str, key: str) -> str:
    return (
        f"CREATE TRIGGER {table}_erased BEFORE INSERT ON {table}"
        f" WHEN EXISTS (SELECT 1 FROM erasure e WHERE e.person_key = {key})"
        f" BEGIN SELECT RAISE(ABORT, 'erased: {table}'); END"
    )


def _detail(table: str, parent: str, foreign_key: str) -> Iterator[str]:
    yield _refusal(table, "BEFORE UPDATE", "")
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE {foreign_key} = NEW.{foreign_key})"
    yield _refusal(table, "BEFORE INSERT", taken)
    erased = (
        f"NOT EXISTS (SELECT 1 FROM {parent} p JOIN erasure e ON e.person_key = p.person_key"
        f" WHERE p.id = OLD.{foreign_key})"
    )
    yield _refusal(table, "BEFORE DELETE", erased)


def _refusal(table: str, when: str, condition: str) -> str:
    moment, action = when.lower().split()
    guard = f" WHEN {condition}" if condition else ""
    return (
        f"CREATE TRIGGER {table}_{moment}_{action} {when} ON {table}{guard}"
        f" BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    )
