"""Whose passphrase opened the store last here: hers is tried first, so that opening costs one try.

A hint in the profile, beside the envelope's copy that already names her; without it, every slot is
tried in its order.
"""

from contextlib import suppress
from pathlib import Path

from pdpcli.errors import CannotWrite
from pdpcli.files import private_folder, read_regular, write_atomic
from pdpcli.store.home import profile

_MOST = 2_000  # bytes: a name


def last_opener(store_id: str) -> str:
    """The author whose passphrase opened this store last; empty when it is not known."""
    try:
        return read_regular(_path(store_id), _MOST).decode()
    except (OSError, UnicodeDecodeError):
        return ""


def remember_opener(store_id: str, author: str) -> None:
    """Keep ``author``; a profile that cannot be written keeps the former one."""
    if author == last_opener(store_id):
        return
    with suppress(CannotWrite):
        private_folder(_path(store_id).parent)
        write_atomic(_path(store_id), author.encode(), force=True)


def _path(store_id: str) -> Path:
    return profile() / "ouvertures" / store_id
