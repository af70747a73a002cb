"""The head of the journal kept outside the store: it shows an old or a foreign copy put back.

It finds accidents and swapped files, not someone who holds the passphrase and this profile.
"""

import json
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.errors import CannotWrite, StoreDamaged
from pdpcli.files import private_folder, read_regular, write_atomic
from pdpcli.store.home import profile
from pdpcli.store.journal import Head, head

if TYPE_CHECKING:
    from sqlite3 import Connection


#: The action that declares a restore, and the command that does; the one that restores.
RESTORE, BACKUP_RESTORE = "check --declare-restore", "backup restore"
_MOST = 1_000  # bytes
_SQL_INTEGERS = range(2**63)


class Verdict(Enum):
    """How the store's journal relates to the head this profile remembers."""

    CONTINUED = "continued"
    OLDER = "older"
    FORKED = "forked"
    RESTORED = "declared restore"
    FIRST_SEEN = "first seen"


def verdict(db: "Connection", known: Head | None) -> Verdict:
    """Compare the journal with ``known``, which was read BEFORE the journal."""
    if known is None:
        return Verdict.FIRST_SEEN
    now = head(db)
    if now.epoch > known.epoch:
        return Verdict.RESTORED if _restored_since(db, known) else Verdict.FORKED
    if now.epoch < known.epoch or now.n < known.n:
        return Verdict.OLDER
    row = db.execute("SELECT hash FROM journal WHERE n = ?", (known.n,)).fetchone()
    return Verdict.CONTINUED if row and row[0] == known.hash else Verdict.FORKED


def refuse_regression(found: Verdict) -> None:
    """StoreDamaged when the store is older than what this profile saw, or another history."""
    if found not in (Verdict.OLDER, Verdict.FORKED):
        return
    what = (
        "Ce cahier est une copie plus ancienne que ce que ce poste a déjà enregistré."
        if found is Verdict.OLDER
        else "Ce cahier n'a pas la même histoire que celui de ce poste."
    )
    raise StoreDamaged(
        what,
        todo="Remettez le bon fichier, ou une sauvegarde : pdp sauvegarde restaurer FICHIER\n"
        "Si c'est vous qui avez remis cette copie exprès : pdp verifier --declarer-restauration",
    )


def remembered(store_id: str) -> Head | None:
    """The head this profile remembers of the store; None at first sight, or when damaged."""
    try:
        known = json.loads(read_regular(_path(store_id), _MOST))
    except (OSError, ValueError, RecursionError):
        return None
    match known:
        case {"epoch": int(epoch), "n": int(n), "hash": str(hash_)}:
            sound = epoch in _SQL_INTEGERS and n in _SQL_INTEGERS
            return Head(epoch, n, hash_) if sound else None
    return None


def remember(store_id: str, now: Head) -> None:
    """Keep ``now``. A profile that cannot be written keeps the former head, which stays true."""
    data = json.dumps({"epoch": now.epoch, "n": now.n, "hash": now.hash}).encode()
    path = _path(store_id)
    with suppress(CannotWrite):
        private_folder(path.parent)
        write_atomic(path, data, force=True)


def _restored_since(db: "Connection", known: Head) -> bool:
    row = db.execute(
        "SELECT count(*) FROM journal WHERE epoch > ? AND action IN (?, ?)",
        (known.epoch, RESTORE, BACKUP_RESTORE),
    ).fetchone()
    return bool(row[0])


def _path(store_id: str) -> Path:
    return profile() / "ancres" / f"{store_id}.json"
