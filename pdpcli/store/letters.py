"""Letters that ask to stop or to correct what was sent: that they were written, and kept.

They name dispatches and nobody (design, law 1); the database asks for the dispatch.
"""

from collections.abc import Sequence
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pdpcli.store import skeletons
from pdpcli.store.dispatches import Sent, sent_ref
from pdpcli.store.documents import Document, keep_under

if TYPE_CHECKING:
    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write


def put_letter(write: "Write", kind: str, sent: Sequence[Sent], document: int, on: date) -> None:
    """Note that a letter of ``kind`` was written about these dispatches: once for each fiche."""
    last = {sent_ref(one): one for one in sent}
    for one in last.values():
        skeletons.append(
            write.db,
            "notice",
            {
                **{name: one[name] for name in _OF_THE_DISPATCH},
                "kind": kind,
                "body": one["recipient"],
                "dispatch_id": one["id"],
                "on_date": on.isoformat(),
                "recorded_at": write.at,
                "author": write.author,
            },
            {"document": document},
        )


_OF_THE_DISPATCH = ("person_key", "case_ref", "liaison_number", "version", "round")


def keep_letter(write: "Write", case: "CaseRow", prefix: str, pdf: bytes) -> tuple[int, str]:
    """Keep a letter of this situation; its number and its name, ``retrait-2026-0042-1.pdf``."""
    begin = f"{prefix}-{case.ref}-"
    count = write.db.execute(
        "SELECT count(*) FROM document WHERE kind = 'letter' AND case_ref = ? AND name LIKE ?",
        (case.ref, f"{begin}%"),
    ).fetchone()[0]
    name = f"{begin}{count + 1}.pdf"
    document = Document("letter", name, "pdf", pdf)
    return keep_under(write, document, (case.person_key, case.ref, None)), name


def letters_on(db: Connection, case_ref: str, day: str, prefixes: Sequence[str]) -> list[Any]:
    """The letters of a situation kept on a UTC day, of these prefixes: name and bytes, in order."""
    rows = db.execute(
        """SELECT name, bytes FROM document
        WHERE kind = 'letter' AND case_ref = ? AND added_at LIKE ? ORDER BY id""",
        (case_ref, f"{day}%"),
    ).fetchall()
    return [row for row in rows if row["name"].startswith(tuple(f"{one}-" for one in prefixes))]


def kept_letters(db: Connection, case_ref: str, prefix: str) -> list[dict[str, Any]]:
    """The letters of a situation in the order they were written: name, bytes, who receives it."""
    rows = db.execute(
        """SELECT m.name, m.bytes, coalesce((SELECT b.short FROM notice_detail t
            JOIN notice n ON n.id = t.notice_id JOIN body b ON b.id = n.body
            WHERE json_extract(t.content, '$.document') = m.id LIMIT 1), '') AS partner
        FROM document m
        WHERE m.kind = 'letter' AND m.case_ref = ? AND m.name LIKE ? ORDER BY m.id""",
        (case_ref, f"{prefix}-{case_ref}-%"),
    )
    return [dict(row) for row in rows]
