"""One line asked at the terminal, again until it holds; what is hidden is not echoed."""

from collections.abc import Callable

import typer

from pdpcli.commands.output import note
from pdpcli.commands.typed_secret import typed_secret
from pdpcli.errors import Refusal
from pdpcli.views.wrap import wrapped


def asked_line(question: str, parse: Callable[[str], str], *, hidden: bool = False) -> str:
    """What ``parse`` makes of the answer; it raises Refusal to have it asked again."""
    while True:
        text = typed_secret(f"{question} : ") if hidden else _typed(question)
        try:
            return parse(text)
        except Refusal as refusal:
            note("\n".join(wrapped(refusal.reason, "  ✗ ")))


def _typed(question: str) -> str:
    return str(
        typer.prompt(question, default="", show_default=False, err=True, prompt_suffix=" : ")
    )
