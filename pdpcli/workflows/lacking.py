"""What a fiche still needs before it leaves, the consent apart."""

from datetime import date
from typing import TYPE_CHECKING

from pdpcli.workflows.release import leaving, unanswered

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.liaisons import LiaisonRow


def lacking(db: "Connection", liaison: "LiaisonRow", on: date) -> list[str]:
    """What is missing, in words; none when only a consent may keep it from leaving."""
    form, values = leaving(db, liaison, on)
    refusal = unanswered(db, liaison, form, values)
    if refusal is None:
        return []
    return [problem.reason for problem in refusal.problems] or ["notre réponse"]
