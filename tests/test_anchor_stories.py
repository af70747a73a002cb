"""Each story of a store that is not what it was ends where the guide says. Persons are fictional.

A restore, an old file put back, two histories, two laptops, an envelope lost, a laptop lost.
"""

import shutil
from pathlib import Path

import pytest
from exchanges import founded_cell

from pdpcli.commands.opening import open_store
from pdpcli.store.backup import set_aside


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("entreprise", "ajouter", "Avant la sauvegarde")
    return made


@pytest.fixture
def laptop(monkeypatch):
    """Move to another laptop: its own profile, nothing remembered."""

    def move(cell, name):
        for variable in ("XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
            (cell.folder / name / variable).mkdir(parents=True, exist_ok=True, mode=0o700)
        former = cell.place

        def place():
            former()
            monkeypatch.setenv("PDP_HOME", str(cell.folder / name / "coffre"))
            for variable in ("XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
                monkeypatch.setenv(variable, str(cell.folder / name / variable))

        cell.place = place

    return move


def employers(cell):
    return [row["name"] for row in cell.rows("SELECT name FROM employer ORDER BY id")]


def history(cell, code=0):
    said = cell("verifier", code=code)
    return next(line for line in said.splitlines() if "l'histoire" in line)


def test_a_restore_shows_what_is_lost_keeps_the_former_and_is_a_declared_one(cell):
    cell("sauvegarde", "creer", "--sortie", "une.sauvegarde")
    cell("entreprise", "ajouter", "Depuis la sauvegarde")
    ref = cell.registered(employeur="Depuis la sauvegarde")
    cell("sauvegarde", "restaurer", "une.sauvegarde", code=2)
    assert len(employers(cell)) == 2
    said = cell("sauvegarde", "restaurer", "une.sauvegarde", "--oui")
    assert "SERA PERDU : 2 écritures, sur " + ref in said
    assert "ressaisissez" in said
    assert employers(cell) == ["Avant la sauvegarde"]
    assert "✓" in history(cell)
    cell("entreprise", "ajouter", "Ressaisie")
    (aside,) = set_aside(cell.folder / "coffre")
    names = sorted(path.suffix for path in aside.iterdir())
    assert names == [".enveloppe", ".pdp", ".pdp-journal"]
    actions = [row["action"] for row in cell.rows("SELECT action FROM journal WHERE epoch = 2")]
    assert actions[0] == "backup restore"
    assert "une.sauvegarde" in cell("sauvegarde", "liste")
    assert "avant une restauration" in cell("verifier")


def test_what_is_kept_aside_is_a_store_that_opens(cell, monkeypatch):
    cell("sauvegarde", "creer", "--sortie", "une.sauvegarde")
    cell("entreprise", "ajouter", "Depuis la sauvegarde")
    cell("sauvegarde", "restaurer", "une.sauvegarde", "--oui")
    (aside,) = set_aside(cell.folder / "coffre")
    former = cell.place
    cell.place = lambda: (former(), monkeypatch.setenv("PDP_HOME", str(aside)))
    assert employers(cell) == ["Avant la sauvegarde", "Depuis la sauvegarde"]
    refused = cell("entreprise", "ajouter", "Ici", code=13)  # it is no longer the store
    assert "plus ancienne" in refused


def test_a_restore_over_nothing_lost_says_so(cell):
    cell("sauvegarde", "creer", "--sortie", "une.sauvegarde")
    said = cell("sauvegarde", "restaurer", "une.sauvegarde", "--oui")
    assert "Rien ne sera perdu" in said
    assert "ressaisissez" not in said


def test_somebody_erased_since_the_backup_comes_back_and_it_is_said(cell):
    cell("convention", "ajouter", "btp34-carsat-lr")
    ref = cell.registered()
    cell("sauvegarde", "creer", "--sortie", "une.sauvegarde")
    cell("droits", "effacer", ref, "--oui")
    said = cell("sauvegarde", "restaurer", "une.sauvegarde", "--oui")
    assert f"pdp droits effacer {ref}" in said
    assert cell.count("person") == 1


def test_a_withdrawal_or_a_limitation_that_a_restore_forgets_is_said_before_and_after(cell):
    """Forgotten, it would let a fiche leave: the gate is open again."""
    cell("convention", "ajouter", "btp34-carsat-lr")
    cell.sent()
    limited = cell.registered(nom="Fictive", prenom="Autre", nir="", naissance="")
    cell("sauvegarde", "creer", "--sortie", "une.sauvegarde")
    cell("accord", "retirer", "1", "--oui")
    cell("droits", "limiter", limited)
    said = cell("sauvegarde", "restaurer", "une.sauvegarde", "--oui")
    refs = [str(row["ref"]) for row in cell.rows("SELECT ref FROM case_file ORDER BY ref")]
    assert limited in refs
    assert f"SERA OUBLIÉ : refus, retrait ou limitation de {', '.join(refs)}." in said
    assert said.count("avant tout envoi") == 2


@pytest.mark.parametrize("harm", ["flip", "cut", "empty"])
def test_a_damaged_backup_is_refused_and_the_store_is_as_it_was(cell, harm):
    cell("sauvegarde", "creer", "--sortie", "une.sauvegarde")
    path = cell.folder / "une.sauvegarde"
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 2
    path.write_bytes({"flip": data, "cut": data[:5000], "empty": b""}[harm])
    before = {one.name: one.read_bytes() for one in (cell.folder / "coffre").iterdir()}
    said = cell("sauvegarde", "restaurer", path, "--oui", code=13)
    assert "Le cahier n'a pas été touché" in said
    assert {one.name: one.read_bytes() for one in (cell.folder / "coffre").iterdir()} == before


def test_an_old_file_put_back_reads_does_not_write_and_a_restore_ends_it(cell):
    cell("sauvegarde", "creer", "--sortie", "une.sauvegarde")
    cell.place()
    store = open_store()
    old = store.path.read_bytes()
    cell("entreprise", "ajouter", "Depuis")
    store.path.write_bytes(old)
    assert "plus ancien" in history(cell, code=13)
    said = cell("entreprise", "ajouter", "Encore", code=13)
    assert "--declarer-restauration" in said
    cell("sauvegarde", "creer", "--sortie", "vieille.sauvegarde", code=13)
    assert not (cell.folder / "vieille.sauvegarde").exists()
    cell("sauvegarde", "restaurer", "une.sauvegarde", "--oui")
    assert "✓" in history(cell)
    cell("entreprise", "ajouter", "Encore")


def test_an_old_file_is_seen_by_the_backups_when_this_laptop_remembers_nothing(cell):
    cell.place()
    store = open_store()
    old = store.path.read_bytes()
    cell("entreprise", "ajouter", "Depuis")
    cell("sauvegarde", "creer")
    assert "en est la suite" in cell("verifier")
    store.path.write_bytes(old)
    shutil.rmtree(cell.folder / "state" / "pdp" / "profil" / "ancres")
    said = cell("verifier", code=13)
    assert "première fois" in said
    assert "plus ancien que la sauvegarde du" in said
    (path,) = (cell.folder / "coffre" / "sauvegardes").iterdir()
    cell("sauvegarde", "restaurer", path, "--oui")
    assert employers(cell) == ["Avant la sauvegarde", "Depuis"]
    assert "en est la suite" in cell("verifier")


def test_two_histories_are_seen_and_the_one_restored_goes_on(cell, laptop):
    """The same file written on two laptops, then brought back over the first."""
    cell("sauvegarde", "creer", "--sortie", "une.sauvegarde")
    cell.place()
    here = open_store().path
    second = cell.folder / "second" / "coffre"
    second.mkdir(parents=True, mode=0o700)
    for one in (here, here.parent / "pdp.enveloppe"):
        shutil.copyfile(one, second / one.name)
    for name in ("A", "B"):
        cell("entreprise", "ajouter", f"Ici {name}")
    first = cell.place
    laptop(cell, "second")
    assert "lit seulement" in cell("verifier")
    assert "lit seulement" in cell("sauvegarde", "creer")
    cell("reprendre-la-main")
    for name in ("A", "B", "C", "D"):
        cell("entreprise", "ajouter", f"Là-bas {name}")
    there = (second / here.name).read_bytes()
    cell.place = first
    here.write_bytes(there)
    assert "une autre histoire" in history(cell, code=13)
    cell("entreprise", "ajouter", "Encore", code=11)  # another laptop writes in it
    said = cell("sauvegarde", "restaurer", "une.sauvegarde", "--oui")
    assert "SERA PERDU" in said
    assert "✓" in history(cell)
    cell("entreprise", "ajouter", "Encore")
    assert employers(cell) == ["Avant la sauvegarde", "Encore"]


def test_a_lost_laptop_is_replaced_from_a_backup_and_writes_once_it_is_told_to(cell, laptop):
    (cell.folder / "coffre" / "conventions" / "la-notre").mkdir(parents=True)
    Path(cell.folder, "coffre/conventions/la-notre/agreement.toml").write_text("fictif = 1\n")
    cell("sauvegarde", "creer", "--sortie", "une.sauvegarde")
    laptop(cell, "neuf")
    said = cell("sauvegarde", "restaurer", "une.sauvegarde", "--oui")
    assert "pas ici de cahier qui s'ouvre" in said
    assert "Conventions remises : la-notre" in said
    assert employers(cell) == ["Avant la sauvegarde"]
    assert "pdp reprendre-la-main" in cell("entreprise", "ajouter", "Ici", code=11)
    cell("reprendre-la-main")
    cell("entreprise", "ajouter", "Ici")
    assert (cell.folder / "neuf/coffre/conventions/la-notre/agreement.toml").is_file()


def test_a_lost_envelope_comes_back_from_this_laptop_else_from_a_backup(cell):
    cell("sauvegarde", "creer", "--sortie", "une.sauvegarde")
    envelope = cell.folder / "coffre" / "pdp.enveloppe"
    envelope.unlink()
    assert "--remettre-enveloppe" in cell(code=13)
    cell("verifier", "--remettre-enveloppe")
    envelope.unlink()
    shutil.rmtree(cell.folder / "state" / "pdp" / "profil" / "enveloppes")
    said = cell("verifier", "--remettre-enveloppe", code=13)
    assert "pdp sauvegarde restaurer" in said
    cell("sauvegarde", "restaurer", "une.sauvegarde", "--oui")
    assert employers(cell) == ["Avant la sauvegarde"]
    (aside,) = set_aside(cell.folder / "coffre")
    assert [one.suffix for one in sorted(aside.iterdir())] == [".pdp", ".pdp-journal"]


def test_a_store_that_is_gone_or_empty_comes_back(cell):
    cell("sauvegarde", "creer", "--sortie", "une.sauvegarde")
    for harm in (lambda path: path.write_bytes(b""), Path.unlink):
        cell.place()
        harm(open_store().path)
        said = cell("verifier", code=13)
        assert "pdp sauvegarde restaurer" in said
        assert "ne s'ouvre pas" in cell("sauvegarde", "restaurer", "une.sauvegarde", "--oui")
        assert employers(cell) == ["Avant la sauvegarde"]


def test_the_backup_of_another_store_does_not_take_its_place(cell, laptop, capsys, monkeypatch):
    cell("sauvegarde", "creer", "--sortie", "une.sauvegarde")
    other = founded_cell(cell.folder / "autre", capsys, monkeypatch)
    said = other("sauvegarde", "restaurer", cell.folder / "une.sauvegarde", "--oui", code=2)
    assert "un autre cahier" in said
    assert employers(other) == []
