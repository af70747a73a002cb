"""Connections to the encrypted file, with every pragma that durability and secrecy rest on."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pdpcli.store.faults import store_damaged, translated

if TYPE_CHECKING:
    from sqlite3 import Connection

# TRUNCATE and EXTRA: no committed row was lost in 500 replayed power cuts; WAL is refused on
# purpose (a bit flipped in an un-checkpointed WAL loses committed rows silently).
_PRAGMAS = (
    "cipher_compatibility = 4",
    "temp_store = MEMORY",
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "secure_delete = ON",
    "trusted_schema = OFF",
)
# The driver evicts the newest of its statements when it is full: a write's triggers, made first,
# would fill it for ever, and each later statement would be compiled at each execution.
_STATEMENTS = 1_000
_COPY = "act_slice"  # evaluation/year_slice.py
_READING = ("table_info", "foreign_key_list", "index_list", "foreign_key_check", "integrity_check")
_WRITE_PRAGMAS = (
    "journal_mode = TRUNCATE",
    "synchronous = EXTRA",
    "fullfsync = ON",
    "cache_size = -64000",  # a bulk write that spills flushes the journal at each spill
)


def connect(path: Path, key: bytes, salt: bytes, *, mode: str, busy_ms: int) -> "Connection":
    """An open, checked connection; ``mode`` is ``ro``, ``rw`` or ``rwc``. Autocommit.

    Raises StoreDamaged (absent, empty, not readable with its key), StoreBusy, CannotWrite.
    """
    from sqlcipher3 import dbapi2

    if mode != "rwc":
        _refuse_absent_or_empty(path)
    try:
        db: Connection = dbapi2.connect(
            _uri(path, mode), uri=True, isolation_level=None, cached_statements=_STATEMENTS
        )
    except dbapi2.Error as error:
        raise translated(error) or error from error
    try:
        _prepare(db, key, salt, mode, busy_ms)
    except BaseException as error:
        db.close()
        raise translated(error) or error from error
    db.row_factory = dbapi2.Row
    return db


def guard(db: "Connection") -> "Connection":
    """Refuse from now on what no command needs: attaching, schema changes, setting pragmas.

    One table in memory may be made, and dropped: the copy that an evaluation counts in.
    """
    from sqlcipher3 import dbapi2 as sql

    refused = {
        value
        for name, value in vars(sql).items()
        if name.startswith(("SQLITE_CREATE_", "SQLITE_DROP_"))
        or name in ("SQLITE_ATTACH", "SQLITE_DETACH", "SQLITE_ALTER_TABLE", "SQLITE_REINDEX")
    }
    in_memory = {
        value
        for name, value in vars(sql).items()
        if name.endswith(("_TEMP_TABLE", "_TEMP_INDEX")) or name == "SQLITE_REINDEX"
    }

    def allow(action: int, first: str | None, second: str | None, *_: str | None) -> int:
        setting = action == sql.SQLITE_PRAGMA and second is not None and first not in _READING
        loading = action == sql.SQLITE_FUNCTION and second == "load_extension"
        copying = action in in_memory and (first or "").startswith(_COPY)
        denied = setting or loading or (action in refused and not copying)
        return int(sql.SQLITE_DENY if denied else sql.SQLITE_OK)

    db.set_authorizer(allow)
    return db


def _prepare(db: "Connection", key: bytes, salt: bytes, mode: str, busy_ms: int) -> None:
    # The log level comes first: SQLCipher's own log would go to stderr.
    db.execute("PRAGMA cipher_log_level = NONE")
    db.execute(f"""PRAGMA key = "x'{key.hex()}{salt.hex()}'" """)
    db.execute(f"PRAGMA busy_timeout = {busy_ms}")
    for pragma in _PRAGMAS:
        db.execute(f"PRAGMA {pragma}")
    db.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the key is first used here
    if mode == "ro":
        db.execute("PRAGMA query_only = ON")
        return
    for pragma in _WRITE_PRAGMAS:
        db.execute(f"PRAGMA {pragma}")


def _refuse_absent_or_empty(path: Path) -> None:
    size = 0
    with suppress(OSError):
        size = path.stat().st_size
        if size:
            return
    raise store_damaged(
        "Le fichier du cahier est vide." if path.exists() else "Le fichier du cahier a disparu."
    )


def _uri(path: Path, mode: str) -> str:
    text = quote(path.absolute().as_posix(), safe="/:")
    return f"file:{'' if text.startswith('/') else '/'}{text}?mode={mode}"
