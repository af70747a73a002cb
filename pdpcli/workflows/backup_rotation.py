"""Letting old backups go, by the settings: only after a new one that is good."""

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.errors import StoreDamaged
from pdpcli.files import open_regular
from pdpcli.rules.backups import kept_days
from pdpcli.store import backup as register
from pdpcli.store import container

if TYPE_CHECKING:
    from pdpcli.store.open import Store


def rotate(store: "Store", at: datetime) -> list[Path]:
    """Delete the backups of the folder that the settings do not keep; those deleted.

    A register taken back from an export, or a name taken by another file, deletes nothing: what is
    not a backup of this store is left to her.
    """
    with closing(store.read()) as db:
        mine = [one for one in register.backups(db) if one.rotated and one.here]
        chosen = register.settings(db)
    newest = {one.day: one for one in reversed(mine) if one.there and one.sound}
    kept = kept_days(newest, at.astimezone().date(), chosen["daily"], chosen["weekly"])
    keep = {newest[day].id for day in kept}
    gone = [one for one in mine if one.id not in keep and one.sound and one.there is not None]
    others = [one for one in gone if one.path.exists() and not _is_ours(store, one.path)]
    done = [one for one in gone if one not in others and _deleted(one.path)]
    if done or others:
        with store.write("backup create") as write:
            register.note_gone(write, [one.id for one in done])
            register.note_by_hand(write, [one.id for one in others])
    return [one.path for one in done]


def _is_ours(store: "Store", path: Path) -> bool:
    """Whether a backup of this very store is there: another file took its name, or its register."""
    try:
        with open_regular(path) as file:
            return container.read_header(file).store_id == store.store_id
    except (OSError, StoreDamaged):
        return False


def _deleted(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True
