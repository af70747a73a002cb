"""The answers read again before saving: one numbered line each, the NIR masked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten, wrap

from pdpcli.forms.fields import Value
from pdpcli.forms.form import Field, Form
from pdpcli.rules.vocabulary import UNKNOWN

_LABEL, _WIDTH, _LONG = 20, 79, 150


@dataclass(frozen=True)
class Line:
    """One answer: its number, the field it is of, and how it reads."""

    number: int
    field: Field
    shown: str

    def __str__(self) -> str:
        label = shorten(self.field.label, _LABEL, placeholder="…")
        head = f"{self.number:>2} {label:<{_LABEL}} "
        return "\n".join(
            wrap(self.shown, _WIDTH, initial_indent=head, subsequent_indent=" " * len(head))
            or [head.rstrip()]
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
    return [
        Line(n, one, shown(one, values[one.id]) if one.id in values else "—")
        for n, one in enumerate(listed, start=1)
    ]


def shown(one: Field, value: Value) -> str:
    """How the value of a field reads on screen: a NIR masked, a long text shortened."""
    if value is None or value == UNKNOWN:
        return "pas encore su"
    if one.kind == "nir":
        from pdpcli.rules.nir import mask

        return mask(str(value))
    text = one.format(value)
    return shorten(text, _LONG, placeholder="…") if one.type.multiline else text
