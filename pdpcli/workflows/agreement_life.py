"""What a convention lives: renewed, evaluated, communicated, amended, disputed, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.agreements.agreement import Agreement
from pdpcli.errors import InputRefused
from pdpcli.rules.names import fold
from pdpcli.rules.text import clean

if TYPE_CHECKING:
    from pdpcli.store.open import Write

_LIMIT = 500


@dataclass(frozen=True)
class Lived:
    """What happened that day; a communication says to which ``bodies``, the rest a ``note``."""

    kind: str
    on: date
    note: str = ""
    bodies: Sequence[str] = ()


def note(write: "Write", agreement: Agreement, said: Lived, today: date) -> list[int]:
    """Note it, and return its numbers: one a body for a communication.

    Raises:
        InputRefused: a day to come (but for an end), before the signature, said already; a
            communication to nobody, or to a body that the text does not name.
    """
    _refuse_day(agreement, said, today)
    notes = (
        _told(agreement, said) if said.kind == "communicated" else [clean(said.note, limit=_LIMIT)]
    )
    if said.bodies and said.kind != "communicated":
        raise InputRefused("--organisme dit à qui la convention a été communiquée.")
    return [_add(write, agreement.id, said, one) for one in notes]


def remove(write: "Write", agreement: str, number: int) -> None:
    """Take away what was noted in error. InputRefused: no such number."""
    done = write.db.execute(
        "DELETE FROM agreement_event WHERE id = ? AND agreement = ?", (number, agreement)
    )
    if done.rowcount != 1:
        raise InputRefused(
            f"Rien ne porte le numéro {number} dans cette convention.",
            todo=f"pdp convention voir {agreement}",
        )


def _refuse_day(agreement: Agreement, said: Lived, today: date) -> None:
    if said.on > today and said.kind != "terminated":
        raise InputRefused("Rien n'a été noté : cette date est dans le futur.")
    if agreement.signed_on and said.on < agreement.signed_on:
        raise InputRefused("Rien n'a été noté : c'est avant la signature de la convention.")


def _told(agreement: Agreement, said: Lived) -> list[str]:
    """To whom it was communicated, as the text names them."""
    named = {fold(one): one for one in agreement.communicate_to}
    listed = ", ".join(agreement.communicate_to)
    if not said.bodies:
        raise InputRefused(
            "À qui la convention a-t-elle été communiquée ?",
            todo=f"--organisme{f', parmi : {listed}' if listed else ' NOM'}",
        )
    if said.note:
        raise InputRefused("Une communication dit à qui, par --organisme, sans autre note.")
    if named and any(fold(one) not in named for one in said.bodies):
        raise InputRefused(
            "Le texte ne nomme pas cet organisme.", todo=f"--organisme, parmi : {listed}"
        )
    return [named.get(fold(one)) or clean(one, limit=100) for one in said.bodies]


def _add(write: "Write", agreement: str, said: Lived, note_: str) -> int:
    row = (agreement, said.kind, said.on.isoformat(), note_ or None)
    known = write.db.execute(
        """SELECT 1 FROM agreement_event
        WHERE agreement = ? AND kind = ? AND on_date = ? AND note IS ?""",
        row,
    ).fetchone()
    if known:
        raise InputRefused("C'est déjà noté, ce jour-là.", todo=f"pdp convention voir {agreement}")
    added = write.db.execute(
        """INSERT INTO agreement_event (agreement, kind, on_date, note, added_at, author)
        VALUES (?, ?, ?, ?, ?, ?)""",
        (*row, write.at, write.author),
    )
    return int(added.lastrowid or 0)
