"""What is on a meeting's agenda: each situation there has a planned act, examined or reviewed.

Once the meeting is held the act is done (workflows.hold_meeting) and the counts see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.store.agenda import Meeting, items
from pdpcli.workflows import act
from pdpcli.workflows.act import ActSaid

if TYPE_CHECKING:
    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write

_PLANNED = """SELECT id FROM act WHERE case_id = ? AND kind = 'examination' AND state = 'planned'
    AND gathering_id IS NULL AND nature = ? ORDER BY on_date, id LIMIT 1"""


@dataclass(frozen=True)
class Why:
    """Why a situation is on the agenda: a code of CHOICES["agenda_reason"], and her own words."""

    reason: str = ""
    motive: str = ""


def put(write: "Write", one: Meeting, case: "CaseRow", why: Why) -> bool:
    """Put ``case`` on the agenda, or change why it is there; whether it was not there yet.

    Raises:
        InputRefused: the meeting is no more planned, or the situation cancelled or erased.
    """
    _refuse(one)
    adopt(write, one.number)
    row = write.db.execute(
        """SELECT i.id, a.state FROM agenda_item i LEFT JOIN act a ON a.id = i.act_id
        WHERE i.gathering_id = ? AND i.case_id = ?""",
        (one.number, case.id),
    ).fetchone()
    if row is not None and row["state"] == "planned":
        _say_why(write, row["id"], why)
        return False
    if row is not None:
        write.db.execute("DELETE FROM agenda_item WHERE id = ?", (row["id"],))
    place(write, one, case, why, _planned(write, one, case))
    return True


def _say_why(write: "Write", item: int, why: Why) -> None:
    write.db.execute(
        """UPDATE agenda_item SET reason = coalesce(nullif(?, ''), reason),
          motive = coalesce(nullif(?, ''), motive) WHERE id = ?""",
        (why.reason, why.motive, item),
    )


def place(write: "Write", one: Meeting, case: "CaseRow", why: Why, number: int) -> None:
    """Write the item of ``case`` at the end of the agenda, with the act that stands for it."""
    write.db.execute(
        """INSERT INTO agenda_item (gathering_id, case_id, position, reason, motive, act_id)
        SELECT ?1, ?2, 1 + coalesce(max(position), 0), nullif(?3, ''), nullif(?4, ''), ?5
        FROM agenda_item WHERE gathering_id = ?1""",
        (one.number, case.id, why.reason, why.motive, number),
    )


def _planned(write: "Write", one: Meeting, case: "CaseRow") -> int:
    """The examination that was already planned of this situation, else a new planned act."""
    found = write.db.execute(_PLANNED, (case.id, one.instance)).fetchone()
    if found is None:
        return stand_in(write, one, case, "planned")
    write.db.execute(
        "UPDATE act SET gathering_id = ?, on_date = ?, year = ?, agreement = ? WHERE id = ?",
        (one.number, one.on.isoformat(), one.on.year, one.agreement, found["id"]),
    )
    from pdpcli.store.snapshots import refresh

    refresh(write.db, case.id)
    return int(found["id"])


def stand_in(write: "Write", one: Meeting, case: "CaseRow", state: str) -> int:
    """The act that stands for ``case`` at this meeting, planned or done; its number."""
    details = {"agreement": one.agreement, "gathering_id": one.number}
    if one.instance:
        details["nature"] = one.instance
    elif one.mode:
        details["mode"] = one.mode
    return act.add(write, case, ActSaid(one.act_kind, one.on, details, state))


def adopt(write: "Write", number: int) -> None:
    """Give an item to each situation that was told with the meeting itself."""
    write.db.execute(
        """INSERT INTO agenda_item (gathering_id, case_id, position, act_id)
        SELECT gathering_id, case_id, 1000 + min(id), max(id) FROM act a
        WHERE gathering_id = ?1 AND kind IN ('examination', 'case_review')
          AND state <> 'cancelled' AND NOT EXISTS (SELECT 1 FROM agenda_item i
            WHERE i.gathering_id = ?1 AND i.case_id = a.case_id)
        GROUP BY gathering_id, case_id""",
        (number,),
    )


def remove(write: "Write", one: Meeting, case: "CaseRow") -> None:
    """Take ``case`` off the agenda: its planned act is cancelled, and it waits again.

    Raises:
        InputRefused: the meeting is no more planned, or the situation is not there.
    """
    _refuse(one)
    adopt(write, one.number)
    row = write.db.execute(
        "DELETE FROM agenda_item WHERE gathering_id = ? AND case_id = ? RETURNING act_id",
        (one.number, case.id),
    ).fetchone()
    if row is None:
        raise InputRefused("Cette situation n'est pas à l'ordre du jour.", where=case.ref)
    write.db.execute(
        """UPDATE act SET state = 'cancelled', cancel_reason = 'retirée de l''ordre du jour'
        WHERE id = ? AND state = 'planned'""",
        (row["act_id"],),
    )


def order(write: "Write", one: Meeting, first: Sequence["CaseRow"]) -> None:
    """Put ``first`` at the head, in that order; the others follow as they were.

    Raises:
        InputRefused: the meeting is no more planned, or one of them is not on the agenda.
    """
    _refuse(one)
    adopt(write, one.number)
    there = {item["case_id"]: item["ref"] for item in items(write.db, one.number)}
    absent = [case.ref for case in first if case.id not in there]
    if absent:
        raise InputRefused("N'est pas à l'ordre du jour :", where=", ".join(absent))
    head = list(dict.fromkeys(case.id for case in first))
    ordered = [*head, *(case_id for case_id in there if case_id not in head)]
    write.db.executemany(
        "UPDATE agenda_item SET position = ? WHERE gathering_id = ? AND case_id = ?",
        [(place, one.number, case_id) for place, case_id in enumerate(ordered, 1)],
    )


def _refuse(one: Meeting) -> None:
    if one.state != "planned":
        state = {"done": "déjà tenue", "cancelled": "annulée"}[one.state]
        raise InputRefused(
            f"Cette réunion est {state} : son ordre du jour ne change plus.",
            todo=f"Ses décisions : pdp reunion tenir {one.number}" * (one.state == "done"),
        )
