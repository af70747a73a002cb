"""A fiche received about somebody known: it joins her open situation, or she says a new one."""

from typing import TYPE_CHECKING

from pdpcli.commands.clock import today
from pdpcli.errors import InputRefused

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.workflows.facts import Answers
    from pdpcli.workflows.register import Known

NEW = "nouvelle"


def joined(db: "Connection", case: str, known: "Known", facts: "Answers") -> str:
    """The situation that ``--situation`` names, to which the fiche is joined; "" for a new one.

    Raises:
        InputRefused: nothing was said and she has one open; or the one named is not hers, or over.
    """
    from pdpcli.rules.names import fold

    if fold(case) == NEW:
        return ""
    if case:
        return _named(db, case, facts)
    rows = db.execute(
        "SELECT ref FROM case_file WHERE person_id = ? AND state = 'open' ORDER BY year, number",
        (known.person_id,),
    ).fetchall()
    if not rows:
        return ""
    choices = [f"Joindre la fiche à {row['ref']}       --situation {row['ref']}" for row in rows]
    raise InputRefused(
        "Rien n'a été enregistré : cette personne a déjà une situation ouverte.",
        where=", ".join(row["ref"] for row in rows),
        todo="\n".join([*choices, f"C'est une autre situation          --situation {NEW}"]),
    )


def _named(db: "Connection", ref: str, facts: "Answers") -> str:
    from pdpcli.rules.names import fold
    from pdpcli.store.cases import case_by_ref, refuse_erased

    case = case_by_ref(db, ref, today())
    person = db.execute("SELECT folded FROM person WHERE id = ?", (refuse_erased(case),)).fetchone()
    if person["folded"] != fold(f"{facts['person.last_name']} {facts['person.first_name']}"):
        raise InputRefused("La fiche reçue est d'une autre personne que celle-ci.", where=case.ref)
    if case.state != "open":
        raise InputRefused(
            "Cette situation n'est pas ouverte.", where=case.ref,
            todo=f"pdp situation rouvrir {case.ref}",
        )  # fmt: skip
    return case.ref
