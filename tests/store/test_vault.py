"""The key opens with the passphrase or the recovery key, and with nothing else."""

import dataclasses

import pytest

from pdpcli.errors import WrongPassphrase
from pdpcli.store.envelope import Kdf, Slot, parse
from pdpcli.store.recovery import new_recovery_key
from pdpcli.store.vault import create, unwrap

CHEAP = Kdf(32, 1, 1)
PHRASE = "quatre mots sans rapport"


def test_the_passphrase_gives_the_key_and_its_author() -> None:
    envelope, key = create("Camille Exemple", PHRASE, new_recovery_key(), CHEAP)
    assert unwrap(parse(envelope.to_bytes()), PHRASE) == (key, "Camille Exemple")


def test_the_recovery_key_opens_wherever_a_passphrase_does() -> None:
    recovery = new_recovery_key()
    envelope, key = create("Camille Exemple", PHRASE, recovery, CHEAP)
    assert unwrap(envelope, recovery.lower().replace("-", " ")) == (key, "clé de secours")
    with pytest.raises(WrongPassphrase):
        unwrap(envelope, new_recovery_key())


def test_fifty_wrong_passphrases_are_wrong_passphrases() -> None:
    envelope, _ = create("Camille Exemple", PHRASE, new_recovery_key(), CHEAP)
    for number in range(50):
        with pytest.raises(WrongPassphrase):
            unwrap(envelope, f"{PHRASE}{number}")


def test_accents_composed_or_not_are_the_same_passphrase() -> None:
    envelope, key = create("C E", "\xe9t\xe9 au bord de l'eau", new_recovery_key(), CHEAP)
    assert unwrap(envelope, "e\u0301te\u0301 au bord de l'eau")[0] == key


@pytest.mark.parametrize("change", [{"store_id": "0" * 32}, {"generation": 2}])
def test_a_slot_taken_to_another_envelope_does_not_open(change: dict[str, object]) -> None:
    envelope, _ = create("C E", PHRASE, new_recovery_key(), CHEAP)
    with pytest.raises(WrongPassphrase):
        unwrap(dataclasses.replace(envelope, **change), PHRASE)  # type: ignore[arg-type]


def test_a_slot_given_to_another_author_does_not_open() -> None:
    envelope, _ = create("C E", PHRASE, new_recovery_key(), CHEAP)
    stolen = dataclasses.replace(envelope.slots[0], author="Autre Exemple")
    with pytest.raises(WrongPassphrase):
        unwrap(dataclasses.replace(envelope, slots=(stolen,)), PHRASE)


def test_the_cost_by_default_is_the_floor() -> None:
    assert Kdf() == Kdf(memory_kib=64 * 1024, iterations=3, lanes=4)
    assert Slot("", b"", b"", b"").kdf is None
