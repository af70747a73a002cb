"""How a command declares its options and arguments: both spellings, the French one shown first.

``year: Annotated[int | None, option("year", "L'année à compter", metavar="ANNÉE")] = None`` makes
``--annee`` and ``--year``; ``ref: Annotated[str, argument("REF", "42 ou 2026-0042")]`` a place.
"""

# ruff: noqa: ANN401 - what typer.Option returns has no public type

from collections.abc import Callable
from typing import Any

import typer

from pdpcli.commands.words import OPTIONS


def option(  # noqa: PLR0913 - what an option may say
    english: str,
    text: str,
    *,
    french: str = "",
    metavar: str | None = None,
    parser: Callable[[str], Any] | None = None,
    min: int | None = None,  # noqa: A002 - typer's own word
) -> Any:
    """An option under every spelling; ``french`` is for one that the words table does not know.

    A ``parser`` may raise Refusal: its reason is shown after the option's name.
    """
    spellings = (french,) if french else OPTIONS[english]
    names = dict.fromkeys(f"--{name}" for name in (*spellings, english))
    return typer.Option(
        *names, help=text, metavar=metavar, parser=parser, min=min, show_default=False
    )


def argument(metavar: str, text: str, *, parser: Callable[[str], Any] | None = None) -> Any:
    """A place on the command line, shown as ``metavar`` (French, in capitals)."""
    return typer.Argument(metavar=metavar, help=text, parser=parser, show_default=False)
