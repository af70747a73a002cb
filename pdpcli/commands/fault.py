"""What is said when a command stops: our own errors, and the trace of an unexpected fault.

A trace keeps types, files, lines and functions; a message is kept only when we wrote it, because
a library's may repeat a value that was typed. Local variables are never shown.
"""

import re
import traceback
from collections.abc import Iterator
from dataclasses import replace

from pdpcli.errors import InputRefused, PdpError, Problem, Refusal
from pdpcli.views.wrap import wrapped

_LONG_NUMBER = re.compile(r"[0-9](?:[ .\-]?[0-9ABab]){12,}")


def message(error: PdpError) -> str:
    """What happened, each refused value, where, and what to do next; 80 columns."""
    problems = error.problems if isinstance(error, InputRefused) else ()
    lines = wrapped(error.what)
    lines += [line for problem in problems for line in wrapped(_masked(problem), "  - ")]
    lines += wrapped(error.where, "  ") if error.where else []
    return "\n".join([*lines, *_todo(error)])


def _masked(problem: Problem) -> str:
    """The problem as text; a number as long as a NIR, typed where a name goes, is not repeated."""
    return str(replace(problem, place=_LONG_NUMBER.sub("(numéro)", problem.place)))


def _todo(error: PdpError) -> list[str]:
    """One thing to do after an arrow; several as a choice, then what was left untouched."""
    todo = error.todo.splitlines()
    kept = ["", *wrapped(error.kept)] if error.kept else []
    if len(todo) < 2:  # noqa: PLR2004 - one thing to do is not a choice
        return [*(f"  → {line}" for line in todo), *kept]
    return ["", "Vous pouvez :", *(f"  {line}" for line in todo), *kept]


def trace(error: BaseException) -> str:
    """The trace of an unexpected fault, with its causes, the first one first; no value in it."""
    parts = [_one_trace(e) for e in reversed(list(_chain(error)))]
    told = "Faute inattendue du programme."
    todo = "  → Vous pouvez joindre ce texte à un signalement : il ne contient aucune donnée."
    return "\n".join([*parts, told, todo])


def _one_trace(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {_short(f.filename)}:{f.lineno} {f.name}" for f in frames]
    said = f" : {error}" if isinstance(error, (PdpError, Refusal)) else ""
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    return "\n".join([*lines, f"{kind}{said}"])


def _short(filename: str) -> str:
    """The file without the folders above its package: they may carry a person's name."""
    parts = filename.replace("\\", "/").split("/")
    for root in ("site-packages", "pdpcli"):
        if root in parts:
            return "/".join(parts[parts.index(root) + (root == "site-packages") :])
    return "/".join(parts[-2:])


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        hidden = current.__suppress_context__
        current = current.__cause__ or (None if hidden else current.__context__)
