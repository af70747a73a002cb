"""Every table of the store, as it is: what the whole export says and takes back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite3 import Connection

#: Settings that belong to one store alone: its digest key, its post, its schema.
_OWN = "key NOT IN ('journal_key', 'writer', 'schema') AND key NOT LIKE 'migration.%'"
#: Columns that no export says, by table, and what stands for them.
WITHHELD = {("seal", "private_key"): ""}
BYTES = ("document", "bytes")


@dataclass(frozen=True)
class Size:
    """What there is to say: rows in all, situations, documents and their bytes."""

    rows: int
    cases: int
    documents: int
    bytes: int


@dataclass(frozen=True)
class Whole:
    """A table: its columns in their order, those of its key, and which rows are said."""

    name: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]

    @property
    def condition(self) -> str:
        """What is said of ``setting``; elsewhere everything."""
        return _OWN if self.name == "setting" else "1"


def whole_tables(db: "Connection") -> list[Whole]:
    """Every table, in the order in which the schema made them."""
    names = db.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " ORDER BY rowid"
    ).fetchall()
    found = []
    for (name,) in names:
        info = db.execute("SELECT name, pk FROM pragma_table_info(?)", (name,)).fetchall()
        keys = [column for column, place in sorted(info, key=lambda row: row[1]) if place]
        found.append(Whole(name, tuple(column for column, _ in info), tuple(keys)))
    return found


def is_own(setting: Mapping[str, Any]) -> bool:
    """Whether a row of ``setting`` belongs to one store alone."""
    key = str(setting.get("key"))
    return key in {"journal_key", "writer", "schema"} or key.startswith("migration.")


def row_count(db: "Connection", table: Whole) -> int:
    """How many rows of ``table`` are said."""
    said = db.execute(f'SELECT count(*) FROM "{table.name}" WHERE {table.condition}')
    return int(said.fetchone()[0])


def whole_rows(
    db: "Connection", table: Whole, *, documents: bool = True
) -> Iterator[Sequence[Any]]:
    """The rows of ``table`` by key, as values of its columns; withheld ones replaced.

    Without ``documents`` the bytes of the documents are None.
    """
    columns = ", ".join(_said(table.name, column, documents) for column in table.columns)
    keys = ", ".join(f'"{key}"' for key in table.keys)
    cursor = db.cursor()
    cursor.row_factory = None
    yield from cursor.execute(
        f'SELECT {columns} FROM "{table.name}" WHERE {table.condition} ORDER BY {keys}'
    )


def size_of(db: "Connection") -> Size:
    """What an export of everything would hold."""
    counts = {table.name: row_count(db, table) for table in whole_tables(db)}
    held = db.execute("SELECT coalesce(sum(length(bytes)), 0) FROM document").fetchone()
    return Size(sum(counts.values()), counts["case_file"], counts["document"], int(held[0]))


def _said(table: str, column: str, documents: bool) -> str:  # noqa: FBT001 - one caller
    if (table, column) in WITHHELD:
        return f"'{WITHHELD[table, column]}'"
    if (table, column) == BYTES and not documents:
        return "NULL"
    return f'"{column}"'
