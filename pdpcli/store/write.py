"""One write: one transaction, its author, its journal rows; acknowledged means on the disk."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pdpcli.errors import StoreBusy
from pdpcli.store import anchor, journal
from pdpcli.store import envelope as envelopes
from pdpcli.store.connection import guard
from pdpcli.store.faults import translated
from pdpcli.store.settings import writes_here

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
        _begin(store, db, adopting=adopting, epoch=epoch)
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


@contextmanager
def alone(store: "Store") -> "Iterator[Connection]":
    """The store held so that nobody writes in it meanwhile, refused where it may not be written.

    Nothing is committed on it. Raises as `Store.write`.
    """
    db = store.connect("rw")
    try:
        _begin(store, db)
        yield db
    except BaseException as error:
        raise translated(error) or error from error
    finally:
        db.close()


def _begin(
    store: "Store", db: "Connection", *, adopting: bool = False, epoch: bool = False
) -> None:
    """Begin to write: nobody else does, this installation may, in the store there is now."""
    db.execute("BEGIN IMMEDIATE")
    refuse_replaced(store)
    _refuse_other_writer(db, adopting=adopting)
    if not epoch:
        anchor.refuse_regression(anchor.verdict(db, anchor.remembered(store.store_id)))


def _next_epoch(store: "Store", db: "Connection") -> int:
    known = anchor.remembered(store.store_id)
    return max(journal.head(db).epoch, known.epoch if known else 0) + 1


def refuse_replaced(store: "Store") -> None:
    """StoreBusy when a restore or a new key put another file in the place of this one."""
    finished = store.path.suffix == envelopes.STORE_SUFFIX
    if finished and envelopes.replaced(store.home, store.path):
        raise StoreBusy("Le cahier vient d'être remplacé.", todo="Recommencez : rien n'est écrit.")


def _refuse_other_writer(db: "Connection", *, adopting: bool) -> None:
    if adopting or writes_here(db):
        return
    raise StoreBusy(
        "Ce cahier s'écrit depuis un autre poste ; ici il se lit seulement.",
        todo="Si c'est désormais sur ce poste que vous travaillez : pdp reprendre-la-main",
    )
