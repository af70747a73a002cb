"""Everything leaves in clear, on purpose, with a warning and a line in the journal."""

import csv
import io
import json
import stat
import zipfile
from contextlib import closing
from hashlib import sha256

import pytest
from exchanges import Cell, founded_cell

from pdpcli.commands.opening import open_store
from pdpcli.store.migrations import version
from pdpcli.store.whole import whole_tables
from pdpcli.views.whole_tables import TABLES

MARKER = "=HYPERLINK(1)"


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch) -> Cell:
    cell = founded_cell(tmp_path, capsys, monkeypatch)
    cell("convention", "ajouter", "btp34-carsat-lr")
    return cell


def exported(cell: Cell, *options: str) -> list[dict]:
    path = cell.folder / "tout.jsonl"
    cell("exporter", str(path), "--oui", *options)
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_every_row_of_every_table_is_a_line(cell):
    cell.sent()
    head, *lines, end = exported(cell)
    with closing(open_store().read()) as db:
        counts = {
            table.name: db.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0]
            for table in whole_tables(db)
        }
        assert head["schema"] == version(db)
    told = {name: sum(line["table"] == name for line in lines) for name in counts}
    assert told == head["tables"]
    assert {**counts, "setting": told["setting"]} == told
    raw = (cell.folder / "tout.jsonl").read_bytes().splitlines(keepends=True)
    assert end["end"]["sha256"] == sha256(b"".join(raw[:-1])).hexdigest()


def test_the_digest_key_and_the_private_key_stay_in_the_store(cell):
    cell.sent()
    cell("fiche", "produire", "1", "--cachet", "--sortie", str(cell.folder / "s.pdf"))
    cell("exporter", str(cell.folder / "tout.jsonl"), "--oui")
    text = (cell.folder / "tout.jsonl").read_text("utf-8")
    assert cell.count("seal") == 1
    for secret in (
        cell.rows("SELECT value AS v FROM setting WHERE key = 'journal_key'")[0]["v"],
        json.dumps(cell.rows("SELECT private_key AS v FROM seal")[0]["v"])[40:80],
    ):
        assert str(secret) not in text


def test_it_is_journaled_owner_only_and_never_over_another_file(cell):
    path = cell.folder / "tout.jsonl"
    said = cell("exporter", str(path), "--oui")
    assert "données de santé" in said
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert cell.rows("SELECT row FROM journal WHERE action = 'export'") == [
        {"row": "export: jsonl"}
    ]
    cell("exporter", str(path), "--oui", code=14)


def test_off_a_terminal_it_must_be_said_that_it_is_wanted(cell):
    said = cell("exporter", str(cell.folder / "tout.jsonl"), code=2)
    assert "--oui" in said
    assert not (cell.folder / "tout.jsonl").exists()


def test_a_synchronised_folder_is_named(cell):
    folder = cell.folder / "OneDrive - Service"
    folder.mkdir()
    said = cell("exporter", str(folder / "tout.jsonl"), "--oui")
    assert "synchronisé (OneDrive - Service)" in said


def test_no_cell_of_the_csv_is_run_by_a_spreadsheet(cell):
    cell.registered(contexte=MARKER)
    path = cell.folder / "tout.zip"
    cell("exporter", str(path), "--csv", "--oui")
    with zipfile.ZipFile(path) as archive:
        assert "case_file.csv" in archive.namelist()
        text = archive.read("case_file.csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert row["context"] == f"'{MARKER}"


def test_documents_leave_in_whole_or_not_at_all(cell):
    cell.sent()
    held = [line["row"] for line in exported(cell, "--sans-pieces")[1:-1]
            if line["table"] == "document"]  # fmt: skip
    assert held
    assert {row["bytes"] for row in held} == {None}


def test_every_table_is_described(cell):
    with closing(open_store().read()) as db:
        assert {table.name for table in whole_tables(db)} - {"sqlite_sequence"} == set(TABLES)
