"""What passes between the wizard and whoever shows its questions: plain values only.

These words are understood at every question: ``<`` back, ``?`` help, ``nsp`` not known yet,
``fin`` suspend, ``-`` no answer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pdpcli.errors import Interrupted
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Field
from pdpcli.rules.vocabulary import CHOICES, UNKNOWN

BACK, HELP, SUSPEND, NOTHING, UNSURE = "<", "?", "fin", "-", "nsp"


class Suspended(Interrupted):
    """She typed « fin »: every answer given so far is in the draft."""


@dataclass(frozen=True)
class Question:
    """One question as an asker shows it; ``choices`` is code -> label, empty for a free text.

    ``proposed`` is the code Enter chooses, or the text to show as what Enter accepts;
    ``details`` go beside the labels.
    """

    text: str
    number: int = 0
    choices: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    proposed: str = ""
    hint: str = ""
    help: str = ""
    multiline: bool = False


class Asker(Protocol):
    """What shows questions: a terminal, or a script in tests."""

    def ask(self, question: Question) -> str:
        """What was typed, or the code chosen, or one of the words above; "" is Enter alone."""

    def say(self, text: str) -> None:
        """Show a reason, a help or a remark."""


@dataclass(frozen=True)
class Suggestion:
    """Something known, offered after an answer: taking it fills fields, not asked any more.

    ``fills`` is field id -> value. ``action`` is an opaque word for the caller (which person,
    what to reopen); ``ends`` stops the questions there; ``retype`` asks the same field again and
    takes it as typed; ``again`` keeps what it fills and asks the same field anew.
    """

    label: str
    detail: str = ""
    fills: Mapping[str, Value] = field(default_factory=dict)
    action: str = ""
    ends: bool = False
    retype: bool = False
    again: bool = False


@dataclass(frozen=True)
class Asked:
    """The answers (field id -> text for ``Form.parse``) and the actions taken (by field id).

    ``filled``: the answers that were not typed, but taken from what is known.
    """

    answers: Mapping[str, str]
    actions: Mapping[str, str] = field(default_factory=dict)
    ended: bool = False
    filled: frozenset[str] = frozenset()


Lookup = Callable[[Mapping[str, Value]], Sequence[Suggestion]]
Remark = Callable[[Mapping[str, Value]], Sequence[str]]


def choices(one: Field) -> Mapping[str, str]:
    """The codes and labels to choose among, and how not to answer where that is possible."""
    if not one.labels or UNKNOWN in one.labels:
        return one.labels
    if one.unknown:
        return {**one.labels, UNSURE: CHOICES["tristate"][UNKNOWN]}
    return one.labels if one.due("register") else {**one.labels, NOTHING: "sans réponse"}


def unsaid(one: Field) -> str:
    """The choice that says nothing, pointed at first: Enter alone never says yes or no."""
    return next((code for code in (UNKNOWN, UNSURE, NOTHING) if code in choices(one)), "")
