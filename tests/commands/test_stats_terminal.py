"""The year of an agreement is asked once, at a terminal, and kept."""

import re

import pytest

pexpect = pytest.importorskip("pexpect", reason="no pseudo-terminal on this system")
terminals = pytest.importorskip("terminals")


def test_the_year_is_asked_once_and_kept(tmp_path):
    place = terminals.make_place(tmp_path)
    terminals.run(
        place, "convention", "ajouter", "btp34-carsat-lr", "--en-tant-que", "sante-btp-34"
    )
    assert "quelle année compter" not in terminals.run(place, "chiffres", "--annee", "2025")
    child = terminals.spawn(place, "chiffres", "--annee", "2025")
    child.expect("quelle année compter")
    child.send("2\r")
    assert terminals.ended(child) == 0
    said = re.sub(r"\s+", " ", child.before)
    assert "C'est retenu" in said
    assert "année : celle du protocole" in said
    again = terminals.spawn(place, "chiffres", "--annee", "2025")
    assert terminals.ended(again) == 0
    assert "quelle année compter" not in again.before
    assert "2025-26" in again.before


def test_leaving_the_question_changes_nothing(tmp_path):
    place = terminals.make_place(tmp_path)
    terminals.run(
        place, "convention", "ajouter", "btp34-carsat-lr", "--en-tant-que", "sante-btp-34"
    )
    child = terminals.spawn(place, "chiffres", "--annee", "2025")
    child.expect("quelle année compter")
    child.sendcontrol("c")
    assert terminals.ended(child) == 130
    asked = terminals.spawn(place, "chiffres", "--annee", "2025")
    asked.expect("quelle année compter")
    asked.send("\r")
    assert terminals.ended(asked) == 0
    assert "civile" in asked.before
