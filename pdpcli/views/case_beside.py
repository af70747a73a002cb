"""What is around a situation, as lines of its card."""

from collections.abc import Iterator, Mapping
from typing import Any

from pdpcli.rules.dates import french_iso
from pdpcli.rules.vocabulary import CASE_STATES, label
from pdpcli.views.plans import plan_lines
from pdpcli.views.wrap import wrapped


def beside_lines(shown: Mapping[str, Any]) -> list[str]:
    """The death, what was merged into it, contacts and plans, the person's other situations."""
    return [*_first(shown), *_plans(shown), *_history(shown["others"])]


def _first(shown: Mapping[str, Any]) -> Iterator[str]:
    if shown["died_on"]:
        yield f"  {'Décès noté le':<30}{french_iso(shown['died_on'])}"
    for one in shown["merged"]:
        yield f"  {'Réunie avec':<30}{one['ref']}, le {french_iso(one['merged_on'])}"


def _plans(shown: Mapping[str, Any]) -> list[str]:
    lines = plan_lines(shown["plans"], shown["contacts"])
    return ["", "PLAN ET INTERLOCUTEURS", *lines] if lines else []


def _history(others: "list[Mapping[str, Any]]") -> list[str]:
    if not others:
        return []
    lines = [line for one in others for line in wrapped(_other(one), f"  {one['ref']}  ")]
    return ["", "SES AUTRES SITUATIONS", *lines]


def _other(one: Mapping[str, Any]) -> str:
    """« signalée le 01/02/2024, close le 05/11/2024 : accompagnement terminé ; maintien… »."""
    said = f"signalée le {french_iso(one['opened_on'])}, {CASE_STATES[one['state']]}"
    if not one["closed_on"]:
        return said
    ended = [label("closure_reason", one["reason"])] if one["reason"] else []
    ended += [label("outcome", nature) for nature in one["outcomes"]]
    told = f" : {' ; '.join(ended)}" if ended else ""
    return f"{said} le {french_iso(one['closed_on'])}{told}"
