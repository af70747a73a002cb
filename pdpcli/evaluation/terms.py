"""What an evaluation is made of: frozen values over a closed list of columns.

An indicator holds counts; a count takes the acts (or gatherings) of a year that meet its
conditions, and cuts them into lines and breakdowns. What the agreement's text leaves open is a
parameter: each of its choices patches the counts that name it, and is shown with the figure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pdpcli.evaluation.columns import COLUMNS, DERIVED, OF_CASE, Source
from pdpcli.evaluation.period import CALENDAR, Period, years
from pdpcli.evaluation.report_terms import NO_REPORT, ReportTerms

__all__ = ["COLUMNS", "OF_CASE", "Source"]

CountedIn = Literal["row", "case", "person", "participants", "days"]
EnteredIn = Literal["number", "percent", "person", "enterprise", "establishment"]
Unit = CountedIn | EnteredIn
Take = Literal["each", "last"]
Sector = Literal["divisions", "without_development"]
RatioForm = Literal["percent", "quotient", "months"]


@dataclass(frozen=True)
class Condition:
    """``column`` holds one of ``values``; « unknown » also means that nothing was noted.

    On a number it is within its ``bounds`` (BOUNDS). ``any`` (its column is « any ») is met when
    one of its alternatives is: « et/ou ».
    """

    column: str
    values: tuple[str, ...] = ()
    bounds: tuple[tuple[str, float], ...] = ()
    any: "tuple[tuple[Condition, ...], ...]" = ()


Where = tuple[Condition, ...]


@dataclass(frozen=True)
class Band:
    """An age or a size from ``low`` to ``high``, both included."""

    label: str
    low: int
    high: int


@dataclass(frozen=True)
class Dimension:
    """What a count is broken down by: a column, its heading, its bands when it is a number.

    ``always``: the codes that the text prints, shown even when nothing has them.
    """

    id: str
    column: str
    label: str
    missing: str
    bands: tuple[Band, ...] = ()
    always: tuple[str, ...] = ()


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
    senior: int | None = None
    sector: Sector | None = None
    recurring: int | None = None


@dataclass(frozen=True)
class Parameter:
    """A point the agreement's text leaves open: ``label``, its choices, the one shown first."""

    id: str
    label: str
    default: str
    choices: Mapping[str, Choice]


@dataclass(frozen=True)
class Readings:
    """What the derived columns mean: the age of a « sénior », the NAF codes of the BTP."""

    senior: int = 50
    sector: Sector = "divisions"


@dataclass(frozen=True)
class Target:
    """What a text asks a line to reach in a year, in its words."""

    at_least: float
    text: str


@dataclass(frozen=True)
class Split:
    """One line of a count: the units that also meet ``where``; ``share``: their part of them.

    ``take`` may differ from the count's: « each », the unit is on the line when one of its acts
    meets ``where``. ``by``: the line has the breakdowns of its count.
    """

    id: str
    label: str
    where: Where
    share: bool = False
    take: Take | None = None
    by: bool = False
    target: Target | None = None


@dataclass(frozen=True)
class Count:
    """What one pass counts: a source, its conditions, a unit, its lines and breakdowns.

    ``take`` says which act speaks for a case or a person that has several in the period: each one
    (its lines may overlap) or the last (they add up). ``share``: each part of a breakdown also in
    per cent. ``recurring``: of a breakdown, only what comes back so many times; the rest as one.
    A figure has a ``key``, and ``cells`` (code, label) under a ``heading`` when entered by cell.
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
    share: bool = False
    recurring: int = 0
    target: Target | None = None
    readings: Readings = Readings()
    key: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    heading: str = ""


@dataclass(frozen=True)
class Ratio:
    """One line over another, each named « line » or « INDICATOR/line »; empty under it: « n.d. ».

    « percent » and « quotient » to one decimal (it may exceed 100 %); « months »: of days.
    ``each``: also each part of the breakdowns that both have.
    """

    id: str
    label: str
    of: str
    over: str
    form: RatioForm = "percent"
    each: bool = False
    target: Target | None = None


@dataclass(frozen=True)
class Check:
    """Cases to look at: those of ``count`` that have no done act meeting ``without``."""

    count: Count
    without: Where
    found: str
    clear: str


@dataclass(frozen=True)
class Indicator:
    """A figure of an agreement: its id, its label in the words of the text, its counts.

    ``source`` and ``section``: where, in the text. ``both``: it counts both services, and the
    partner's own figure may be entered beside ours. ``text``: it asks for words besides.
    """

    id: str
    label: str
    counts: tuple[Count, ...] = ()
    checks: tuple[Check, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    source: str = ""
    section: str = ""
    both: bool = False
    text: bool = False


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
        columns = [one.column for one in self.dimensions.values()]
        cut = [read for column in columns for read in DERIVED.get(column, (column,))]
        return (*dict.fromkeys(cut), *(column for column in OF_CASE if column in named))

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
                recurring=choice.recurring or count.recurring,
                readings=Readings(
                    choice.senior or count.readings.senior, choice.sector or count.readings.sector
                ),
            )
        return count
