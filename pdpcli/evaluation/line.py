"""One line of a figure, and whether it reaches what the text asks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pdpcli.evaluation.period import Period
from pdpcli.evaluation.terms import Target


@dataclass(frozen=True)
class Crossed:
    """What a line is cut by besides: the heading of a dimension, and one of its codes."""

    heading: str
    label: str
    code: str


@dataclass(frozen=True)
class Line:
    """One line of a figure: its values in the order of the figure's periods.

    ``id`` is the letter of the text (a, b…); a line of a breakdown has its ``dimension`` (the
    heading) and ``code`` besides. ``unit`` is act, case, person, gathering, participants, member,
    days, or that of an entered figure; or percent, quotient, months, to one decimal. None is not
    known, or of nothing (« n.d. »).
    A line asked for besides, by another dimension, has its ``crossed`` (heading, label, code) and
    says which of its values are ``masked``: None too.
    ``target``: what the text asks it to reach in a year, in its words, and ``at_least`` how much;
    ``reached``: whether the first period does; None when it is not a year, or not known.
    """

    id: str
    label: str
    unit: str
    values: tuple[float | None, ...]
    dimension: str = ""
    code: str = ""
    crossed: Crossed | None = None
    masked: tuple[bool, ...] = ()
    target: str = ""
    at_least: float | None = None
    reached: bool | None = None


def aimed(line: Line, target: Target | None, periods: Sequence[Period]) -> Line:
    """``line`` with its target, if any."""
    if target is None:
        return line
    value, yearly = line.values[0], periods[0].year is not None
    reached = value >= target.at_least if yearly and value is not None else None
    return replace(line, target=target.text, at_least=target.at_least, reached=reached)
