"""What an evaluation is made of: frozen values over a closed list of columns.

An indicator holds counts; a count takes the acts (or gatherings) of a year that meet its
conditions, and cuts them into lines and breakdowns. What the agreement's text leaves open is a
parameter: each of its choices patches the counts that name it, and is shown with the figure.
"""

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from pdpcli.evaluation.period import CALENDAR, Period, years
from pdpcli.evaluation.report_terms import NO_REPORT, ReportTerms
from pdpcli.rules.vocabulary import (
    ACT_KINDS,
    ACT_STATES,
    CHOICES,
    DIMENSIONS,
    GATHERING_KINDS,
)

Source = Literal["act", "gathering"]
Unit = Literal["row", "case", "person", "participants"]
Take = Literal["each", "last"]
_FREE: Mapping[str, str] = MappingProxyType({})
_ACT: dict[str, Mapping[str, str]] = {
    "kind": {code: kind.label for code, kind in ACT_KINDS.items()},
    "state": ACT_STATES,
    "agreement": _FREE,
    "direction": CHOICES["direction"],
    "body": _FREE,
    "nature": ChainMap(*(dict(CHOICES[kind.nature]) for kind in ACT_KINDS.values() if kind.nature)),
    "mode": CHOICES["mode"],
    "requester": CHOICES["requester"],
    "done_by_function": CHOICES["function"],
    "motive": CHOICES["motive"],
    "dispensation": CHOICES["tristate"],
    **{column: CHOICES[name] if name else _FREE for column, name in DIMENSIONS.items()},
    "known_to_ssam": CHOICES["tristate"],
}
#: Columns of ``act`` that are read in its case: what is said once of a situation.
OF_CASE = ("known_to_ssam",)
_GATHERING: dict[str, Mapping[str, str]] = {
    "kind": {code: kind.label for code, kind in GATHERING_KINDS.items()},
    "state": ACT_STATES,
    "agreement": _FREE,
    "joint": {"yes": "conjointe", "no": "de notre seul fait"},
    "mode": CHOICES["mode"],
    "nature": _FREE,
    "title": _FREE,
}
#: source -> column -> code -> French label; an empty mapping is a free text or a number.
COLUMNS: Mapping[Source, Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {"act": _ACT, "gathering": _GATHERING}
)


@dataclass(frozen=True)
class Condition:
    """``column`` holds one of ``values``; « unknown » also means that nothing was noted."""

    column: str
    values: tuple[str, ...]


Where = tuple[Condition, ...]


@dataclass(frozen=True)
class Band:
    """An age or a size from ``low`` to ``high``, both included."""

    label: str
    low: int
    high: int


@dataclass(frozen=True)
class Dimension:
    """What a count is broken down by: a column, its heading, its bands when it is a number."""

    id: str
    column: str
    label: str
    missing: str
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Population:
    """The cases with a done act that meets ``where``, at the latest in the year counted."""

    id: str
    label: str
    where: Where


@dataclass(frozen=True)
class Choice:
    """One reading of an open point, said in ``text``; what it sets replaces the count's own."""

    id: str
    text: str
    where: Where = ()
    take: Take | None = None
    population: str | None = None
    year_from: str | None = None


@dataclass(frozen=True)
class Parameter:
    """A point the agreement's text leaves open: ``label``, its choices, the one shown first."""

    id: str
    label: str
    default: str
    choices: Mapping[str, Choice]


@dataclass(frozen=True)
class Split:
    """One line of a count: the units that also meet ``where``; ``share``: their part of them."""

    id: str
    label: str
    where: Where
    share: bool = False


@dataclass(frozen=True)
class Count:
    """What one pass counts: a source, its conditions, a unit, its lines and breakdowns.

    ``take`` says which act speaks for a case or a person that has several in the period: each one
    (its lines may overlap) or the last (they add up).
    """

    id: str
    label: str
    source: Source
    unit: Unit
    where: Where
    take: Take = "each"
    population: str | None = None
    by: tuple[str, ...] = ()
    lines: tuple[Split, ...] = ()
    parameters: tuple[str, ...] = ()
    counted: str = ""


@dataclass(frozen=True)
class Check:
    """Cases to look at: those of ``count`` that have no done act meeting ``without``."""

    count: Count
    without: Where
    found: str
    clear: str


@dataclass(frozen=True)
class Indicator:
    """A figure of an agreement: its id, its label in the words of the text, its counts."""

    id: str
    label: str
    counts: tuple[Count, ...]
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class Evaluation:
    """The evaluation that one agreement asks for."""

    agreement: str
    source: str
    indicators: tuple[Indicator, ...]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    populations: Mapping[str, Population] = field(default_factory=dict)
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    everywhere: tuple[str, ...] = ()  # the parameters that bear on every count
    report: ReportTerms = NO_REPORT

    @property
    def reads(self) -> tuple[str, ...]:
        """What must be known of a situation: its breakdowns, and what an open point looks at."""
        choices = [one for point in self.parameters.values() for one in point.choices.values()]
        named = {condition.column for choice in choices for condition in choice.where}
        return (*self.dimensions, *(column for column in OF_CASE if column in named))

    def chosen(self, names: Iterable[str], said: Mapping[str, str]) -> list[Choice]:
        """The choices in force: what she ``said``, else what is shown by default."""
        parameters = [self.parameters[name] for name in names]
        return [p.choices.get(said.get(p.id, ""), p.choices[p.default]) for p in parameters]

    def years(self, year: int, said: Mapping[str, str]) -> tuple[Period, ...]:
        """``year`` and those before, beginning on the day that was chosen for this agreement."""
        begins = [one.year_from for one in self.chosen(self.everywhere, said) if one.year_from]
        return years(year, *begins[:1] or [CALENDAR])

    def settle(self, count: Count, said: Mapping[str, str]) -> Count:
        """``count`` once its open points are decided."""
        for choice in self.chosen(count.parameters, said):
            count = replace(
                count,
                where=(*count.where, *choice.where),
                take=choice.take or count.take,
                population=choice.population or count.population,
            )
        return count
