"""The store, opened: reads and writes go through it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.errors import StoreBusy, StoreDamaged
from pdpcli.store import envelope as envelopes
from pdpcli.store import migrations, session_key
from pdpcli.store.connection import connect, guard
from pdpcli.store.faults import half_committed, store_damaged
from pdpcli.store.write import Write, refuse_replaced, writing

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.envelope import Envelope

__all__ = ["Store", "Write", "opened", "opened_by", "unlocked"]


@dataclass(frozen=True)
class Store:
    """Where the store is, its key, and who opened it."""

    home: Path
    path: Path
    key: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    author: str
    store_id: str
    generation: int
    busy_ms: int = 10_000
    before_commit: "Callable[[Write], None] | None" = None  # what follows from any write

    def read(self) -> "Connection":
        """A read-only connection with named rows; the caller closes it (contextlib.closing).

        Raises StoreDamaged, StoreBusy, CannotWrite.
        """
        return guard(self.connect("ro"))

    def counting(self) -> "Connection":
        """The same, which may also hold a table in memory: an evaluation reads a year once.

        The file is opened for reading only: no statement can write in it.
        """
        self.connect("ro").close()  # its schema is up to date
        db = self._settled("ro")
        db.execute("PRAGMA query_only = OFF")
        return guard(db)

    def write(self, action: str, subject: str = "") -> AbstractContextManager[Write]:
        """One transaction, journaled under ``action`` (the command) and ``subject`` (a reference).

        An exception inside rolls everything back. Raises StoreBusy (another command, another
        installation), CannotWrite, StoreDamaged (file, or an older or foreign copy).
        """
        return writing(self, action, subject)

    def connect(self, mode: str) -> "Connection":
        """A connection to an up-to-date schema, not guarded. See `connection.connect`."""
        db = self._settled(mode)
        try:
            if (behind := _behind(db)) and mode == "ro":
                db.close()
                db = self._settled("rw")
            if behind:
                from pdpcli.store.upgrade import upgrade

                upgrade(self, db)
                if mode == "ro":
                    db.execute("PRAGMA query_only = ON")
        except BaseException:
            db.close()
            raise
        return db

    def _settled(self, mode: str) -> "Connection":
        try:
            return self._raw(mode)
        except StoreDamaged:  # its file is gone when the key was renewed meanwhile
            refuse_replaced(self)
            raise
        except Exception as error:
            if mode != "ro" or not half_committed(error.__cause__ or error):
                raise
        # A command was killed in the middle of its commit: only a writer may undo the half.
        self._raw("rw").close()
        return self._raw(mode)

    def _raw(self, mode: str) -> "Connection":
        return connect(self.path, self.key, self.salt, mode=mode, busy_ms=self.busy_ms)


def unlocked(home: Path, secret: Callable[[], str]) -> Store:
    """The store of ``home``, with the session's key if one is kept, else with ``secret()``.

    Raises NoStore, WrongPassphrase, StoreDamaged (envelope), CannotWrite.
    """
    envelope = envelopes.load(home)
    kept = session_key.kept(envelope.store_id, envelope.generation)
    if kept:
        return opened(home, envelope, *kept)
    return opened_by(home, envelope, secret())


def opened_by(home: Path, envelope: "Envelope", secret: str) -> Store:
    """The store that ``secret`` opens, whatever session runs. WrongPassphrase, PdpError."""
    from pdpcli.store.last_opener import last_opener, remember_opener
    from pdpcli.store.vault import unwrap

    store = opened(home, envelope, *unwrap(envelope, secret, last_opener(envelope.store_id)))
    remember_opener(store.store_id, store.author)
    return store


def opened(home: Path, envelope: "Envelope", key: bytes, author: str) -> Store:
    """The store of an envelope whose key is at hand."""
    return Store(
        home=home,
        path=home / envelope.store,
        key=key,
        salt=envelope.salt,
        author=author,
        store_id=envelope.store_id,
        generation=envelope.generation,
    )


def _behind(db: "Connection") -> bool:
    found, known = migrations.version(db), len(migrations.steps())
    if found > known:
        raise StoreBusy(
            "Ce cahier a été écrit par une version plus récente de pdp.",
            todo="Mettez pdp à jour sur ce poste.",
        )
    if found == 0:
        raise store_damaged("Le cahier est vide : ses tables ont disparu.")
    return found < known
