"""Registering a situation: the person, her employment, her leave, and the entry in the cell."""

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.rules.names import fold
from pdpcli.rules.references import format_ref
from pdpcli.store.person_words import index_persons
from pdpcli.store.persons import persons_of
from pdpcli.store.snapshots import refresh_touched
from pdpcli.workflows import facts
from pdpcli.workflows.case_acts import put_case_acts

if TYPE_CHECKING:
    from pdpcli.store.open import Write
    from pdpcli.store.tables import Case, Person


@dataclass(frozen=True)
class Known:
    """What was recognised while typing: a person already in the store, or nobody."""

    person_id: int | None = None


#: A known person keeps her names as they were first written, accents included.
_NAMES = ("person.last_name", "person.first_name")


def register(
    write: "Write", answers: facts.Answers, known: Known, agreement: str | None = None
) -> str:
    """Write a new situation from ``answers`` (path -> value) and return its reference.

    ``agreement`` tells under which convention a partner that has several signals.

    ``answers`` holds at least ``case.opened_on`` and, for somebody new, her names. The acts it
    implies are written with it (dossier §4.10: in the year of the signalement date).

    Raises:
        InputRefused: the answers do not hold together.
    """
    session = write.session()
    when = facts.When(answers["case.opened_on"])
    person = _person(write, answers, known)
    case = _case(write, answers, person)
    write.subject, case_id = case.ref, case.id or 0
    facts.put_situation(session, case_id, answers, when)
    employers = facts.put_employment(session, case_id, answers, when)
    facts.put_leave(session, case_id, answers, when)
    put_case_acts(write, case, answers, when, agreement)
    session.flush()
    refresh_touched(write.db, case_id, person.id, [one.id for one in employers])
    return case.ref


def _person(write: "Write", answers: facts.Answers, known: Known) -> "Person":
    from pdpcli.store.tables import Person

    session = write.session()
    person = session.get(Person, known.person_id) if known.person_id else None
    if person is None:
        person = Person(key=secrets.token_hex(16), last_name="", first_name="", folded="")
    else:
        _refuse_somebody_else(person, answers)
        _refuse_dead(person)
        answers = {path: value for path, value in answers.items() if path not in _NAMES}
    facts.put_person(person, answers)
    session.add(person)
    session.flush()
    index_persons(write.db, persons_of(write.db, person.id))
    return person


def _refuse_somebody_else(person: "Person", answers: facts.Answers) -> None:
    """A known person keeps her name and her birth date: another identity is another person."""
    said = facts.under("person", answers)
    named = fold(f"{said.get('last_name', '')} {said.get('first_name', '')}")
    born = said.get("born_on")
    if named != person.folded or (born and person.born_on and born != person.born_on):
        raise InputRefused(
            "Ce numéro, ou cette personne, est déjà au cahier sous une autre identité : "
            "la situation n'a pas été enregistrée.",
            todo="Relisez le nom, la date de naissance et le numéro de sécurité sociale.\n"
            "Si c'est l'identité du cahier qui est fausse : pdp situation corriger RÉF",
        )


def _refuse_dead(person: "Person") -> None:
    if person.died_on is not None:
        raise InputRefused(
            "Le décès de cette personne est noté : aucune situation ne s'ouvre.",
            todo="S'il a été noté par erreur : pdp situation rouvrir RÉF --motif MOTIF",
        )


def _case(write: "Write", answers: facts.Answers, person: "Person") -> "Case":
    from pdpcli.store.tables import Case

    year = answers["case.opened_on"].year
    number = write.db.execute(
        "SELECT COALESCE(MAX(number), 0) + 1 FROM case_file WHERE year = ?", (year,)
    ).fetchone()[0]
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
    session = write.session()
    session.add(case)
    session.flush()
    return case


def _member(write: "Write") -> int | None:
    """Our referent of the situation: the member of the cell who registers it."""
    row = write.db.execute(
        "SELECT id FROM member WHERE first_name || ' ' || last_name = ?", (write.author,)
    ).fetchone()
    return row["id"] if row else None
