"""Fixtures: every test has its own home, profile and runtime folders; derivation is cheap.

Persons, services and passphrases are fictional.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from fictional import PASSPHRASE
from hypothesis import settings

from pdpcli.store.envelope import Kdf
from pdpcli.store.open import Store
from pdpcli.store.recovery import new_recovery_key
from pdpcli.workflows.keys import Founding, found

# Never a timed test; the same examples at each run of the CI.
settings.register_profile("pdp", deadline=None, derandomize=bool(os.environ.get("CI")))
if settings.get_current_profile_name() in {"default", "ci"}:
    settings.load_profile("pdp")

CHEAP = Kdf(memory_kib=32, iterations=1, lanes=1)
_VARIABLES = {
    "PDP_HOME": "coffre",
    "HOME": "home",
    "XDG_RUNTIME_DIR": "run",
    "XDG_STATE_HOME": "state",
    "XDG_DATA_HOME": "data",
    "XDG_CONFIG_HOME": "config",
    "XDG_CACHE_HOME": "cache",
    "TMPDIR": "tmp",
}
_KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "COVERAGE_PROCESS_START", "APPDATA")


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The variables that move every folder of pdp under ``tmp_path``; set in this process too."""
    moved = {name: str(tmp_path / folder) for name, folder in _VARIABLES.items()}
    for name, folder in moved.items():
        if name != "PDP_HOME":
            Path(folder).mkdir(mode=0o700)
        monkeypatch.setenv(name, folder)
    for name in ("PDP_PASSPHRASE", "PDP_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    return moved


@pytest.fixture
def home(places: dict[str, str]) -> Path:
    """The folder of the store; it does not exist yet."""
    return Path(places["PDP_HOME"])


@pytest.fixture
def founded(home: Path) -> Callable[..., Store]:
    """Make a store with a cheap derivation: ``founded(service=…, passphrase=…)``."""

    def make(**answers: str) -> Store:
        given = {
            "service": "Santé BTP 34",
            "first_name": "Camille",
            "last_name": "Exemple",
            "passphrase": PASSPHRASE,
            "recovery_key": new_recovery_key(),
        } | answers
        return found(home, Founding(**given), CHEAP)

    return make


@pytest.fixture
def store(founded: Callable[..., Store]) -> Store:
    """A store of « Santé BTP 34 », founded by Camille Exemple (fictional)."""
    return founded()


Pdp = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def pdp(places: dict[str, str]) -> Iterator[Pdp]:
    """Run the command as a process: ``pdp("check", input=…, env={…})``; minimal environment.

    The passphrase of `store` is given by file, so that nothing is asked.
    """
    secret = Path(places["TMPDIR"]).parent / "passphrase"
    secret.write_text(PASSPHRASE, "utf-8")

    def run(
        *args: str,
        input: str | None = None,  # noqa: A002 - as subprocess names it
        env: dict[str, str] | None = None,
        **more: object,
    ) -> subprocess.CompletedProcess[str]:
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        asked = {"PDP_PASSPHRASE_FILE": str(secret)} | (env or {})
        return subprocess.run(  # type: ignore[call-overload,no-any-return]
            [sys.executable, "-m", "pdpcli", *args],
            input=input if input is not None else "",
            capture_output=True,
            encoding="utf-8",
            env={**kept, "PYTHONIOENCODING": "utf-8", **places, **asked},
            timeout=120,
            check=False,
            **more,
        )

    yield run
    with suppress(OSError):
        secret.unlink()
