"""The figures as a workbook: a sheet an agreement, ready to print, then what each line counts.

Numbers are numbers; a text is never run, and holds no control character. It is made in memory: no
temporary file. xlsxwriter is heavy: imported when a workbook is asked for.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from pdpcli.evaluation.definitions import Definition
from pdpcli.evaluation.evolution import evolution
from pdpcli.evaluation.sheets import Figure, Line, Sheet
from pdpcli.evaluation.wording import unit_words
from pdpcli.views.numbers import DECIMAL, MASKED, NOT_KNOWN, moved_percent
from pdpcli.views.stats import common_hypotheses, lettered, provisional, target_said
from pdpcli.views.stats_data import inert

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_MOST_NAME = 31  # characters, in the name of a sheet
_A4 = 9
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_BEFORE = ("Chiffre", "Ligne", "Libellé", "Unité")
_AFTER = ("évolution", "en %", "cible")
_DEFINITIONS = ("Convention", "Chiffre", "Ligne", "Libellé", "Unité", "Ce qui est compté", "Source")
_WIDTHS = {"Chiffre": 13, "Ligne": 14, "Libellé": 44, "Unité": 16, "cible": 22}
_WIDTHS_DEFINED = (18, 13, 14, 34, 16, 70, 34)
_NUMBER = 11
_LINE = 15  # points
_WIDE_LETTERS = 0.95
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 13},
    "plain": {},
    "text": {"text_wrap": True, "valign": "top"},
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    "over_number": {"bold": True, "align": "right", "valign": "top", "bottom": 1},
    "over_target": {"bold": True, "align": "left", "indent": 1, "valign": "top", "bottom": 1},
    "target": {"text_wrap": True, "align": "left", "valign": "top", "indent": 1},
    "figure": {"bold": True, "text_wrap": True, "valign": "top", "top": 1},
    "inner": {"text_wrap": True, "valign": "top", "indent": 2},
    "crossed": {"text_wrap": True, "valign": "top", "indent": 4, "italic": True},
    "number": {"valign": "top", "num_format": "0"},
    "decimal": {"valign": "top", "num_format": "0.0"},
    "other": {"valign": "top", "num_format": "General"},
    "moved": {"valign": "top", "num_format": "+General;-General;0"},
    "percent": {"valign": "top", "num_format": '+0" %";-0" %";0" %"'},
    "absent": {"valign": "top", "align": "right"},
}


@dataclass(frozen=True)
class Defined:
    """The sheet of one agreement, and what its lines count, by the id of their figure."""

    sheet: Sheet
    definitions: Sequence[tuple[str, Definition]]


def stats_xlsx(found: Sequence[Defined], today: date) -> bytes:
    """The workbook; the same bytes for the same figures and day."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, _OPTIONS)
    made = datetime(today.year, today.month, today.day)  # noqa: DTZ001 - a day, not a moment
    book.set_properties({"title": "Chiffres", "created": made})
    looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
    names = _names([one.sheet.agreement for one in found])
    for one, name in zip(found, names, strict=True):
        _Page(book, looks, name).agreement(one.sheet, today)
    _Page(book, looks, "Définitions").definitions(found)
    book.close()
    return out.getvalue()


class _Page:
    """One sheet being written, row after row."""

    def __init__(self, book: "Workbook", looks: "dict[str, Format]", name: str) -> None:
        self._page: Worksheet = book.add_worksheet(name)
        self._looks, self._row, self._widths = looks, 0, list[int]()
        self._page.set_paper(_A4)
        self._page.set_landscape()
        self._page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self._page.fit_to_pages(1, 0)
        self._page.hide_gridlines(1)
        self._page.set_footer("&L&A&Rpage &P / &N")

    def agreement(self, sheet: Sheet, today: date) -> None:
        """The title, what bears on every figure, then each figure under one repeated heading."""
        self._line([f"{sheet.title} · {sheet.period.label}"], "title")
        for text in filter(None, (provisional(sheet.period, today), *_common(sheet))):
            self._line([text], "plain")
        labels = [period.label for period in sheet.figures[0].periods] if sheet.figures else []
        headings = (*_BEFORE, *labels, *_AFTER)
        self._headings(headings, [_WIDTHS.get(each, _NUMBER) for each in headings])
        for figure in sheet.figures:
            self._title(figure.id, figure.label, len(headings) - 1)
            for line in figure.lines:
                self._figure_line(figure, line, over=sheet.period.last < today)

    def definitions(self, found: Sequence[Defined]) -> None:
        """What each line counts, then what was chosen where the text is silent."""
        self._line(["Définitions et hypothèses"], "title")
        self._headings(_DEFINITIONS, _WIDTHS_DEFINED)
        for one in found:
            for row in _definition_rows(one):
                self._line(row, "text")

    def _headings(self, headings: Sequence[str], widths: Sequence[int]) -> None:
        self._widths = list(widths)
        for column, width in enumerate(widths):
            self._page.set_column(column, column, width)
        self._page.repeat_rows(self._row)
        for column, (text, width) in enumerate(zip(headings, widths, strict=True)):
            self._text(column, text, "over_number" if width == _NUMBER else "head")
        if "cible" in headings:
            self._text(len(headings) - 1, "cible", "over_target")
        self._row += 1
        self._page.freeze_panes(self._row, 0)

    def _title(self, id_: str, label: str, last: int) -> None:
        """A figure, its label across the row."""
        look = self._looks["figure"]
        self._text(0, id_, "figure")
        self._page.merge_range(self._row, 1, self._row, last, _safe(label), look)
        self._high(_lines(label, sum(self._widths[1:])))
        self._row += 1

    def _figure_line(self, figure: Figure, line: Line, *, over: bool) -> None:
        label, look = _label(line)
        cells = (figure.id, _letter(line.id), label, unit_words(line.unit))
        for column, text in enumerate(cells):
            self._text(column, text, look if text is label else "text")
        masks = line.masked or (False,) * len(line.values)
        for column, (value, mask) in enumerate(zip(line.values, masks, strict=True), len(_BEFORE)):
            self._number(column, value, _look(line.unit, value), MASKED if mask else NOT_KNOWN)
        after = len(_BEFORE) + len(line.values)
        move = evolution(line.values, line.unit)
        self._number(after, move.change, "moved")
        self._number(after + 1, move.percent, "percent", moved_percent(move, line.unit))
        self._text(after + 2, target := target_said(line, over=over), "target")
        self._high(self._tallest([*cells, *[""] * (len(line.values) + 2), target]))
        self._row += 1

    def _line(self, cells: Sequence[str], look: str) -> None:
        for column, text in enumerate(cells):
            self._text(column, text, look)
        if look == "text":
            self._high(self._tallest(cells))
        self._row += 1

    def _tallest(self, cells: Sequence[str]) -> int:
        return max(_lines(text, room) for text, room in zip(cells, self._widths, strict=True))

    def _high(self, lines: int) -> None:
        """As high as its text: no spreadsheet does it by itself for a file it did not make."""
        self._page.set_row(self._row, _LINE * lines)

    def _text(self, column: int, text: str, look: str) -> None:
        self._page.write_string(self._row, column, _safe(text), self._looks[look])

    def _number(self, column: int, value: float | None, look: str, absent: str = "") -> None:
        if value is None:
            self._text(column, absent, "absent")
        else:
            self._page.write_number(self._row, column, value, self._looks[look])


def _safe(text: str) -> str:
    """Nothing that a spreadsheet would run, no control character."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", inert(text))


def _lines(text: str, room: int) -> int:
    """The lines that a text takes in a column; letters may be wider than the average one."""
    return max(1, len(wrap(text, max(1, int(room * _WIDE_LETTERS)))))


def _label(line: Line) -> tuple[str, str]:
    """What a line is called, and its look: of the figure, of a breakdown, cut once more."""
    label = f"{line.dimension} : {line.label}" if line.dimension else line.label
    if line.crossed:
        return f"{label} · {line.crossed.heading} : {line.crossed.label}", "crossed"
    return label, "inner" if line.dimension or line.code else "text"


def _letter(id_: str) -> str:
    """The letter or number of a line in the article; our own names for others are not shown."""
    return id_ if lettered(id_) else ""


def _look(unit: str, value: float | None) -> str:
    if unit in DECIMAL:
        return "decimal"
    return "number" if value is None or value == int(value) else "other"


def _common(sheet: Sheet) -> list[str]:
    """What was chosen for every figure of the sheet."""
    return [f"{one.label} : {one.text}" for one in common_hypotheses(sheet)]


def _definition_rows(one: Defined) -> Iterator[list[str]]:
    agreement = one.sheet.agreement
    defined: dict[str, list[Definition]] = {}
    for id_, definition in one.definitions:
        defined.setdefault(id_, []).append(definition)
    common = common_hypotheses(one.sheet)
    for said in common:
        yield [agreement, "", "", said.label, "", f"hypothèse, partout : {said.text}", ""]
    for figure in one.sheet.figures:
        yield [agreement, figure.id, "", figure.label, "", "", figure.source]
        for each in defined.get(figure.id, ()):
            letter = _letter(each.line)
            yield [agreement, figure.id, letter, each.label, each.unit, each.filter, ""]
        for said in figure.hypotheses:
            if said not in common:
                text = f"hypothèse : {said.text}"
                yield [agreement, figure.id, "", said.label, "", text, ""]


def _names(agreements: Sequence[str]) -> list[str]:
    """A name a sheet: the agreement's id, cut to what a spreadsheet takes, none twice."""
    names: list[str] = []
    for agreement in agreements:
        name, rank = agreement[:_MOST_NAME], 2
        while name.casefold() in {other.casefold() for other in names}:
            end = f" {rank}"
            name, rank = agreement[: _MOST_NAME - len(end)] + end, rank + 1
        names.append(name)
    return names
