"""The journal in a file, and the chain of such a file verified without the store."""

import csv
import json
import operator
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pdpcli.errors import InputRefused
from pdpcli.files import cannot_read, open_regular, write_streamed
from pdpcli.store import journal, journal_rows
from pdpcli.store.journal_rows import COLUMNS, Wanted

if TYPE_CHECKING:
    from sqlite3 import Connection

_RUN_BY_SPREADSHEETS = tuple("=+-@\t\r")
_MOST_LINE = 100_000  # characters


def export(db: "Connection", wanted: Wanted, path: Path, *, force: bool = False) -> int:
    """Write the rows at ``path``: CSV when its name ends so, else one JSON object a line.

    Returns how many. CannotWrite.
    """
    lines = _csv if path.suffix.casefold() == ".csv" else _json
    written = [0]

    def fill(file: IO[bytes]) -> None:
        for line in lines(journal_rows.rows(db, wanted), written):
            file.write(line.encode())

    write_streamed(path, fill, force=force)
    return written[0]


def _json(rows: Iterator[tuple[Any, ...]], written: list[int]) -> Iterator[str]:
    for row in rows:
        written[0] += 1
        yield json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False) + "\n"


def _csv(rows: Iterator[tuple[Any, ...]], written: list[int]) -> Iterator[str]:
    yield "\N{ZERO WIDTH NO-BREAK SPACE}" + ";".join(COLUMNS) + "\r\n"
    for row in rows:
        written[0] += 1
        out = StringIO()
        csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(map(_cell, row))
        yield out.getvalue()


def _cell(value: object) -> str:
    """Nothing that a spreadsheet would run."""
    text = str(value)
    return f"'{text}" if text.lstrip().startswith(_RUN_BY_SPREADSHEETS) else text


def verify_export(path: Path) -> tuple[int, list[int], int]:
    """How many rows an export in JSON lines has, those that do not chain, the number of the last.

    The first one may follow rows that were not exported. InputRefused: it is no export, or empty.
    """
    count, broken, previous = 0, [], None
    try:
        with open_regular(path) as file:
            for line in iter(lambda: file.readline(_MOST_LINE), b""):
                row = _row(line)
                follows = previous is None or (row[0] - 1, row[9]) == previous
                if not follows or _link_hash(row) != row[10]:
                    broken.append(row[0])
                previous, count = (row[0], row[10]), count + 1
    except OSError as error:
        raise cannot_read(path, error) from error
    if previous is None:
        raise _no_export()
    return count, broken, previous[0]


def _link_hash(row: tuple[Any, ...]) -> str:
    try:
        return journal.link_hash(row[:10])
    except UnicodeEncodeError:  # half a character: no row of ours
        return ""


def _row(line: bytes) -> tuple[Any, ...]:
    try:
        said = json.loads(line)
        row = (operator.index(said["n"]), *(said[name] for name in COLUMNS[1:]))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _no_export() from None
    return row


def _no_export() -> InputRefused:
    return InputRefused(
        "Ce fichier n'est pas un export du journal en lignes JSON.",
        todo="En faire un : pdp journal exporter --sortie journal.jsonl",
    )
