"""The small directory of employers: what it says of one reaches every act of its situations."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused, Problem
from pdpcli.workflows.facts import put_employer

if TYPE_CHECKING:
    from pdpcli.store.open import Write


def add(write: "Write", said: Mapping[str, Any]) -> int:
    """Add an employer from ``said`` (columns of ``employer``); its number. InputRefused."""
    from pdpcli.store.tables import Employer

    _refuse_nameless({"name": "", **said})
    session = write.session()
    employer = Employer(name=said["name"], folded="")
    put_employer(employer, said)
    session.add(employer)
    session.flush()
    return employer.id or 0


def edit(write: "Write", number: int, said: Mapping[str, Any]) -> None:
    """Correct an employer in place; the acts of all its situations follow. InputRefused."""
    from pdpcli.store.snapshots import refresh_employer
    from pdpcli.store.tables import Employer

    _refuse_nameless(said)
    session = write.session()
    employer = session.get(Employer, number)
    if employer is None:
        raise InputRefused(
            f"Aucune entreprise ne porte le numéro {number}.", todo="pdp entreprise liste"
        )
    put_employer(employer, said)
    session.add(employer)
    session.flush()
    refresh_employer(write.db, number)


def _refuse_nameless(said: Mapping[str, Any]) -> None:
    if said.get("name") == "":
        raise InputRefused(
            "L'entreprise n'a pas été enregistrée.",
            problems=[Problem("la raison sociale", "à renseigner.")],
        )
