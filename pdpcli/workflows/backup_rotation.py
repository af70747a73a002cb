"""Letting old backups go, by the settings: only after a new one that is good."""

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.rules.backups import kept_days
from pdpcli.store import backup as register

if TYPE_CHECKING:
    from pdpcli.store.open import Store


def rotate(store: "Store", at: datetime) -> list[Path]:
    """Delete the backups of the folder that the settings do not keep; those deleted."""
    with closing(store.read()) as db:
        mine = [one for one in register.backups(db) if one.rotated and one.here]
        chosen = register.settings(db)
    newest = {one.day: one for one in reversed(mine) if one.there and one.sound}
    kept = kept_days(newest, at.astimezone().date(), chosen["daily"], chosen["weekly"])
    keep = {newest[day].id for day in kept}
    gone = [one for one in mine if one.id not in keep and one.sound and one.there is not None]
    done = [one for one in gone if _deleted(one.path)]
    if done:
        with store.write("backup create") as write:
            register.note_gone(write, [one.id for one in done])
    return [one.path for one in done]


def _deleted(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True
