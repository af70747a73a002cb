"""The store that a restore replaces: held while it is done, then kept aside, whole."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.errors import CannotWrite, StoreBusy, StoreDamaged
from pdpcli.files import move, private_folder, read_regular, write_atomic
from pdpcli.store import envelope as envelopes
from pdpcli.store.connection import connect
from pdpcli.store.faults import translated

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.backup import Backup
    from pdpcli.store.container import Header
    from pdpcli.store.envelope import Envelope
    from pdpcli.store.loss import Loss
    from pdpcli.store.open import Store

_WAIT_MS = 2_000


@dataclass(frozen=True)
class Ready:
    """A backup read entirely and laid beside the store, which is not touched yet.

    ``envelope`` is the one that will be renamed into place, ``current`` the store that is there,
    None when there is none or it does not open; ``known`` are the backups that it, or the folder of
    the backups, knows.
    """

    home: Path
    header: "Header"
    envelope: "Envelope"
    store: "Store" = field(repr=False)  # as it will be
    laid: Path
    loss: "Loss"
    current: "Store | None" = field(repr=False)
    own: bytes = field(repr=False)
    known: "tuple[Backup, ...]" = ()


@dataclass(frozen=True)
class Restored:
    """What was put in place; ``aside`` is where the former store is, None when there was none.

    ``conventions`` are those that were missing and are back, ``left`` the files that could not be
    moved aside, ``reads_only`` that another machine writes in this store.
    """

    store: "Store" = field(repr=False)
    aside: Path | None
    conventions: list[str]
    left: list[Path]
    reads_only: bool


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
