"""Counting an evaluation: the figures of a period beside those of the years before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pdpcli.evaluation.cell_members import cell_member_lines
from pdpcli.evaluation.count import Compiled
from pdpcli.evaluation.entered import Entered, entered_by, entered_lines
from pdpcli.evaluation.line import Crossed, Line
from pdpcli.evaluation.lines import (
    Bucket,
    Code,
    buckets_of,
    fetch,
    labelled,
    lines_of,
    rows_of,
    unit_of,
)
from pdpcli.evaluation.partner import beside, counted_by_partner
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.ratios import ratio_lines
from pdpcli.evaluation.terms import Count, Evaluation, Indicator
from pdpcli.evaluation.year_slice import sliced, worth_slicing

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["Bucket", "Code", "Crossed", "Line", "buckets_of", "fetch", "labelled", "unit_of"]


@dataclass(frozen=True)
class Hypothesis:
    """What was chosen where the text is silent, and whether other choices are offered."""

    parameter: str
    label: str
    choice: str
    text: str
    modifiable: bool


@dataclass(frozen=True)
class Figure:
    """One indicator counted: ``periods`` is the one asked for, then those of the years before."""

    id: str
    label: str
    source: str
    periods: tuple[Period, ...]
    lines: tuple[Line, ...]
    hypotheses: tuple[Hypothesis, ...]


@dataclass(frozen=True)
class Sheet:
    """The figures of one agreement, for ``period`` and the same of the two years before."""

    agreement: str
    title: str
    period: Period
    figures: tuple[Figure, ...]


def count_over(
    db: "Connection",
    evaluation: Evaluation,
    periods: tuple[Period, ...],
    parameters: Mapping[str, str],
) -> list[Figure]:
    """Every figure of the evaluation over ``periods``, which do not overlap.

    ``parameters`` are her own choices (parameter -> choice); others are as declared.
    """
    counting = Counting(db, evaluation, periods, parameters)
    counting.read_ahead()
    return [counting.figure(indicator) for indicator in evaluation.indicators]


def figure_of(
    db: "Connection",
    evaluation: Evaluation,
    indicator: Indicator,
    periods: tuple[Period, ...],
    parameters: Mapping[str, str],
) -> Figure:
    """One indicator counted over ``periods``."""
    return Counting(db, evaluation, periods, parameters).figure(indicator)


class Counting:
    """One evaluation counted over some periods: what several figures share is counted once."""

    def __init__(
        self,
        db: "Connection",
        evaluation: Evaluation,
        periods: tuple[Period, ...],
        said: Mapping[str, str],
    ) -> None:
        self._db, self._evaluation, self._periods, self._said = db, evaluation, periods, said
        self._known: dict[Count, tuple[Line, ...]] = {}
        self._rows: dict[Count, list[tuple[Any, ...]]] = {}

    def read_ahead(self) -> None:
        """Read the acts of each period once for all the counts, when these are many."""
        whole = [count for one in self._evaluation.indicators for count in one.counts]
        settled = {self._evaluation.settle(count, self._said) for count in whole}
        counts = [count for count in settled if count.source == "act"]
        if not worth_slicing(counts):
            return
        for rank, period in enumerate(self._periods):
            with sliced(self._db, self._evaluation, counts, period) as table:
                for count in counts:
                    alone = Compiled(self._evaluation, count, (period,), table=table)
                    rows = [(rank, *row[1:]) for row in rows_of(self._db, alone)]
                    self._rows.setdefault(count, []).extend(rows)

    def figure(self, indicator: Indicator) -> Figure:
        """One indicator counted."""
        return Figure(
            indicator.id,
            indicator.label,
            indicator.source or self._evaluation.source,
            self._periods,
            (*self._shown(indicator), *self._ratios(indicator)),
            tuple(_hypotheses(self._evaluation, indicator, self._said, self._periods)),
        )

    def _shown(self, indicator: Indicator) -> Iterator[Line]:
        """Its lines, the partner's beside where the text counts both services."""
        if not indicator.both:
            return self._own(indicator)
        theirs = counted_by_partner(self._db, self._evaluation.agreement)
        return beside(indicator.id, self._own(indicator), self._periods, theirs)

    def _own(self, indicator: Indicator) -> Iterator[Line]:
        for count in indicator.counts:
            yield from self._lines(self._evaluation.settle(count, self._said))

    def _lines(self, count: Count) -> tuple[Line, ...]:
        if count not in self._known:
            self._known[count] = tuple(self._counted(count))
        return self._known[count]

    def _counted(self, count: Count) -> Iterator[Line]:
        if count.source == "figure":
            return entered_lines(self._entered, count, self._periods)
        if count.source == "member":
            return cell_member_lines(self._db, count, self._periods)
        compiled = Compiled(self._evaluation, count, self._periods)
        return lines_of(self._db, compiled, self._rows.get(count))

    @cached_property
    def _entered(self) -> Entered:
        return entered_by(self._db, self._evaluation.agreement)

    def _ratios(self, indicator: Indicator) -> Iterator[Line]:
        for ratio in indicator.ratios:
            yield from ratio_lines(ratio, lambda ref: self._named(indicator, ref), self._periods)

    def _named(self, indicator: Indicator, ref: str) -> Sequence[Line]:
        """The lines of « line » of this indicator, or of « INDICATOR/line »."""
        other, _, line = ref.rpartition("/")
        whose = next((one for one in self._evaluation.indicators if one.id == other), indicator)
        return [one for one in self._own(whose) if one.id == line]


def _hypotheses(
    evaluation: Evaluation,
    indicator: Indicator,
    said: Mapping[str, str],
    periods: tuple[Period, ...],
) -> Iterator[Hypothesis]:
    """The open points of an indicator; when a year begins is one only of a whole year."""
    named = [name for count in indicator.counts for name in count.parameters]
    for name in dict.fromkeys(named):
        (choice,) = evaluation.chosen([name], said)
        parameter = evaluation.parameters[name]
        of_year = any(one.year_from for one in parameter.choices.values())
        if not of_year or periods[0] == evaluation.years(periods[0].first.year, said)[0]:
            modifiable = len(parameter.choices) > 1
            yield Hypothesis(name, parameter.label, choice.id, choice.text, modifiable)
