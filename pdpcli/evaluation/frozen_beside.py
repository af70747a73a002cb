"""What is frozen of the periods that are shown, and where a recount differs from it."""

from dataclasses import dataclass
from datetime import date

from pdpcli.evaluation.annual import Moved


@dataclass(frozen=True)
class FrozenBeside:
    """Of one agreement: each frozen period with its day, and the values that moved since."""

    agreement: str
    title: str
    periods: tuple[tuple[str, date], ...]
    moved: tuple[Moved, ...]
