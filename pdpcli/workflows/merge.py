"""Two entries of one situation made one: what differs is chosen, all the rest is kept.

The reference given up still names the situation kept. Its row stays as the shell of its fiches:
those keep the reference that was printed and the consents of the person who signed (the gate is
untouched). Its acts, plans and notes are moved; what was counted twice counts once. Two entries of
the person stay two rows that say the same (store/persons.py). Nothing undoes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.store.person_words import index_persons
from pdpcli.store.persons import died_on, persons_of
from pdpcli.store.snapshots import refresh_touched
from pdpcli.workflows.edit import edit
from pdpcli.workflows.merged_acts import move_acts, move_beside, settle_fiches
from pdpcli.workflows.merged_facts import Difference, chosen_facts, differences, move_histories

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class Review:
    """What is looked at before two situations are made one."""

    differences: tuple[Difference, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class Merged:
    """What became of the reference given up: its fiches, and what was counted twice."""

    fiches: tuple[str, ...]  # those that keep it: « 2026-0043/1 »
    doubled: int  # acts that were told twice
    signed_apart: bool  # she signed under the other entry: a new fiche asks a new signature


def review(db: "Connection", kept: "CaseRow", other: "CaseRow", today: date) -> Review:
    """What differs between the two, and what makes one doubt that they are one.

    Raises:
        InputRefused: they are one already, or one is cancelled, erased, or of somebody dead.
    """
    _refuse(db, kept, other)
    return Review(tuple(differences(db, kept, other, today)), tuple(_doubts(db, kept, other)))


def _refuse(db: "Connection", kept: "CaseRow", other: "CaseRow") -> None:
    if kept.id == other.id:
        raise InputRefused("C'est la même situation.", where=kept.ref)
    for one in (kept, other):
        if one.state == "cancelled" or one.person_id is None:
            raise InputRefused(
                "Une situation annulée, ou dont la personne est effacée, ne se réunit pas.",
                where=one.ref,
            )
    if died_on(db, kept.person_id) != died_on(db, other.person_id):
        raise InputRefused(
            "Un décès n'est noté que d'un côté : notez-le d'abord de l'autre, ou annulez-le.",
            where=f"{kept.ref}, {other.ref}",
        )


def _doubts(db: "Connection", kept: "CaseRow", other: "CaseRow") -> list[str]:
    """The identity that differs, said without a value."""
    if _canonical(db, kept) == _canonical(db, other):
        return []
    rows = [
        db.execute("SELECT folded, born_on, nir FROM person WHERE id = ?", (one.person_id,))
        for one in (kept, other)
    ]
    first, second = (row.fetchone() for row in rows)
    names = {"folded": "le nom", "born_on": "la date de naissance", "nir": "le numéro"}
    differing = [
        name for column, name in names.items()
        if first[column] and second[column] and first[column] != second[column]
    ]  # fmt: skip
    if not differing:
        return []
    return [f"{' et '.join(differing).capitalize()} diffèrent : est-ce bien une seule personne ?"]


def merge(
    write: "Write", kept: "CaseRow", other: "CaseRow", choices: Mapping[str, str], today: date
) -> Merged:
    """Make ``other`` one with ``kept``; ``choices`` says, for each difference, which one is true.

    Raises:
        InputRefused: as ``review``; or a difference nobody decided.
    """
    found = review(write.db, kept, other, today).differences
    undecided = [one.label for one in found if choices.get(one.id) not in one.choices]
    if undecided:
        raise InputRefused(
            f"Il reste à choisir : {', '.join(undecided)}.", where=f"{kept.ref}, {other.ref}"
        )
    answers = chosen_facts(write.db, kept, other, choices, today)
    signed_apart = _signed_apart(write.db, kept, other)
    _one_person(write.db, kept, other)
    move_histories(write, kept, other, choices)
    edit(write, kept, answers, change_on=None)
    write.session().flush()
    write.session().expunge_all()
    doubled = move_acts(write, kept, other)
    move_beside(write.db, kept, other)
    fiches = settle_fiches(write, kept, other, today)
    _alias(write, kept, other, today)
    index_persons(write.db, persons_of(write.db, kept.person_id))
    refresh_touched(write.db, kept.id, persons_of(write.db, kept.person_id)[0], [])
    return Merged(tuple(fiches), doubled, signed_apart)


def _canonical(db: "Connection", case: "CaseRow") -> int:
    return persons_of(db, case.person_id)[0]


def _signed_apart(db: "Connection", kept: "CaseRow", other: "CaseRow") -> bool:
    if kept.person_key == other.person_key:
        return False
    row = db.execute("SELECT 1 FROM consent WHERE person_key = ? LIMIT 1", (other.person_key,))
    return row.fetchone() is not None


def _one_person(db: "Connection", kept: "CaseRow", other: "CaseRow") -> None:
    """The entries of the other person say from now on that she is the one kept.

    A limitation that she asked for holds for both.
    """
    first, second = _canonical(db, kept), _canonical(db, other)
    if first == second:
        return
    limits = "SELECT min(limited_on) FROM person WHERE id IN (:first, :second)"
    bound = {"first": first, "second": second}
    db.execute("UPDATE person SET same_as = :first WHERE id = :second OR same_as = :second", bound)
    db.execute(f"UPDATE person SET limited_on = ({limits}) WHERE id = :first", bound)
    db.execute(
        """UPDATE act SET person_key = (SELECT key FROM person WHERE id = :first)
        WHERE case_id IN (SELECT id FROM case_file WHERE person_id IN
          (SELECT id FROM person WHERE same_as = :first))""",
        bound,
    )


def _alias(write: "Write", kept: "CaseRow", other: "CaseRow", today: date) -> None:
    """The reference names the one kept; what was merged into it before follows."""
    db = write.db
    now = db.execute("SELECT state, closed_on FROM case_file WHERE id = ?", (kept.id,)).fetchone()
    db.execute(
        "UPDATE case_file SET state = ?, closed_on = ?, updated_at = ? WHERE id = ?",
        (now["state"], now["closed_on"], write.at, other.id),
    )
    db.execute("UPDATE case_alias SET case_id = ? WHERE case_id = ?", (kept.id, other.id))
    db.execute(
        "INSERT INTO case_alias (ref, case_id, merged_on) VALUES (?, ?, ?)",
        (other.ref, kept.id, today.isoformat()),
    )
