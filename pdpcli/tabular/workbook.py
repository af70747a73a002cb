"""XLSX read as a stream: sizes looked at before anything is inflated, and no entity, ever."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from pdpcli.errors import InputRefused
from pdpcli.tabular.sheet import Cells, Shared, Styles
from pdpcli.tabular.table import Row
from pdpcli.tabular.xml import Element, elements

_MOST_PARTS = 2000
_MOST_INFLATED = 400_000_000  # of all the parts: 200,000 lines of 20 columns
_MOST_RATIO = 400  # XML of a table shrinks 10 to 60 times
_SMALL = 1_000_000  # below, the ratio says nothing
_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError)


class Workbook:
    """A workbook: its first visible ``sheet``, whose ``rows`` are read again at each call."""

    def __init__(self, data: bytes) -> None:
        """InputRefused: no workbook, a bomb, or protected."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._refuse_bomb()
            self.sheet, self._part = self._first_sheet()
            self._shared = Shared(self._elements("xl/sharedStrings.xml"))
            self._styles = Styles(self._elements("xl/styles.xml"), self._from_1904)
        except _BROKEN as error:
            raise _damaged() from error

    def rows(self) -> Iterator[Row]:
        """The lines that hold something, with the number the sheet gives them."""
        try:
            yield from Cells(self._shared, self._styles).rows(self._elements(self._part))
        except _BROKEN as error:
            raise _damaged() from error

    def _refuse_bomb(self) -> None:
        parts = self._zip.infolist()
        if any(one.flag_bits & 1 for one in parts):
            raise InputRefused(
                "Ce classeur est protégé par un mot de passe.", todo="Enregistrez-le sans."
            )
        if any(one.compress_type not in (_STORED, _DEFLATED) for one in parts):
            raise _damaged()
        heavy = (
            one.file_size > _SMALL and one.file_size > _MOST_RATIO * max(one.compress_size, 1)
            for one in parts
        )
        total = sum(one.file_size for one in parts)
        if len(parts) > _MOST_PARTS or total > _MOST_INFLATED or any(heavy):
            raise InputRefused("Ce classeur se déplierait au-delà de toute mesure : refusé.")
        names = {one.filename for one in parts}
        if _BOOK not in names or len(names) != len(parts):
            raise InputRefused(
                "Ce fichier n'est pas un classeur XLSX.",
                todo="Enregistrez-le en .xlsx (Excel, LibreOffice) ou en CSV.",
            )

    def _first_sheet(self) -> tuple[str, str]:
        """The name and the part of the first sheet that is not hidden."""
        self._from_1904 = False
        visible = []
        for one in self._elements(_BOOK):
            if one.name == "workbookPr":
                self._from_1904 = one.attributes.get("date1904") in {"1", "true"}
            if one.name == "sheet" and one.attributes.get("state", "visible") == "visible":
                visible.append(one.attributes)
        parts = self._targets()
        for sheet in visible:
            part = parts.get(_relation(sheet), "")
            if part in self._zip.namelist():
                return sheet.get("name", ""), part
        raise _damaged()

    def _targets(self) -> dict[str, str]:
        return {
            one.attributes.get("Id", ""): _path(one.attributes.get("Target", ""))
            for one in self._elements(_RELATIONS)
            if one.name == "Relationship" and one.attributes.get("TargetMode") != "External"
        }

    def _elements(self, part: str) -> Iterator[Element]:
        """The elements of a part, none when it is absent."""
        if part in self._zip.namelist():
            with self._zip.open(part) as stream:
                yield from elements(stream)


def _relation(sheet: Mapping[str, str]) -> str:
    """``r:id``, whatever the prefix."""
    return next((text for key, text in sheet.items() if key.endswith(":id")), "")


def _path(target: str) -> str:
    joined = posixpath.normpath(posixpath.join("/xl", target))
    return joined.lstrip("/")


def _damaged() -> InputRefused:
    return InputRefused(
        "Ce classeur est abîmé, ou n'en est pas un.",
        todo="Ouvrez-le dans votre tableur et enregistrez-le de nouveau, en .xlsx ou en CSV.",
    )
