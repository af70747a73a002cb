"""The members of the cell: who registers, whom the partner calls back, who follows what."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused
from pdpcli.rules.names import fold
from pdpcli.store.members import author_member, full_name, members

if TYPE_CHECKING:
    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write


def add(write: "Write", name: tuple[str, str], said: Mapping[str, Any], since: date) -> None:
    """Add a member (first and last name), with ``said``: functions, phone, email.

    Raises:
        InputRefused: a member has this name: one person is counted once.
    """
    first, last = name
    if not last:
        raise InputRefused("Un membre a un prénom et un nom.", todo="« Camille EXEMPLE »")
    known = {fold(full_name(one)) for one in members(write.db)}
    if fold(f"{first} {last}") in known:
        raise InputRefused(
            "Quelqu'un porte déjà ce nom : une personne n'est comptée qu'une fois.",
            todo="Ses fonctions et coordonnées : pdp referent corriger NOM",
        )
    write.db.execute(
        """INSERT INTO member (first_name, last_name, functions, phone, email, since)
        VALUES (:first, :last, :functions, :phone, :email, :since)""",
        {"first": first, "last": last, "since": since.isoformat()}
        | {"functions": "[]", "phone": None, "email": None}
        | _columns(said),
    )


def edit(write: "Write", said: Mapping[str, Any], who: Mapping[str, Any] | None = None) -> None:
    """Put right phone, email, functions or last day of a member: of whoever writes, else ``who``.

    Raises:
        InputRefused: nothing said, or the author is not a member of the cell.
    """
    if not said:
        raise InputRefused("Rien n'a été changé.", todo="Ajoutez --telephone, --courriel…")
    found = who or author_member(write.db, write.author)
    if found is None:
        raise InputRefused("Votre nom n'est pas celui d'un membre de la cellule.")
    values = _columns(said)
    columns = ", ".join(f"{column} = :{column}" for column in values)
    write.db.execute(f"UPDATE member SET {columns} WHERE id = :id", {**values, "id": found["id"]})


def assign(write: "Write", who: Mapping[str, Any], rows: "Sequence[CaseRow]") -> None:
    """``who`` follows these situations from now on. InputRefused: of the cell no more."""
    if who["until"] and who["until"] < write.at[:10]:
        raise InputRefused("Cette personne n'est plus de la cellule.")
    for row in rows:
        write.db.execute(
            "UPDATE case_file SET member_id = ?, updated_at = ? WHERE id = ?",
            (who["id"], write.at, row.id),
        )


def _columns(said: Mapping[str, Any]) -> dict[str, Any]:
    listed = {"functions": json.dumps(said["functions"])} if "functions" in said else {}
    return {**said, **listed}
