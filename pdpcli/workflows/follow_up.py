"""The call six months after the closure (S3, « Où en êtes-vous ? »): reached or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused, Problem
from pdpcli.rules.dates import french
from pdpcli.store.persons import died_on
from pdpcli.workflows.act import ActSaid, put
from pdpcli.workflows.close import Outcome

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write

REACHED, NO_ANSWER = "reached", "no_answer"


@dataclass(frozen=True)
class Call:
    """One call: reached or not (CHOICES["follow_up"]), its day, what it told."""

    nature: str
    on: date
    outcomes: Sequence[Outcome] = ()
    mode: str = ""
    note: str = ""


@dataclass(frozen=True)
class Called:
    """What follows a call: how many attempts had no answer, out of how many before giving up."""

    tried: int
    most: int

    @property
    def given_up(self) -> bool:
        """« Sans nouvelles »: nobody is called any more."""
        return self.tried >= self.most


def call(write: "Write", case: "CaseRow", said: Call, today: date) -> Called:
    """Note a call about a closed situation, and the outcome that it told.

    Raises:
        InputRefused: the situation is not closed, the person is dead or erased; a wrong date; an
            outcome told by nobody.
    """
    refuse(write.db, case)
    _refuse_dates(case, said, today)
    details = {"nature": said.nature, "mode": said.mode, "note": said.note}
    put(write, case, ActSaid("follow_up", said.on, {k: v for k, v in details.items() if v}))
    for one in said.outcomes:
        put(write, case, ActSaid("outcome", one.on, {"nature": one.nature}))
    return called(write.db, case)


def refuse(db: "Connection", case: "CaseRow") -> None:
    """InputRefused when nobody is to be called about ``case``."""
    if case.person_id is None:
        raise InputRefused("La personne est effacée : plus aucun rappel.", where=case.ref)
    if died_on(db, case.person_id) is not None:
        raise InputRefused("Le décès de la personne est noté : plus aucun rappel.", where=case.ref)
    if case.state != "closed":
        raise InputRefused(
            "Le bilan à 6 mois vient après la clôture ; cette situation n'est pas close.",
            where=case.ref,
            todo=f"La clore        pdp situation clore {case.ref}\n"
            f"Noter un appel  pdp acte ajouter {case.ref} entretien --mode téléphone",
        )


def _refuse_dates(case: "CaseRow", said: Call, today: date) -> None:
    days = [("l'appel", said.on), *(("l'issue", one.on) for one in said.outcomes)]
    problems = [Problem(what, "sa date est dans le futur.") for what, on in days if on > today]
    if case.closed_on is not None and said.on < case.closed_on:
        problems.append(Problem("l'appel", f"il précède la clôture ({french(case.closed_on)})."))
    if said.outcomes and said.nature != REACHED:
        problems.append(Problem("--issue", "sans réponse, aucune issue n'est connue."))
    if problems:
        raise InputRefused("L'appel n'a pas été noté.", where=case.ref, problems=problems)


def called(db: "Connection", case: "CaseRow") -> Called:
    """How many calls since the closure had no answer, and how many are made at most."""
    from pdpcli.workflows.deadlines import read_settings

    row = db.execute(
        """SELECT count(*) FROM act a JOIN case_file c ON c.id = a.case_id
        WHERE a.case_id = ? AND a.kind = 'follow_up' AND a.nature = ? AND a.state = 'done'
          AND a.on_date >= c.closed_on""",
        (case.id, NO_ANSWER),
    ).fetchone()
    return Called(int(row[0]), read_settings(db).number("recall_attempts"))
