"""A workbook is read as its sheet shows it; one that is hostile is refused before it unfolds."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from workbooks import book, relations, sheet, workbook

from pdpcli.errors import InputRefused
from pdpcli.tabular.table import Table, read_table

HEAD = ["Raison sociale", "SIRET", "Effectif"]
ROWS = [HEAD, ["Bâti & Fils", 73282932000074, 14.0], ["Œuvre", "732 829 320 00074", ""]]


@pytest.fixture
def read(tmp_path):
    def made(data: bytes) -> Table:
        path = tmp_path / "liste.bin"
        path.write_bytes(data)
        return read_table(path)

    return made


def test_the_first_visible_sheet_is_read_numbers_as_they_are_typed(read):
    table = read(workbook(ROWS))
    assert (table.source, table.line, table.headings) == ("feuille « Adhérents »", 1, HEAD)
    assert list(table.rows()) == [
        (2, ["Bâti & Fils", "73282932000074", "14"]),
        (3, ["Œuvre", "732 829 320 00074"]),
    ]
    assert list(table.rows()) == list(table.rows())


def test_titles_above_the_headings_and_empty_lines_are_passed_over(read):
    rows = [["Adhérents au 1er janvier"], [], HEAD, [], ["", " ", ""], ["A", "", 3]]
    table = read(workbook(rows))
    assert table.line == 3
    assert list(table.rows()) == [(6, ["A", "", "3"])]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c t="s"><v>1</v></c>', "deux morceaux"),
        ('<c t="s"><v>9</v></c>', ""),
        ('<c t="b"><v>1</v></c>', "oui"),
        ('<c t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c t="str"><v>calculé</v></c>', "calculé"),
        ('<c s="1"><v>45000</v></c>', "2023-03-15"),
        ('<c s="2"><v>1.50</v></c>', "1.50"),
        ('<c s="99"><v>7.3282932000074E13</v></c>', "73282932000074"),
        ("<c><v>1E400</v></c>", "1E400"),
        ("<c><v>1E-99999999</v></c>", "1E-99999999"),
        ('<c s="1"><v>1E300</v></c>', "1E300"),
        ('<c r="A2"/>', ""),
    ],
)
def test_each_kind_of_cell_is_a_text(read, cell, text):
    shared = (
        "<sst><si><t>un</t></si><si><r><t>deux </t></r><r><t>morceaux</t></r>"
        "<rPh><t>lecture</t></rPh></si></sst>"
    )
    data = workbook([HEAD, ["x", cell.replace("<c", '<c r="B2"', 1) if "r=" not in cell else cell]],
                    parts={"xl/sharedStrings.xml": shared})  # fmt: skip
    ((_, cells),) = read(data).rows()
    assert [*cells, ""][1] == text


def test_cells_are_put_where_their_reference_says(read):
    line = '<row r="7"><c r="C7" t="inlineStr"><is><t>c</t></is></c></row>'
    data = workbook(
        [HEAD],
        parts={
            "xl/worksheets/sheet2.xml": sheet([HEAD]).replace("</sheetData>", line + "</sheetData>")
        },
    )
    assert list(read(data).rows()) == [(7, ["", "", "c"])]


def refused(read, data: bytes) -> str:
    with pytest.raises(InputRefused) as caught:
        list(read(data).rows())
    return caught.value.what


def test_a_bomb_is_refused_by_its_sizes_before_anything_unfolds(read, monkeypatch):
    bomb = workbook([HEAD], parts={"xl/worksheets/sheet2.xml": b" " * 50_000_000})
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("inflated"))
    assert "au-delà de toute mesure" in refused(read, bomb)


def test_a_size_that_lies_is_not_believed(read):
    data = bytearray(workbook([HEAD], parts={"xl/worksheets/sheet2.xml": sheet([HEAD] * 5000)}))
    for entry in zipfile.ZipFile(io.BytesIO(bytes(data))).infolist():
        if entry.filename.endswith("sheet2.xml"):
            real = struct.pack("<L", entry.file_size)
            data = bytearray(bytes(data).replace(real, struct.pack("<L", 400)))
    assert "abîmé" in refused(read, bytes(data))


@pytest.mark.parametrize("around", [("<sst><si><t>", "</t></si></sst>"), ('<sst a="', '"/>')])
def test_a_text_or_a_tag_without_end_is_refused(read, around):
    """Expat reads a tag again at each chunk of it: 180 MB of one took hours."""
    began, ended = around
    long = f"{began}{''.join(f'{n:x}' for n in range(300_000))}{ended}"
    assert "sans fin" in refused(read, workbook([HEAD], parts={"xl/sharedStrings.xml": long}))


def test_elements_without_end_are_refused(read, monkeypatch):
    monkeypatch.setattr("pdpcli.tabular.xml._MOST", 500)
    assert read(workbook(ROWS)).line == 1
    many = f"<sst>{'<si/>' * 600}</sst>"
    assert "sans fin" in refused(read, workbook([HEAD], parts={"xl/sharedStrings.xml": many}))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml"])
def test_entities_are_refused_wherever_they_are(read, part):
    laughs = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    assert "entités" in refused(read, workbook([HEAD], parts={part: laughs}))
    outside = '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'
    assert "entités" in refused(read, workbook([HEAD], parts={part: outside}))


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/workbook.xml": None},
        {"xl/workbook.xml": "<workbook"},
        {"xl/workbook.xml": book(("Cachée", "hidden"))},
        {"xl/_rels/workbook.xml.rels": "<Relationships/>"},
        {"xl/_rels/workbook.xml.rels": relations(2).replace("worksheets/", "../../../etc/")},
        {"xl/worksheets/sheet2.xml": "<a>" * 100 + "</a>" * 100},
        {"xl/worksheets/sheet2.xml": "<worksheet><row><c t='s'><v>deux</v></c></row></worksheet>"},
        {"xl/worksheets/sheet2.xml": "\x00"},
        {"xl/worksheets/sheet2.xml": sheet([["x"] * 300])},
    ],
)
def test_what_is_no_sound_workbook_is_refused(read, parts):
    assert refused(read, workbook([HEAD], parts=parts))


def test_protected_old_or_truncated_it_is_said_what_to_do(read):
    assert "ancien classeur" in refused(read, b"\xd0\xcf\x11\xe0" + bytes(600))
    whole = workbook(ROWS)
    assert refused(read, whole[: len(whole) // 2])
    locked = bytearray(whole)
    at = whole.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    assert "mot de passe" in refused(read, bytes(locked))


@pytest.mark.parametrize("step", [7, 11, 13])
def test_no_byte_changed_makes_a_fault(read, step):
    """Whatever byte is wrong, it is read or refused: never a fault of ours."""
    whole = workbook(ROWS)
    for at in range(0, len(whole), step):
        broken = bytearray(whole)
        broken[at] ^= 0xFF
        try:
            list(read(bytes(broken)).rows())
        except InputRefused:
            continue


def test_a_file_too_big_or_absent_is_refused(tmp_path: Path):
    with pytest.raises(InputRefused, match="n'existe pas"):
        read_table(tmp_path / "absent.csv")
    with pytest.raises(InputRefused, match="dossier"):
        read_table(tmp_path)
    big = tmp_path / "gros.csv"
    with big.open("wb") as file:
        file.truncate(64_000_001)
    with pytest.raises(InputRefused, match="trop gros"):
        read_table(big)
