"""The figures of a year asked in a real terminal, one by one, last year's beside."""

import re
from datetime import date

import pytest

pexpect = pytest.importorskip("pexpect", reason="no pseudo-terminal on this system")
terminals = pytest.importorskip("terminals")

YEAR = date.today().year - 1  # noqa: DTZ011
SIDE = ("--cote", "partenaire")


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = terminals.make_place(tmp_path)
    terminals.run(made, "convention", "ajouter", "btp34-carsat-lr")
    before = ("--annee", str(YEAR - 1), *SIDE, "BTP34-1/a=7")
    terminals.run(made, "chiffres", "saisir", *before)
    return made


def typed(place, *exchange):
    """The exit code and what was said, each question being answered in turn."""
    child, said = terminals.spawn(place, "chiffres", "saisir", *SIDE, "BTP34-1"), ""
    for question, answer in exchange:
        child.expect(question)
        said += child.before + child.after
        child.send(f"{answer}\r")
    child.expect(pexpect.EOF)
    said += child.before
    child.close()
    return child.exitstatus, re.sub(r"\s+", " ", said)


def kept(place):
    return terminals.run(place, "chiffres", "liste", "--annee", str(YEAR), *SIDE, "--toutes")


def test_each_is_asked_with_last_years_value_and_can_be_taken_back(place):
    code, said = typed(
        place,
        ("Quelle année", "2999"),
        ("Quelle année", str(YEAR)),
        (rf"1\. par le SSAM \({YEAR - 1} : 7\)", "trois"),
        (r"en chiffres(?s:.*)1\. par le SSAM", "3"),
        (r"2\. par Santé BTP 34", "<"),
        (r"1\. par le SSAM(?s:.*)\[3\]", "12"),
        (r"2\. par Santé BTP 34", "-"),
        (r"rien à retirer(?s:.*)2\. par Santé BTP 34", "?"),
        (r"Un nombre, en chiffres(?s:.*)2\. par Santé BTP 34", "4"),
        (f"Enregistrer 2 valeurs de {YEAR}", ""),
    )
    assert code == 0, said
    assert "BTP34-1/a : 12" in said
    assert "BTP34-1/b : 4" in said
    assert kept(place).count("Ève Fictive") == 2


def test_fin_leaves_and_writes_nothing(place):
    code, said = typed(place, ("Quelle année", str(YEAR)), (r"1\. ", "5"), (r"2\. ", "fin"))
    assert code == 130
    assert "rien n'a été changé" in said
    assert "Rien n'a été saisi" in kept(place)
