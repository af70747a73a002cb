"""What a rotation that was cut leaves: a new file that never counted, or an old one.

The new file's name is noted in the profile before it is made, since nobody has its key if the
envelope does not name it; the old one's is in the journal of the store that replaced it.
"""

import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.errors import CannotWrite, StoreBusy, StoreDamaged
from pdpcli.files import cannot_write, private_folder, read_regular, write_atomic
from pdpcli.store.envelope import STORE_SUFFIX, UNFINISHED_SUFFIX
from pdpcli.store.home import profile
from pdpcli.store.write import alone

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.open import Store

#: The journal's action of a new key, and how its row names the file that was replaced.
ACTION, REPLACED = "key rotate", "replaced "
_NAME = re.compile(rf"dossiers-[a-z0-9-]{{1,70}}{re.escape(STORE_SUFFIX)}")
_MOST = 200  # bytes


def begin(store: "Store", name: str) -> None:
    """Note that ``name`` is being made to replace ``store``. CannotWrite."""
    path = _noted(store)
    private_folder(path.parent)
    write_atomic(path, name.encode(), force=True)


def ended(store: "Store") -> None:
    """``store`` counts from now on: its name is no longer noted."""
    with suppress(OSError):
        if _begun(store) == store.path.name:
            _noted(store).unlink()


def sweep(store: "Store") -> None:
    """Delete what a rotation cut before its commit left, or after it; not while one runs."""
    others = [*store.home.glob(f"*{STORE_SUFFIX}"), *_unfinished(store)]
    if others == [store.path] and not _begun(store):
        return
    with suppress(StoreBusy, StoreDamaged, CannotWrite), alone(replace(store, busy_ms=0)) as db:
        sweep_begun(store)
        for name in replaced_names(db) - {store.path.name}:
            deleted(store.home / name)


def sweep_begun(store: "Store") -> None:
    """Delete a new file that the envelope never named. The caller holds ``store``, which it names.

    Raises CannotWrite.
    """
    begun = _begun(store)
    left = [store.home / begun] if begun and begun != store.path.name else []
    try:
        for path in (*_unfinished(store), *left, _noted(store)):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(store.home, error) from error


def replaced_names(db: "Connection") -> set[str]:
    """The names of the files that this store replaced, under an older key."""
    rows = db.execute("SELECT row FROM journal WHERE action = ?", (ACTION,))
    names = {str(row[0]).removeprefix(REPLACED) for row in rows if row[0].startswith(REPLACED)}
    return {name for name in names if _NAME.fullmatch(name)}


def deleted(path: Path) -> list[Path]:
    """Delete the store at ``path``, its journal, the copies made before its updates; what stays."""
    copies = sorted(path.parent.glob(f"{path.stem}.avant-*"))
    left = []
    for one in (*copies, path.with_name(f"{path.name}-journal"), path):
        try:
            one.unlink(missing_ok=True)
        except OSError:
            left.append(one)
    return left


def _unfinished(store: "Store") -> list[Path]:
    return list(store.home.glob(f"dossiers-{store.store_id[:8]}-*{UNFINISHED_SUFFIX}*"))


def _begun(store: "Store") -> str:
    """The name that was noted; empty when there is none."""
    with suppress(OSError, UnicodeDecodeError):
        name = read_regular(_noted(store), _MOST).decode()
        return name if _NAME.fullmatch(name) else ""
    return ""


def _noted(store: "Store") -> Path:
    return profile() / "renouvellements" / store.store_id
