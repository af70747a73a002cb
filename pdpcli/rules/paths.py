"""A path that a form names: a fact of ``PATHS``, or a fact for some answers only.

``leave.started_on[illness]`` is the date of a leave of that risk; ``situation.status[craftsman,
trader]`` is a box, ticked when the status is one of these. They are read, never stored.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pdpcli.rules.vocabulary import CHOICES, NO, PATHS, UNKNOWN, YES

_SELECTED = re.compile(r"([a-z_.]+)\[(\w+(?:\s*,\s*\w+)*)\]")
#: Facts that another one's answer selects.
_SELECTED_BY: Mapping[str, str] = MappingProxyType(
    {"leave.started_on": "leave.risk", "leave.ended_on": "leave.risk"}
)


def fact_of(path: str) -> str:
    """The path without its selector."""
    return path.partition("[")[0]


def codes_of(path: str) -> tuple[str, ...]:
    """The codes of the selector, none without one."""
    read = _SELECTED.fullmatch(path)
    return tuple(re.split(r"\s*,\s*", read[2])) if read else ()


def path_type(path: str) -> str | None:
    """The field kind or the list of CHOICES that the value of ``path`` is of; None if unknown."""
    if path in PATHS:
        return PATHS[path]
    fact = fact_of(path)
    closed = CHOICES.get(PATHS.get(_SELECTED_BY.get(fact, fact), ""), {})
    if not codes_of(path) or not closed.keys() >= set(codes_of(path)):
        return None
    return PATHS[fact] if fact in _SELECTED_BY else "tristate"


def value_at(record: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 - a value of any kind
    """What ``record`` (fact -> value) says of ``path``; what is not known stays unknown."""
    codes, fact = codes_of(path), fact_of(path)
    said = record.get(fact)
    if not codes or said is None:
        return said
    if fact in _SELECTED_BY:
        return said if record.get(_SELECTED_BY[fact]) in codes else None
    if said == UNKNOWN:
        return UNKNOWN
    return YES if said in codes else NO
