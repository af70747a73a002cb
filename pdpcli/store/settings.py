"""The table ``setting``: what was chosen once for the whole store, by key; and who writes in it."""

from collections.abc import Mapping
from contextlib import suppress
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.errors import Refusal
from pdpcli.store.home import installation

if TYPE_CHECKING:
    from pdpcli.rules.deadlines.settings import Setting

#: The installation that writes in this store: the others only read it.
WRITER = "writer"


def setting_of(db: Connection, key: str) -> str | None:
    """The text kept under ``key``; None when nothing is, or the shown default was taken again."""
    row = db.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return (row[0] or None) if row else None


def keep_setting(db: Connection, key: str, value: str) -> None:
    """Keep ``value`` under ``key``; "" goes back to the shown default."""
    db.execute(
        """INSERT INTO setting (key, value) VALUES (?, ?)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value""",
        (key, value),
    )


def numbers_chosen(db: Connection, settings: "Mapping[str, Setting]") -> Mapping[str, int]:
    """The number chosen for each setting, by id, else its shown default; ``settings``: by key.

    What was kept and is no longer one of its values counts as not chosen.
    """
    found = {}
    for key, setting in settings.items():
        value = setting.default
        with suppress(Refusal):
            text = setting_of(db, key)
            value = setting.parse(text) if text else setting.default
        found[setting.id] = value
    return {id_: value for id_, value in found.items() if isinstance(value, int)}


def writes_here(db: Connection) -> bool:
    """Whether this installation is the one that writes in the store."""
    writer = setting_of(db, WRITER)
    return writer is not None and writer == installation()
