"""Everything held of a person, for herself (RGPD, art. 15 and 20): a document, JSON, the pieces.

Given to her, so journaled and not gated (law 1). What is withheld is named with its reason in
``store/held.toml``.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.store.cases import CaseRow, refuse_erased
from pdpcli.store.held import Hers, declared, hers, rows_held
from pdpcli.workflows.access_paper import Section, access_paper
from pdpcli.workflows.access_words import Names, names_of, shown_value
from pdpcli.workflows.erase import drafts_about
from pdpcli.workflows.rights import Answer, Asked, answer, dealt_with, refuse_unidentified

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.open import Write
    from pdpcli.workflows.letter import LetterFile

PDF, JSON = "donnees.pdf", "donnees.json"
_FORMAT = "pdp-acces-1"


@dataclass(frozen=True)
class AccessFile:
    """The files to give: name (nothing personal in it) and bytes; the letter that goes with them.

    ``notes``: how many free texts of colleagues are in them, to be read again before.
    """

    files: tuple[tuple[str, bytes], ...]
    letter: "LetterFile"
    notes: int


_FREE = {
    "act": "note",
    "reminder_note": "text",
    "agenda_item": "motive",
    "deadline_change": "reason",
}


def access(write: "Write", case: CaseRow, said: Asked, kind: str, today: date) -> AccessFile:
    """Gather everything, and answer the request of ``kind`` (access, portability).

    Raises:
        InputRefused: the person was erased, or who asks was not recognised.
    """
    person = refuse_erased(case)
    request = dealt_with(write, case, kind, said, today)
    refuse_unidentified(request)
    letter = answer(write, case, request, Answer(), today)
    known = hers(write.db, person, drafts_about(write.db, person))
    sections = gathered(write.db, known)
    write.note("access file")
    files = _files(write, known, sections, today)
    return AccessFile(tuple(files), letter, _notes(sections))


def gathered(db: "Connection", known: Hers) -> list[Section]:
    """Every table of which something is hers, with the values given, raw and in words."""
    names = names_of(db, known)
    sections = []
    for one in declared().tables:
        rows = [
            [(column, row[column.name], _said(column.kind, row, column.name, names))
             for column in one.given if row[column.name] not in (None, "")]
            for row in rows_held(db, one, known)
        ]  # fmt: skip
        if rows:
            sections.append(Section(one.table, one.title, rows))
    return sections


def _said(kind: str, row: dict[str, Any], name: str, names: Names) -> str:
    return file_name(row) if kind == "file" else shown_value(kind, row, name, names)


def file_name(row: dict[str, Any]) -> str:
    """The name of a piece among the files: its number, then its own."""
    return f"piece-{row['id']}-{row['name']}"


def _files(
    write: "Write", known: Hers, sections: list[Section], today: date
) -> list[tuple[str, bytes]]:
    from pdpcli.forms.agenda_pdf import draw_paper

    paper = access_paper(write.db, known, sections, today)
    told = {"format": _FORMAT, "on": today.isoformat(), "refs": known.refs,
            "recipients": paper.recipients, "tables": _as_json(sections)}  # fmt: skip
    whole = json.dumps(told, ensure_ascii=False, indent=2).encode()
    pieces = [
        (shown, value)
        for section in sections
        if section.table == "document"
        for row in section.rows
        for column, value, shown in row
        if column.kind == "file"
    ]
    return [(PDF, draw_paper(paper.paper)), (JSON, whole), *pieces]


def _as_json(sections: list[Section]) -> dict[str, list[dict[str, Any]]]:
    """The rows by table and column, as they are kept; JSON opened, files by their name."""
    return {
        section.table: [
            {column.name: _raw(column.kind, value, shown) for column, value, shown in row}
            for row in section.rows
        ]
        for section in sections
    }


def _raw(kind: str, value: Any, shown: str) -> Any:  # noqa: ANN401 - what a column holds
    if kind == "file":
        return shown
    return json.loads(value) if kind in ("json", "answers") else value


def _notes(sections: list[Section]) -> int:
    """How many texts that a colleague wrote freely are given."""
    return sum(
        column.name == _FREE.get(section.table)
        for section in sections
        for row in section.rows
        for column, _, _ in row
    )
