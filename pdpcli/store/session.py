"""The ORM lent the connection of a write: it flushes, it never begins, commits or rolls back."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

if TYPE_CHECKING:
    from sqlite3 import Connection


class Lent:
    """The connection as SQLAlchemy sees it: the transaction is not SQLAlchemy's to end."""

    def __init__(self, db: "Connection") -> None:
        self._db = db

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the driver has
        return getattr(self._db, name)

    def commit(self) -> None:
        """The write commits."""

    rollback = close = commit


class Within(Session):
    """A session inside a write: closing it early keeps it, ending it is `finish`."""

    undone = False

    def finish(self) -> None:
        """Flush what is pending and detach; RuntimeError when a flush had been rolled back."""
        if self.undone:
            raise RuntimeError("the ORM rolled back inside a write: the write is abandoned")
        self.flush()
        self.expunge_all()
        super().close()

    def close(self) -> None:
        """Keep the session: `with write.session()` must not drop what was added."""


def within(db: "Connection") -> Within:
    """A session bound to ``db``, which is in a transaction."""
    from sqlcipher3 import dbapi2

    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: Lent(db),
        poolclass=StaticPool,
        hide_parameters=True,
    )
    session = Within(engine, expire_on_commit=False)

    @event.listens_for(session, "after_soft_rollback")
    def _(ended: Within, _transaction: object) -> None:
        ended.undone = True

    return session
