"""Gatherings: meetings between services or instances, and collective actions (S0 art. 3 and 5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused
from pdpcli.rules.audience import Audience
from pdpcli.store.agenda import meeting
from pdpcli.store.audience import put_audience, refuse_other_total
from pdpcli.store.snapshots import refresh
from pdpcli.workflows import agenda
from pdpcli.workflows.agenda import Why

if TYPE_CHECKING:
    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class GatheringSaid:
    """What was said of a gathering; ``partners`` are bodies' ids, none for our own action."""

    kind: str
    on: date
    agreement: str | None = None
    title: str | None = None
    mode: str | None = None
    participants: int | None = None
    partners: Sequence[str] = ()
    state: str = "done"
    starts_at: str | None = None
    place: str | None = None
    instance: str | None = None  # who examines there: CHOICES["instance"]
    audience: Sequence[Audience] = ()
    theme: str | None = None  # CHOICES["theme"]: what the CPOM counts apart


def add(
    write: "Write", said: GatheringSaid, cases: Sequence["CaseRow"], instance: str | None
) -> int:
    """Note a gathering and the situations examined in it; returns its number.

    Each situation gets an act « examen en instance » of ``instance`` (``cell`` or ``insurance``),
    so that BTP34-2 counts it. The bodies are those it is held with, or that are invited.
    """
    if instance is None and said.kind == "cell":
        instance = "cell"
    if cases and instance is None:
        raise InputRefused(
            "Des situations sont examinées : il faut dire par quelle instance.",
            todo="--instance cellule, ou --instance assurance",
        )
    number: int = write.db.execute(
        """INSERT INTO gathering
          (kind, agreement, on_date, year, title, mode, joint, participants, state, author,
           starts_at, place, instance, nature)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id""",
        (
            said.kind,
            said.agreement,
            said.on.isoformat(),
            said.on.year,
            said.title,
            said.mode,
            int(bool(said.partners)),
            said.participants,
            said.state,
            write.author,
            said.starts_at,
            said.place,
            instance,
            said.theme,
        ),
    ).fetchone()[0]
    write.db.executemany(
        "INSERT INTO gathering_partner (gathering_id, body) VALUES (?, ?)",
        [(number, body) for body in dict.fromkeys(said.partners)],
    )
    if said.audience:
        put_audience(write, number, said.audience)
    for case in cases:
        one = meeting(write.db, number)
        agenda.place(write, one, case, Why(), agenda.stand_in(write, one, case, said.state))
    return number


def check_day(on: date, today: date, state: str) -> None:
    """InputRefused when what was held would be in the future."""
    if state == "done" and on > today:
        raise InputRefused(
            "Rien n'a été noté : ce jour est dans le futur.",
            todo="Ce qui est à venir s'ajoute avec --prevu ; une réunion : pdp reunion prevoir",
        )


def edit(write: "Write", number: int, said: Mapping[str, Any], today: date | None = None) -> None:
    """Put a gathering right: ``on`` (with its examinations), or a column of its own.

    Raises:
        InputRefused: no such gathering, nothing said, or a total that its audience does not make.
    """
    if not said:
        raise InputRefused("Rien n'a été changé.", todo="Ajoutez --le, --participants ou --objet.")
    if said.get("participants") is not None:
        refuse_other_total(write, number, said["participants"])
    if today is not None:
        _refuse_ahead(write, number, said, today)
    columns = {key: value for key, value in said.items() if key != "on"}
    if "on" in said:
        columns |= {"on_date": said["on"].isoformat(), "year": said["on"].year}
    _update(write, number, columns)
    if "on" in said:
        for case_id in _examined(write, number, "on_date = :on_date, year = :year", columns):
            refresh(write.db, case_id)


def cancel(write: "Write", number: int, reason: str) -> int:
    """Cancel a gathering and the examinations noted in it: they count nowhere, and stay readable.

    Returns how many were still to be made: those situations wait again for a meeting.

    Raises:
        InputRefused: no such gathering, or no reason.
    """
    if not reason:
        raise InputRefused("Il faut un motif.", todo='Ajoutez --motif "…".')
    said = {"state": "cancelled", "cancel_reason": reason}
    _update(write, number, said)
    planned: int = write.db.execute(
        "SELECT count(*) FROM act WHERE gathering_id = ? AND state = 'planned'", (number,)
    ).fetchone()[0]
    agenda.adopt(write, number)
    _examined(write, number, "state = :state, cancel_reason = :cancel_reason", said)
    return planned


def _refuse_ahead(write: "Write", number: int, said: Mapping[str, Any], today: date) -> None:
    row = write.db.execute("SELECT on_date, state FROM gathering WHERE id = ?", (number,))
    for found in row.fetchall():
        on = said.get("on") or date.fromisoformat(found["on_date"])
        check_day(on, today, said.get("state", found["state"]))


def _update(write: "Write", number: int, columns: Mapping[str, Any]) -> None:
    names = ", ".join(f"{name} = :{name}" for name in columns)
    done = write.db.execute(
        f"UPDATE gathering SET {names} WHERE id = :number AND state <> 'cancelled'",
        {**columns, "number": number},
    )
    if done.rowcount != 1:
        raise InputRefused(
            f"Rien ne porte le numéro {number}, ou c'est déjà annulé.",
            todo="Les numéros : pdp reunion liste, pdp action liste",
        )


def _examined(write: "Write", number: int, columns: str, said: Mapping[str, Any]) -> list[int]:
    """Change the examinations of a gathering; the cases they belong to."""
    rows = write.db.execute(
        f"""UPDATE act SET {columns} WHERE gathering_id = :number AND state <> 'cancelled'
        RETURNING case_id""",
        {**said, "number": number},
    ).fetchall()
    return [row["case_id"] for row in rows]
