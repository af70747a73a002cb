"""A table as it was found: its first line of headings, then its lines, each with its number."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pdpcli.errors import InputRefused
from pdpcli.files import in_french, read_regular

#: Bytes of a file, characters of a cell, columns and lines of a table: far above any real one.
MOST_BYTES = 64_000_000
MOST_CELL = 32_767
MOST_COLUMNS = 200
MOST_ROWS = 200_000
_MOST_LINES = 2_000_000  # empty ones included: a sheet has at most 1,048,576
_ABOVE = 20  # lines of titles that may come before the headings
_FEW = 2

Row = tuple[int, Sequence[str]]
_OLD = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Table:
    """``headings`` are on line ``line``; ``rows`` reads the lines after it, again at each call.

    ``source`` says what was read: the encoding and the separator, or the sheet.
    """

    headings: Sequence[str]
    line: int
    rows: Callable[[], Iterator[Row]]
    source: str


def read_table(path: Path) -> Table:
    """The table of a CSV or XLSX file, told apart by content.

    Raises:
        InputRefused: absent, too big, neither, damaged, protected, a bomb, or without headings.
    """
    try:
        data = read_regular(path, MOST_BYTES)
    except OSError as error:
        raise InputRefused(f"Le fichier ne peut pas être lu : {in_french(error)}.") from None
    lines, source = _opened(data)
    line, headings = _headings(lines())
    return Table(headings, line, lambda: _after(lines(), line), source)


def _opened(data: bytes) -> tuple[Callable[[], Iterator[Row]], str]:
    if data.startswith(_OLD):
        raise InputRefused(
            "Ce fichier est un ancien classeur (.xls), ou un classeur protégé par mot de passe.",
            todo="Enregistrez-le en .xlsx sans mot de passe, ou en CSV.",
        )
    if data.startswith(_ZIP):
        from pdpcli.tabular.workbook import Workbook

        book = Workbook(data)
        return book.rows, f"feuille « {book.sheet} »"
    from pdpcli.tabular.delimited import Delimited

    text = Delimited(data)
    return text.rows, text.source


def _headings(rows: Iterator[Row]) -> Row:
    """The first line of at least two texts, titles above it being passed over."""
    for count, (line, cells) in enumerate(rows):
        if sum(bool(cell.strip()) for cell in cells) >= _FEW:
            return line, cells
        if count >= _ABOVE:
            break
    raise InputRefused(
        "Ce fichier n'a pas de ligne de titres : deux colonnes au moins, séparées par « ; », « , »"
        " ou une tabulation.",
        todo="La première ligne donne le nom des colonnes.",
    )


def _after(rows: Iterator[Row], line: int) -> Iterator[Row]:
    """The lines below the headings that hold something."""
    count = 0
    for number, cells in rows:
        if number > _MOST_LINES:
            raise _too_many()
        if number <= line or not any(cell and not cell.isspace() for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise _too_many()
        yield number, cells


def _too_many() -> InputRefused:
    return InputRefused(f"Ce fichier a plus de {MOST_ROWS} lignes.", todo="Coupez-le en plusieurs.")


def column_letter(index: int) -> str:
    """The column of index 0 is A, as a spreadsheet shows it; 26 is AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
