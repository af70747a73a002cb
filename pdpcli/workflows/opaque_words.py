"""Figures that keep no word an erasure would have to take back, and the words put on them to read.

A breakdown by employer, by job or by title of a meeting has codes that could name somebody. What is
kept of it is opaque; the word is looked up where it still is, and an employer or a job that names
somebody is not named (law 1: a report names nobody).
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pdpcli.evaluation.sheets import Figure, Line, Sheet
from pdpcli.store import journal
from pdpcli.store.named_in import employers_naming, lines_naming

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.evaluation.terms import Evaluation, Indicator

#: column that could name somebody -> where its words are, and what is said of one that is not there
_FREE = {"job": "SELECT DISTINCT lower(job) FROM act WHERE job IS NOT NULL",
         "title": "SELECT DISTINCT title FROM gathering WHERE title IS NOT NULL"}  # fmt: skip
_EMPLOYER = "employer_id"
_HIDDEN = {"job": "poste non nommé", "title": "titre non nommé", _EMPLOYER: "entreprise non nommée"}
_OURS = ("", "unknown", "once")  # codes that are no word of hers
_MARK = 16
Code = str | None


def opaque_sheet(db: "Connection", evaluation: "Evaluation", sheet: Sheet) -> Sheet:
    """The sheet without those words: opaque codes, empty labels."""
    opaque = opaque_codes(db)

    def hidden(column: str, line: Line) -> Line:
        if line.code in _OURS:
            return line
        return replace(line, label="", code=str(opaque(column, line.code)))

    return _each(evaluation, sheet, hidden)


def opaque_codes(db: "Connection") -> Callable[[str, Code], Code]:
    """A function of a column and a code: the code, opaque where it is a word of hers."""
    key = journal.secret(db)

    def opaque(column: str, code: Code) -> Code:
        if column not in _FREE or code is None or code in _OURS:
            return code
        return hmac.digest(key, f"{column}\0{code}".encode(), "sha256").hex()[:_MARK]

    return opaque


def named(db: "Connection", evaluation: "Evaluation", sheet: Sheet) -> Sheet:
    """The sheet with the words that are still in the store, and that name nobody."""
    columns = {column for one in evaluation.indicators for column in _columns(evaluation, one)}
    words = {column: _words(db, column) for column in columns & _HIDDEN.keys()}

    def shown(column: str, line: Line) -> Line:
        if line.code in _OURS:
            return line
        share = ", en %" if line.unit == "percent" else ""
        return replace(line, label=words[column].get(line.code, _HIDDEN[column]) + share)

    return _each(evaluation, sheet, shown)


def _each(evaluation: "Evaluation", sheet: Sheet, change: Callable[[str, Line], Line]) -> Sheet:
    """``change`` applied to the lines of a breakdown that could name somebody."""
    known = {one.id: one for one in evaluation.indicators}

    def changed(figure: Figure) -> Figure:
        indicator = known.get(figure.id)
        headings = _headings(evaluation, indicator) if indicator else {}
        lines = (
            change(headings[line.dimension], line) if line.dimension in headings else line
            for line in figure.lines
        )
        return replace(figure, lines=tuple(lines)) if headings else figure

    return replace(sheet, figures=tuple(map(changed, sheet.figures)))


def _headings(evaluation: "Evaluation", indicator: "Indicator") -> Mapping[str, str]:
    """The headings of the breakdowns that could name somebody -> their column."""
    dimensions = [evaluation.dimensions[name] for one in indicator.counts for name in one.by]
    return {one.label: one.column for one in dimensions if one.column in _HIDDEN}


def _columns(evaluation: "Evaluation", indicator: "Indicator") -> list[str]:
    return list(_headings(evaluation, indicator).values())


def _words(db: "Connection", column: str) -> dict[str, str]:
    """What each code says, when it names nobody."""
    if column == _EMPLOYER:
        rows = [tuple(row) for row in db.execute("SELECT id, name FROM employer").fetchall()]
        kept = employers_naming(db, [number for number, _ in rows])
        return {str(number): name for number, name in rows if number not in kept}
    words = [str(row[0]) for row in db.execute(_FREE[column]).fetchall()]
    opaque = opaque_codes(db)
    naming = set(lines_naming(db, "\n".join(words)))
    return {
        str(opaque(column, word)): word for rank, word in enumerate(words, 1) if rank not in naming
    }
