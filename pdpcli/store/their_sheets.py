"""Sheets that came from a partner's own pdp: under which mark theirs is known here."""

import json
from sqlite3 import Connection

from pdpcli.forms.mark import Mark, read_mark
from pdpcli.store.liaisons import LiaisonRow

_MARKED = """SELECT n.case_ref, n.liaison_number, t.content FROM standing_notice n
    JOIN notice_detail t ON t.notice_id = n.id
    WHERE n.kind = 'received' AND json_extract(t.content, '$.mark') IS NOT NULL"""


def their_mark(db: Connection, liaison: LiaisonRow) -> Mark | None:
    """The mark of their last sheet of this incoming fiche; None for one not made by pdp."""
    row = db.execute(
        f"{_MARKED} AND n.case_ref = ? AND n.liaison_number = ? ORDER BY n.id DESC LIMIT 1",
        (liaison.case.ref, liaison.number),
    ).fetchone()
    return read_mark(json.loads(row["content"])["mark"]) if row else None


def taken_in(db: Connection, partner: str, ref: str) -> tuple[str, int] | None:
    """The situation and the number of the fiche that a partner numbers ``ref``, or None."""
    for row in db.execute(f"{_MARKED} AND n.body = ? ORDER BY n.id DESC", (partner,)):
        found = read_mark(json.loads(row["content"])["mark"])
        if found is not None and found.ref == ref:
            return row["case_ref"], row["liaison_number"]
    return None
