"""A store of its own and a pseudo-terminal of 80 columns, for the tests that type."""

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from pdpcli.store.envelope import Kdf
from pdpcli.store.recovery import new_recovery_key
from pdpcli.workflows.keys import Founding, found

PASSPHRASE = "agrafe cheval batterie fictive 42"


def make_place(folder: Path) -> dict[str, str]:
    """An environment of its own, with a store, and nothing of the caller's but the path."""
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    passphrase = folder / "passphrase"
    passphrase.write_text(PASSPHRASE, encoding="utf-8")
    passphrase.chmod(0o600)
    place = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PDP_HOME": str(folder / "home"),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_RUNTIME_DIR": str(runtime),
        "PDP_PASSPHRASE_FILE": str(passphrase),
        "TERM": "xterm",
        "LANG": "C.UTF-8",
        "NO_COLOR": "1",
        "PROMPT_TOOLKIT_NO_CPR": "1",  # nobody answers where the cursor is
    }
    said = Founding(
        service="Santé Fictive",
        first_name="Ève",
        last_name="Fictive",
        passphrase=PASSPHRASE,
        recovery_key=new_recovery_key(),
    )
    with pytest.MonkeyPatch.context() as patch:
        for name, value in place.items():
            patch.setenv(name, value)
        found(folder / "home", said, Kdf(memory_kib=32, iterations=1, lanes=1))
    return place


def run(place: dict[str, str], *args: str, code: int = 0) -> str:
    """What one command says, stdout then stderr; it must end with ``code``."""
    done = subprocess.run(
        [sys.executable, "-m", "pdpcli", *args],
        env={**place, "PYTHONIOENCODING": "utf-8"},
        check=False, timeout=60, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def spawn(place: dict[str, str], *args: str) -> pexpect.spawn:
    """The command in a terminal."""
    line = [*("-m", "pdpcli"), *args]
    return pexpect.spawn(
        sys.executable, line, env=place, encoding="utf-8", timeout=30, dimensions=(60, 80)
    )


def ended(child: pexpect.spawn) -> int:
    """The exit code of the command."""
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus
