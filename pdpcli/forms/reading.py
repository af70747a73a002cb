"""Reading answers against a form: all problems at once, conditions applied."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.declarations.nearest import nearest
from pdpcli.errors import Problem, Refusal
from pdpcli.forms.fields import Value

if TYPE_CHECKING:
    from pdpcli.forms.form import Field, Form, Parsed


def read_answers(
    form: "Form", raw: Mapping[str, object], stage: str | None, today: date
) -> "Parsed":
    """See :meth:`Form.parse`."""
    from pdpcli.forms.form import Parsed

    problems = [
        Problem(str(key), f"champ inconnu.{nearest(str(key), form.by_id)}")
        for key in raw
        if key not in form.by_id
    ]
    values: dict[str, Value] = {}
    refused: set[str] = set()
    for one in form.fields:
        answer = raw.get(one.id)
        if answer is None or (isinstance(answer, str) and not answer.strip()):
            continue
        try:
            values[one.id] = one.parse(answer, today)
        except Refusal as refusal:
            refused.add(one.id)
            problems.append(Problem(one.id, refusal.reason))
    ignored = _set_aside(form, values, refused)
    if stage is not None:
        lacking = missing(form, values, stage)
        problems += [gap for gap in lacking if not refused.intersection(gap.place.split(", "))]
    return Parsed(values, tuple(problems), ignored)


def _set_aside(form: "Form", values: dict[str, Value], refused: set[str]) -> tuple[str, ...]:
    """Remove the answers whose condition does not hold; in order, so that it cascades."""
    ignored = []
    for one in form.fields:
        if one.when is None or one.when.field in refused or one.when.holds(values):
            continue
        if one.id in values:
            del values[one.id]
            ignored.append(one.id)
    return tuple(ignored)


def missing(form: "Form", values: Mapping[str, Value], stage: str) -> tuple[Problem, ...]:
    """See :meth:`Form.missing`."""
    return tuple(
        Problem(", ".join(one.id for one in gap), f"à renseigner : {in_words(gap)}.")
        for gap in gaps(form, values, stage)
    )


def in_words(gap: tuple["Field", ...]) -> str:
    """A gap in the words of its questions: one of them suffices."""
    return " ou ".join(one.question for one in gap)


def gaps(form: "Form", values: Mapping[str, Value], stage: str) -> list[tuple["Field", ...]]:
    """What is still to be answered: each gap is the fields of which one suffices."""
    filler = "recipient" if stage == "reply" else "sender"
    found = [
        (one,)
        for one in form.asked(filler)
        if one.due(stage) and form.applies(one, values) and not one.answered(values)
    ]
    groups = _groups(form, values, filler) if stage in ("send", "reply") else []
    return [*found, *groups]


def _groups(form: "Form", values: Mapping[str, Value], filler: str) -> list[tuple["Field", ...]]:
    return [
        tuple(form.by_id[key] for key in group)
        for section in form.sections
        if section.by == filler
        for group in section.at_least_one
        if not any(form.by_id[key].answered(values) for key in group)
    ]
