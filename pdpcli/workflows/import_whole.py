"""An export of everything taken back into a store that holds nothing yet: all of it, or nothing."""

import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby, islice
from math import isfinite
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pdpcli.errors import InputRefused, Problem, Refusal
from pdpcli.files import in_french
from pdpcli.rules.text import clean
from pdpcli.store import migrations
from pdpcli.store.whole import BYTES, Whole, is_own, whole_tables
from pdpcli.store.whole_back import (
    chain_everything,
    emptied,
    put_rows,
    retire_keyless_seals,
    used_tables,
    wrongs,
)

if TYPE_CHECKING:
    from pdpcli.store.open import Write

FORMAT = 1
_LONGEST = 300_000_000  # bytes of a line: a document of 200 MB in base64
_MOST_TEXT = 100_000_000
_CHUNK = 500
_BEGINS = b'{"pdp":"export",'
_STORE = re.compile(r"[0-9a-f]{32}")
_INTEGERS = range(-(2**63), 2**63)
Told = Callable[[int, int], None]


def is_whole(path: Path) -> bool:
    """Whether the file begins as an export of everything does."""
    if not path.is_file():
        return False
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(_BEGINS)) == _BEGINS
    return False


@dataclass(frozen=True)
class Head:
    """The first line: of which store, its journal's head, how many rows of each table."""

    store: str
    journal: Mapping[str, Any]
    tables: Mapping[str, int]

    @property
    def rows(self) -> int:
        """How many rows it announces."""
        return sum(self.tables.values())


def read_head(path: Path) -> Head:
    """The first line of an export.

    Raises:
        InputRefused: of a later version, without its documents, or no such head.
    """
    try:
        with path.open("rb") as file:
            said = _object(file.readline(_LONGEST), 1)
    except OSError as error:
        raise InputRefused(f"Le fichier ne peut pas être lu : {in_french(error)}.") from None
    match said:
        case {
            "format": int(format_),
            "schema": int(schema),
            "store": str(store),
            "journal": dict(last),
            "documents": bool(documents),
            "tables": dict(tables),
        } if all(type(n) is int for n in tables.values()) and _STORE.fullmatch(store):
            _refuse_newer(format_, schema)
            if not documents and tables.get("document"):
                raise InputRefused(
                    "Cet export est sans ses pièces : il ne se reprend pas en entier.",
                    todo="Refaites-le : pdp exporter FICHIER --pieces",
                )
            return Head(store, last, tables)
    raise _broken(1)


def take_whole(write: "Write", path: Path, told: Told) -> Head:
    """Put every row back; the journal goes on in a new epoch, that names the one taken back.

    Raises:
        InputRefused: the store holds something, the file is cut, changed or not sound.
    """
    if used_tables(write.db):
        raise InputRefused(
            "Ce cahier n'est pas vide : un export en entier ne se reprend que dans un cahier neuf.",
            todo="Choisissez un dossier neuf avec PDP_HOME, puis : pdp init",
        )
    head = read_head(path)
    with emptied(write.db), path.open("rb") as file:
        _put(write, file, head, told)
        retire_keyless_seals(write.db, write.at[:10])
    if found := wrongs(write.db, head.journal):
        raise InputRefused(
            "Cet export ne tient pas ensemble : rien n'a été repris.",
            problems=[Problem(what, "à revoir.") for what in found],
        )
    chain_everything(write)
    write.before_commit = None  # the deadlines are those of the export
    write.note(f"import: store {head.store}, journal {head.journal['n']}")
    return head


def _put(write: "Write", file: IO[bytes], head: Head, told: Told) -> None:
    from sqlcipher3 import dbapi2

    tables = {table.name: table for table in whole_tables(write.db)}
    reading = _Reading(file, dict.fromkeys(tables, 0))
    for (name, columns), rows in groupby(reading.rows(), key=lambda one: (one[0], tuple(one[1]))):
        if name not in tables:
            raise _broken(reading.line)
        _refuse_columns(tables[name], columns, reading.line)
        values = (_values(name, row, reading.line) for _, row in rows)
        while chunk := list(islice(values, 1 if name == BYTES[0] else _CHUNK)):
            try:
                put_rows(write.db, tables[name], columns, chunk)
            except dbapi2.IntegrityError:
                raise _broken(reading.line) from None
            told(reading.line, head.rows)
    if {name: n for name, n in reading.counts.items() if n} != {
        name: n for name, n in head.tables.items() if n
    }:
        raise _cut()


@dataclass
class _Reading:
    """The lines of an export, each hashed as it is read."""

    file: IO[bytes]
    counts: dict[str, int]
    line: int = 0

    def rows(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """(table, row) in order. InputRefused: a line that is none, a file cut or changed."""
        digest = sha256()
        while text := self.file.readline(_LONGEST):
            self.line += 1
            match _object(text, self.line):
                case {"table": str(name), "row": dict(row)}:
                    self.counts[name] = self.counts.get(name, 0) + 1
                    yield name, row
                case {"end": {"lines": int(lines), "sha256": str(said)}}:
                    if (lines, said) != (self.line - 1, digest.hexdigest()) or self.file.read(1):
                        raise _cut()
                    return
                case _ if self.line > 1:
                    raise _broken(self.line)
            digest.update(text)
        raise _cut()


def _values(table: str, row: Mapping[str, Any], line: int) -> list[Any]:
    if table == "setting" and is_own(row):
        raise _broken(line)
    return [_value((table, column), value, line) for column, value in row.items()]


def _value(place: tuple[str, str], value: object, line: int) -> object:
    """A value as the store holds it. InputRefused: none of its types, or a forbidden character."""
    if place == BYTES and isinstance(value, str):
        try:
            return b64decode(value, validate=True)
        except ValueError:
            raise _broken(line) from None
    if isinstance(value, str):
        _refuse_characters(value, line, anything=place[1] == "path")
        return value
    if value is None or (isinstance(value, float) and isfinite(value)):
        return value
    if type(value) is int and value in _INTEGERS:
        return value
    raise _broken(line)


def _refuse_characters(text: str, line: int, *, anything: bool) -> None:
    """InputRefused for what no field takes; a path holds what its system allows."""
    try:
        if anything:
            text.encode()
        else:
            clean(text, multiline=True, limit=_MOST_TEXT)
    except (Refusal, UnicodeEncodeError):
        raise _broken(line) from None


def _refuse_columns(table: Whole, columns: Sequence[str], line: int) -> None:
    if not set(table.keys) <= set(columns) <= set(table.columns):
        raise _broken(line)


def _object(text: bytes, line: int) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise _broken(line) from None
    if not isinstance(said, dict):
        raise _broken(line)
    return said


def _refuse_newer(format_: int, schema: int) -> None:
    if format_ > FORMAT or schema > len(migrations.steps()):
        raise InputRefused(
            "Cet export vient d'une version plus récente de pdp.",
            todo="Mettez pdp à jour sur ce poste.",
        )


def _broken(line: int) -> InputRefused:
    return InputRefused(
        "Cette ligne n'est pas d'un export de pdp : rien n'a été repris.", where=f"ligne {line}"
    )


def _cut() -> InputRefused:
    return InputRefused(
        "Cet export est incomplet, ou il a été modifié : rien n'a été repris.",
        todo="Refaites-le sur l'autre cahier : pdp exporter FICHIER",
    )
