"""Whose turn it is to write a report that two parties write alternately (S1 annexe 2, art. 5).

The text does not say who begins: it is a parameter. A report noted as written by a party decides
for the following ones.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pdpcli.rules.names import fold

_WRITTEN_BY = re.compile(r"\bredige par (?P<who>.+)")
_PERIOD = re.compile(r"bilan (?P<label>[0-9]{4}(?:-[0-9]{2})?)\b")


@dataclass(frozen=True)
class Done:
    """An evaluation noted: its day, and what was noted of it."""

    on: date
    note: str = ""


def noted(label: str, writer: str) -> str:
    """What is noted of an evaluation: read again by ``whose_turn``."""
    return f"bilan {label}, rédigé par {writer}" if writer else f"bilan {label}"


def earlier(done: Sequence[Done], label: str, last: date) -> list[Done]:
    """The evaluations noted before that of the period ``label``, which ends on ``last``.

    One that names its period is judged by it; another, by the day it was noted.
    """
    kept = []
    for one in sorted(done, key=lambda one: one.on):
        about = _PERIOD.match(one.note.casefold())
        if about["label"] < label if about else one.on <= last:
            kept.append(one)
    return kept


def whose_turn(first: str, parties: Mapping[str, str], done: Sequence[Done]) -> str:
    """The party (id -> name) that writes next: ``first``, then the other one, and so on."""
    turn = first
    for one in done:
        turn = other(_writer(one.note, parties) or turn, parties)
    return turn


def other(party: str, parties: Mapping[str, str]) -> str:
    """The other of two parties."""
    return next(one for one in parties if one != party)


def _writer(note: str, parties: Mapping[str, str]) -> str:
    """The one party that a note says wrote it; "" when it says none."""
    found = _WRITTEN_BY.search(fold(note))
    if not found:
        return ""
    said = f" {found['who']} "
    named = [one for one, name in parties.items() if f" {fold(name)} " in said]
    return named[0] if len(named) == 1 else ""
