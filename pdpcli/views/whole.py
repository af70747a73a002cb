"""Everything the store holds, in open formats: JSON lines that are taken back, CSV to look at.

Both are clear text. The schema of the lines is docs/export.md; ``FORMAT`` grows when it changes.
"""

import csv
import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from sqlite3 import Connection
from typing import IO, TYPE_CHECKING, Any

from pdpcli.store import journal, migrations
from pdpcli.store.whole import Whole, row_count, size_of, whole_rows, whole_tables
from pdpcli.views.stats_data import inert
from pdpcli.views.whole_tables import README

if TYPE_CHECKING:
    from pdpcli.store.open import Store

FORMAT = 1
_EVERY = 2_000  # rows between two signs of progress
_ENCODE = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=lambda raw: b64encode(raw).decode()
).encode
Told = Callable[[int, int], None]


def write_lines(
    store: "Store", db: Connection, file: IO[bytes], told: Told, *, documents: bool
) -> None:
    """The export as JSON lines: a head, every row, an end that counts and hashes them."""
    digest, count = sha256(), 0
    for line in _lines(store, db, told, documents=documents):
        file.write(line)
        digest.update(line)
        count += 1
    end = {"end": {"lines": count, "sha256": digest.hexdigest()}}
    file.write(_line(end))


def write_csv(db: Connection, file: IO[bytes], told: Told, *, documents: bool) -> None:
    """A ZIP of one CSV a table, formula-inert, and of the documents as files."""
    done, total = 0, size_of(db).rows
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("LISEZMOI.txt", README)
        for table in whole_tables(db):
            with folder.open(f"{table.name}.csv", "w") as part:
                for row in _csv_rows(db, table):
                    part.write(row)
                    done += 1
                    if done % _EVERY == 0:
                        told(done, total)
        if documents:
            _put_documents(db, folder)


def _lines(store: "Store", db: Connection, told: Told, *, documents: bool) -> Iterator[bytes]:
    tables = whole_tables(db)
    counts = {table.name: row_count(db, table) for table in tables}
    done, total = 0, sum(counts.values())
    yield _line(_head(store, db, counts, documents=documents))
    for table in tables:
        for row in whole_rows(db, table, documents=documents):
            values = dict(zip(table.columns, row, strict=True))
            yield _line({"table": table.name, "row": values})
            done += 1
            if done % _EVERY == 0:
                told(done, total)


def _head(
    store: "Store", db: Connection, counts: dict[str, int], *, documents: bool
) -> dict[str, Any]:
    head = journal.head(db)
    return {
        "pdp": "export",
        "format": FORMAT,
        "schema": migrations.version(db),
        "store": store.store_id,
        "journal": {"epoch": head.epoch, "n": head.n, "hash": head.hash},
        "documents": documents,
        "tables": counts,
    }


def _line(value: object) -> bytes:
    return f"{_ENCODE(value)}\n".encode()


def _csv_rows(db: Connection, table: Whole) -> Iterator[bytes]:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.columns)
    yield b"\xef\xbb\xbf" + _taken(out)
    for row in whole_rows(db, table, documents=False):
        writer.writerow([_cell(value) for value in row])
        yield _taken(out)


def _taken(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()


def _cell(value: object) -> object:
    if isinstance(value, str):
        return inert(value)
    return str(value).replace(".", ",") if isinstance(value, float) else value


def _put_documents(db: Connection, folder: zipfile.ZipFile) -> None:
    """Each document as a file named by its number: a name of hers could say somebody's."""
    for row in db.execute("SELECT id, media, bytes FROM document ORDER BY id"):
        kind = row["media"] if row["media"] in {"pdf", "jpeg", "png"} else "bin"
        folder.writestr(f"pieces/{row['id']}.{kind}", bytes(row["bytes"]))
