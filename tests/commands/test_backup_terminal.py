"""Restoring at a real terminal: what will be lost is shown, and a word is typed. Fictional."""

import pytest

pexpect = pytest.importorskip("pexpect", reason="no pseudo-terminal on this system")
terminals = pytest.importorskip("terminals")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A store, its backup, and an enterprise written since."""
    monkeypatch.chdir(tmp_path)
    made = terminals.make_place(tmp_path)
    terminals.run(made, "sauvegarde", "creer", "--sortie", "une.sauvegarde")
    terminals.run(made, "entreprise", "ajouter", "Depuis la sauvegarde")
    return made


def test_a_restore_is_done_only_when_its_word_is_typed(place):
    for typed, code in (("o\r", 130), ("\r", 130), ("\x03", 130), ("restaurer\r", 0)):
        before = terminals.run(place, "entreprise", "liste")
        assert "Depuis la sauvegarde" in before
        child = terminals.spawn(place, "sauvegarde", "restaurer", "une.sauvegarde")
        child.expect("SERA PERDU.:.1")
        child.expect("Pour restaurer, tapez restaurer")
        child.send(typed)
        child.expect("Restauré" if code == 0 else "pas été touché|rien n'a été changé")
        assert terminals.ended(child) == code
    assert "Depuis la sauvegarde" not in terminals.run(place, "entreprise", "liste")
    terminals.run(place, "verifier")
