"""The plan de retour à l'emploi (S1, 4.3), what was advised (S3), and who the contacts are."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.forms.letter import Letter
from pdpcli.rules.dates import french
from pdpcli.rules.text import clean
from pdpcli.store.bodies import postal_lines
from pdpcli.store.cases import refuse_erased
from pdpcli.store.people import person_name
from pdpcli.store.plans import Plan, drop_plan, plans_of, put_plan

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write

MOST = 10_000  # characters
#: Who is to be spoken to (S1 annexe 2, art. 2): column of ``case_file`` -> whose.
CONTACTS = {"employee_contact": "du salarié", "employer_contact": "de l'employeur"}
_OPENING = "Voici ce dont nous avons convenu ensemble, tel que nous l'avons noté."
_TITLES = {"return_plan": "Plan de retour à l'emploi", "recommendation": "Préconisations"}


def note_plan(write: "Write", case: "CaseRow", plan: Plan, today: date) -> int:
    """Add a plan or a préconisation, as it was on its day; earlier ones stay. Its number.

    Raises:
        InputRefused: in the future, before the signalement, empty, cancelled or erased.
    """
    _refuse(case)
    if plan.on > today:
        raise InputRefused("Rien n'a été noté : la date est dans le futur.", where=case.ref)
    if plan.on < case.opened_on:
        raise InputRefused(
            f"Rien n'a été noté : la date précède le signalement ({french(case.opened_on)}).",
            where=case.ref,
        )
    return put_plan(write, case.id, Plan(plan.kind, plan.on, cleaned(plan.text)))


def cleaned(text: str) -> str:
    """The text as it is kept. InputRefused when nothing is left of it."""
    kept = clean(text, multiline=True, limit=MOST)
    if not kept.strip():
        raise InputRefused("Le texte est vide : rien n'a été noté.")
    return kept


def remove(write: "Write", case: "CaseRow", number: int) -> None:
    """Remove a text noted by mistake. InputRefused when the situation has none of this number."""
    _refuse(case)
    if not drop_plan(write, case.id, number):
        raise InputRefused(
            "Cette situation n'a pas de texte de ce numéro.",
            where=case.ref,
            todo=f"Les voir : pdp situation plan {case.ref}",
        )


def name_contacts(write: "Write", case: "CaseRow", said: Mapping[str, str]) -> None:
    """Say who is to be spoken to (CONTACTS); « - » removes one."""
    _refuse(case)
    for column, text in said.items():
        name = None if text.strip() == "-" else clean(text, limit=200)
        write.db.execute(
            f"UPDATE case_file SET {column} = ?, updated_at = ? WHERE id = ?",
            (name, write.at, case.id),
        )


def contacts_of(db: "Connection", case_id: int) -> dict[str, str]:
    """Who is to be spoken to, by column, those that are known."""
    row = db.execute(
        f"SELECT {', '.join(CONTACTS)} FROM case_file WHERE id = ?", (case_id,)
    ).fetchone()
    return {column: row[column] for column in CONTACTS if row[column]}


def _refuse(case: "CaseRow") -> None:
    refuse_erased(case)
    if case.state == "cancelled":
        raise InputRefused("Cette situation est annulée : plus rien ne s'y note.", where=case.ref)


def plan_letter(write: "Write", case: "CaseRow", today: date) -> Letter:
    """The last plan and the préconisations, as a letter to the person herself; journaled.

    Raises:
        InputRefused: there is none, or the person is erased.
    """
    refuse_erased(case)
    db = write.db
    told = _last_ones(db, case.id)
    if not told:
        raise InputRefused(
            "Cette situation n'a ni plan ni préconisation.",
            where=case.ref,
            todo=f"pdp situation plan {case.ref} --ajouter",
        )
    us = db.execute("SELECT id FROM body WHERE is_us = 1 ORDER BY id LIMIT 1").fetchone()
    address = db.execute("SELECT address FROM person WHERE id = ?", (case.person_id,)).fetchone()
    write.note("plan")
    return Letter(
        sender=postal_lines(db, us["id"]),
        recipient=tuple(filter(None, (person_name(db, case.person_id), address["address"]))),
        on=today,
        subject="votre plan de retour à l'emploi",
        paragraphs=(_OPENING, *told),
        references=(case.ref,),
        signed_by=write.author,
    )


def _last_ones(db: "Connection", case_id: int) -> list[str]:
    """The last plan, then every préconisation, each with its day."""
    rows = plans_of(db, case_id)
    plans = [row for row in rows if row["kind"] == "return_plan"][-1:]
    advised = [row for row in rows if row["kind"] == "recommendation"]
    return [
        f"{_TITLES[row['kind']]}, le {french(date.fromisoformat(row['on_date']))} :\n{row['text']}"
        for row in (*plans, *advised)
    ]
