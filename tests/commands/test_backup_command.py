"""A backup is encrypted, read before it is named, listed, let go; what is wrong is said."""

import json
import os
import shutil
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from exchanges import founded_cell
from fictional import PASSPHRASE

from pdpcli.commands.opening import open_store
from pdpcli.store.backup import backups, oldest_holding
from pdpcli.workflows.backup import create

MARK = "Marqueur-Żłóty-9713"


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path, capsys, monkeypatch)
    (tmp_path / "cle-usb").mkdir()
    return made


def files(cell, folder="coffre/sauvegardes"):
    return sorted(Path(cell.folder, folder).glob("*"))


def made_at(cell, at):
    cell.place()
    return create(open_store(), at)


def test_a_backup_is_one_file_of_its_owner_without_a_word_in_clear(cell):
    cell("entreprise", "ajouter", MARK)
    said = cell("sauvegarde", "creer")
    assert "relue en entier" in said
    assert "même disque" in said
    (path,) = files(cell)
    data = path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert MARK.encode() not in data
    assert b"SQLite" not in data
    assert PASSPHRASE.encode() not in data
    assert MARK not in path.name


def test_the_list_says_when_it_was_read_and_which_key_opens_it(cell):
    assert "Aucune sauvegarde" in cell("sauvegarde", "liste")
    cell("sauvegarde", "creer")
    (path,) = files(cell)
    (known,) = cell.json("sauvegarde", "liste")
    assert (known["path"], known["generation"], known["sound"]) == (str(path), 1, True)
    shown = cell("sauvegarde", "liste")
    assert "clé n° 1" in shown
    assert "relue le" in shown


def test_a_good_one_is_0_and_a_damaged_one_is_13_and_is_remembered_so(cell):
    cell("sauvegarde", "creer")
    (path,) = files(cell)
    assert "✓ Bonne" in cell("sauvegarde", "verifier", path)
    assert cell.json("sauvegarde", "verifier", str(path))["sound"] is True
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    said = cell("sauvegarde", "verifier", path, code=13)
    assert "un octet au moins a changé" in said
    assert "ABÎMÉE" in cell("sauvegarde", "liste")
    path.write_bytes(b"")
    assert "0 octet" in cell("sauvegarde", "verifier", path, code=13)
    cell("sauvegarde", "verifier", "absente.sauvegarde", code=14)
    cell("sauvegarde", "verifier", cell.folder, code=14)


def test_a_wrong_passphrase_is_12_and_never_said_to_be_damage(cell, monkeypatch):
    cell("sauvegarde", "creer")
    (path,) = files(cell)
    monkeypatch.setattr("pdpcli.commands.backup.ask_secret", lambda: "une autre phrase")
    for verb in ("verifier", "restaurer"):
        said = cell("sauvegarde", verb, path, code=12)
        assert "phrase de passe, ou la clé de secours, du jour" in said


def test_the_chosen_folder_is_kept_for_this_machine_and_its_absence_is_said(cell):
    usb = cell.folder / "cle-usb"
    assert str(usb) in cell("sauvegarde", "dossier", usb)
    cell("sauvegarde", "creer")
    assert len(files(cell, "cle-usb")) == 1
    shutil.move(usb, cell.folder / "debranchee")
    assert "débranchés" in cell("sauvegarde", "creer", code=14)
    assert not usb.exists()
    assert "disque absent" in cell("sauvegarde", "liste")
    cell("sauvegarde", "dossier", "absent", code=2)
    assert "coffre/sauvegardes" in cell("sauvegarde", "dossier", "--retirer")


def test_a_place_of_her_own_is_refused_when_it_is_the_stores_or_taken(cell):
    cell.place()
    store = open_store()
    for own in (store.path, store.home / "pdp.enveloppe"):
        before = own.read_bytes()
        cell("sauvegarde", "creer", "--sortie", own, code=14)
        assert own.read_bytes() == before
    cell("sauvegarde", "creer", "--sortie", "a.sauvegarde")
    cell("sauvegarde", "creer", "--sortie", "a.sauvegarde", code=14)
    with closing(open_store().read()) as db:
        (known,) = backups(db)
    assert not known.rotated


@pytest.mark.skipif(os.name == "nt", reason="names of bytes are of POSIX")
def test_a_name_that_is_no_text_is_refused_before_anything_is_written(cell):
    folder = Path(os.fsdecode(os.fsencode(cell.folder) + b"/\xff"))
    folder.mkdir()
    for words in (("creer", "--sortie", folder), ("dossier", folder)):
        assert "pas un caractère" in cell("sauvegarde", *words, code=2)
    assert list(folder.iterdir()) == []


def test_a_synchronised_folder_is_warned_about_and_no_more(cell):
    (cell.folder / "OneDrive").mkdir()
    said = cell("sauvegarde", "creer", "--sortie", cell.folder / "OneDrive")
    assert "synchronisé (OneDrive)" in said
    assert len(files(cell, "OneDrive")) == 1


def test_a_disk_that_is_full_leaves_nothing(cell, monkeypatch):
    def full(*_):
        raise OSError(28, "")

    monkeypatch.setattr(os, "fsync", full)
    cell("sauvegarde", "creer", code=14)
    assert files(cell) == []


def test_a_store_that_is_damaged_is_not_backed_up_as_a_good_one(cell):
    cell.place()
    path = open_store().path
    data = bytearray(path.read_bytes())
    data[-2000] ^= 4
    path.write_bytes(data)
    cell("sauvegarde", "creer", code=13)
    assert files(cell) == []


def test_the_rotation_lets_the_old_ones_go_and_the_list_follows(cell):
    now = datetime.now()  # noqa: DTZ005
    for ago in (60, 40, 12, 3, 0):
        gone = made_at(cell, now - timedelta(ago)).gone
    assert len(files(cell)) in (2, 3)  # the one of 12 days is the last of its week
    assert len(cell.json("sauvegarde", "liste")) == len(files(cell))
    assert gone == ()
    cell("sauvegarde", "regler", "weekly", "0")
    cell("sauvegarde", "regler", "daily", "1")
    made_at(cell, now + timedelta(minutes=1))
    assert len(files(cell)) == 1
    cell("sauvegarde", "regler", "daily", "0", code=2)
    cell("sauvegarde", "regler", "mois", "2", code=2)
    cell("sauvegarde", "regler", "jours", "3")
    assert "jours : 3" in " ".join(cell("sauvegarde", "regler", "daily", "3").split())
    assert "jours : 7" in " ".join(cell("sauvegarde", "regler", "jours", "-").split())
    assert "proposé : 7" in cell("sauvegarde", "regler", "daily")


def test_the_rotation_deletes_only_a_backup_of_this_store(cell):
    """Another file has its name, or the register came with an export of another store."""
    now = datetime.now()  # noqa: DTZ005
    cell("sauvegarde", "regler", "weekly", "0")
    cell("sauvegarde", "regler", "daily", "1")
    made_at(cell, now - timedelta(3))
    (path,) = files(cell)
    path.write_text("Le mémoire de quelqu'un", "utf-8")
    assert made_at(cell, now).gone == ()
    assert path.read_text("utf-8") == "Le mémoire de quelqu'un"
    with closing(open_store().read()) as db:
        assert [one.path for one in backups(db) if not one.rotated] == [path]


def test_what_still_holds_somebody_erased_is_told_with_the_day_it_will_not(cell):
    made_at(cell, datetime.now())  # noqa: DTZ005
    cell("sauvegarde", "creer", "--sortie", "a.sauvegarde")
    cell.place()
    store = open_store()
    with closing(store.read()) as db:
        held = oldest_holding(db, store.home)
    assert len(held.backups) == 2
    assert [one.path.name for one in held.by_hand] == ["a.sauvegarde"]
    assert held.until >= date.today() + timedelta(7)  # noqa: DTZ011
    assert held.aside == ()


def test_the_morning_says_the_last_backup_and_reminds_of_it(cell):
    assert "aucune sauvegarde" in cell()
    assert "À faire" not in cell()
    ahead = (date.today() + timedelta(8)).strftime("%d/%m/%Y")  # noqa: DTZ011
    assert "aucune sauvegarde depuis 8 jours" in cell("--vu-le", ahead)
    cell("sauvegarde", "creer")
    assert "dernière sauvegarde : aujourd'hui" in cell()
    assert "la dernière sauvegarde a 8 jours." in cell("--vu-le", ahead)
    assert cell.json()["last_backup"] == date.today().isoformat()  # noqa: DTZ011
    cell("sauvegarde", "regler", "reminder", "30")
    assert "À faire" not in cell("--vu-le", ahead)


def test_without_a_store_the_list_is_that_of_the_folder(cell):
    cell("sauvegarde", "creer")
    cell.place()
    open_store().path.write_bytes(b"")
    assert "✓" in cell("sauvegarde", "liste")
    found = json.loads(cell("sauvegarde", "liste", "--json").partition("\nLe fichier")[0])
    assert [one["generation"] for one in found] == [1]


def test_what_a_reading_killed_half_way_left_behind_is_swept_by_the_next_one(cell, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(cell.folder))
    left, recent, other = (cell.folder / name for name in ("pdp-lu-a", "pdp-lu-b", "pdp-autre"))
    for folder in (left, recent, other):
        folder.mkdir(mode=0o700)
        (folder / "cahier").write_bytes(b"chiffr\xe9")
    for folder in (left, other):
        os.utime(folder, (0, 0))
    cell("sauvegarde", "creer")
    assert [folder.exists() for folder in (left, recent, other)] == [False, True, True]
