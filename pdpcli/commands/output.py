"""Where commands print: the result on stdout, the rest on stderr; no control character passes.

Plain off a terminal and with NO_COLOR. Text is printed as it is, never read as markup; rich is
imported only for a renderable.
"""

import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_PLAIN_WIDTH = 80
_KEPT = (
    "\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
)


def emit(shown: "RenderableType") -> None:
    """Print one result on stdout: text as it is, or a renderable of ``views``."""
    _put(shown, sys.stdout)


def note(shown: "RenderableType") -> None:
    """Print on stderr what accompanies a result: progress, advice, warnings."""
    _put(shown, sys.stderr)


def emit_json(value: object) -> None:
    """Print ``value`` as JSON on stdout; dates are written in ISO form."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2, default=_as_json)
    sys.stdout.write(f"{visible(text)}\n")


def visible(text: str) -> str:
    """``text`` with every control or invisible formatting character made visible."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in _KEPT else "\ufffd" for c in text)


def _put(shown: "RenderableType", stream: TextIO) -> None:
    if isinstance(shown, str):
        stream.write(f"{visible(shown)}\n")
        return
    from rich.segment import Segment, Segments

    console = _console(stream)
    drawn = [s for s in console.render(shown) if not s.control]
    console.print(Segments([Segment(visible(s.text), s.style) for s in drawn]), end="")


def _console(stream: TextIO) -> "Console":
    """A console that interprets nothing in the data and is 80 columns wide off a terminal."""
    from rich.console import Console

    width = None if stream.isatty() else _PLAIN_WIDTH
    return Console(file=stream, markup=False, emoji=False, highlight=False, width=width)


def _as_json(value: object) -> str:
    from datetime import date

    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
