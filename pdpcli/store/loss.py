"""What a restore would lose: what the current store has written since the backup."""

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdpcli.errors import PdpError
from pdpcli.store import journal

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.open import Store

#: Rows that are no work of hers: losing them loses nothing.
_SILENT = "('due refresh', 'backup create', 'backup verify')"


@dataclass(frozen=True)
class Last:
    """The last thing written: its UTC moment, by whom."""

    at: str
    author: str


@dataclass(frozen=True)
class Loss:
    """``kept`` is the backup's last write, ``current`` that of the store that is there.

    ``readable`` says whether that store opens; then ``writes`` are lost, about ``subjects``; the
    persons of ``erased`` come back; a refusal, a withdrawal or a limitation of those of ``closed``
    is forgotten. ``epoch`` is that of its journal.
    """

    kept: Last | None
    current: Last | None = None
    readable: bool = False
    writes: int = 0
    subjects: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    epoch: int = 0


def loss(backup: "Connection", current: "Store | None") -> Loss:
    """What ``current`` has that ``backup`` has not; a store that does not read is said so."""
    from sqlcipher3 import dbapi2

    kept = _last(backup)
    if current is None:
        return Loss(kept)
    try:
        with closing(current.read()) as db:
            return _compared(backup, db, kept)
    except (PdpError, dbapi2.Error):
        return Loss(kept)


def _compared(backup: "Connection", db: "Connection", kept: Last | None) -> Loss:
    since = _common(backup, db)
    rows = db.execute(
        f"""SELECT DISTINCT at, author, action, subject FROM journal
        WHERE n > ? AND action NOT IN {_SILENT}""",
        (since,),
    ).fetchall()
    erased = db.execute(
        "SELECT DISTINCT subject FROM journal WHERE n > ? AND \"table\" = 'erasure'", (since,)
    ).fetchall()
    return Loss(
        kept,
        _last(db),
        readable=True,
        writes=len(rows),
        subjects=tuple(sorted({row["subject"] for row in rows if row["subject"]})),
        erased=tuple(sorted(row["subject"] for row in erased)),
        closed=_closed(db, since),
        epoch=journal.head(db).epoch,
    )


# What shut the gate: a restore opens it again, until it is told anew.
_CLOSED = """SELECT substr(j.subject, 1, instr(j.subject || '/', '/') - 1) AS ref FROM journal j
    JOIN consent c ON CAST(c.id AS TEXT) = j.row
    WHERE j.n > :since AND j."table" = 'consent' AND c.act <> 'given'
  UNION SELECT r.case_ref FROM journal j JOIN rights_request r ON CAST(r.id AS TEXT) = j.row
    WHERE j.n > :since AND j."table" = 'rights_request' AND r.lifted_on IS NULL
      AND r.kind IN ('limitation', 'opposition')
  ORDER BY 1"""


def _closed(db: "Connection", since: int) -> tuple[str, ...]:
    rows = db.execute(_CLOSED, {"since": since}).fetchall()
    return tuple(row["ref"] for row in rows if row["ref"])


def _common(one: "Connection", other: "Connection") -> int:
    """The last journal row they share: what is chained before an equal hash is equal."""
    shared, apart = 0, min(_length(one), _length(other)) + 1
    while apart - shared > 1:
        middle = (shared + apart) // 2
        if _hash(one, middle) == _hash(other, middle):
            shared = middle
        else:
            apart = middle
    return shared


def _length(db: "Connection") -> int:
    return int(db.execute("SELECT coalesce(max(n), 0) FROM journal").fetchone()[0])


def _hash(db: "Connection", n: int) -> str | None:
    row = db.execute("SELECT hash FROM journal WHERE n = ?", (n,)).fetchone()
    return row and str(row[0])


def _last(db: "Connection") -> Last | None:
    row = db.execute(
        f"SELECT at, author FROM journal WHERE action NOT IN {_SILENT} ORDER BY n DESC LIMIT 1"
    ).fetchone()
    return Last(row["at"], row["author"]) if row else None
