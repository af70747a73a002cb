"""What is kept only to be fast, compared with what it is computed from; and computed anew.

Deadlines of agreements and of the cell are left out: they move on, and are computed, each day.
"""

from datetime import date
from typing import TYPE_CHECKING

from pdpcli.store import due, person_words, snapshots
from pdpcli.workflows.deadlines import case_computed, read_settings, refresh_case, refresh_general

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.open import Write

_TALLY = """SELECT substr(opened_on, 1, 7) AS month, state, count(*) AS n FROM case_file
    WHERE ref NOT IN (SELECT ref FROM case_alias) GROUP BY 1, 2"""


def wrong_deadlines(db: "Connection", today: date) -> list[str]:
    """The situations whose deadlines are not those of the rules."""
    if due.computed(db)[0] != str(due.RULES_VERSION):
        return []  # the rules or a setting changed: all are computed at the next morning screen
    settings = read_settings(db)
    wrong = []
    for row in db.execute("SELECT id, ref FROM case_file ORDER BY id").fetchall():
        found = case_computed(db, row["id"], today, settings) or []
        if due.differing(db, due.Subject(row["ref"], row["id"]), found, today):
            wrong.append(row["ref"])
    return wrong


def wrong_snapshots(db: "Connection") -> list[str]:
    """The situations with an act whose breakdown is not that of the dated facts."""
    rows = db.execute("SELECT id, ref FROM case_file ORDER BY id").fetchall()
    return [row["ref"] for row in rows if snapshots.stale(db, row["id"])]


def wrong_tally(db: "Connection") -> list[str]:
    """The months of which the counted situations are not those there are."""
    now = {(row["month"], row["state"]): row["n"] for row in db.execute(_TALLY)}
    kept = {
        (row["month"], row["state"]): row["n"]
        for row in db.execute("SELECT * FROM case_tally WHERE n <> 0")
    }
    return sorted({month for month, _ in dict(now.items() ^ kept.items())})


def recompute(write: "Write", today: date) -> None:
    """Compute all of it anew, from the facts; the journal says what moved."""
    db = write.db
    for row in db.execute("SELECT id FROM case_file").fetchall():
        snapshots.refresh(db, row["id"])
    stale = person_words.stale(db)
    person_words.index_persons(db, stale)
    db.execute("DELETE FROM case_tally")
    db.execute(f"INSERT INTO case_tally {_TALLY}")
    settings = read_settings(db)
    for row in db.execute("SELECT id FROM case_file").fetchall():
        refresh_case(db, row["id"], today, settings)
    refresh_general(db, today, settings)
    write.note("recompute")
