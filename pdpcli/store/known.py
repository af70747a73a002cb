"""What is known of a situation on a day, each answer with its day, as one SQL read."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.rules.leaves import absence
from pdpcli.rules.orientation.known import QUESTIONS, Fact, Known, Noted
from pdpcli.rules.snapshot import Facts, SituationFact, employment_at, on_leave_at
from pdpcli.rules.told import told_at, told_since
from pdpcli.rules.vocabulary import YES
from pdpcli.store.snapshots import read_facts

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.cases import CaseRow

_ACTS = """SELECT kind, on_date, state, nature FROM act
    WHERE case_id = ? AND state <> 'cancelled' ORDER BY on_date, id"""
_CASE = """SELECT c.known_to_ssam, p.dept FROM case_file c
    LEFT JOIN person p ON p.id = c.person_id WHERE c.id = ?"""
_VISIT = "visit_prereprise"


def known(db: "Connection", case: "CaseRow", on: date) -> Known:
    """The answers in force at ``on``: those told by then, in the words of ``QUESTIONS``.

    They hold from the origin, as everywhere (design §1). Of an erased person nothing is known.
    """
    facts, acts = read_facts(db, case.id), _acts(db, case.id)
    if facts is None:
        return Known(on, {}, acts)
    moment = max(on, case.opened_on)
    found = [
        *_situation(facts, moment),
        *_leave(facts, moment),
        *_work(db, facts, moment),
        *_undated(db, case.id),
    ]
    held = {one.path: one for one in found}
    if visit := _visit(acts, moment):
        held[visit.path] = visit
    return Known(moment, held, acts)


def absent_days(db: "Connection", case_id: int, on: date) -> int:
    """The rank of ``on`` in the absence, prolongations included; 0 outside one."""
    facts = read_facts(db, case_id)
    current = absence(facts.leaves, on) if facts else None
    return current.day(on) if current else 0


def _acts(db: "Connection", case_id: int) -> list[Noted]:
    return [
        Noted(row["kind"], date.fromisoformat(row["on_date"]), row["state"], row["nature"] or "")
        for row in db.execute(_ACTS, (case_id,))
    ]


def _situation(facts: Facts, on: date) -> Iterator[Fact]:
    row, since = told_at(facts.situations, on), told_since(facts.situations, on)
    said = vars(row or SituationFact(on))
    for name, value in said.items():
        path = f"{_VISIT}.state" if name == "prereprise" else f"situation.{name}"
        if value is not None and path in QUESTIONS:
            yield Fact(path, value, since.get(name))


def _leave(facts: Facts, on: date) -> Iterator[Fact]:
    """En arrêt: the first day of the absence, else the day it was answered."""
    current = absence(facts.leaves, on)
    if current is not None:
        yield Fact("leave.on_leave", YES, current.started_on)
        if current.risk:
            yield Fact("leave.risk", current.risk)
        return
    if facts.leaves or any(row.on_leave or row.position for row in facts.situations):
        since = told_since(facts.situations, on)
        yield Fact("leave.on_leave", on_leave_at(facts, on), since.get("on_leave"))


def _work(db: "Connection", facts: Facts, on: date) -> Iterator[Fact]:
    job = employment_at(facts, on)
    if job.contract:
        yield Fact("employment.contract", job.contract, job.from_date)
    member = db.execute("SELECT member FROM employer WHERE id = ?", (job.employer_id,)).fetchone()
    if member and member["member"]:
        yield Fact("employer.member", member["member"])


def _undated(db: "Connection", case_id: int) -> Iterator[Fact]:
    row = db.execute(_CASE, (case_id,)).fetchone()
    if row["known_to_ssam"]:
        yield Fact("case.known_to_ssam", row["known_to_ssam"])
    if row["dept"]:
        yield Fact("person.dept", row["dept"])


def _visit(acts: list[Noted], on: date) -> Fact | None:
    """The pre-reprise: done by then, whatever is foreseen after; else foreseen."""
    visits = [one for one in acts if one.kind == _VISIT]
    held = [one for one in visits if one.state == "done" and one.on <= on]
    if held:
        return Fact(f"{_VISIT}.state", YES, held[-1].on)
    return Fact(f"{_VISIT}.state", "planned", visits[-1].on) if visits else None
