"""The cells of a sheet as texts: shared strings, numbers as they are typed, dates as ISO."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from pdpcli.errors import InputRefused
from pdpcli.tabular.table import MOST_CELL, MOST_COLUMNS, Row
from pdpcli.tabular.xml import Element

_MOST_SHARED = 60_000_000  # characters of all the shared strings
_LONGEST = 30  # figures of a whole number that is written out
_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]{0,7}")
_DATES = frozenset({14, 15, 16, 17, 22, 27, 30, 36, 45, 46, 47, 50, 57})  # numFmtId of a day
_DAY_PATTERN = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\.")  # colours, literals: no part of a date


class Shared:
    """The strings that cells share, by rank; a rich one is the sum of its runs."""

    def __init__(self, elements: Iterator[Element]) -> None:
        self.texts: list[str] = []
        pieces: list[str] = []
        room = _MOST_SHARED
        for one in elements:
            if one.name == "si" and one.opened:
                pieces = []
            elif one.name == "t" and "rPh" not in one.path:  # not the Japanese readings
                pieces.append(one.text)
                room -= len(one.text)
            elif one.name == "si":
                self.texts.append("".join(pieces))
            if room < 0:
                raise InputRefused("Ce classeur a trop de texte pour être un tableau.")


class Styles:
    """Which styles show a number as a day."""

    def __init__(self, elements: Iterator[Element], from_1904: bool) -> None:  # noqa: FBT001
        self._days: list[bool] = []
        self._origin = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
        custom: dict[str, bool] = {}
        for one in elements:
            if one.name == "numFmt" and not one.opened:
                custom[one.attributes.get("numFmtId", "")] = _is_day(
                    one.attributes.get("formatCode", "")
                )
            elif one.name == "xf" and one.path[-1:] == ("cellXfs",):
                number = one.attributes.get("numFmtId", "0")
                built_in = number.isdecimal() and int(number) in _DATES
                self._days.append(custom.get(number, built_in))

    def text(self, number: str, style: str) -> str:
        """The number as it is typed, or the day it shows, in ISO form."""
        rank = int(style) if style.isdecimal() else 0
        if rank < len(self._days) and self._days[rank]:
            return self._day(number)
        return number_text(number)

    def _day(self, number: str) -> str:
        try:
            return (self._origin + timedelta(days=int(float(number)))).isoformat()
        except (ValueError, OverflowError):
            return number


class Cells:
    """The lines of a sheet, from its elements."""

    def __init__(self, shared: Shared, styles: Styles) -> None:
        self._shared, self._styles = shared.texts, styles
        self._line, self._cells, self._column = 0, dict[int, str](), -1
        self._value, self._inline = "", list[str]()

    def rows(self, elements: Iterator[Element]) -> Iterator[Row]:
        """Each line with its number; cells that hold nothing are empty texts."""
        for one in elements:
            if one.name == "row" and one.opened:
                said = one.attributes.get("r", "")
                self._line = int(said) if said.isdecimal() else self._line + 1
                self._cells, self._column = {}, -1
            elif one.name == "c" and one.opened:
                self._begin(one)
            elif one.name == "v":
                self._value = one.text
            elif one.name == "t" and "is" in one.path and "rPh" not in one.path:
                self._inline.append(one.text)
            elif one.name == "c":
                self._end(one)
            elif one.name == "row":
                yield self._line, self._dense()

    def _begin(self, one: Element) -> None:
        found = _REFERENCE.fullmatch(one.attributes.get("r", ""))
        self._column = _rank(found[1]) if found else self._column + 1
        self._value, self._inline = "", []

    def _end(self, one: Element) -> None:
        text = self._text(one.attributes)
        if not text:
            return
        if self._column >= MOST_COLUMNS or len(text) > MOST_CELL:
            raise InputRefused(
                f"Cette ligne a plus de {MOST_COLUMNS} colonnes, ou une case trop longue.",
                where=f"ligne {self._line}",
            )
        self._cells[self._column] = text

    def _text(self, said: Mapping[str, str]) -> str:
        kind = said.get("t", "n")
        if kind == "s":
            rank = int(self._value or -1)
            return self._shared[rank] if 0 <= rank < len(self._shared) else ""
        if kind == "inlineStr":
            return "".join(self._inline)
        if kind == "b":
            return {"1": "oui", "0": "non"}.get(self._value, "")
        return self._styles.text(self._value, said.get("s", "")) if kind == "n" else self._value

    def _dense(self) -> Sequence[str]:
        return [self._cells.get(rank, "") for rank in range(max(self._cells, default=-1) + 1)]


def _rank(letters: str) -> int:
    rank = 0
    for letter in letters:
        rank = rank * 26 + ord(letter) - ord("A") + 1
    return rank - 1


def _is_day(pattern: str) -> bool:
    """Whether a format shows a year, a month and a day, or some of them; hours alone do not."""
    plain = _DAY_PATTERN.sub("", pattern).casefold()
    return any(sign in plain for sign in "dy") and "general" not in plain


def number_text(text: str) -> str:
    """A number of a sheet as it is typed: « 7.3E13 » whole, « 14.0 » as 14."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST:
        return text  # « 1E-999999999 » written out would fill the memory
    whole = number == number.to_integral_value()
    return f"{number.to_integral_value():f}" if whole else f"{number:f}"
