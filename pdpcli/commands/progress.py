"""How far a long command is, on stderr, only at a terminal; nothing is left of it after."""

import sys
from types import TracebackType
from typing import Self


class Progress:
    """Called with (done, total): shows « 12 000 lignes sur 100 000 » in place."""

    def __init__(self, unit: str) -> None:
        self._unit, self._width = unit, 0
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __call__(self, done: int, total: int = 0) -> None:
        """Say where it is; ``total`` 0 is not known."""
        if not self._shown:
            return
        of = f" sur {_spaced(total)}" if total else ""
        self._put(f"{_spaced(done)} {self._unit}{of}")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._width:
            self._put("")
            self._put("", end="\r")

    def _put(self, text: str, end: str = "") -> None:
        sys.stderr.write(f"\r{text:<{self._width}}{end}")
        sys.stderr.flush()
        self._width = max(self._width, len(text))


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")
