"""Workbooks made by hand, sound or hostile: rows of texts and numbers, or any part replaced."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/>'
    '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="2"/></cellXfs>'
    "</styleSheet>"
)


def workbook(
    rows: Iterable[Sequence[object]], *, parts: Mapping[str, str | bytes | None] | None = None
) -> bytes:
    """An XLSX of one sheet, « Adhérents »; ``parts`` replaces some, None leaves one out."""
    made: dict[str, str | bytes | None] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": book(("Cachée", "hidden"), ("Adhérents", "visible")),
        "xl/_rels/workbook.xml.rels": relations(2),
        "xl/worksheets/sheet1.xml": sheet([["caché"]]),
        "xl/worksheets/sheet2.xml": sheet(rows),
        "xl/styles.xml": STYLES,
    }
    made.update(parts or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in made.items():
            if content is not None:
                package.writestr(name, content)
    return out.getvalue()


def book(*sheets: tuple[str, str]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" state="{state}" r:id="rId{n}"/>'
        for n, (name, state) in enumerate(sheets, 1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{listed}</sheets></workbook>'


def relations(count: int) -> str:
    listed = "".join(
        f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>' for n in range(1, count + 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{listed}</Relationships>'


def sheet(rows: Iterable[Sequence[object]]) -> str:
    lines = "".join(
        f'<row r="{number}">{"".join(map(_cell, cells))}</row>'
        for number, cells in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _cell(value: object) -> str:
    """A number as a number, an XML fragment as it is, the rest as an inline string."""
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    if isinstance(value, str) and value.startswith("<c"):
        return value
    return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
