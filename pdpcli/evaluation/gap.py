"""What a situation lacks for an evaluation to count it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """A fact (a dimension, ``outcome``, ``look``) that a situation lacks, and the way to tell it.

    ``agreements`` are those whose evaluation reads it; ``employer`` its number, when it is of one.
    """

    fact: str
    label: str
    ref: str
    agreements: tuple[str, ...]
    command: str
    employer: int | None = None
