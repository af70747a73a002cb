"""The journal says who did what when, by reference; it is filtered, exported, verified."""

import csv
import json
from datetime import date, timedelta

import pytest
from exchanges import founded_cell

from pdpcli.commands.opening import open_store
from pdpcli.commands.words import COMMANDS
from pdpcli.store.connection import connect


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    made.registered(nom="Nguyễn-Marqueur")
    return made


def actions(cell, *filters):
    return [one["action"] for one in cell.json("journal", *filters)]


def test_each_command_that_wrote_is_a_line_in_french_without_a_name(cell):
    said = cell("journal")
    assert "Camille Exemple : situation nouveau 20" in said
    assert "convention ajouter" in said
    assert "Nguyễn" not in said
    assert "Marqueur" not in said


def test_it_is_filtered_by_day_situation_author_and_command(cell):
    tomorrow = (date.today() + timedelta(1)).strftime("%d/%m/%Y")  # noqa: DTZ011
    assert actions(cell, "--du", tomorrow) == []
    assert actions(cell, "--au", "01/01/2020") == []
    assert actions(cell, "--du", "aujourd'hui", "--au", "aujourd'hui")
    assert actions(cell, "--action", "situation nouveau") == ["signal new"]
    assert actions(cell, "--action", "situation") == ["signal new"]
    assert actions(cell, "--action", "agreement add") == ["agreement add"]
    assert actions(cell, "--auteur", "camille") == actions(cell)
    assert actions(cell, "--situation", "1")[-1] == "signal new"
    assert "agreement add" not in actions(cell, "--situation", "1")


@pytest.mark.parametrize(
    "filters",
    [("--auteur", "personne"), ("--action", "zzz"), ("--action", "fiche zzz"),
     ("--situation", "999")],
)  # fmt: skip
def test_a_filter_that_means_nothing_is_2(cell, filters):
    cell("journal", *filters, code=2)


def test_an_act_is_found_by_its_situation_whatever_the_command_said(cell):
    cell("acte", "ajouter", "1", "entretien", "--le", "hier")
    assert actions(cell, "--situation", "1")[0] == "act add"


def test_a_long_one_is_cut_and_says_so(cell):
    cell.place()
    for at in range(45):
        with open_store().write("essai", f"E{at}") as write:
            write.note("essai")
    assert "--toutes" in cell("journal")
    assert cell("journal", "--toutes").count(" : essai E") == 45
    assert len(actions(cell)) > 45


def test_an_export_is_journaled_chained_and_verified_without_the_store(cell):
    out = cell.folder / "journal.jsonl"
    cell("journal", "exporter", "--sortie", out)
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert lines[-1]["action"] == "journal export"
    assert [one["n"] for one in lines] == list(range(1, len(lines) + 1))
    assert "chacune suit" in cell("journal", "verifier", "--fichier", out)
    text = out.read_text("utf-8")
    for harm in (
        text.replace("Camille", "Corinne", 1),
        "".join(text.splitlines(keepends=True)[:3] + text.splitlines(keepends=True)[4:]),
    ):
        out.write_text(harm, "utf-8")
        assert "modifié" in cell("journal", "verifier", "--fichier", out, code=13)
    out.write_text(text.replace("Camille", "\\ud800", 1), "utf-8")
    cell("journal", "verifier", "--fichier", out, code=13)
    out.write_text("".join(text.splitlines(keepends=True)[:-1]), "utf-8")
    cut = cell("journal", "verifier", "--fichier", out)
    assert f"la dernière est la n° {len(lines) - 1}." in cut
    for other in ("[1]\n", ""):
        out.write_text(other, "utf-8")
        cell("journal", "verifier", "--fichier", out, code=2)
    cell("journal", "exporter", "--sortie", out, code=14)
    cell("journal", "exporter", "--sortie", out, "--remplacer", "--du", "demain")
    assert out.read_text("utf-8") == ""


def test_a_csv_has_no_cell_that_a_spreadsheet_would_run(cell):
    cell.place()
    with open_store().write("essai", "=1+1") as write:
        write.note("=cmd|' /C calc'!A0")
    out = cell.folder / "journal.csv"
    cell("journal", "exporter", "--sortie", out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == len(cell.rows("SELECT n FROM journal"))
    cells = [one for row in rows for one in row.values()]
    assert "'=1+1" in cells
    assert not [one for one in cells if one.startswith(("=", "+", "-", "@"))]


def test_it_is_verified_and_says_what_that_does_not_prove(cell):
    said = cell("journal", "verifier")
    assert said.count("✓") == 4
    assert "ne prouve pas : qui était au clavier" in " ".join(said.split())
    cell.place()
    store = open_store()
    db = connect(store.path, store.key, store.salt, mode="rw", busy_ms=0)
    db.execute("DROP TRIGGER journal_before_update")
    db.execute("UPDATE journal SET author = 'Quelqu''un' WHERE n = 2")
    db.close()
    assert "✗ la chaîne du journal" in cell("journal", "verifier", code=13)


def test_every_command_that_writes_has_its_words_in_french():
    from pdpcli.commands.journal import said_action

    assert said_action("liaison export") == "fiche produire"
    assert said_action("consent withdraw --letters") == "accord retirer --lettres"
    assert said_action("migration 0003") == "migration 0003"
    for word in COMMANDS:
        for verb in word.verbs:
            assert said_action(f"{word.name} {verb.name}") == f"{word.french[0]} {verb.french[0]}"


def test_what_was_noted_of_a_write_is_in_french_on_the_screen_only(cell):
    cell("echeances", "liste", "--ics", "e.ics")
    assert "[fichier d'agenda]" in " ".join(cell("journal").split())
    assert cell.json("journal")[0]["notes"] == "calendar"


def test_what_is_to_be_typed_has_quotes_that_a_shell_reads(cell):
    assert '--action "fiche produire"' in cell("journal", "--action", "zzz", code=2)
