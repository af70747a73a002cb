"""A store is founded whole or not at all, wherever it is killed."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from pdpcli.errors import NoStore, StoreDamaged
from pdpcli.store import envelope as envelopes
from pdpcli.workflows.keys import ready_to_found

_FOUND = """
import os, sys
from pathlib import Path
from conftest import CHEAP, PASSPHRASE
from pdpcli import files
from pdpcli.store.home import home
from pdpcli.workflows import keys

kept = files._rename
times = int(sys.argv[1])

def killed(*args, **more):
    global times
    if sys.argv[2] == "after":
        kept(*args, **more)
    times -= 1
    if times < 0:
        os._exit(9)
    if sys.argv[2] == "before":
        kept(*args, **more)

files._rename = killed
keys.found(home(), keys.Founding("Service", "Camille", "Exemple", PASSPHRASE, "x"), CHEAP)
"""


def _killed(times: int, when: str) -> int:
    """Found a store, killed before or after the renaming number ``times``."""
    return subprocess.run(
        [sys.executable, "-c", _FOUND, str(times), when],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        check=False,
    ).returncode


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("times", range(6))
def test_killed_anywhere_it_is_begun_again_or_put_back(
    home: Path, pdp: Callable[..., CompletedProcess[str]], times: int, when: str
) -> None:
    assert _killed(times, when) == 9
    try:
        envelopes.load(home)
    except NoStore:
        assert _killed(6, when) == 0
    except StoreDamaged:
        assert pdp("check", "--restore-envelope").returncode == 0
    assert pdp("check").returncode == 0


def test_what_was_left_unfinished_is_no_store_and_is_not_touched(home: Path) -> None:
    home.mkdir()
    left = home / f"dossiers-0000-1{envelopes.UNFINISHED_SUFFIX}"
    left.write_bytes(b"inacheve")
    ready_to_found(home)
    with pytest.raises(NoStore):
        envelopes.load(home)
    assert left.read_bytes() == b"inacheve"
