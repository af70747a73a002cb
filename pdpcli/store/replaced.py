"""The store that a restore replaces: held while it is done, then kept aside, whole."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.errors import CannotWrite, StoreBusy, StoreDamaged
from pdpcli.files import move, private_folder, read_regular, write_atomic
from pdpcli.store import envelope as envelopes
from pdpcli.store.connection import connect
from pdpcli.store.faults import translated

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.open import Store

_WAIT_MS = 2_000


@contextmanager
def held(current: "Store | None") -> Iterator[None]:
    """Let nobody write in the store being replaced, if it opens. StoreBusy."""
    db: Connection | None = None
    if current is not None:
        with suppress(CannotWrite, StoreDamaged):
            db = connect(
                current.path, current.key, current.salt, mode="rw", busy_ms=_WAIT_MS
            )  # fmt: skip
    try:
        if db is not None:
            _take(db)
        yield
    finally:
        if db is not None:
            db.close()


def _take(db: "Connection") -> None:
    try:
        db.execute("BEGIN IMMEDIATE")
    except Exception as error:
        told = translated(error)
        if isinstance(told, StoreBusy):
            raise told from error  # a damaged one cannot be written either


def keep_envelope(home: Path, aside: Path) -> None:
    """Copy the envelope that is about to be replaced, as it is, damaged or not. CannotWrite."""
    with suppress(OSError):
        data = read_regular(home / envelopes.NAME, envelopes.MOST_BYTES)
        write_atomic(private_folder(aside) / envelopes.NAME, data)


def set_aside(home: Path, ours: Path, aside: Path) -> list[Path]:
    """Move every other store of ``home``, with its journal and older copies; those that stay."""
    stores = {one.stem for one in home.glob(f"*{envelopes.STORE_SUFFIX}")} - {ours.stem}
    left = []
    for path in sorted(home.iterdir()):
        if path.is_file() and path.name.partition(".")[0] in stores:
            try:
                move(path, private_folder(aside) / path.name)
            except CannotWrite:
                left.append(path)
    return left
