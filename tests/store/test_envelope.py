"""The envelope vouches for itself: any change in it is damage, never a wrong passphrase."""

import json
import random
from hashlib import sha256
from pathlib import Path

import pytest

from pdpcli.errors import NoStore, StoreDamaged
from pdpcli.store import envelope as envelopes
from pdpcli.store.envelope import Kdf
from pdpcli.store.open import Store
from pdpcli.store.recovery import new_recovery_key
from pdpcli.store.vault import create


def _bytes(**changes: object) -> bytes:
    envelope, _ = create("C E", "quatre mots sans rapport", new_recovery_key(), Kdf(32, 1, 1))
    body = json.loads(envelope.to_bytes()) | changes
    del body["sha256"]
    for name, value in list(body.items()):
        if name == "kdf":
            body["slots"][0]["kdf"] |= value
            del body["kdf"]
    plain = json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
    return json.dumps(body | {"sha256": sha256(plain).hexdigest()}).encode()


def test_what_is_written_is_read_back() -> None:
    envelope, _ = create("C E", "quatre mots sans rapport", new_recovery_key(), Kdf(32, 1, 1))
    assert envelopes.parse(envelope.to_bytes()) == envelope
    assert envelopes.parse(_bytes()).generation == 1


def test_every_flipped_bit_is_seen() -> None:
    data = _bytes()
    chance = random.Random(1)  # noqa: S311 - places to damage
    for _ in range(300):
        at = chance.randrange(len(data))
        flipped = data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
        try:
            same = json.loads(flipped) == json.loads(data)
        except ValueError:
            same = False
        if not same:
            with pytest.raises(StoreDamaged):
                envelopes.parse(flipped)


@pytest.mark.parametrize("length", [0, 1, 100, 500])
def test_a_cut_envelope_is_seen(length: int) -> None:
    with pytest.raises(StoreDamaged):
        envelopes.parse(_bytes()[:length])


@pytest.mark.parametrize(
    "change",
    [
        {"kdf": {"memory_kib": 2**30}},
        {"kdf": {"iterations": 10**6}},
        {"kdf": {"lanes": 0}},
        {"store": "../ailleurs.pdp"},
        {"store": "/etc/passwd"},
        {"store_id": "../x"},
        {"format": "pdp-enveloppe-9"},
        {"salt": "00"},
        {"slots": None},
    ],
)
def test_an_envelope_out_of_bounds_is_refused_before_any_derivation(
    change: dict[str, object],
) -> None:
    with pytest.raises(StoreDamaged):
        envelopes.parse(_bytes(**change))


def test_no_store_and_a_lost_envelope_are_told_apart(home: Path, founded: object) -> None:
    with pytest.raises(NoStore, match="pas encore de cahier") as absent:
        envelopes.load(home)
    assert "pdp init" in absent.value.todo
    assert callable(founded)
    founded()
    (home / envelopes.NAME).unlink()
    with pytest.raises(StoreDamaged, match="disparu") as lost:
        envelopes.load(home)
    assert "--restore-envelope" in lost.value.todo


def test_the_profile_keeps_a_copy(store: Store) -> None:
    copy = envelopes.copy_path(store.store_id)
    assert copy.read_bytes() == (store.home / envelopes.NAME).read_bytes()
    assert not copy.is_relative_to(store.home)
