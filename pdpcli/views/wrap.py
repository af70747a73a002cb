"""Lines of text folded at 80 columns, a hanging indent under their mark."""

import re
import textwrap

WIDTH = 80
_TIED = re.compile(r" (?=[;:?!»])|(?<=«) ")


def wrapped(text: str, mark: str = "") -> list[str]:
    """``text`` in lines of at most 80 columns, the first one after ``mark``.

    A line already there stays; French punctuation is never sent alone to the next line.
    """
    indent = " " * len(mark)
    lines = [
        folded
        for line in _TIED.sub("\N{NO-BREAK SPACE}", text).splitlines()
        for folded in textwrap.wrap(
            line, WIDTH - len(mark), subsequent_indent=_lead(line), break_long_words=False
        )
        or [""]
    ]
    return [(indent if n else mark) + line for n, line in enumerate(lines or [""])]


def _lead(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
