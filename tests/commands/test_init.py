"""`pdp init` founds a store once, in a safe place, and keeps its secrets off the screen."""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pexpect
import pytest

Pdp = Callable[..., CompletedProcess[str]]
PASSPHRASE = "quatre mots sans rapport"


ALL = ("--name", "Santé BTP 34", "--author", "Camille Exemple", "--yes")


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "cle.txt"


def test_without_a_terminal_everything_is_given(pdp: Pdp, home: Path, key_file: Path) -> None:
    ran = pdp("init", *ALL, "--recovery-key-file", str(key_file))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Camille Exemple" in ran.stdout
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert pdp("check").returncode == 0
    key = key_file.read_text("utf-8").split()[-1]
    assert key not in ran.stdout + ran.stderr
    assert pdp("check", env={"PDP_PASSPHRASE_FILE": "", "PDP_PASSPHRASE": key}).returncode == 0


def test_what_is_missing_is_said_all_at_once_and_nothing_is_written(pdp: Pdp, home: Path) -> None:
    ran = pdp("init", env={"PDP_PASSPHRASE_FILE": ""})
    assert ran.returncode == 2
    for missing in ("--nom", "--auteur", "--fichier-cle-de-secours", "PDP_PASSPHRASE"):
        assert missing in ran.stderr
    assert not home.exists()


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"PDP_PASSPHRASE": "Zx9!"}, "phrase de passe"),
        ({"PDP_PASSPHRASE": "motdepasse2026"}, "deviner"),
        ({"--author": "Camille"}, "nom"),
        ({"--name": "!!!"}, "service"),
        ({"--phone": "12"}, "téléphone"),
        ({"--email": "camille"}, "courriel"),
        ({"--function": "magicien"}, "fonction"),
    ],
)
def test_a_wrong_answer_is_refused_and_nothing_is_written(
    pdp: Pdp, home: Path, key_file: Path, changes: dict[str, str], word: str
) -> None:
    env = {"PDP_PASSPHRASE_FILE": ""} | {"PDP_PASSPHRASE": PASSPHRASE}
    args = ["init", *ALL, "--recovery-key-file", str(key_file)]
    for name, value in changes.items():
        if name in env:
            env[name] = value
        else:
            args += [name, value]
    ran = pdp(*args, env=env)
    assert ran.returncode == 2
    assert word in ran.stderr
    assert env["PDP_PASSPHRASE"] not in ran.stderr
    assert not home.exists()
    assert not key_file.exists()


def test_a_store_is_never_founded_twice(pdp: Pdp, home: Path, key_file: Path) -> None:
    assert pdp("init", *ALL, "--recovery-key-file", str(key_file)).returncode == 0
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    again = pdp("init", *ALL, "--recovery-key-file", f"{key_file}2")
    assert again.returncode == 2
    assert "déjà un cahier" in again.stderr
    assert {path.name: path.read_bytes() for path in home.iterdir()} == before
    (home / "pdp.enveloppe").unlink()
    assert pdp("init", *ALL, "--recovery-key-file", f"{key_file}2").returncode == 2


def test_a_key_file_that_exists_is_not_replaced(pdp: Pdp, home: Path, key_file: Path) -> None:
    key_file.write_text("autre chose")
    ran = pdp("init", *ALL, "--recovery-key-file", str(key_file))
    assert ran.returncode == 14
    assert key_file.read_text() == "autre chose"
    assert not home.exists()


def test_a_key_file_that_cannot_be_written_leaves_no_store(pdp: Pdp, home: Path) -> None:
    ran = pdp("init", *ALL, "--recovery-key-file", str(home.parent / "absent" / "cle.txt"))
    assert ran.returncode == 14
    assert list(home.glob("*.pdp*")) == []


@pytest.mark.parametrize("folder", ["OneDrive - Fictif", "Dropbox", "Nextcloud"])
def test_a_synchronised_folder_is_refused(
    pdp: Pdp, tmp_path: Path, key_file: Path, folder: str
) -> None:
    env = {"PDP_HOME": str(tmp_path / folder / "pdp")}
    ran = pdp("init", *ALL, "--recovery-key-file", str(key_file), env=env)
    assert ran.returncode == 2
    assert "synchronisé" in ran.stderr
    assert not (tmp_path / folder).exists()


def test_a_home_that_cannot_be_made_is_14(pdp: Pdp, tmp_path: Path, key_file: Path) -> None:
    (tmp_path / "fichier").touch()
    env = {"PDP_HOME": str(tmp_path / "fichier" / "coffre")}
    assert pdp("init", *ALL, "--recovery-key-file", str(key_file), env=env).returncode == 14


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is a pseudo-terminal")
def test_on_a_terminal_questions_are_asked_until_they_hold(
    pdp: Pdp, places: dict[str, str]
) -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-m", "pdpcli", "init"],
        env={"PATH": os.environ["PATH"], "TERM": "dumb", **places},
        encoding="utf-8",
        timeout=30,
    )
    child.expect("Nom de notre service")
    child.sendline("Santé BTP 34")
    child.expect("Votre prénom")
    child.sendline("Camille")
    child.expect("Votre nom")
    child.sendline("De la Fiction")
    child.expect("Votre fonction")
    child.sendline("99")
    child.expect("numéro de 1 à")
    child.sendline("2")
    child.expect("téléphone")
    child.sendline("")
    child.expect("courriel")
    child.sendline("camille@exemple.fr")
    child.expect("Phrase de passe")
    child.sendline("court")
    child.expect("trop courte")
    child.sendline(PASSPHRASE)
    child.expect("encore une fois")
    child.sendline("autre chose entièrement")
    child.expect("pas pareilles")
    child.sendline(PASSPHRASE)
    child.expect("encore une fois")
    child.sendline(PASSPHRASE)
    child.expect(r"([A-Z2-7]{4}-){8}[A-Z2-7]{4}")
    groups = str(child.after).split("-")
    child.expect(r"groupe n° (\d)")
    child.sendline("AAAA")
    child.expect("ce n'est pas ce groupe")
    for _ in range(2):
        child.expect(r"groupe n° (\d)")
        child.sendline(groups[int(child.match.group(1)) - 1].lower())
    child.expect("Le cahier est créé, au nom de Camille De la Fiction")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    ran = pdp("check")
    assert ran.returncode == 0, ran.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is a pseudo-terminal")
def test_interrupted_at_a_question_it_writes_nothing(home: Path, places: dict[str, str]) -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-m", "pdpcli", "init"],
        env={"PATH": os.environ["PATH"], **places},
        encoding="utf-8",
        timeout=30,
    )
    child.expect("Nom de notre service")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert not home.exists()
