"""The wizard's questions on a real terminal, in French; everything ends with Enter.

Imported only by commands that ask: questionary is heavy.
"""

import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pdpcli.commands.output import note, visible
from pdpcli.commands.words import plain
from pdpcli.errors import InputRefused
from pdpcli.forms.asking import BACK, HELP, SUSPEND, UNSURE, Question
from pdpcli.rules.choices import designated
from pdpcli.rules.vocabulary import NO, UNKNOWN, YES

_WIDTH = 78
_RULES = (
    "Entrée : réponse proposée   ? aide   < question précédente   fin : {leave}",
    "nsp : je ne sais pas encore (jamais compté comme un « non »)   - : rien",
    "choix : flèches, numéro ou premières lettres, puis Entrée",
)


def terminal(otherwise: InputRefused | None = None) -> "Terminal":
    """The terminal to ask on.

    Raises:
        InputRefused: there is none; ``otherwise``, when given, says what was to be said instead.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise otherwise or InputRefused(
            "Il n'y a pas de terminal où poser les questions.",
            todo="Répondez par un fichier : --fichier FICHIER (modèle : pdp situation modele)",
        )
    return Terminal()


class Terminal:
    """Asks with questionary; Ctrl-C raises KeyboardInterrupt, the terminal restored."""

    def open(
        self, title: str, kept: str = "tout est gardé à chaque réponse", leave: str = "suspendre"
    ) -> None:
        """Show the head of a wizard: its title, what is kept, what « fin » and the words do."""
        rules = "\n".join(_RULES).format(leave=leave)
        note(f"{title.upper():<{_WIDTH - len(kept)}}{kept}\n{rules}")

    def say(self, text: str) -> None:
        """Show a sentence folded under its question, or several lines as they are laid out."""
        from pdpcli.views.wrap import wrapped

        note(text if "\n" in text else "\n".join(wrapped(text, "   ")).rstrip())

    def ask(self, question: Question) -> str:
        """What was typed, or the code of the choice; see forms.asking for the words."""
        note("")
        sys.stdout.flush()
        return _select(question) if question.choices else _text(question)

    def confirm(self, text: str, *, proposed: bool = True) -> bool:
        """Ask « oui » or « non »; ``o`` and ``n`` are enough. `fin` and ``<`` count as « non »."""
        choices = {YES: "oui", NO: "non"}
        return self.ask(Question(text, choices=choices, proposed=YES if proposed else NO)) == YES

    def line(self, head: str, typed: str = "") -> str:
        """A line of a grid, beginning with what was ``typed``, to be put right."""
        import questionary

        sys.stdout.flush()
        return str(questionary.text(head, default=typed, qmark="").unsafe_ask())

    def secret(self, text: str) -> str:
        """Ask for a secret, not shown as it is typed."""
        import questionary

        return str(questionary.password(f"{text} :", qmark="").unsafe_ask())


def _head(question: Question, answer: int = 0) -> str:
    """The question folded at 80 columns, ``answer`` columns being left free at its end."""
    from textwrap import wrap

    from pdpcli.views.wrap import tied

    number = f"{question.number}. " if question.number else ""
    under = " " * (len(number) + 1)
    lines = wrap(tied(visible(f"{number}{question.text}")), _WIDTH, subsequent_indent=under)
    if len(lines[-1]) + answer > _WIDTH:
        lines.append(under[1:])
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")  # which a prompt underlines


def _text(question: Question) -> str:
    import questionary

    proposed = f" [{question.proposed}]" if question.proposed else ""
    bindings = _new_line() if question.multiline else None
    colon = "" if question.text.endswith("?") and not proposed else " :"
    head = _head(replace(question, text=f"{question.text}{proposed}{colon}"))
    return str(questionary.text(head, qmark="", key_bindings=bindings).unsafe_ask())


def _new_line() -> Any:  # noqa: ANN401 - questionary and its bindings carry no types
    """Alt+Enter starts a new line: Enter always ends the answer."""
    from prompt_toolkit.key_binding import KeyBindings

    bindings = KeyBindings()
    bindings.add("escape", "enter")(lambda event: event.current_buffer.insert_text("\n"))
    return bindings


def _select(question: Question) -> str:
    """Choose with the arrows, a number, the first letters, or one of the words."""
    import questionary
    from prompt_toolkit.key_binding import merge_key_bindings

    widest = max(map(len, _titles(question).values()))
    typed = _Typed(_head(question, widest + 1))
    typed.letters, typed.refused, typed.row = "", "", -1
    asked = questionary.select(
        typed,
        choices=[questionary.Choice(t, value=c) for c, t in _titles(question).items()],
        default=question.proposed if question.proposed in question.choices else None,
        qmark="",
        pointer=">",
        instruction=" ",  # said once for all at the head
        use_jk_keys=False,
        use_emacs_keys=False,
    )
    application = asked.application
    control = next(c for c in application.layout.find_all_controls() if hasattr(c, "pointed_at"))
    ours = _typing(typed, control, question.choices)
    theirs = [application.key_bindings] if application.key_bindings else []
    application.key_bindings = merge_key_bindings([*theirs, ours])
    return str(asked.unsafe_ask())


class _Typed(str):
    """The question followed by what is being typed, read at each drawing of the screen.

    ``row`` is where the letters pointed: if the arrows moved since, they decide. Letters that were
    ``refused`` stay on the screen, with the reason, until others are typed.
    """

    __slots__ = ("letters", "refused", "row")
    letters: str
    refused: str
    row: int

    def __format__(self, _: str) -> str:
        told = f"   ({self.refused})" if self.refused else ""
        return f"{self!s} {self.letters}{told}".rstrip(" ")


def _refusal(letters: str, choices: Mapping[str, str]) -> str:
    """Why letters choose nothing."""
    words = [word for label in choices.values() for word in plain(label).split()]
    if any(word.startswith(plain(letters.strip())) for word in words):
        return "plusieurs réponses commencent ainsi"
    return "aucune réponse ne commence ainsi"


def _titles(question: Question) -> Mapping[str, str]:
    """What each choice shows: its label, then its detail, those that have one being aligned."""
    detailed = [label for code, label in question.choices.items() if question.details.get(code)]
    width = max(map(len, detailed), default=0)
    return {
        code: visible(f"{label:<{width}}  {question.details.get(code, '')}").rstrip()
        for code, label in question.choices.items()
    }


def _typing(typed: _Typed, control: Any, choices: Mapping[str, str]) -> Any:  # noqa: ANN401 - idem
    """The keys of a choice: letters are gathered, Enter takes what they mean."""
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.keys import Keys

    bindings = KeyBindings()

    @bindings.add(Keys.Any)
    def _letter(event: Any) -> None:  # noqa: ANN401
        if event.data.isprintable():
            kept = "" if typed.refused or control.pointed_at != typed.row else typed.letters
            typed.letters, typed.refused = kept + event.data, ""
            _point(control, choices, meaning(typed.letters, choices))
            typed.row = control.pointed_at

    @bindings.add(Keys.Backspace, eager=True)
    def _erase(_: Any) -> None:  # noqa: ANN401
        typed.letters, typed.refused = typed.letters[:-1], ""

    @bindings.add(Keys.Enter, eager=True)
    def _enter(event: Any) -> None:  # noqa: ANN401
        by_letters = typed.letters and control.pointed_at == typed.row
        meant = meaning(typed.letters, choices) if by_letters else control.get_pointed_at().value
        if meant is None:
            typed.refused = _refusal(typed.letters, choices)
            return
        control.is_answered = meant in choices
        event.app.erase_when_done = meant not in choices
        typed.letters, typed.refused = "", ""
        event.app.exit(result=meant)

    return bindings


def _point(control: Any, choices: Mapping[str, str], meant: str | None) -> None:  # noqa: ANN401
    if meant is not None and meant in choices:
        control.pointed_at = list(choices).index(meant)


def meaning(typed: str, choices: Mapping[str, str]) -> str | None:
    """The code or the word that the letters typed before Enter mean; None if none, or several."""
    wanted = plain(typed.strip())
    if wanted in (BACK, HELP, SUSPEND) or wanted in choices:
        return wanted
    if wanted == UNSURE:
        return next((code for code in (UNKNOWN, UNSURE) if code in choices), UNSURE)
    codes = list(choices)
    if wanted.isdecimal():
        return codes[int(wanted) - 1] if 1 <= int(wanted) <= len(codes) else None
    return designated(wanted, choices)
