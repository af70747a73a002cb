"""The units behind a count, one by one: their period, their lines, their case's reference."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdpcli.evaluation.count import Compiled
from pdpcli.evaluation.sheets import Code, fetch
from pdpcli.evaluation.terms import Split

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True)
class Member:
    """One unit counted in the period of that rank; ``ref``: its case's, or a gathering's date."""

    period: int
    codes: tuple[Code, ...]
    key: str | int
    ref: str


def members_of(db: "Connection", compiled: Compiled) -> list[Member]:
    """Every unit of the count, in order of reference."""
    rows = fetch(db, compiled.members())
    return [Member(period, compiled.codes(bucket), key, ref) for period, bucket, key, ref in rows]


def on_line(compiled: Compiled, members: Sequence[Member], split: Split) -> list[Member]:
    """Those of one line of the count."""
    rank = len(compiled.dimensions) + compiled.count.lines.index(split)
    return [member for member in members if member.codes[rank] == "1"]


def refs_of(members: Sequence[Member]) -> tuple[str, ...]:
    """Their references, each once."""
    return tuple(dict.fromkeys(member.ref for member in members))
