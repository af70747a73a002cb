"""The members of the cell: who registers, whom the partner calls back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused

if TYPE_CHECKING:
    from pdpcli.store.open import Write


def edit(write: "Write", said: Mapping[str, str]) -> None:
    """Put right the telephone, mail or functions of whoever is writing (columns of ``member``).

    Raises:
        InputRefused: nothing said, or the author is not a member of the cell.
    """
    if not said:
        raise InputRefused("Rien n'a été changé.", todo="Ajoutez --telephone, --courriel…")
    columns = ", ".join(f"{column} = ?" for column in said)
    done = write.db.execute(
        f"UPDATE member SET {columns} WHERE first_name || ' ' || last_name = ?",
        (*said.values(), write.author),
    )
    if done.rowcount != 1:
        raise InputRefused("Votre nom n'est pas celui d'un membre de la cellule.")
