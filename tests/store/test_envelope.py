"""The envelope vouches for itself: any change in it is damage, never a wrong passphrase."""

import json
import os
import random
from hashlib import sha256
from pathlib import Path

import pytest

from pdpcli.errors import NoStore, StoreDamaged
from pdpcli.store import envelope as envelopes
from pdpcli.store.cost import TABLE
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
        if name == "slot":
            body["slots"][0] |= value
            del body["slot"]
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
        {"slots": []},
        {"slots": {"a": 1}},
        {"generation": float("inf")},
        {"generation": 10**400},
        {"generation": 1.0},
        {"generation": "1"},
        {"kdf": {"memory_kib": 64.0}},
        {"kdf": {"iterations": True}},
        {"kdf": {"memory_kib": 256 * 1024 + 1}},
        {"slot": {"kdf": None}},
        {"slot": {"salt": ""}},
        {"slot": {"nonce": "00" * 500}},
        {"slot": {"wrapped": ""}},
        {"slot": {"wrapped": 5}},
        {"slot": {"author": ["C"]}},
        {"slot": {"since": "hier"}},
        {"slot": {"since": None}},
        {"slot": {"since": "2026-01-01" * 500}},
        {"slot": {"author": "C" * 10_000}},
    ],
)
def test_an_envelope_out_of_bounds_is_refused_before_any_derivation(
    change: dict[str, object],
) -> None:
    with pytest.raises(StoreDamaged):
        envelopes.parse(_bytes(**change))


def test_trying_every_slot_of_an_envelope_is_bounded() -> None:
    def slots(number: int, **kdf: int) -> bytes:
        one = json.loads(_bytes())["slots"][0]
        return _bytes(slots=[one | {"kdf": one["kdf"] | kdf}] * number)

    assert len(envelopes.parse(slots(20)).slots) == 20
    for forged in (slots(21), slots(20, memory_kib=256 * 1024, iterations=7)):
        with pytest.raises(StoreDamaged):
            envelopes.parse(forged)
    costliest = TABLE[-1]
    envelopes.parse(slots(20, memory_kib=costliest.memory_kib, iterations=costliest.iterations))


@pytest.mark.parametrize("data", [b"[" * 100_000, b'{"generation":' + b"9" * 5000 + b"}", b"5"])
def test_what_json_cannot_hold_is_damage(data: bytes) -> None:
    with pytest.raises(StoreDamaged):
        envelopes.parse(data)


@pytest.mark.skipif(os.name == "nt", reason="FIFO")
@pytest.mark.parametrize("kind", ["fifo", "folder", "huge"])
def test_what_is_no_file_in_its_place_is_damage_and_is_not_waited_for(
    store: Store, kind: str
) -> None:
    path = store.home / envelopes.NAME
    path.unlink()
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        with path.open("wb") as file:
            file.truncate(3 << 30)
    with pytest.raises(StoreDamaged):
        envelopes.load(store.home)


def test_no_store_and_a_lost_envelope_are_told_apart(home: Path, founded: object) -> None:
    with pytest.raises(NoStore, match="pas encore de cahier") as absent:
        envelopes.load(home)
    assert "pdp initialiser" in absent.value.todo
    assert callable(founded)
    founded()
    (home / envelopes.NAME).unlink()
    with pytest.raises(StoreDamaged, match="disparu") as lost:
        envelopes.load(home)
    assert "--remettre-enveloppe" in lost.value.todo


def test_the_profile_keeps_a_copy(store: Store) -> None:
    copy = envelopes.copy_path(store.store_id)
    assert copy.read_bytes() == (store.home / envelopes.NAME).read_bytes()
    assert not copy.is_relative_to(store.home)
