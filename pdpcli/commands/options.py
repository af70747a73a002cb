"""How a command declares its options and arguments: both spellings, the French one shown first.

``year: Annotated[int | None, option("year", "L'année à compter", metavar="ANNÉE")] = None`` makes
``--annee`` and ``--year``; ``ref: Annotated[str, argument("REF", "42 ou 2026-0042")]`` a place.
"""

# ruff: noqa: ANN401 - what typer.Option returns has no public type

from collections.abc import Callable
from typing import Any

import typer

from pdpcli.commands.words import OPTIONS


def option(
    english: str,
    text: str,
    *,
    metavar: str | None = None,
    parser: Callable[[str], Any] | None = None,
    min: int | None = None,  # noqa: A002 - typer's own word
) -> Any:
    """An option under every spelling of the words table.

    A ``parser`` may raise Refusal: its reason is shown after the option's name.
    """
    names = dict.fromkeys(f"--{name}" for name in (*OPTIONS[english], english))
    return typer.Option(
        *names, help=_tied(text), metavar=metavar, parser=parser, min=min, show_default=False
    )


def argument(metavar: str, text: str, *, parser: Callable[[str], Any] | None = None) -> Any:
    """A place on the command line, shown as ``metavar`` (French, in capitals)."""
    return typer.Argument(metavar=metavar, help=_tied(text), parser=parser, show_default=False)


def _tied(text: str) -> str:
    """A guillemet stays with its word (``views.wrap`` is not imported to show a help)."""
    return text.replace("« ", "«\N{NO-BREAK SPACE}").replace(" »", "\N{NO-BREAK SPACE}»")


def one_of(listed: str) -> Callable[[str], str]:
    """A parser: the code of an answer of ``vocabulary.CHOICES[listed]``, said in French or not."""

    def parse(text: str) -> str:
        from pdpcli.rules.choices import parse_choice
        from pdpcli.rules.vocabulary import CHOICES

        return parse_choice(text, CHOICES[listed])

    return parse
