"""The report at a real terminal: what is written is asked, and whether the evaluation is noted.

Everybody here is fictional.
"""

import json
from datetime import date

import pytest

pexpect = pytest.importorskip("pexpect", reason="no pseudo-terminal on this system")
terminals = pytest.importorskip("terminals")
YEAR = str(date.today().year - 1)  # noqa: DTZ011


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = terminals.make_place(tmp_path)
    terminals.run(made, "convention", "ajouter", "btp34-carsat-lr", "--en-tant-que", "sante-btp-34")
    return made


def test_the_two_parts_are_asked_and_kept(place):
    child = terminals.spawn(place, "bilan", "rediger", "--annee", YEAR)
    child.expect("Partie qualitative")
    child.send("Une année (fictive).\r")
    child.expect("Perspectives")
    child.send("Un atelier de plus.\r")
    child.expect(f"Partie qualitative {YEAR} : gardée")
    child.expect(f"Perspectives {YEAR} : gardée")
    assert terminals.ended(child) == 0
    said = json.loads(terminals.run(place, "bilan", "voir", "--annee", YEAR, "--json"))
    assert said["texts"] == {
        "qualitative": "Une année (fictive).",
        "perspectives": "Un atelier de plus.",
    }


def test_what_is_written_is_said_and_enter_keeps_it(place):
    for typed, told in (("Une année (fictive).", "gardée"), ("", "Rien n'a changé")):
        child = terminals.spawn(place, "bilan", "rediger", "--annee", YEAR)
        child.expect("Partie qualitative" if typed else "déjà écrite : Entrée la garde")
        child.send(f"{typed}\r")
        child.expect("Perspectives")
        child.send("\r")
        child.expect(told)
        assert terminals.ended(child) == 0


@pytest.mark.parametrize(("typed", "noted"), [("o", 1), ("n", 0)])
def test_noting_the_evaluation_is_asked_and_never_silent(place, typed, noted):
    child = terminals.spawn(place, "bilan", "figer", "--annee", YEAR)
    child.expect(f"Noter aussi l'évaluation {YEAR} faite aujourd'hui")
    child.send(f"{typed}\r")
    child.expect("figé")
    assert terminals.ended(child) == 0
    shown = json.loads(terminals.run(place, "convention", "voir", "btp34-carsat-lr", "--json"))
    assert len(shown["life"]["events"]) == noted


def test_an_evaluation_noted_already_is_not_asked_again(place):
    terminals.run(place, "bilan", "figer", "--annee", YEAR, "--fait")
    again = terminals.spawn(place, "bilan", "figer", "--annee", YEAR, "--motif", "erreur corrigée")
    again.expect("figé")
    assert "Noter" not in again.before
    again.expect(pexpect.EOF)
    assert "convention noter" not in again.before


def test_leaving_freezes_nothing(place):
    child = terminals.spawn(place, "bilan", "figer", "--annee", YEAR)
    child.expect("Noter aussi l'évaluation")
    child.send("\x03")
    assert terminals.ended(child) == 130
    assert "Aucun bilan" in terminals.run(place, "bilan", "liste")
