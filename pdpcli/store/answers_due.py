"""The day by which what a partner owes should have come, from the deadlines kept as rows."""

from datetime import date
from sqlite3 import Connection


def answers_due(db: Connection, today: date) -> dict[tuple[str, str], date]:
    """Of each round of a fiche (« 2026-0042 », « 1/0 »), the first day a partner's word is due.

    What she suspended is due on the day she said; what she called done is not any more.
    """
    rows = db.execute(
        """SELECT subject, occurrence, min(CASE WHEN state = 'suspended' AND until > :today
          THEN until ELSE due_on END) AS due_on FROM deadline
        WHERE rule IN ('answer_theirs', 'acknowledge', 'taken_on')
          AND state IN ('open', 'suspended') GROUP BY subject, occurrence""",
        {"today": today.isoformat()},
    )
    return {(row[0], row[1]): date.fromisoformat(row[2]) for row in rows}
