"""A draft: the answers as texts, and what was taken from what is known; JSON holds it.

``{field id: text, "@" + field id: {"action": …, "fills": [field id…], "pending": bool}}``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pdpcli.forms.asking import Asked
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Form

_MARK = "@"


@dataclass
class Taken:
    """The suggestion taken after a field; ``pending`` while the choice is still to be made."""

    action: str = ""
    fills: tuple[str, ...] = ()
    pending: bool = False


@dataclass
class Draft:
    """The answers so far, in the order they were given."""

    form: Form
    today: date
    answers: dict[str, str] = field(default_factory=dict)
    taken: dict[str, Taken] = field(default_factory=dict)
    ended: bool = False

    @property
    def values(self) -> Mapping[str, Value]:
        """What the answers say, conditions applied."""
        return self.form.parse(self.answers, stage=None, today=self.today).values

    @property
    def filled(self) -> set[str]:
        """The fields a suggestion filled."""
        return {key for taken in self.taken.values() for key in taken.fills}

    def keep(self, key: str, text: str, *, pending: bool) -> None:
        """Record an answer; what an earlier suggestion had filled after this field is undone."""
        for filled in self.taken.pop(key, Taken()).fills:
            self.answers.pop(filled, None)
        self.answers[key] = text
        if pending:
            self.taken[key] = Taken(pending=True)

    def take(self, key: str, action: str, fills: Mapping[str, Value]) -> None:
        """Record the suggestion taken after the field ``key``."""
        for filled, value in fills.items():
            self.answers[filled] = self.form.by_id[filled].format(value)
        self.taken[key] = Taken(action, tuple(one for one in fills if one != key))

    def asked(self) -> Asked:
        """The answers and the actions, for the caller."""
        actions = {key: taken.action for key, taken in self.taken.items() if taken.action}
        return Asked(dict(self.answers), actions, self.ended, frozenset(self.filled))

    def dump(self) -> dict[str, object]:
        """The draft as JSON holds it."""
        taken = {
            f"{_MARK}{key}": {"action": t.action, "fills": list(t.fills), "pending": t.pending}
            for key, t in self.taken.items()
        }
        return {**self.answers, **taken}


def load(form: Form, today: date, dumped: Mapping[str, object]) -> Draft:
    """The draft that was dumped; an answer the form refuses today is to be given again."""
    answers = {key: str(text) for key, text in dumped.items() if key in form.by_id}
    refused = {p.place for p in form.parse(answers, stage=None, today=today).problems}
    kept = {key: text for key, text in answers.items() if key not in refused}
    taken = {
        key.removeprefix(_MARK): Taken(
            str(one.get("action", "")), tuple(one.get("fills", ())), bool(one.get("pending"))
        )
        for key, one in dumped.items()
        if key.startswith(_MARK) and isinstance(one, Mapping)
    }
    return Draft(form, today, kept, taken)
