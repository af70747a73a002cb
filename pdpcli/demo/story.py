"""A story is data: who, on leave since when, and what happens, in days after the signalement."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Step:
    """What happens on ``day``: a kind of act, or one of SPECIAL, with its details."""

    day: int
    what: str
    said: Mapping[str, Any]


#: Steps that are not acts of the catalogue.
SPECIAL = frozenset({"fiche", "consent", "refusal", "dispatch", "change", "hired"})


@dataclass(frozen=True)
class Story:
    """One story of ``stories.toml``; ``leaves`` are (first day, last day or 0, risk)."""

    id: str
    origin: str
    context: str
    steps: Sequence[Step]
    situation: Mapping[str, str] = field(default_factory=dict)
    leaves: Sequence[tuple[int, int, str]] = ()
    status: str = "employee"
    contract: str = "cdi"
    agency: bool = False
    returns: int = 0  # the person is that of the case so many before
    cancelled: str = ""


@cache
def stories() -> tuple[Story, ...]:
    """Every story, in the order of the file."""
    return tuple(
        Story(**{**one, "steps": [Step(*step) for step in one["steps"]]})
        for one in declared("stories.toml")["story"]
    )


def declared(name: str) -> dict[str, Any]:
    """A TOML file shipped beside this module."""
    return tomllib.loads(files("pdpcli.demo").joinpath(name).read_text("utf-8"))
