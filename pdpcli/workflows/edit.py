"""Editing a situation: an error corrected in place, or a change recorded from its date."""

from datetime import date
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.rules.dates import french
from pdpcli.store.person_words import index_persons
from pdpcli.store.persons import persons_of
from pdpcli.store.snapshots import refresh_touched
from pdpcli.workflows import facts
from pdpcli.workflows.case_acts import put_case_acts

if TYPE_CHECKING:
    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write
    from pdpcli.store.tables import Case


def edit(write: "Write", row: "CaseRow", answers: facts.Answers, *, change_on: date | None) -> None:
    """Write ``answers`` (path -> value) on the situation ``row``.

    ``change_on`` is the date from which a change holds; ``None`` corrects an error from the
    origin. The snapshot of every act concerned is recomputed in the same transaction.

    Raises:
        InputRefused: a change dated before the situation began, a signalement date after a
            change already told, or a situation that is cancelled.
    """
    from pdpcli.store.tables import Case

    _refuse(row, change_on)
    session = write.session()
    case = session.get_one(Case, row.id)
    case.updated_at = write.at
    person_id = _edit_undated(write, case, answers)
    when = facts.When(change_on or date.fromisoformat(case.opened_on), change=change_on is not None)
    facts.put_situation(session, row.id, answers, when)
    employers = facts.put_employment(session, row.id, answers, when)
    facts.put_leave(session, row.id, answers, when)
    put_case_acts(write, case, answers, when)
    session.flush()
    refresh_touched(write.db, row.id, person_id, [one.id for one in employers])


def _refuse(row: "CaseRow", change_on: date | None) -> None:
    if row.state == "cancelled":
        raise InputRefused("Cette situation est annulée : elle ne se corrige plus.", where=row.ref)
    if change_on is not None and change_on < row.opened_on:
        raise InputRefused(
            "Un changement ne peut pas dater d'avant le signalement.",
            where=row.ref,
            todo="S'il s'agit d'une erreur de saisie, répondez « erreur ».",
        )


def _edit_undated(write: "Write", case: "Case", answers: facts.Answers) -> int | None:
    """What has no date: the person and the case itself; returns the person if she changed."""
    from pdpcli.store.tables import Person

    session = write.session()
    for column, value in facts.under("case", answers).items():
        if column == "opened_on":
            _move_origin(write, case, value)
        setattr(case, column, value)
    session.add(case)
    if not facts.under("person", answers):
        return None
    entries = persons_of(write.db, case.person_id)
    person = session.get_one(Person, entries[0])
    facts.put_person(person, answers)
    session.add(person)
    session.flush()
    index_persons(write.db, entries)
    return person.id


def _move_origin(write: "Write", case: "Case", opened_on: str) -> None:
    """The signalement date was wrong: what began with the situation begins on the right day.

    Raises:
        InputRefused: a change told since would then come before the situation.
    """
    told = write.db.execute(
        """SELECT min(from_date) FROM (
          SELECT from_date FROM situation WHERE case_id = :case AND from_date > :old
          UNION ALL SELECT from_date FROM employment WHERE case_id = :case AND from_date > :old)""",
        {"case": case.id, "old": case.opened_on},
    ).fetchone()[0]
    if told is not None and told <= opened_on:
        raise InputRefused(
            f"Un changement est noté au {french(date.fromisoformat(told))} : le signalement ne "
            "peut pas être de ce jour-là, ni d'après.",
            where=case.ref,
        )
    for table in ("situation", "employment"):
        write.db.execute(
            f"UPDATE {table} SET from_date = ? WHERE case_id = ? AND from_date = ?",
            (opened_on, case.id, case.opened_on),
        )


def cancel(write: "Write", row: "CaseRow", reason: str) -> None:
    """Cancel a situation registered by mistake: it counts nowhere, its reference stays used."""
    from pdpcli.store.tables import Case

    session = write.session()
    case = session.get_one(Case, row.id)
    case.state, case.cancel_reason, case.updated_at = "cancelled", reason, write.at
    session.add(case)
