"""Where commands print: the result on stdout, the rest on stderr; no control character passes.

Plain everywhere: what is printed is text, never read as markup, never coloured. At a terminal, a
line that it would break inside a word is folded; in a file or a pipe, lines are left whole.
"""

import os
import sys
from contextlib import suppress
from typing import TextIO

from pdpcli.errors import CannotWrite

_PLAIN_WIDTH = 80
_KEPT = (
    "\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
)


def emit(shown: str) -> None:
    """Print one result on stdout."""
    _put(folded_for(sys.stdout, shown), sys.stdout)


def note(shown: str) -> None:
    """Print on stderr what accompanies a result: progress, advice, warnings."""
    _put(folded_for(sys.stderr, shown), sys.stderr)


def emit_json(value: object) -> None:
    """Print ``value`` as JSON on stdout; dates are written in ISO form."""
    import json

    _put(json.dumps(value, ensure_ascii=False, indent=2, default=_as_json), sys.stdout)


def width() -> int:
    """The columns a table may fill: those of the terminal, 80 off one."""
    return _columns(sys.stdout) or _PLAIN_WIDTH


def folded_for(stream: TextIO, text: str) -> str:
    """``text`` with no line longer than the terminal ``stream`` writes to; as it is off one."""
    columns = _columns(stream)
    if not columns or len(text) <= columns:
        return text
    from pdpcli.views.wrap import folded

    return folded(text, columns)


def _columns(stream: TextIO) -> int:
    """The width of the terminal that ``stream`` writes to; 0 off one."""
    with suppress(OSError, ValueError):
        return os.get_terminal_size(stream.fileno()).columns
    return 0


def visible(text: str) -> str:
    """``text`` with every control or invisible formatting character made visible."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in _KEPT else "\ufffd" for c in text)


def _put(text: str, stream: TextIO) -> None:
    try:
        stream.write(f"{visible(text)}\n")
    except OSError as error:
        if stream is sys.stderr:  # the result does not depend on what accompanies it
            return
        raise _not_shown(error) from error


def _not_shown(error: OSError) -> CannotWrite:
    from pdpcli.files import in_french

    return CannotWrite(
        f"L'affichage a échoué : {in_french(error)}.",
        todo="Vérifiez ce qui est enregistré avant de recommencer.",
    )


def _as_json(value: object) -> str:
    from datetime import date

    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
