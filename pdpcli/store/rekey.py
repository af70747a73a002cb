"""The store written anew under another data key: everything, row by row, verified before it counts.

SQLCipher's export copies the schema and the rows; free pages, where deleted rows may linger, stay
behind. Until the envelope names it, the new file is nothing.
"""

from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING

from pdpcli.errors import CannotWrite, PdpError, StoreDamaged
from pdpcli.files import cannot_write
from pdpcli.store import journal, migrations, verify
from pdpcli.store.connection import connect
from pdpcli.store.cut_rotation import REPLACED
from pdpcli.store.faults import translated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

    from pdpcli.store.journal import Entry, Head
    from pdpcli.store.open import Store


def rewritten(old: "Store", new: "Store", entry: "Entry", note: str) -> "Head":
    """Write ``new.path`` from ``old``, which the caller holds; the head of the new journal.

    ``note`` is journaled beside the name of the file that is replaced.

    Raises:
        StoreDamaged: the old store is not in order; there is nothing to trust in a copy of it.
        CannotWrite: no room, or what was written does not read back the same.
    """
    try:
        _export(old, new)
        with (
            closing(_opened(old, "ro")) as before,
            closing(_opened(new, "rw")) as after,
        ):
            _verify(before, after)
            return _journal(after, entry, (f"{REPLACED}{old.path.name}", note))
    except OSError as error:
        raise cannot_write(new.path, error) from error
    except PdpError:
        raise
    except Exception as error:
        raise translated(error) or error from error


def _opened(store: "Store", mode: str) -> "Connection":
    return connect(store.path, store.key, store.salt, mode=mode, busy_ms=store.busy_ms)


def _export(old: "Store", new: "Store") -> None:
    new.path.touch(0o600, exist_ok=False)
    with closing(_opened(old, "ro")) as db:
        db.execute("PRAGMA query_only = OFF")  # the old file itself stays open for reading only
        key = f"x'{new.key.hex()}{new.salt.hex()}'"
        db.execute(f'ATTACH DATABASE ? AS renewed KEY "{key}"', (str(new.path.absolute()),))
        db.execute(f"PRAGMA renewed.user_version = {migrations.version(db)}")
        db.execute("BEGIN")
        db.execute("SELECT sqlcipher_export('renewed')").fetchall()
        db.execute("COMMIT")


def _verify(old: "Connection", new: "Connection") -> None:
    same = (
        migrations.version(old) == migrations.version(new)
        and migrations.schema_hash(old) == migrations.schema_hash(new)
        and not verify.integrity(new)
        and contents(old) == contents(new)
    )
    if not same:
        raise CannotWrite(
            "Le nouveau fichier ne se relit pas comme l'ancien : il n'a pas pris sa place.",
            todo="Vérifiez le cahier (pdp verifier) et le disque, puis recommencez.",
        )
    changed = any(any(verify.changed_rows(new, table)) for table in journal.tables(new))
    if changed or verify.broken_links(new) or verify.altered_documents(new):
        raise StoreDamaged(
            "Le cahier n'est pas en ordre : sa clé n'a pas été renouvelée.",
            todo="Voyez d'abord ce qui ne va pas : pdp verifier",
        )


def contents(db: "Connection") -> dict[str, tuple[int, str]]:
    """Of every table, how many rows there are and the SHA-256 of all of them, in their order."""
    names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {name: _digest(db, name) for (name,) in names.fetchall()}


def _digest(db: "Connection", table: str) -> tuple[int, str]:
    count, digest = 0, sha256()
    cursor = db.cursor()
    cursor.row_factory = None
    for row in cursor.execute(f'SELECT * FROM "{table}"'):
        count += 1
        digest.update(repr(row).encode())
    return count, digest.hexdigest()


def _journal(db: "Connection", entry: "Entry", notes: "Sequence[str]") -> "Head":
    """Chain the rows of the new key; nothing outside remembers it before it counts."""
    db.execute("BEGIN IMMEDIATE")
    chain = journal.Chain(db, entry, journal.head(db))
    chain.extend("", ((note, "") for note in notes))
    db.execute("COMMIT")
    return chain.last
