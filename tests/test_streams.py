"""Streams that are closed, full, or cannot write French: the work is done, the code says so."""

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from pdpcli.store.open import Store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")


@pytest.fixture
def shell(pdp, places, tmp_path, monkeypatch):
    """Type a line in a shell; ``pdp`` is the command, which has its passphrase."""
    del pdp
    environment = {
        "PATH": os.environ["PATH"],
        "PDP_PASSPHRASE_FILE": str(Path(places["TMPDIR"]).parent / "passphrase"),
        **places,
    }

    def run(line: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "-c", line.replace("pdp ", f"{sys.executable} -m pdpcli ")],
            env=environment | more,
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    run.environment = environment
    return run


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    ("line", "code"),
    [("entreprise liste", 0), ("--version", 0), ("--help", 0), ("situation voir 99", 2)],
)
def test_a_stream_that_was_closed_changes_nothing(
    shell, store: Store, closed: str, line: str, code: int
) -> None:
    ran = shell(f"pdp {line} {closed}")
    assert ran.returncode == code, ran.stderr
    assert "Faute" not in ran.stderr


def test_nothing_can_be_asked_on_a_closed_input(shell, store: Store) -> None:
    ran = shell("pdp entreprise liste <&-", PDP_PASSPHRASE_FILE="")
    assert ran.returncode == 2
    assert "pas de terminal" in ran.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux")
def test_a_display_that_fails_is_14_and_what_was_asked_is_done(shell, store: Store) -> None:
    ran = shell("pdp entreprise ajouter Fictive > /dev/full")
    assert ran.returncode == 14
    assert "affichage" in ran.stderr
    assert "est faite" in ran.stderr
    assert "Fictive" in shell("pdp entreprise liste").stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux")
@pytest.mark.parametrize("said", ["situation modele", "--help"])
def test_a_long_display_that_fails_is_14(shell, store: Store, said: str) -> None:
    ran = shell(f"pdp {said} > /dev/full")
    assert ran.returncode == 14
    assert "affichage a échoué" in ran.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux")
def test_an_error_keeps_its_code_when_it_cannot_be_said(shell, store: Store) -> None:
    assert shell("pdp situation voir 99 2> /dev/full").returncode == 2
    assert shell("pdp situation voir 99 > /dev/full 2>&1").returncode == 2


def test_the_completion_of_the_library_is_not_run(shell, store: Store) -> None:
    ran = shell("pdp entreprise liste", _PDP_COMPLETE="complete_bash")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout


def test_a_terminal_without_accents_shows_the_rest(shell, store: Store) -> None:
    ascii_only = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    child = pexpect.spawn(
        sys.executable,
        ["-m", "pdpcli", "convention", "liste"],
        env=shell.environment | ascii_only | {"PYTHONCOERCECLOCALE": "0"},
        timeout=30,
    )
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, child.before
    assert b"btp34" in child.before


def test_a_folder_that_was_deleted_under_her_feet_is_said(shell, store: Store) -> None:
    gone = "mkdir z && cd z && rmdir ../z && "
    assert shell(f"{gone}pdp entreprise liste").returncode == 0
    ran = shell(f"{gone}pdp entreprise liste", PDP_HOME="relatif")
    assert ran.returncode == 2
    assert "PDP_HOME" in ran.stderr
    ran = shell(f"{gone}pdp demo")
    assert (ran.returncode, "Faute" in ran.stderr) == (2, False)


@pytest.mark.parametrize("folder", ["~personne-de-ce-nom/x", "/dev/null", "/" + "x" * 300])
def test_a_home_that_cannot_be_one_is_said(shell, folder: str) -> None:
    ran = shell("pdp entreprise liste", PDP_HOME=folder)
    assert ran.returncode in (2, 10, 14)
    assert "Faute" not in ran.stderr


def test_a_passphrase_that_is_no_file_or_no_text_is_refused(
    shell, store: Store, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "fifo")
    for path in ("fifo", "/dev/zero", "."):
        assert shell("pdp entreprise liste", PDP_PASSPHRASE_FILE=path).returncode == 2
    ran = shell("PDP_PASSPHRASE=$(printf '\\377x') pdp entreprise liste", PDP_PASSPHRASE_FILE="")
    assert ran.returncode == 12, ran.stderr
