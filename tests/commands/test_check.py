"""Every way of not opening is its own exit code, as a process; damage says how to restore."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from pdpcli.store import envelope as envelopes
from pdpcli.store.connection import connect
from pdpcli.store.open import Store

Pdp = Callable[..., CompletedProcess[str]]
PASSPHRASE = "quatre mots sans rapport"


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


HARMS = [Path.unlink, _empty, _cut, _flip]


def test_a_sound_store_is_0_and_says_what_was_checked(pdp: Pdp, store: Store) -> None:
    ran = pdp("check", "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    findings = json.loads(ran.stdout)
    assert len(findings) == 14
    assert all(finding["sound"] for finding in findings)
    assert pdp("verifier").stdout.count("✓") == 14
    assert store.key.hex() not in ran.stdout


def test_no_store_is_10(pdp: Pdp) -> None:
    ran = pdp("check")
    assert ran.returncode == 10
    assert "pdp initialiser" in ran.stderr


def test_a_store_of_another_installation_reads_and_its_writing_is_11(
    pdp: Pdp, store: Store, tmp_path: Path
) -> None:
    elsewhere = {"XDG_STATE_HOME": str(tmp_path / "autre poste")}
    ran = pdp("check", env=elsewhere)
    assert ran.returncode == 0
    assert "lit seulement" in ran.stdout
    refused = pdp("employer", "add", "Entreprise fictive", env=elsewhere)
    assert refused.returncode == 11
    assert "pdp reprendre-la-main" in refused.stderr
    assert pdp("adopt", env=elsewhere).returncode == 0
    assert pdp("employer", "add", "Entreprise fictive", env=elsewhere).returncode == 0
    assert pdp("employer", "add", "Entreprise fictive").returncode == 11
    assert store.home.exists()


@pytest.mark.usefixtures("store")
def test_a_wrong_passphrase_is_12_and_is_not_repeated(pdp: Pdp) -> None:
    ran = pdp("check", env={"PDP_PASSPHRASE_FILE": "", "PDP_PASSPHRASE": "mauvaise phrase"})
    assert ran.returncode == 12
    assert "mauvaise" not in ran.stderr


@pytest.mark.usefixtures("store")
def test_without_a_passphrase_or_a_terminal_it_is_2(pdp: Pdp) -> None:
    assert pdp("check", env={"PDP_PASSPHRASE_FILE": ""}).returncode == 2
    assert pdp("check", env={"PDP_PASSPHRASE_FILE": "/absent"}).returncode == 2


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_store_is_13_and_is_never_made_again(
    pdp: Pdp, store: Store, harm: Callable[[Path], None]
) -> None:
    harm(store.path)
    before = store.path.read_bytes() if store.path.exists() else None
    commands = [["check"], ["employer", "add", "Entreprise fictive"]]
    for command in commands[: 1 if harm is _flip else 2]:  # one flipped page may not be met
        ran = pdp(*command)
        assert ran.returncode == 13
        assert "sauvegarde" in ran.stderr
    assert (store.path.read_bytes() if store.path.exists() else None) == before


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_envelope_is_13_whatever_the_passphrase_and_is_put_back(
    pdp: Pdp, store: Store, harm: Callable[[Path], None]
) -> None:
    harm(store.home / "pdp.enveloppe")
    for passphrase in (PASSPHRASE, "mauvaise phrase"):
        ran = pdp("check", env={"PDP_PASSPHRASE_FILE": "", "PDP_PASSPHRASE": passphrase})
        assert ran.returncode == 13
        assert "--remettre-enveloppe" in ran.stderr
    assert pdp("check", "--restore-envelope").returncode == 0
    assert pdp("check").returncode == 0


def test_an_old_copy_is_13_until_it_is_declared(pdp: Pdp, store: Store, tmp_path: Path) -> None:
    shutil.copyfile(store.path, tmp_path / "copie")
    assert pdp("employer", "add", "Entreprise fictive").returncode == 0
    shutil.copyfile(tmp_path / "copie", store.path)
    ran = pdp("check")
    assert ran.returncode == 13
    assert "--declarer-restauration" in ran.stderr
    assert pdp("employer", "add", "Entreprise fictive").returncode == 13
    assert pdp("check", "--declare-restore").returncode == 0
    assert pdp("employer", "add", "Entreprise fictive").returncode == 0


def test_a_store_that_cannot_be_written_is_14_and_still_reads(pdp: Pdp, store: Store) -> None:
    journal = Path(f"{store.path}-journal")
    journal.unlink(missing_ok=True)
    journal.mkdir()
    assert pdp("employer", "add", "Entreprise fictive").returncode == 14
    journal.rmdir()
    assert pdp("check").returncode == 0


def _raw(store: Store, *statements: str) -> None:
    """Write in the store without its guards, as a damaged disk or another program would."""
    db = connect(store.path, store.key, store.salt, mode="rw", busy_ms=0)
    for statement in statements:
        db.execute(statement)
    db.close()


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("DELETE FROM setting WHERE key = 'journal_key'", "data"),
        ("UPDATE setting SET value = 'zz' WHERE key = 'journal_key'", "data"),
        ("CREATE TABLE zz (a)", "schema"),
        ('CREATE TABLE "z\'z" (a PRIMARY KEY)', "schema"),
        ("DROP TABLE document", "documents"),
        ("DROP TABLE journal", "journal"),
    ],
)
def test_a_store_altered_inside_is_13_with_what_was_found(
    pdp: Pdp, store: Store, statement: str, finding: str
) -> None:
    _raw(store, statement)
    ran = pdp("check", "--json")
    assert ran.returncode == 13, ran.stderr
    assert "Faute" not in ran.stderr
    found = {one["id"]: one["sound"] for one in json.loads(ran.stdout)}
    assert len(found) == 14
    assert not found[finding]


@pytest.mark.parametrize("statement", ["DELETE FROM setting", "UPDATE setting SET value = 'zz'"])
def test_writing_without_the_key_of_the_journal_is_13(
    pdp: Pdp, store: Store, statement: str
) -> None:
    _raw(store, f"{statement} WHERE key = 'journal_key'")
    assert pdp("employer", "add", "Entreprise fictive").returncode == 13


def test_a_table_of_another_program_does_not_prevent_writing(pdp: Pdp, store: Store) -> None:
    _raw(store, "CREATE TABLE zz (a)")
    assert pdp("employer", "add", "Entreprise fictive").returncode == 0


def test_junk_and_the_copies_of_other_stores_do_not_take_the_place_of_the_envelope(
    pdp: Pdp, store: Store
) -> None:
    envelope = store.home / "pdp.enveloppe"
    good = envelope.read_bytes()
    envelope.unlink()
    copies = envelopes.copy_path(store.store_id).parent
    (copies / "0.enveloppe").write_bytes(b"junk")
    (copies / f"{'0' * 32}.enveloppe").write_bytes(good)  # under the name of another store
    (copies / "1.enveloppe").mkdir()
    assert pdp("check", "--restore-envelope").returncode == 0
    assert envelope.read_bytes() == good
    envelope.unlink()
    envelopes.copy_path(store.store_id).write_bytes(b"junk")
    assert pdp("check", "--restore-envelope").returncode == 13
    assert not envelope.exists()


def test_a_copy_of_the_envelope_that_cannot_be_made_again_does_not_stop_the_check(
    pdp: Pdp, store: Store
) -> None:
    copy = envelopes.copy_path(store.store_id)
    copy.unlink()
    copy.mkdir()
    ran = pdp("check")
    assert ran.returncode == 0
    assert "n'a pas pu être refaite" in ran.stdout
