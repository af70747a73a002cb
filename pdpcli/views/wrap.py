"""Lines of text folded at 80 columns, a hanging indent under their mark."""

import textwrap

WIDTH = 80


def wrapped(text: str, mark: str) -> list[str]:
    """``text`` in lines of at most 80 columns, the first one after ``mark``."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark), break_long_words=False
    ) or [mark.rstrip()]
