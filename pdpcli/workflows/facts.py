"""Where an answer goes: from the paths of a form to the rows of the store.

*Correcting* an error edits a fact in place, so past counts follow. *Recording a change* adds a
dated row, so earlier acts keep theirs (design §1, the snapshot rule).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused
from pdpcli.rules.identifiers import dept_of
from pdpcli.rules.names import fold
from pdpcli.workflows import dated

if TYPE_CHECKING:
    from sqlmodel import Session

    from pdpcli.store.tables import Employer, Employment, Leave, Person

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class When:
    """From which day the answers hold, and whether it is a change or what was true all along."""

    since: date
    change: bool = False


def under(root: str, answers: Answers) -> dict[str, Any]:
    """The answers whose path begins with ``root``, by column; dates as ISO texts."""
    prefix = f"{root}."
    return {
        path.removeprefix(prefix): value.isoformat() if isinstance(value, date) else value
        for path, value in answers.items()
        if path.startswith(prefix)
    }


def put_person(person: "Person", answers: Answers) -> None:
    """Set what ``answers`` say of the person, and what derives from it."""
    for column, value in under("person", answers).items():
        setattr(person, column, value)
    person.folded = fold(f"{person.last_name} {person.first_name}")
    person.dept = dept_of(person.address) if person.address else None


def put_employer(employer: "Employer", said: Mapping[str, Any]) -> None:
    """Set the columns of ``said`` on the employer; a NAF code brings its nomenclature."""
    for column, value in said.items():
        setattr(employer, column, value)
    employer.folded = fold(employer.name)
    if employer.naf and not employer.naf_version:
        employer.naf_version = "rev2"


def put_situation(session: "Session", case_id: int, answers: Answers, when: When) -> None:
    """The dated facts of the situation; the first row is written at registration."""
    from sqlmodel import col, select

    from pdpcli.store.tables import Situation

    said = _situation_columns(answers)
    wanted = select(Situation).where(Situation.case_id == case_id)
    rows = session.exec(wanted.order_by(col(Situation.from_date))).all()
    if rows and not when.change:
        dated.correct(rows, said)
    elif said or not rows:
        begun = Situation(case_id=case_id, from_date=when.since.isoformat())
        session.add(dated.change(rows, said, when.since, lambda: begun))


def _situation_columns(answers: Answers) -> dict[str, Any]:
    """The columns of ``situation`` that ``answers`` say something of."""
    said = under("situation", answers)
    if "leave.on_leave" in answers:
        said["on_leave"] = answers["leave.on_leave"]
    if "visit_prereprise.state" in answers:
        said["prereprise"] = answers["visit_prereprise.state"]
    return said


def put_employment(
    session: "Session", case_id: int, answers: Answers, when: When
) -> "list[Employer]":
    """The employment and its employer, the agency, the other employer she has at the same time.

    Returns the employers whose own facts may have changed.
    """
    said = {key: value for key, value in under("employment", answers).items() if key not in _OTHER}
    employer = _put_job(session, _Job(case_id, "employer"), said, under("employer", answers), when)
    agency = _employer(session, under("agency", answers), None)
    if agency is not None:
        _put_dated(session, _Job(case_id, "agency"), {"employer_id": agency.id}, when)
    second = _put_second(session, case_id, answers, when)
    return [one for one in (employer, agency, second) if one is not None]


#: What ``employment`` says of the other employer.
_OTHER = ("several", "concerned")


@dataclass(frozen=True)
class _Job:
    """Which rows of ``employment`` tell one job: slot 2 is the other one."""

    case_id: int
    role: str
    slot: int = 1


def _put_job(
    session: "Session", job: _Job, said: dict[str, Any], of_employer: Mapping[str, Any], when: When
) -> "Employer | None":
    """One job, with its employer: the one named, else the one held when something is said of it."""
    held = [row.employer_id for row in _employments(session, job) if row.employer_id is not None]
    employer = _employer(session, of_employer, held[-1] if held else None)
    if employer is not None and "name" in of_employer:
        said["employer_id"] = employer.id
    if said:
        _put_dated(session, job, said, when)
    return employer


def _put_second(
    session: "Session", case_id: int, answers: Answers, when: When
) -> "Employer | None":
    """The other employer at the same time: begun, told more of, or ended the day before."""
    job = _Job(case_id, "employer", 2)
    rows = _employments(session, job)
    if answers.get("employment.several") == "no":
        for row in rows:
            _end_job(session, row, when)
        return None
    said = under("second_employment", answers)
    said |= {key: answers[f"employment.{key}"] for key in ("concerned",)
             if f"employment.{key}" in answers}  # fmt: skip
    if not rows and answers.get("employment.several") == "yes":
        _put_dated(session, job, {}, when)
    return _put_job(session, job, said, under("second_employer", answers), when)


def _end_job(session: "Session", row: "Employment", when: When) -> None:
    """An error: there never was one; a change: its last day is the one before."""
    if not when.change:
        session.delete(row)
    elif row.ended_on is None:
        row.ended_on = _day_before(when.since.isoformat())
        session.add(row)


def _put_dated(session: "Session", job: _Job, said: dated.Said, when: When) -> None:
    from pdpcli.store.tables import Employment

    rows = _employments(session, job)
    if rows and not when.change:
        dated.correct(rows, said)
        return
    begun = Employment(
        case_id=job.case_id, role=job.role, slot=job.slot, from_date=when.since.isoformat()
    )
    session.add(dated.change(rows, said, when.since, lambda: begun))
    session.flush()


def _employments(session: "Session", job: _Job) -> "list[Employment]":
    from sqlmodel import col, select

    from pdpcli.store.tables import Employment

    wanted = select(Employment).where(
        Employment.case_id == job.case_id, Employment.role == job.role, Employment.slot == job.slot
    )
    return list(session.exec(wanted.order_by(col(Employment.from_date))).all())


def _employer(
    session: "Session", answers: Mapping[str, Any], held: int | None
) -> "Employer | None":
    """The employer that ``answers`` (by column) name, else the one held when they say more of it.

    Raises:
        InputRefused: something is said of an employer nobody has named.
    """
    from pdpcli.store.tables import Employer

    said = {key: value for key, value in answers.items() if value is not None}
    if not said:
        return None
    if "name" in said:
        employer = _named(session, said) or Employer(name=said["name"], folded="")
        if employer.id is not None and employer.id != held:
            said = {key: value for key, value in said.items() if getattr(employer, key) is None}
    elif held is not None:
        employer = session.get_one(Employer, held)
    else:
        raise InputRefused(
            "De quelle entreprise s'agit-il ? Rien n'a été écrit.",
            todo="Donnez aussi son nom (employeur).",
        )
    put_employer(employer, said)
    session.add(employer)
    session.flush()
    return employer


def _named(session: "Session", said: Mapping[str, Any]) -> "Employer | None":
    """The employer of that name in the directory; another SIRET is another employer."""
    from sqlmodel import select

    from pdpcli.store.tables import Employer

    same = select(Employer).where(Employer.folded == fold(said["name"]))
    siret = said.get("siret")
    found = [
        one for one in session.exec(same).all() if not siret or not one.siret or one.siret == siret
    ]
    return found[0] if found else None


def put_leave(session: "Session", case_id: int, answers: Answers, when: When) -> None:
    """Correct the last period of leave, add one, or end it the day before the return."""
    from sqlmodel import col, select

    from pdpcli.store.tables import Leave

    said = under("leave", answers)
    on_leave = said.pop("on_leave", None)
    if said.get("started_on") is None:
        said.pop("started_on", None)
    wanted = select(Leave).where(Leave.case_id == case_id)
    last = session.exec(wanted.order_by(col(Leave.started_on).desc())).first()
    begins = _new_period(last, said, when)
    if on_leave == "no":
        _end_leave(session, last, when)
    elif last is not None and begins is None:
        for column, value in said.items():
            setattr(last, column, value)
        session.add(last)
    elif begins or said.get("started_on") or (on_leave == "yes" and when.change):
        if last is not None and begins and (last.ended_on or "9999") >= begins:
            last.ended_on = _day_before(begins)
            session.add(last)
        kept = {"risk": last.risk} if last is not None else {}
        begun = {"started_on": begins or when.since.isoformat()}
        session.add(Leave(case_id=case_id, **{**kept, **begun, **said}))


def _new_period(last: "Leave | None", said: Mapping[str, Any], when: When) -> str | None:
    """The first day of another period, when a change tells one; None: it is of the last one."""
    if last is None or not when.change:
        return None
    told = "risk" in said or "started_on" in said or last.ended_on is not None
    begins: str = said.get("started_on") or when.since.isoformat()
    return begins if told and begins > last.started_on else None


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _end_leave(session: "Session", last: "Leave | None", when: When) -> None:
    """A return ends the running period; a correction says there was none."""
    if last is None or last.ended_on is not None:
        return
    if when.change:
        last.ended_on = _day_before(when.since.isoformat())
        session.add(last)
    else:
        session.delete(last)
