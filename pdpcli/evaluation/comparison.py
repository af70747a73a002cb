"""What a frozen evaluation would be if it were counted again: values, and the rows that moved."""

from dataclasses import dataclass

from pdpcli.evaluation.annual import Moved
from pdpcli.evaluation.period import Period


@dataclass(frozen=True)
class Cause:
    """Why a row is no longer counted as it was: a code of CHOICES["moved"], the day, what row."""

    kind: str
    on: str
    what: str


@dataclass(frozen=True)
class RowMoved:
    """One unit that is counted otherwise: its reference, how, and why.

    ``sign``: « + » counted only today, « - » only then, « ~ » elsewhere.
    """

    sign: str
    ref: str
    how: str
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class CountMoved:
    """The units of one count that are counted otherwise."""

    indicator: str
    count: str
    rows: tuple[RowMoved, ...]


@dataclass(frozen=True)
class ChoiceMoved:
    """An open point that is decided otherwise today."""

    label: str
    was: str
    now: str


@dataclass(frozen=True)
class Comparison:
    """A frozen evaluation beside a recount. ``sound``: it still has the hash it was frozen with."""

    agreement: str
    title: str
    period: Period
    frozen_on: str
    sha256: str
    sound: bool
    definition_moved: bool
    choices: tuple[ChoiceMoved, ...]
    lines: tuple[Moved, ...]
    counts: tuple[CountMoved, ...]
    texts: tuple[str, ...]  # the parts whose words an erasure has hidden since

    @property
    def same(self) -> bool:
        """Whether a recount gives what was frozen."""
        return not (self.definition_moved or self.choices or self.lines or self.counts)
