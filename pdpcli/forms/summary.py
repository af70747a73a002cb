"""The answers read again before saving: one numbered line each, the NIR masked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from textwrap import shorten, wrap

from pdpcli.forms.fields import Value
from pdpcli.forms.form import Field, Form
from pdpcli.rules.vocabulary import UNKNOWN

_LABEL, _SHOWN, _LONG = 28, 47, 150


@dataclass(frozen=True)
class Line:
    """One answer: its number, the field it is of, what it is called and how it reads."""

    number: int
    field: Field
    label: str
    shown: str

    def __str__(self) -> str:
        rows = zip_longest(
            wrap(self.label, _LABEL, break_on_hyphens=False), wrap(self.shown, _SHOWN), fillvalue=""
        )
        marks = (f"{self.number:>2}", *[""] * len(self.label))
        return "\n".join(
            f"{mark:<2} {label:<{_LABEL}} {text}".rstrip()
            for mark, (label, text) in zip(marks, rows, strict=False)
        )


def summary(
    form: Form, answers: Mapping[str, str], today: date, *, every: bool = False
) -> Sequence[Line]:
    """The given answers in the order of the form; what was left unanswered too."""
    values = form.parse(answers, stage=None, today=today).values
    listed = [
        one
        for one in form.asked()
        if one.id in values or ((every or one.ask == "now") and form.applies(one, values))
    ]
    called = _labels(form)
    return [
        Line(n, one, called[one.id], shown(one, values[one.id]) if one.id in values else "—")
        for n, one in enumerate(listed, start=1)
    ]


def _labels(form: Form) -> Mapping[str, str]:
    """What each field is called: its label when it says it alone, else its question."""
    times = Counter(one.label.casefold() for one in form.fields)
    return {
        one.id: one.label
        if times[one.label.casefold()] == 1 and any(map(str.isalpha, one.label))
        else one.question
        for one in form.fields
    }


def shown(one: Field, value: Value) -> str:
    """How the value of a field reads on screen: a NIR masked, a long text shortened."""
    if value is None or value == UNKNOWN:
        return "pas encore su"
    if one.kind == "nir":
        from pdpcli.rules.nir import mask

        return mask(str(value))
    text = one.format(value)
    return shorten(text, _LONG, placeholder="…") if one.type.multiline else text
