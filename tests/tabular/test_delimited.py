"""A CSV is read whatever its encoding, its separator and its line ends."""

import pytest

from pdpcli.errors import InputRefused
from pdpcli.tabular import table as tables
from pdpcli.tabular.table import Table, column_letter, read_table

TEXT = "Raison sociale;Commune;Effectif\nBâti « Œuvre »;Sète;14\nÀ l'Été;Lattes;3\n"
ROWS = [(2, ["Bâti « Œuvre »", "Sète", "14"]), (3, ["À l'Été", "Lattes", "3"])]


@pytest.fixture
def read(tmp_path):
    def made(data: bytes) -> Table:
        path = tmp_path / "liste.csv"
        path.write_bytes(data)
        return read_table(path)

    return made


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("cp1252", "Windows-1252"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_separator_and_line_end(read, codec, said, sign, end):
    table = read(TEXT.replace(";", sign).replace("\n", end).encode(codec))
    assert table.headings == ["Raison sociale", "Commune", "Effectif"]
    assert list(table.rows()) == ROWS
    assert table.source.startswith(said)


def test_a_comma_in_a_name_does_not_hide_the_semicolon(read):
    table = read(b"Nom;Adresse\nA, B, C;1, rue, des, Lilas\nD;2, rue\n")
    assert [cells for _, cells in table.rows()] == [
        ["A, B, C", "1, rue, des, Lilas"],
        ["D", "2, rue"],
    ]


def test_a_cell_may_hold_a_line_end_and_the_numbers_stay_those_of_the_file(read):
    table = read(b'Nom;Adresse\n"A\nB";"1 rue ""X"""\nC;2 rue\n')
    assert list(table.rows()) == [(2, ["A\nB", '1 rue "X"']), (4, ["C", "2 rue"])]


def test_the_line_sep_of_a_spreadsheet_is_no_heading(read):
    table = read(b"sep=;\nNom;Commune\nA;B\n")
    assert (table.line, list(table.rows())) == (2, [(3, ["A", "B"])])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"un seul titre\nx\n",
        bytes(range(256)),
        b"\xff\xfe\x00",
        b"\xff\xfe\x00\xd8\x01",
    ],
)
def test_what_is_no_table_is_refused(read, data):
    with pytest.raises(InputRefused):
        list(read(data).rows())


def test_an_open_quote_says_its_line(read):
    with pytest.raises(InputRefused) as caught:
        list(read(b'Nom;Commune\nA;B\n"C;D\n').rows())
    assert caught.value.where == "ligne 3"


def test_too_many_lines_or_columns_are_refused(read, monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    with pytest.raises(InputRefused, match="plus de 2 lignes"):
        list(read(b"Nom;Commune\n" + b"A;B\n" * 3).rows())
    with pytest.raises(InputRefused, match="200 colonnes"):
        list(read(b"Nom;Commune\n" + b";" * 300).rows())


def test_a_line_without_end_and_lines_of_nothing_are_refused(read, monkeypatch):
    """Sixty megabytes of separators are as many cells in memory, or as many lines."""
    endless = read(b"Nom;Commune\n" + b";" * 1_100_000)
    monkeypatch.setattr("csv.reader", lambda lines, **_: pytest.fail("split") if list(lines) else 0)
    with pytest.raises(InputRefused, match="trop longue"):
        list(endless.rows())
    monkeypatch.undo()
    monkeypatch.setattr(tables, "_MOST_LINES", 3)
    with pytest.raises(InputRefused, match="lignes"):
        list(read(b"Nom;Commune\n" + b";\n" * 9).rows())


def test_columns_are_named_as_a_spreadsheet_does():
    assert [column_letter(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        *("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA")
    ]
