"""Editing a situation: an error corrected in place, or a change recorded from its date."""

from datetime import date
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.workflows import facts
from pdpcli.workflows.register import situation_columns

if TYPE_CHECKING:
    from sqlmodel import Session

    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write
    from pdpcli.store.tables import Case


def edit(write: "Write", row: "CaseRow", answers: facts.Answers, *, change_on: date | None) -> None:
    """Write ``answers`` (path -> value) on the situation ``row``.

    ``change_on`` is the date from which a change holds; ``None`` corrects an error from the
    origin. The snapshot of every act of the case is recomputed in the same transaction.

    Raises:
        InputRefused: a change dated before the situation began.
    """
    from pdpcli.store.snapshots import refresh
    from pdpcli.store.tables import Case

    if change_on is not None and change_on < row.opened_on:
        raise InputRefused(
            "Un changement ne peut pas dater d'avant le signalement.",
            where=row.ref,
            todo="S'il s'agit d'une erreur de saisie, répondez « erreur ».",
        )
    session = write.session()
    case = session.get_one(Case, row.id)
    case.updated_at = write.at
    _edit_undated(session, case, answers)
    _edit_dated(session, case, answers, change_on)
    facts.put_prereprise(session, row.id, answers, person_key=row.person_key, author=write.author)
    session.flush()
    for case_id in _cases_touched(write, row, answers):
        refresh(write.db, case_id)


def _cases_touched(write: "Write", row: "CaseRow", answers: facts.Answers) -> list[int]:
    """This case, and the person's other ones when something of her changed."""
    if not facts.under("person", answers):
        return [row.id]
    found = write.db.execute("SELECT id FROM case_file WHERE person_id = ?", (row.person_id,))
    return [case["id"] for case in found.fetchall()]


def _edit_undated(session: "Session", case: "Case", answers: facts.Answers) -> None:
    from pdpcli.store.tables import Person

    if facts.under("person", answers):
        person = session.get_one(Person, case.person_id)
        facts.put_person(person, answers)
        session.add(person)
    for column, value in facts.under("case", answers).items():
        if column == "opened_on":
            _move_origin(session, case, value)
        setattr(case, column, value)
    session.add(case)


def _edit_dated(
    session: "Session", case: "Case", answers: facts.Answers, change_on: date | None
) -> None:
    case_id = case.id or 0
    situation = situation_columns(answers)
    if situation and change_on is None:
        facts.correct_situation(session, case_id, situation)
    elif situation and change_on is not None:
        facts.change_situation(session, case_id, situation, change_on)
    since = change_on or date.fromisoformat(case.opened_on)
    change = change_on is not None
    facts.put_employment(session, case_id, answers, since=since, change=change)
    facts.put_leave(session, case_id, answers, since=since, change=change)


def _move_origin(session: "Session", case: "Case", opened_on: str) -> None:
    """The signalement date was wrong: what began with the situation begins on the right day."""
    from sqlmodel import col, select

    from pdpcli.store.tables import Act, Employment, Situation

    case_id, old = case.id, case.opened_on
    begun = select(Act).where(Act.case_id == case_id, Act.on_date == old)
    for act in session.exec(begun.where(col(Act.kind).in_(["entry", "referral"]))):
        if act.kind == "entry" or act.direction == "in":
            act.on_date, act.year = opened_on, int(opened_on[:4])
            session.add(act)
    for table in (Situation, Employment):
        for fact in session.exec(
            select(table).where(table.case_id == case_id, table.from_date == old)
        ):
            fact.from_date = opened_on
            session.add(fact)


def cancel(write: "Write", row: "CaseRow", reason: str) -> None:
    """Cancel a situation registered by mistake: it counts nowhere, its reference stays used."""
    from pdpcli.store.tables import Case

    session = write.session()
    case = session.get_one(Case, row.id)
    case.state, case.cancel_reason, case.updated_at = "cancelled", reason, write.at
    session.add(case)
