"""Her own notes, and what she says of a deadline: done, not before a day, back in the list."""

from datetime import date
from typing import TYPE_CHECKING

from pdpcli.declarations.nearest import nearest
from pdpcli.errors import InputRefused
from pdpcli.rules.choices import parse_choice
from pdpcli.rules.deadlines.settings import SETTINGS, setting_id
from pdpcli.rules.text import clean
from pdpcli.store import due
from pdpcli.store.persons import died_on
from pdpcli.store.settings import keep_setting

if TYPE_CHECKING:
    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write

_LIMIT = 300


def add_note(write: "Write", text: str, on: date, case: "CaseRow | None") -> None:
    """Keep a note for a day; it becomes a deadline of the situation, or of none.

    Raises:
        InputRefused: an empty note; a cancelled situation, or somebody dead: it would never show.
    """
    said = clean(text, limit=_LIMIT)
    if not said:
        raise InputRefused("La note est vide.")
    if case and (case.state == "cancelled" or died_on(write.db, case.person_id)):
        raise InputRefused(
            "Situation annulée, ou décès noté : plus aucun rappel.",
            where=case.ref,
            todo="Une note à vous, sans situation : la même commande, sans --situation",
        )
    write.db.execute(
        """INSERT INTO reminder_note (text, on_date, case_id, added_at, author)
        VALUES (?, ?, ?, ?, ?)""",
        (said, on.isoformat(), case.id if case else None, write.at, write.author),
    )


def change_deadline(write: "Write", number: int, state: str, **told: str) -> None:
    """Note what she says of the deadline of that number; nothing of it is forgotten.

    Raises:
        InputRefused: no such deadline, or the facts already settle it.
    """
    row = due.numbered(write.db, number)
    if row["state"] == "met":
        raise InputRefused("C'est déjà fait : ce qui est noté dans la situation le dit.")
    write.subject = row["subject"] if row["subject"] not in ("cell", "notes") else ""
    texts = {key: clean(value, limit=_LIMIT) for key, value in told.items() if value}
    due.change(write, row, state, **texts)


def choose(write: "Write", setting: str, value: str) -> None:
    """Choose a setting of the deadlines, or whether the CPOM's calendar is followed (« cpom »).

    By its French name or its id. An empty value goes back to the shown default.

    Raises:
        InputRefused: no such setting, or a value it does not take.
    """
    if setting == "cpom":
        _put(write, "due.cpom", parse_choice(value, {"yes": "oui", "no": "non"}))
        return
    id_ = setting_id(setting, SETTINGS)
    if id_ not in SETTINGS:
        names = [one.name for one in SETTINGS.values()]
        raise InputRefused(
            "Ce réglage n'existe pas." + nearest(setting, [*names, *SETTINGS, "cpom"]),
            todo="Tous les réglages : pdp echeances regler",
        )
    if value:
        SETTINGS[id_].parse(value)
    _put(write, f"due.set.{id_}", value)


def _put(write: "Write", key: str, value: str) -> None:
    """Keep a setting, then compute everything again: nothing computed before it stands."""
    keep_setting(write.db, key, value)
    due.forget_computed(write.db)
    write.note(f"{key} {value}")
