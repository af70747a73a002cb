"""Closing a situation with its outcomes, and opening it again; a death stops everything.

A death is a fact of the person: all her situations close, and nothing waits for anything about
her (store/exchange.py). It was an error: opening one of them again opens them all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused, Problem
from pdpcli.rules.dates import french
from pdpcli.store.exchange import fiches
from pdpcli.store.persons import died_on, persons_of
from pdpcli.store.snapshots import refresh
from pdpcli.workflows.act import ActSaid, put, settle_state

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write

DECEASED = "deceased"
_BY_DEATH = "décès de la personne"


@dataclass(frozen=True)
class Outcome:
    """An outcome (CHOICES["outcome"]) and its day."""

    nature: str
    on: date


@dataclass(frozen=True)
class Closing:
    """Why and when a situation is closed (CHOICES["closure_reason"]), with its outcomes."""

    reason: str
    on: date
    outcomes: Sequence[Outcome] = ()
    note: str = ""


@dataclass(frozen=True)
class Closed:
    """What a closing left: fiches that wait no more, outcomes and planned acts, others closed."""

    waited: tuple[str, ...]  # « 2026-0042/1 »
    outcomes: int
    planned: int
    also: tuple[str, ...] = ()


def close(write: "Write", case: "CaseRow", said: Closing, today: date) -> Closed:
    """Close ``case``: its outcomes, then its closure; of a death, everything about the person.

    Raises:
        InputRefused: closed already, cancelled or erased; a date in the future or too early.
    """
    refuse(write.db, case, said, today)
    cases = _hers(write.db, case) if said.reason == DECEASED else [case.id]
    waited = tuple(ref for one in cases for ref in _waiting(write.db, one, today))
    for outcome in said.outcomes:
        put(write, case, ActSaid("outcome", outcome.on, {"nature": outcome.nature}))
    if said.reason == DECEASED:
        return Closed(waited, outcomes_of(write.db, case.id), 0, _stop(write, case, said))
    put(write, case, ActSaid("closure", said.on, _closure(said)))
    return Closed(waited, outcomes_of(write.db, case.id), _planned(write.db, case.id))


def _closure(said: Closing) -> dict[str, str]:
    return {"nature": said.reason, **({"note": said.note} if said.note else {})}


def refuse(db: "Connection", case: "CaseRow", said: Closing, today: date) -> None:
    """InputRefused when ``case`` cannot be closed so: see ``close``."""
    if case.state == "cancelled" or case.person_id is None:
        raise InputRefused("Cette situation est annulée, ou effacée.", where=case.ref)
    if died_on(db, case.person_id) is not None:
        raise InputRefused("Le décès de la personne est déjà noté.", where=case.ref)
    if case.state == "closed" and said.reason != DECEASED:
        raise InputRefused(
            "Cette situation est déjà close.",
            where=case.ref,
            todo=f"Une issue de plus         pdp acte ajouter {case.ref} issue\n"
            f"Changer de motif          pdp acte liste {case.ref}, puis pdp acte corriger\n"
            f"La rouvrir                pdp situation rouvrir {case.ref} --motif MOTIF\n"
            f"La personne est décédée   pdp situation clore {case.ref} --motif décès",
        )
    _refuse_dates(db, case, said, today)


def _refuse_dates(db: "Connection", case: "CaseRow", said: Closing, today: date) -> None:
    days = [("la clôture", said.on), *(("l'issue", one.on) for one in said.outcomes)]
    problems = [Problem(what, "sa date est dans le futur.") for what, on in days if on > today]
    begun = french(case.opened_on)
    problems += [
        Problem(what, f"elle précède le signalement ({begun}).")
        for what, on in days
        if on < case.opened_on
    ]
    again = db.execute(
        """SELECT max(on_date) FROM act
        WHERE case_id = ? AND kind = 'reopening' AND state = 'done'""",
        (case.id,),
    ).fetchone()[0]
    if again is not None and said.on.isoformat() < again:
        day = french(date.fromisoformat(again))
        problems.append(Problem("la clôture", f"la situation a été rouverte le {day}, après."))
    if problems:
        raise InputRefused("La situation n'a pas été close.", where=case.ref, problems=problems)


def _stop(write: "Write", case: "CaseRow", said: Closing) -> tuple[str, ...]:
    """Note the death, close every situation of hers, cancel what was planned; the other refs."""
    db, also = write.db, []
    db.execute(
        "UPDATE person SET died_on = ? WHERE id = ?",
        (said.on.isoformat(), persons_of(db, case.person_id)[0]),
    )
    for one in _hers(db, case):
        row = db.execute(
            "SELECT ref, person_key, opened_on, state FROM case_file WHERE id = ?", (one,)
        ).fetchone()
        db.execute(
            """UPDATE act SET state = 'cancelled', cancel_reason = ?
            WHERE case_id = ? AND state = 'planned'""",
            (_BY_DEATH, one),
        )
        if row["state"] == "open":
            on = max(said.on, date.fromisoformat(row["opened_on"]))
            put(write, _Of(one, row["person_key"]), ActSaid("closure", on, _closure(said)))
            also += [row["ref"]] * (one != case.id)
    return tuple(also)


@dataclass(frozen=True)
class _Of:
    """What an act needs of its situation."""

    id: int
    person_key: str


def reopen(write: "Write", case: "CaseRow", reason: str, on: date, today: date) -> tuple[str, ...]:
    """Open a closed situation again; the references opened (all of hers, after a death).

    Raises:
        InputRefused: it is not closed, or is erased; a date in the future or before the closure.
    """
    _refuse_reopening(case, on, today)
    if died_on(write.db, case.person_id) is not None:
        return _not_dead(write, case, reason)
    put(write, case, ActSaid("reopening", on, {"note": reason}))
    return (case.ref,)


def _refuse_reopening(case: "CaseRow", on: date, today: date) -> None:
    if case.person_id is None:
        raise InputRefused("La personne est effacée : rien ne se rouvre.", where=case.ref)
    if case.state != "closed":
        said = "est ouverte" if case.state == "open" else "est annulée"
        raise InputRefused(f"Cette situation {said} : elle n'a pas à être rouverte.",
                           where=case.ref)  # fmt: skip
    if on > today:
        raise InputRefused("La réouverture n'a pas été notée : sa date est dans le futur.")
    if case.closed_on is not None and on < case.closed_on:
        raise InputRefused(
            f"Cette situation a été close le {french(case.closed_on)} : elle ne peut pas avoir "
            "été rouverte avant.",
            where=case.ref,
        )


def _not_dead(write: "Write", case: "CaseRow", reason: str) -> tuple[str, ...]:
    """The death was noted by mistake: its closures never were, what was planned is so again."""
    db, opened = write.db, []
    db.execute(
        "UPDATE person SET died_on = NULL WHERE id = ?", (persons_of(db, case.person_id)[0],)
    )
    for one in _hers(db, case):
        db.execute(
            """UPDATE act SET state = 'cancelled', cancel_reason = ? WHERE case_id = ?
            AND kind = 'closure' AND nature = ? AND state = 'done'""",
            (reason, one, DECEASED),
        )
        db.execute(
            """UPDATE act SET state = 'planned', cancel_reason = NULL
            WHERE case_id = ? AND state = 'cancelled' AND cancel_reason = ?""",
            (one, _BY_DEATH),
        )
        settle_state(write, one)
        refresh(db, one)
        row = db.execute("SELECT ref, state FROM case_file WHERE id = ?", (one,)).fetchone()
        opened += [row["ref"]] * (row["state"] == "open")
    return tuple(opened)


def _hers(db: "Connection", case: "CaseRow") -> list[int]:
    """Every situation of the person that is not cancelled; those merged follow the one kept."""
    listed = ", ".join(map(str, persons_of(db, case.person_id)))
    rows = db.execute(
        f"""SELECT id FROM case_file WHERE person_id IN ({listed}) AND state <> 'cancelled'
        AND ref NOT IN (SELECT ref FROM case_alias) ORDER BY year, number"""
    )
    return [row["id"] for row in rows]


def _waiting(db: "Connection", case_id: int, today: date) -> list[str]:
    rows = fiches(db, today, case_id)
    return [f"{row['ref']}/{row['number']}" for row in rows if row["waits"]]


def outcomes_of(db: "Connection", case_id: int) -> int:
    """How many outcomes of a situation are noted."""
    row = db.execute(
        "SELECT count(*) FROM act WHERE case_id = ? AND kind = 'outcome' AND state = 'done'",
        (case_id,),
    ).fetchone()
    return int(row[0])


def _planned(db: "Connection", case_id: int) -> int:
    row = db.execute(
        "SELECT count(*) FROM act WHERE case_id = ? AND state = 'planned'", (case_id,)
    ).fetchone()
    return int(row[0])
