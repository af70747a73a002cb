"""What may be said of an act: each detail read as its kind takes it, all errors at once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pdpcli.errors import InputRefused, Problem, Refusal
from pdpcli.rules.choices import parse_choice
from pdpcli.rules.text import clean
from pdpcli.rules.vocabulary import ACT_KINDS, CHOICES

#: detail of an act -> the list of CHOICES its value comes from
_LISTED = {
    "requester": "requester",
    "mode": "mode",
    "done_by_function": "function",
    "motive": "motive",
    "direction": "direction",
    "dispensation": "tristate",
    "after": "after",
}
#: acts that other commands write, with what they bring along
_WRITTEN_ELSEWHERE = {
    "entry": "pdp situation nouveau",
    "referral": "pdp fiche envoyer (ou, reçu d'un partenaire : pdp situation nouveau)",
}
_ALWAYS = ("done_by_function", "note", "ended_on")
#: detail of an act -> the option that says it
OPTIONS = {
    "nature": "--nature", "mode": "--mode", "requester": "--demandeur", "days": "--jours",
    "done_by_function": "--par", "after": "--apres", "dispensation": "--dispense",
    "iri": "--iri", "irdp": "--irdp", "ended_on": "--au", "note": "--note",
}  # fmt: skip


def parse_kind(text: str) -> str:
    """The kind of act that ``text`` names.

    Raises:
        Refusal: no such kind.
        InputRefused: a kind that another command writes.
    """
    kind = parse_choice(text, {code: kind.label for code, kind in ACT_KINDS.items()})
    if kind in _WRITTEN_ELSEWHERE:
        raise InputRefused(
            f"« {ACT_KINDS[kind].label} » s'écrit avec sa propre commande.",
            todo=_WRITTEN_ELSEWHERE[kind],
        )
    return kind


def parse_details(kind: str, said: Mapping[str, str]) -> dict[str, Any]:
    """The details of an act, checked against what its kind takes; all errors at once.

    Raises:
        InputRefused: a detail this kind does not take, a missing one, or a value refused.
    """
    declared = ACT_KINDS[kind]
    takes = {*declared.details, *_ALWAYS, *(["nature"] if declared.nature else [])}
    parsed: dict[str, Any] = {}
    problems = []
    for detail, text in said.items():
        if detail not in takes:
            problems.append(Problem(OPTIONS[detail], f"sans objet pour « {declared.label} »."))
            continue
        try:
            parsed[detail] = _parse_detail(kind, detail, text)
        except Refusal as refusal:
            problems.append(Problem(OPTIONS[detail], refusal.reason))
    problems += [
        Problem(
            OPTIONS[detail],
            f"à préciser pour « {declared.label} » : {_answers(kind, detail)}",
        )
        for detail in declared.required
        if not said.get(detail)
    ]
    if problems:
        raise InputRefused("L'acte n'a pas été noté.", problems=problems)
    return parsed


def choices_of(kind: str, detail: str) -> Mapping[str, str]:
    """The answers a detail of an act of ``kind`` is chosen among; none when it is free."""
    if detail == "nature":
        return CHOICES[ACT_KINDS[kind].nature]
    return CHOICES.get(_LISTED.get(detail, ""), {})


def _answers(kind: str, detail: str) -> str:
    return ", ".join(choices_of(kind, detail).values())


def _parse_detail(kind: str, detail: str, text: str) -> str | float:
    choices = choices_of(kind, detail)
    if choices:
        return parse_choice(text, choices)
    if detail in {"iri", "irdp"}:
        return _index(text)
    if detail == "days":
        return _days(text)
    if detail == "ended_on":
        return date.fromisoformat(text).isoformat()
    return clean(text, multiline=detail == "note", limit=2000)


def _index(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise Refusal("un indice est un nombre, par exemple 2,5.") from None
    if not 0 <= value <= 100:  # noqa: PLR2004 - the scale is not in the sources: a wide guard only
        raise Refusal("un indice est un nombre entre 0 et 100.")
    return value


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 999:  # noqa: PLR2004
        raise Refusal("il faut un nombre de jours travaillés, par exemple 10.")
    return int(text)
