"""Sick leaves: consecutive periods are one absence (CSS L.162-4-1 since 1 September 2026)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pdpcli.errors import Refusal

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Leave:
    """One prescribed period; ``ended_on`` is its last day, included, ``None`` when not known.

    Raises:
        Refusal: it ends before it begins.
    """

    started_on: date
    ended_on: date | None = None
    risk: str | None = None

    def __post_init__(self) -> None:
        if self.ended_on is not None and self.ended_on < self.started_on:
            raise Refusal("Cet arrêt finit avant d'avoir commencé : corrigez l'une des deux dates.")


@dataclass(frozen=True)
class Absence:
    """Consecutive periods seen as one; ``risk`` is the one in force on the day looked at."""

    started_on: date
    ended_on: date | None
    risk: str | None
    periods: tuple[Leave, ...]

    def day(self, on: date) -> int:
        """The rank of ``on`` in the absence, in calendar days: 1 on the first day."""
        return (on - self.started_on).days + 1


def absence(leaves: Sequence[Leave], on: date) -> Absence | None:
    """The absence that ``on`` belongs to, prolongations included, or ``None``.

    A period begun at the latest the day after another prolongs it; one day at work parts them.
    A period without an end lasts until the next one begins. A prolongation without a risk
    keeps the risk before it.
    """
    for chain in _chains(leaves):
        ended_on = _end(chain)
        if chain[0].started_on <= on and (ended_on is None or on <= ended_on):
            return Absence(chain[0].started_on, ended_on, _risk(chain, on), tuple(chain))
    return None


def _chains(leaves: Sequence[Leave]) -> list[list[Leave]]:
    """Group the periods that touch or overlap, in the order of time."""
    chains: list[list[Leave]] = []
    for leave in sorted(leaves, key=lambda one: (one.started_on, one.ended_on or date.min)):
        if chains and _touches(chains[-1], leave):
            chains[-1].append(leave)
        else:
            chains.append([leave])
    return chains


def _touches(chain: Sequence[Leave], leave: Leave) -> bool:
    """Whether ``leave``, begun no earlier than the chain, leaves no day between them."""
    ended_on = _end(chain)
    return ended_on is None or leave.started_on <= ended_on + _DAY


def _end(chain: Sequence[Leave]) -> date | None:
    """The last day of a chain; not known when its latest period has no end."""
    if chain[-1].ended_on is None:
        return None
    return max(leave.ended_on for leave in chain if leave.ended_on)


def _risk(chain: Sequence[Leave], on: date) -> str | None:
    """The risk of the latest period begun by ``on`` that says one."""
    begun = (leave.risk for leave in reversed(chain) if leave.started_on <= on)
    return next((risk for risk in begun if risk), None)
