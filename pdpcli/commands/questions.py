"""A few questions beside a form, asked by the wizard's own control; nothing of them is kept.

« ? » helps, ``<`` goes back; « fin », Ctrl-C and ``<`` at the first question leave.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from pdpcli.commands.asker import Terminal, terminal
from pdpcli.commands.clock import today
from pdpcli.errors import InputRefused, Interrupted, SaidNo
from pdpcli.forms.ask import Interview, Suspended
from pdpcli.forms.asking import BACK, Asker, Question
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Field, Form, Section
from pdpcli.rules.vocabulary import CHOICES

_Asked = TypeVar("_Asked")


class _Leaving:
    """An asker whose ``<`` at the first question leaves, there being nothing before it."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def ask(self, question: Question) -> str:
        typed = self._terminal.ask(question)
        if typed.strip() == BACK and question.number == 1:
            raise KeyboardInterrupt
        return typed

    def say(self, text: str) -> None:
        self._terminal.say(text)


def answers_to(fields: Sequence[Field], otherwise: InputRefused) -> Mapping[str, Value]:
    """What is answered at the terminal, by field id.

    Raises:
        InputRefused: no terminal; ``otherwise`` says what was to be given.
        Interrupted: she left.
    """
    form = Form("questions", 1, "", (Section("", "sender", tuple(fields)),))
    asker: Asker = _Leaving(terminal(otherwise))
    asked = or_leave(lambda: Interview(form, asker, today(), leaving="laisser").ask().asked())
    return form.parse(asked.answers, stage=None, today=today()).values


def or_leave(ask: Callable[[], _Asked]) -> _Asked:
    """What ``ask`` returns; Interrupted, saying that nothing was written, when she leaves."""
    try:
        return ask()
    except (KeyboardInterrupt, Suspended):
        raise Interrupted("Laissé là : rien n'a été changé.") from None


def channel_asked() -> str:
    """How the fiche left, asked by a list; InputRefused when there is nobody to ask."""
    labels = CHOICES["channel"]
    said = ", ".join(labels.values())
    otherwise = InputRefused("Par quel canal est-elle partie ?", todo=f"--canal : {said}")
    field = Field("channel", "Par quel canal ?", "choice", choices=labels, required=("register",))
    return str(answers_to([field], otherwise)["channel"])


def confirmed(doubts: Sequence[str], *, yes: bool, proposed: bool = False) -> None:
    """Have each doubt confirmed, unless ``yes``; Enter answers what is ``proposed``.

    Raises:
        InputRefused: nobody to ask.
        SaidNo: she said no.
        Interrupted: she left.
    """
    for doubt in () if yes else doubts:
        asker = terminal(InputRefused(doubt, todo="Si c'est bien le cas, ajoutez --oui."))
        if not or_leave(partial(asker.confirm, doubt, proposed=proposed)):
            raise SaidNo("Laissé là : rien n'a été noté.")
