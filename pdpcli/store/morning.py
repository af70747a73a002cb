"""What waits, and how much there is: the reads of the morning screen."""

from datetime import date
from sqlite3 import Connection
from typing import Any

from pdpcli.store.exchange import fiches


def waiting(db: Connection, today: date, case_id: int | None = None) -> list[dict[str, Any]]:
    """The fiches that wait for a signature, a production, a dispatch, an answer or our reply."""
    return [row for row in fiches(db, today, case_id) if row["waits"]]


def counts(db: Connection, month: str) -> dict[str, int]:
    """How many situations are open or of ``month`` (``2026-06``), drafts, agreements of ours."""
    row = db.execute(
        """SELECT (SELECT coalesce(sum(n), 0) FROM case_tally WHERE state = 'open') AS open,
          (SELECT coalesce(sum(n), 0) FROM case_tally
             WHERE month = :month AND state <> 'cancelled') AS month,
          (SELECT count(*) FROM draft WHERE kind = 'signal') AS drafts,
          (SELECT count(*) FROM agreement) AS agreements""",
        {"month": month},
    ).fetchone()
    return dict(row)
