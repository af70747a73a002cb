"""The acts of a day, noted together: all of them, or none."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused, Problem
from pdpcli.store.cases import CaseRow, case_by_ref, refuse_erased
from pdpcli.store.drafts import drafts, forget
from pdpcli.workflows import act
from pdpcli.workflows.act_line import ActLine

if TYPE_CHECKING:
    from pdpcli.store.open import Write


DRAFT = "act day"  # the kind of draft that keeps the lines of a grid, each with its full reference
_REF = re.compile("[0-9-]*")


@dataclass(frozen=True)
class Placed:
    """A line of the grid, and where it is: « ligne 3 »."""

    place: str
    line: ActLine


def known_case(db: Connection, line: ActLine, on: date, today: date) -> CaseRow:
    """The situation of a line, one that an act may be noted on.

    Raises:
        InputRefused: none, erased, cancelled; a done act in the future.
    """
    act.check_date(on, today, planned=line.planned)
    row = case_by_ref(db, line.ref, today)
    refuse_erased(row)
    if row.state == "cancelled":
        raise InputRefused("Cette situation est annulée : aucun acte.", where=row.ref)
    return row


def already(db: Connection, row: CaseRow, line: ActLine, on: date) -> bool:
    """Whether such an act is noted that day in this situation."""
    return bool(
        db.execute(
            """SELECT 1 FROM act WHERE case_id = ? AND kind = ? AND on_date = ?
              AND state <> 'cancelled' LIMIT 1""",
            (row.id, line.kind, on.isoformat()),
        ).fetchone()
    )


def forget_lines(db: Connection, refs: Sequence[str]) -> None:
    """Take away the suspended lines about these situations: their person is being erased."""
    for draft in drafts(db, DRAFT):
        lines = [one for one in draft.answers["lines"] if _ref(one) not in refs]
        if not lines:
            forget(db, draft)
        elif lines != draft.answers["lines"]:
            said = json.dumps({**draft.answers, "lines": lines}, ensure_ascii=False)
            db.execute("UPDATE draft SET answers = ? WHERE id = ?", (said, draft.number))


def _ref(text: str) -> str:
    found = _REF.match(text)
    return found[0] if found else ""


def note_all(write: "Write", lines: Sequence[Placed], on: date, today: date) -> list[str]:
    """Note every act on the day ``on``; « 2026-0042 : entretien » for each.

    Raises:
        InputRefused: a line cannot be: each is told, and none is noted.
    """
    problems, noted = [], []
    for one in lines:
        try:
            noted.append(_note(write, one.line, on, today))
        except InputRefused as refused:
            said = [refused.what, *map(str, refused.problems)]
            problems.append(Problem(one.place, " ".join(said)))
    if problems:
        raise InputRefused("Aucun acte n'a été noté.", problems=problems)
    return noted


def _note(write: "Write", line: ActLine, on: date, today: date) -> str:
    row = known_case(write.db, line, on, today)
    state = "planned" if line.planned else "done"
    act.add(write, row, act.ActSaid(line.kind, on, line.details, state))
    return f"{row.ref} : {line.label}"
