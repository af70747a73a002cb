"""What is known of a body: its own particulars in place, its mailboxes and contacts dated."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused
from pdpcli.rules.dates import french
from pdpcli.rules.names import fold
from pdpcli.store.contacts import contacts_of

if TYPE_CHECKING:
    from pdpcli.store.open import Write

#: columns of ``contact`` that say how to reach it
REACHED_BY = ("function", "phone", "email")


def edit(write: "Write", body: str, said: Mapping[str, str]) -> None:
    """Put right the particulars of a body: name, address, phone, dpo; "" removes one.

    Raises:
        InputRefused: nothing is said, or a body without a name.
    """
    if said.get("name") == "":
        raise InputRefused("Un organisme a un nom.", where=body)
    columns = ", ".join(f"{column} = :{column}" for column in said)
    values = {column: text or None for column, text in said.items()}
    write.db.execute(f"UPDATE body SET {columns} WHERE id = :id", {**values, "id": body})


def reach(write: "Write", body: str, name: str, said: Mapping[str, str], on: date) -> None:
    """A contact (or, without a name, the mailbox) as it is from ``on``; before, as it was.

    Raises:
        InputRefused: nothing to reach it by, or nothing that was not known.
    """
    rows = _known(write, body, name)
    held = _standing(rows, on)
    values = {**({column: held[column] for column in REACHED_BY} if held else {}), **_or_none(said)}
    if not any(values.values()):
        raise InputRefused("Dites comment le joindre.", todo="--courriel, --telephone, --fonction")
    if held and all(held[column] == value for column, value in values.items()):
        raise InputRefused("Rien n'a été changé : c'est déjà ce qui est noté.", where=body)
    if held and held["since"] == on.isoformat():
        _put(write, held["id"], values)
        return
    if held:
        _put(write, held["id"], {"until": _before(on)})
    following = min((row["since"] for row in rows if (row["since"] or "") > on.isoformat()),
                    default=None)  # fmt: skip
    until = _before(date.fromisoformat(following)) if following else None
    write.db.execute(
        """INSERT INTO contact (body, name, function, phone, email, since, until)
        VALUES (:body, :name, :function, :phone, :email, :since, :until)""",
        {"body": body, "name": name or None, "since": on.isoformat(), "until": until}
        | dict.fromkeys(REACHED_BY)
        | values,
    )


def correct(write: "Write", body: str, name: str, said: Mapping[str, str], on: date) -> None:
    """Put right what was noted of a contact, or of the mailbox: since the day it was noted.

    Raises:
        InputRefused: nobody of that name now, or nothing would be left to reach it by.
    """
    held = _here(write, body, name, on)
    values = {column: held[column] for column in REACHED_BY} | _or_none(said)
    if not any(values.values()):
        raise InputRefused("Il n'y aurait plus rien pour le joindre.", todo="Ajoutez --retirer.")
    _put(write, held["id"], values)


def leave(write: "Write", body: str, name: str, on: date) -> None:
    """A contact, or the mailbox, stands no more from ``on``; noted that same day, it never did.

    Raises:
        InputRefused: nobody of that name now.
    """
    held = _here(write, body, name, on)
    if (held["since"] or "") == on.isoformat():
        write.db.execute("DELETE FROM contact WHERE id = ?", (held["id"],))
    else:
        _put(write, held["id"], {"until": _before(on)})


def _known(write: "Write", body: str, name: str) -> list[dict[str, Any]]:
    """The rows of that contact; the first mailbox is what the convention's folder said."""
    rows = _named(write, body, name)
    if name or rows:
        return rows
    write.db.execute(
        """INSERT INTO contact (body, email)
        SELECT id, email FROM body WHERE id = ? AND email IS NOT NULL""",
        (body,),
    )
    return _named(write, body, name)


def _named(write: "Write", body: str, name: str) -> list[dict[str, Any]]:
    return [row for row in contacts_of(write.db, body) if fold(row["name"] or "") == fold(name)]


def _standing(rows: list[dict[str, Any]], on: date) -> dict[str, Any] | None:
    day = on.isoformat()
    found = (row for row in rows if (row["since"] or "") <= day <= (row["until"] or "9999"))
    return next(found, None)


def _here(write: "Write", body: str, name: str, on: date) -> dict[str, Any]:
    held = _standing(_known(write, body, name), on)
    if held is None:
        raise InputRefused(
            f"Cet interlocuteur n'est pas noté le {french(on)}."
            if name
            else f"Aucune boîte n'est notée le {french(on)}.",
            where=body,
            todo=f"pdp partenaire voir {body}",
        )
    return held


def _put(write: "Write", number: int, values: Mapping[str, Any]) -> None:
    columns = ", ".join(f"{column} = :{column}" for column in values)
    write.db.execute(f"UPDATE contact SET {columns} WHERE id = :id", {**values, "id": number})


def _or_none(said: Mapping[str, str]) -> dict[str, str | None]:
    return {column: text or None for column, text in said.items()}


def _before(on: date) -> str:
    return (on - timedelta(days=1)).isoformat()
