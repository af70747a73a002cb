"""Every way of not opening is its own exit code, as a process; damage says how to restore."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

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
    assert len(findings) == 8
    assert all(finding["sound"] for finding in findings)
    assert pdp("verifier").stdout.count("✓") == 8
    assert store.key.hex() not in ran.stdout


def test_no_store_is_10(pdp: Pdp) -> None:
    ran = pdp("check")
    assert ran.returncode == 10
    assert "pdp init" in ran.stderr


def test_a_store_of_another_installation_reads_and_its_writing_is_11(
    pdp: Pdp, store: Store, tmp_path: Path
) -> None:
    elsewhere = {"XDG_STATE_HOME": str(tmp_path / "autre poste")}
    ran = pdp("check", env=elsewhere)
    assert ran.returncode == 0
    assert "lit seulement" in ran.stdout
    refused = pdp("employer", "add", "Entreprise fictive", env=elsewhere)
    assert refused.returncode == 11
    assert "pdp adopt" in refused.stderr
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
        assert "--restore-envelope" in ran.stderr
    assert pdp("check", "--restore-envelope").returncode == 0
    assert pdp("check").returncode == 0


def test_an_old_copy_is_13_until_it_is_declared(pdp: Pdp, store: Store, tmp_path: Path) -> None:
    shutil.copyfile(store.path, tmp_path / "copie")
    assert pdp("employer", "add", "Entreprise fictive").returncode == 0
    shutil.copyfile(tmp_path / "copie", store.path)
    ran = pdp("check")
    assert ran.returncode == 13
    assert "--declare-restore" in ran.stderr
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
