"""Which of the parties we are is asked at a terminal, and only when nothing says it."""

import pytest

pexpect = pytest.importorskip("pexpect", reason="no pseudo-terminal on this system")
terminals = pytest.importorskip("terminals")


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return terminals.make_place(tmp_path)


def test_the_party_is_asked_by_its_name(place):
    child = terminals.spawn(place, "convention", "ajouter", "bilan-regional")
    child.expect("Laquelle des parties sommes-nous")
    child.send("1\r")
    child.expect("est des nôtres, en tant que")
    assert terminals.ended(child) == 0
    child = terminals.spawn(place, "convention", "ajouter", "bilan-regional")
    child.expect("déjà des nôtres")
    assert terminals.ended(child) == 2


def test_leaving_adds_nothing(place):
    child = terminals.spawn(place, "convention", "ajouter", "bilan-regional")
    child.expect("Laquelle des parties sommes-nous")
    child.send("\x03")
    assert terminals.ended(child) == 130
    assert "bilan-regional" not in terminals.run(place, "bilan", "liste", "--json")
