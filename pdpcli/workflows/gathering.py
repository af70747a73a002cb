"""Gatherings: meetings between services or instances, and collective actions (S0 art. 3 and 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.workflows import act
from pdpcli.workflows.act import ActSaid

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


def add(
    write: "Write", said: GatheringSaid, cases: Sequence["CaseRow"], instance: str | None
) -> int:
    """Note a gathering and the situations examined in it; returns its number.

    Each situation examined gets an act « examen en instance » of ``instance`` (``cell`` or
    ``insurance``), so that BTP34-2 counts it.
    """
    number: int = write.db.execute(
        """INSERT INTO gathering
          (kind, agreement, on_date, year, title, mode, joint, participants, state, author)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id""",
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
        ),
    ).fetchone()[0]
    write.db.executemany(
        "INSERT INTO gathering_partner (gathering_id, body) VALUES (?, ?)",
        [(number, body) for body in dict.fromkeys(said.partners)],
    )
    if instance is None and said.kind == "cell":
        instance = "cell"
    if cases and instance is None:
        raise InputRefused(
            "Des situations sont examinées : il faut dire par quelle instance.",
            todo="--instance cellule, ou --instance assurance",
        )
    for case in cases:
        _examine(write, case, said, number, instance or "")
    return number


def _examine(
    write: "Write", case: "CaseRow", said: GatheringSaid, number: int, instance: str
) -> None:
    details = {"nature": instance, "agreement": said.agreement, "gathering_id": number}
    act.add(write, case, ActSaid("examination", said.on, details, said.state))
