"""CSV as spreadsheets write it: UTF-8, UTF-16 or Windows-1252; « ; », « , » or a tabulation."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice

from pdpcli.errors import InputRefused
from pdpcli.tabular.table import MOST_CELL, MOST_COLUMNS, Row

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_DELIMITERS = {";": "« ; »", ",": "« , »", "\t": "tabulation"}
_SEEN = 4096  # bytes, then lines, that are looked at to know what the file is
_SAMPLE = 50
_CHUNK = 1 << 20
_LONGEST = 1_000_000  # characters of a line: 60 million « ; » would be as many cells in memory


class Delimited:
    """A CSV file: its encoding and separator are found, and said by ``source``."""

    def __init__(self, data: bytes) -> None:
        """InputRefused: neither UTF-8, UTF-16 nor Windows-1252."""
        self._data = data
        self._encoding, said = _encoding(data)
        self._skipped, self._delimiter = self._separated()
        self.source = f"{said}, séparateur {_DELIMITERS[self._delimiter]}"

    def rows(self) -> Iterator[Row]:
        """The lines with the number of their first one; InputRefused when the text is broken."""
        reader = csv.reader(self._lines(), delimiter=self._delimiter, strict=True)
        before = self._skipped
        try:
            for cells in reader:
                _refuse_large(cells, before + 1)
                yield before + 1, cells
                before = reader.line_num + self._skipped
        except csv.Error:
            raise InputRefused(
                "Un guillemet n'est pas refermé, ou une case n'a pas de fin.",
                where=f"ligne {before + 1}",
            ) from None
        except UnicodeDecodeError:
            raise _no_text() from None

    def _text(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(io.BytesIO(self._data), self._encoding, newline="")

    def _lines(self) -> Iterator[str]:
        for number, line in enumerate(islice(self._text(), self._skipped, None), 1 + self._skipped):
            if len(line) > _LONGEST:
                raise _too_large(number)
            yield line

    def _separated(self) -> tuple[int, str]:
        """How many lines to skip (Excel's « sep=; »), and the separator."""
        try:
            lines = [line[:MOST_CELL] for line in islice(self._text(), _SAMPLE)]
        except UnicodeDecodeError:
            raise _no_text() from None
        first = lines[0].strip().casefold() if lines else ""
        if first.startswith("sep=") and first[4:] in {";", ","}:
            return 1, first[4:]
        return 0, max(_DELIMITERS, key=lambda sign: _columns(lines, sign))


def _columns(lines: list[str], sign: str) -> tuple[int, int]:
    """How many lines have as many columns as the widest, and how many it has."""
    try:
        counts = [len(cells) for cells in csv.reader(lines, delimiter=sign)]
    except csv.Error:
        return 0, 0
    widest = max(counts, default=1)
    return (counts.count(widest) if widest > 1 else 0), widest


def _encoding(data: bytes) -> tuple[str, str]:
    for mark, codec, said in _BOMS:
        if data.startswith(mark):
            return codec, said
    head = data[:_SEEN]
    zeros = [head[place::2].count(0) for place in (0, 1)]
    if sum(zeros) > len(head) // 4:
        return ("utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"), "UTF-16"
    for codec, said in (("utf-8", "UTF-8"), ("cp1252", "Windows-1252")):
        if _decodes(data, codec):
            return codec, said
    raise _no_text()


def _decodes(data: bytes, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _no_text() -> InputRefused:
    return InputRefused(
        "Ce fichier n'est pas un tableau lisible (ni CSV, ni XLSX).",
        todo="Enregistrez-le en XLSX, ou en « CSV UTF-8 ».",
    )


def _refuse_large(cells: list[str], line: int) -> None:
    if len(cells) > MOST_COLUMNS or any(len(cell) > MOST_CELL for cell in cells):
        raise _too_large(line)


def _too_large(line: int) -> InputRefused:
    return InputRefused(
        f"Cette ligne a plus de {MOST_COLUMNS} colonnes, ou une case trop longue.",
        where=f"ligne {line}",
    )
