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
    from pdpcli.store.tables import Gathering

    session = write.session()
    gathering = Gathering(
        kind=said.kind,
        agreement=said.agreement,
        on_date=said.on.isoformat(),
        year=said.on.year,
        title=said.title,
        mode=said.mode,
        joint=int(bool(said.partners)),
        participants=said.participants,
        state=said.state,
        author=write.author,
    )
    session.add(gathering)
    session.flush()
    number = gathering.id or 0
    write.db.executemany(
        "INSERT INTO gathering_partner (gathering_id, body) VALUES (?, ?)",
        [(number, body) for body in dict.fromkeys(said.partners)],
    )
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
