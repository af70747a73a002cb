"""The CPOM at the keyboard: a convention without a fiche, counted, explained, never proposed."""

from datetime import date

import pytest
from exchanges import founded_cell


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "cpom-prevy", "--en-tant-que", "prevy")
    return made


def test_the_cpom_is_counted_and_explained_from_the_first_day(cell):
    cell("action", "ajouter", "sensibilisation", "--le", "aujourd'hui", "--theme", "PDUP")
    (told,) = cell.json("chiffres")["agreements"]
    figures = {one["id"]: one["lines"] for one in told["figures"]}
    assert len(figures) == 56
    (line,) = figures["CPOM-5.2C-6"]
    assert next(iter(line["values"].values())) == 1
    assert (line["target"], line["reached"]) == ("a minima 2 par an", False)
    assert "a minima 2 par an : pas encore atteinte" in cell("chiffres")
    assert "pas encore atteinte" in cell("chiffres", "--expliquer", "CPOM-5.2C-6")
    before = cell("chiffres", "--annee", str(date.today().year - 1))  # noqa: DTZ011
    assert "a minima 2 par an : non atteinte" in before
    assert "pas encore" not in before
    assert "§ 5.2" in cell("chiffres", "--expliquer", "CPOM-5.2C-6")
