"""`pdp unlock` and `pdp lock`: the passphrase is asked once, then not, then again."""

import sys
from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

from pdpcli.store.open import Store

Pdp = Callable[..., CompletedProcess[str]]


NOTHING = {"PDP_PASSPHRASE_FILE": ""}
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="vault elsewhere")


def test_unlocked_nothing_is_asked_and_locked_it_is_again(pdp: Pdp, store: Store) -> None:
    assert pdp("check", env=NOTHING).returncode == 2
    opened = pdp("unlock", "--for", "2h")
    assert opened.returncode == 0
    assert "2 h 00" in opened.stdout
    assert store.author in opened.stdout
    assert pdp("check", env=NOTHING).returncode == 0
    assert pdp("verrouiller").stdout == "Refermé.\n"
    assert pdp("check", env=NOTHING).returncode == 2
    assert "déjà" in pdp("lock").stdout


@pytest.mark.usefixtures("store")
def test_a_session_does_not_prolong_itself(pdp: Pdp) -> None:
    assert pdp("unlock").returncode == 0
    assert pdp("unlock", env=NOTHING).returncode == 2


@pytest.mark.usefixtures("store")
def test_a_wrong_duration_or_passphrase_keeps_nothing(pdp: Pdp) -> None:
    assert pdp("unlock", "--for", "toujours").returncode == 2
    assert pdp("unlock", "--for", "3j").returncode == 2
    assert pdp("unlock", env=NOTHING | {"PDP_PASSPHRASE": "mauvaise phrase"}).returncode == 12
    assert pdp("check", env=NOTHING).returncode == 2


def test_without_a_store_there_is_nothing_to_unlock(pdp: Pdp) -> None:
    assert pdp("unlock").returncode == 10
    assert pdp("lock").returncode == 10
