"""Registering a situation: the person, her employment, her leave, and the entry in the cell."""

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pdpcli.rules.references import format_ref
from pdpcli.store.our_agreements import our_agreements
from pdpcli.workflows import facts

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from pdpcli.store.open import Write
    from pdpcli.store.tables import Case, Person


@dataclass(frozen=True)
class Known:
    """What was recognised while typing: a person already in the store, or nobody."""

    person_id: int | None = None


def register(write: "Write", answers: facts.Answers, known: Known) -> str:
    """Write a new situation from ``answers`` (path -> value) and return its reference.

    ``answers`` holds at least ``case.opened_on`` and, for somebody new, her names. The acts
    « entrée en cellule » and, when a partner of one of our agreements signals, « signalement
    échangé » are written with it (dossier §4.10: in the year of the signalement date).
    """
    from sqlmodel import select

    from pdpcli.store.snapshots import refresh
    from pdpcli.store.tables import Case

    session = write.session()
    opened_on: date = answers["case.opened_on"]
    person = _person(session, answers, known)
    case = _case(session, write, answers, person)
    write.subject = case.ref
    _first_facts(session, case, answers)
    _first_acts(session, write, case, answers)
    facts.put_prereprise(session, case.id or 0, answers, person_key=person.key, author=write.author)
    facts.put_employment(session, case.id or 0, answers, since=opened_on, change=False)
    facts.put_leave(session, case.id or 0, answers, since=opened_on, change=False)
    session.flush()
    for case_id in session.exec(select(Case.id).where(Case.person_id == person.id)):
        refresh(write.db, case_id or 0)
    return case.ref


def _person(session: "Session", answers: facts.Answers, known: Known) -> "Person":
    from pdpcli.store.tables import Person

    person = session.get(Person, known.person_id) if known.person_id else None
    if person is None:
        person = Person(key=secrets.token_hex(16), last_name="", first_name="", folded="")
    facts.put_person(person, answers)
    session.add(person)
    session.flush()
    return person


def _case(session: "Session", write: "Write", answers: facts.Answers, person: "Person") -> "Case":
    from sqlmodel import func, select

    from pdpcli.store.tables import Case

    year = answers["case.opened_on"].year
    last = session.exec(select(func.max(Case.number)).where(Case.year == year)).one()
    number = (last or 0) + 1
    case = Case(
        year=year,
        number=number,
        ref=format_ref(year, number),
        person_id=person.id,
        person_key=person.key,
        state="open",
        updated_at=write.at,
        member_id=_member(write),
        **facts.under("case", answers),
    )
    session.add(case)
    session.flush()
    return case


def _member(write: "Write") -> int | None:
    """Our referent of the situation: the member of the cell who registers it."""
    row = write.db.execute(
        "SELECT id FROM member WHERE first_name || ' ' || last_name = ?", (write.author,)
    ).fetchone()
    return row["id"] if row else None


def _first_facts(session: "Session", case: "Case", answers: facts.Answers) -> None:
    from pdpcli.store.tables import Situation

    said = situation_columns(answers)
    session.add(Situation(case_id=case.id or 0, from_date=case.opened_on, **said))


def situation_columns(answers: facts.Answers) -> dict[str, Any]:
    """The columns of ``situation`` that ``answers`` say something of."""
    said = facts.under("situation", answers)
    if "leave.on_leave" in answers:
        said["on_leave"] = answers["leave.on_leave"]
    if "visit_prereprise.state" in answers:
        said["prereprise"] = answers["visit_prereprise.state"]
        on = answers.get("visit_prereprise.on_date")
        said["prereprise_on"] = on.isoformat() if on else None
    return said


def _first_acts(session: "Session", write: "Write", case: "Case", answers: facts.Answers) -> None:
    from pdpcli.store.tables import Act

    common: dict[str, Any] = {
        "case_id": case.id, "person_key": case.person_key, "state": "done",
        "author": write.author, "on_date": case.opened_on, "year": case.year,
    }  # fmt: skip
    session.add(Act(kind="entry", motive=case.motive, **common))
    ours = [one for one in our_agreements(write.db) if one.partner == case.origin_body]
    if answers.get("case.origin") == "partner" and ours:
        received: dict[str, Any] = {"direction": "in", "agreement": ours[0].id, "body": case.origin_body}
        session.add(Act(kind="referral", **received, **common))
