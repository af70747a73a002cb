"""Lines of text folded at 80 columns, or at a terminal's, a hanging indent under their mark."""

import re
import textwrap

WIDTH = 80
_TIED = re.compile(r" (?=[;:?!»])|(?<=«) ")
_MARK = re.compile(r"\s*(?:[-→] )?")
#: What is copied from the screen: a command to its end, a path to the end of the line.
_COPIED = re.compile(r"(?<= )pdp \w[^,;(»\n]*|(?<=: )(?:/|\\\\|[A-Z]:\\).*")
_GLUE = "\0"


def wrapped(text: str, mark: str = "") -> list[str]:
    """``text`` in lines of at most 80 columns, the first one after ``mark``.

    A line already there stays; French punctuation is never sent alone to the next line.
    """
    indent = " " * len(mark)
    lines = [
        folded
        for line in tied(text).splitlines()
        for folded in textwrap.wrap(
            line, WIDTH - len(mark), subsequent_indent=_lead(line), break_long_words=False
        )
        or [""]
    ]
    return [(indent if n else mark) + line for n, line in enumerate(lines or [""])]


def labelled(label: str, text: str, lead: str, room: int) -> list[str]:
    """``text`` beside its ``label``, or under it when it does not fit in ``room`` columns."""
    if len(label) < room:
        return wrapped(text, f"{lead}{label:<{room}}")
    return [*wrapped(label, lead), *wrapped(text, " " * (len(lead) + room))]


def tied(text: str) -> str:
    """``text`` whose French punctuation cannot be sent alone to the next line."""
    return _TIED.sub("\N{NO-BREAK SPACE}", text)


def folded(text: str, columns: int) -> str:
    """``text`` whose lines longer than ``columns`` are folded between words, under their mark.

    Lines that fit stay as they are laid out; a command or a path is never cut, as it is copied.
    """
    if len(text) <= columns:
        return text
    return "\n".join(line if len(line) <= columns else _fold(line, columns)
                     for line in text.split("\n"))  # fmt: skip


def _fold(line: str, columns: int) -> str:
    mark = _MARK.match(line)
    under = " " * len(mark[0] if mark else "")
    whole = _COPIED.sub(lambda found: found[0].rstrip().replace(" ", _GLUE)
                        + " " * (len(found[0]) - len(found[0].rstrip())), line)  # fmt: skip
    lines = textwrap.wrap(
        tied(whole), columns, subsequent_indent=under, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
    return "\n".join(lines).replace(_GLUE, " ")


def _lead(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
