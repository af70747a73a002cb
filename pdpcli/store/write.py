"""One write: one transaction, its author, its journal rows; acknowledged means on the disk."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pdpcli.errors import StoreBusy
from pdpcli.store import anchor, journal
from pdpcli.store.connection import guard
from pdpcli.store.faults import translated
from pdpcli.store.home import installation

if TYPE_CHECKING:
    from sqlite3 import Connection

    from sqlmodel import Session

    from pdpcli.store.open import Store
    from pdpcli.store.session import Within


@dataclass
class Write:
    """A transaction being written. ``subject`` is an opaque reference, settable until the end."""

    db: "Connection"
    author: str
    at: str
    action: str
    subject: str = ""
    notes: list[str] = field(default_factory=list)
    epoch: int = 0
    before_commit: "Callable[[Write], None] | None" = None
    _session: "Within | None" = None

    def note(self, what: str) -> None:
        """Journal ``what`` although no row is written: an export, a read that is journaled."""
        self.notes.append(what)

    def session(self) -> "Session":
        """The ORM on this very transaction: one per write, flushed before the commit."""
        if self._session is None:
            from pdpcli.store.session import within

            self._session = within(self.db)
        return self._session

    def finish(self) -> journal.Head:
        """Flush the ORM, compute what follows, chain the journal, commit; the new head."""
        if self._session is not None:
            self._session.finish()
        if self.before_commit is not None:
            self.before_commit(self)
        entry = journal.Entry(self.at, self.author, self.action, self.subject)
        now = journal.record(self.db, entry, self.notes, self.epoch)
        self.db.execute("COMMIT")
        return now


@contextmanager
def writing(
    store: "Store", action: str, subject: str = "", *, adopting: bool = False, epoch: bool = False
) -> Iterator[Write]:
    """See `Store.write`; ``adopting`` takes the pen, ``epoch`` opens a new one (a restore)."""
    db = store.connect("rw")
    try:
        journal.watch(db)
        guard(db)
        db.execute("BEGIN IMMEDIATE")
        _refuse_other_writer(db, adopting=adopting)
        if not epoch:
            anchor.refuse_regression(anchor.verdict(db, anchor.remembered(store.store_id)))
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        write = Write(db, store.author, at, action, subject)
        write.before_commit = store.before_commit
        if epoch:
            write.epoch = _next_epoch(store, db)
        yield write
        now = write.finish()
    except BaseException as error:
        with suppress(Exception):
            if db.in_transaction:
                db.execute("ROLLBACK")
        raise translated(error) or error from error
    finally:
        db.close()
    anchor.remember(store.store_id, now)


def _next_epoch(store: "Store", db: "Connection") -> int:
    known = anchor.remembered(store.store_id)
    return max(journal.head(db).epoch, known.epoch if known else 0) + 1


def _refuse_other_writer(db: "Connection", *, adopting: bool) -> None:
    row = db.execute("SELECT value FROM setting WHERE key = 'writer'").fetchone()
    if adopting or (row and row[0] == installation()):
        return
    raise StoreBusy(
        "Ce cahier s'écrit depuis un autre poste ; ici il se lit seulement.",
        todo="Si c'est désormais sur ce poste que vous travaillez : pdp reprendre-la-main",
    )
