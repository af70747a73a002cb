"""Where an answer goes: from the paths of a form to the rows of the store.

*Correcting* an error edits a fact in place, so past counts follow. *Recording a change* adds a
dated row, so earlier acts keep theirs (design §1, the snapshot rule).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pdpcli.rules.identifiers import dept_of
from pdpcli.rules.names import fold

if TYPE_CHECKING:
    from sqlmodel import Session

    from pdpcli.store.tables import Employer, Employment, Leave, Person, Situation

Answers = Mapping[str, Any]


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


def employer_named(session: "Session", answers: Answers) -> "Employer | None":
    """The employer that ``answers`` name: the known one of that name, or a new one."""
    from sqlmodel import select

    from pdpcli.store.tables import Employer

    said = under("employer", answers)
    if not said.get("name"):
        return None
    folded = fold(said["name"])
    known = session.exec(select(Employer).where(Employer.folded == folded)).all()
    employer = known[0] if len(known) == 1 else Employer(name=said["name"], folded=folded)
    put_employer(employer, said)
    session.add(employer)
    session.flush()
    return employer


def put_employer(employer: "Employer", said: Mapping[str, Any]) -> None:
    """Set the columns of ``said`` on the employer; a NAF code brings its nomenclature."""
    for column, value in said.items():
        setattr(employer, column, value)
    employer.folded = fold(employer.name)
    if employer.naf and not employer.naf_version:
        employer.naf_version = "rev2"


def correct_situation(session: "Session", case_id: int, said: Mapping[str, Any]) -> None:
    """Edit in place, back to where each erroneous value began."""
    rows = _situations(session, case_id)
    for column, value in said.items():
        _spread(list(reversed(rows)), column, value)


def change_situation(
    session: "Session", case_id: int, said: Mapping[str, Any], on: date
) -> "Situation":
    """Add (or complete) the dated row of ``on``; later rows that only repeated follow."""
    from pdpcli.store.tables import Situation

    rows = _situations(session, case_id)
    before = [row for row in rows if row.from_date <= on.isoformat()]
    copied = (before or rows)[-1 if before else 0].model_dump(exclude={"id"})
    row = next((row for row in before if row.from_date == on.isoformat()), None)
    if row is None:
        row = Situation(**{**copied, "from_date": on.isoformat()})
        session.add(row)
    after = [later for later in rows if later.from_date > on.isoformat()]
    for column, value in said.items():
        _spread([row, *after], column, value)
    return row


def _situations(session: "Session", case_id: int) -> "list[Situation]":
    from sqlmodel import col, select

    from pdpcli.store.tables import Situation

    wanted = select(Situation).where(Situation.case_id == case_id)
    return list(session.exec(wanted.order_by(col(Situation.from_date))).all())


def _spread(rows: "list[Situation]", column: str, value: str | None) -> None:
    """Set ``column`` on the first row and on the following ones that held the same old value."""
    old = getattr(rows[0], column)
    for row in rows:
        if getattr(row, column) != old:
            return
        setattr(row, column, value)


def current_employment(session: "Session", case_id: int) -> "Employment | None":
    """The employment now held (or last held), the user company before the agency."""
    from sqlmodel import col, select

    from pdpcli.store.tables import Employment

    wanted = select(Employment).where(Employment.case_id == case_id)
    ordered = wanted.order_by(
        col(Employment.role) == "agency",
        col(Employment.until).is_not(None),
        col(Employment.from_date).desc(),
        col(Employment.id).desc(),
    )
    return session.exec(ordered).first()


def put_employment(
    session: "Session", case_id: int, answers: Answers, *, since: date, change: bool
) -> None:
    """Correct the current employment in place, or end it the day before and begin another."""
    from pdpcli.store.tables import Employment

    said = under("employment", answers)
    employer = employer_named(session, answers)
    if employer is not None:
        said["employer_id"] = employer.id
    if not said:
        return
    current = current_employment(session, case_id)
    if current is not None and change and current.from_date < since.isoformat():
        current.until = (since - timedelta(days=1)).isoformat()
        kept = current.model_dump(exclude={"id", "until", "from_date"})
        current = Employment(**{**kept, "from_date": since.isoformat()})
    elif current is None:
        current = Employment(case_id=case_id, from_date=since.isoformat())
    for column, value in said.items():
        setattr(current, column, value)
    session.add(current)


def put_leave(
    session: "Session", case_id: int, answers: Answers, *, since: date, change: bool
) -> None:
    """Correct the last period of leave, add one, or end it the day before the return."""
    from sqlmodel import col, select

    from pdpcli.store.tables import Leave

    said = under("leave", answers)
    on_leave = said.pop("on_leave", None)
    if said.get("started_on") is None:
        said.pop("started_on", None)
    wanted = select(Leave).where(Leave.case_id == case_id)
    last = session.exec(wanted.order_by(col(Leave.started_on).desc())).first()
    if on_leave == "no":
        _end_leave(session, last, since, change=change)
    elif last is not None and not _is_new_period(last, said, change=change):
        for column, value in said.items():
            setattr(last, column, value)
        session.add(last)
    elif said.get("started_on") or (on_leave == "yes" and change):
        begun = {"started_on": since.isoformat(), **said}
        session.add(Leave(case_id=case_id, **begun))


def _is_new_period(last: "Leave", said: Mapping[str, Any], *, change: bool) -> bool:
    started = said.get("started_on", last.started_on)
    return change and last.ended_on is not None and bool(started > last.ended_on)


def _end_leave(session: "Session", last: "Leave | None", since: date, *, change: bool) -> None:
    """A return ends the running period; a correction says there was none."""
    if last is None or last.ended_on is not None:
        return
    if change:
        last.ended_on = (since - timedelta(days=1)).isoformat()
        session.add(last)
    else:
        session.delete(last)


def put_prereprise(
    session: "Session", case_id: int, answers: Answers, *, person_key: str, author: str
) -> None:
    """The visite de pré-reprise as an act (done or planned) once it has a date."""
    from sqlmodel import col, select

    from pdpcli.store.tables import Act

    said = under("visit_prereprise", answers)
    if said.get("state") not in {"yes", "planned"} and not said.get("on_date"):
        return
    wanted = select(Act).where(Act.case_id == case_id, Act.kind == "visit_prereprise")
    wanted = wanted.where(Act.state == "planned").order_by(col(Act.on_date).desc())
    act = session.exec(wanted).first()
    if act is None and not said.get("on_date"):
        return
    if act is None:
        act = Act(
            case_id=case_id, person_key=person_key, kind="visit_prereprise", author=author,
            state="planned", on_date=said["on_date"], year=0,
        )  # fmt: skip
    act.state = "done" if said.get("state") == "yes" else "planned"
    act.on_date = said.get("on_date", act.on_date)
    act.year = int(act.on_date[:4])
    session.add(act)
