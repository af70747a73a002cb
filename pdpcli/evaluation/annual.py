"""The annual report of an agreement as a value: figures, how they were made, what is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pdpcli.evaluation.report_terms import ReportTerms
from pdpcli.evaluation.sheets import Sheet


@dataclass(frozen=True)
class Method:
    """How one figure was made: what is counted, and what the controls ask to look at."""

    counted: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Turn:
    """Who writes this report, where it is written alternately.

    ``writer`` and ``next`` are the parties' names; ``done`` evaluations were noted before this
    one; ``first`` says, in words, who is held to have written the first, or "" when it was told.
    """

    writer: str
    next: str
    done: int
    first: str = ""


@dataclass(frozen=True)
class Seal:
    """That the report is frozen: when, under what hash, whether the period was over.

    ``again`` says why it was frozen once more, by a code of CHOICES["frozen_again"].
    """

    on: date
    sha256: str
    provisional: bool
    again: str = ""


@dataclass(frozen=True)
class Moved:
    """A line whose frozen value is not what it would be counted today: both, by its place."""

    period: str
    frozen_on: date
    figure: str
    line: str
    label: str
    frozen: float | None
    now: float | None


@dataclass(frozen=True)
class Annual:
    """One report. ``texts``: part -> what was written of it; ``us`` writes or receives it.

    ``headings``: figure -> the part of the text it is in.
    ``moved``: values of earlier frozen periods that a recount today would not give.
    """

    agreement: str
    title: str
    short: str
    us: str
    parties: tuple[str, ...]
    signed: str
    source: str
    definition: str
    terms: ReportTerms
    sheet: Sheet
    method: Mapping[str, Method]
    texts: Mapping[str, str]
    on: date
    headings: Mapping[str, str] = field(default_factory=dict)
    turn: Turn | None = None
    seal: Seal | None = None
    moved: tuple[Moved, ...] = field(default=())

    @property
    def provisional(self) -> bool:
        """Whether the period was not over when it was counted."""
        return self.seal.provisional if self.seal else self.sheet.period.last >= self.on
