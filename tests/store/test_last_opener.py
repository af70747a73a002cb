"""Whoever opened last is tried first: opening costs one derivation, however many have a slot."""

import pytest

from pdpcli.errors import WrongPassphrase
from pdpcli.store import last_opener, vault
from pdpcli.store.envelope import Kdf
from pdpcli.store.open import Store, unlocked
from pdpcli.workflows import slots

PASSPHRASE, LEA = "quatre mots sans rapport", "truelle rabot cordeau équerre"
CHEAP = Kdf(32, 1, 1)


@pytest.fixture
def tries(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[Kdf]:
    """The derivations, on a store where Léa's slot is the second."""
    slots.add(store, "Léa Fictive", LEA, CHEAP)
    done: list[Kdf] = []
    kept = vault.stretch

    def counted(secret: str, salt: bytes, kdf: Kdf) -> bytes:
        done.append(kdf)
        return kept(secret, salt, kdf)

    monkeypatch.setattr(vault, "stretch", counted)
    return done


def _opened(store: Store, secret: str, tries: list[Kdf]) -> int:
    tries.clear()
    unlocked(store.home, lambda: secret)
    return len(tries)


def test_her_second_opening_costs_one_try(store: Store, tries: list[Kdf]) -> None:
    assert _opened(store, LEA, tries) == 2
    assert _opened(store, LEA, tries) == 1
    assert _opened(store, PASSPHRASE, tries) == 2
    assert _opened(store, PASSPHRASE, tries) == 1


@pytest.mark.parametrize("junk", [b"", b"\xff", b"Quelqu'un d'autre", b"x" * 10_000])
def test_a_hint_that_is_wrong_only_costs_a_try(store: Store, tries: list[Kdf], junk: bytes) -> None:
    _opened(store, LEA, tries)
    last_opener._path(store.store_id).write_bytes(junk)
    assert _opened(store, LEA, tries) == 2
    with pytest.raises(WrongPassphrase):
        _opened(store, "une autre phrase", tries)
    assert len(tries) == 2


def test_a_profile_that_cannot_be_written_opens_all_the_same(
    store: Store, tries: list[Kdf]
) -> None:
    last_opener._path(store.store_id).mkdir(parents=True)
    assert _opened(store, LEA, tries) == 2
