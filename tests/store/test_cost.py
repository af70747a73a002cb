"""The cost of a slot: about a second, never under the floor, never more than a reader accepts."""

import pytest

from pdpcli.errors import PdpError
from pdpcli.store import cost, vault
from pdpcli.store.cost import TABLE, affordable
from pdpcli.store.envelope import Kdf


def _work(kdf: Kdf) -> int:
    return kdf.memory_kib * kdf.iterations


def test_a_slow_machine_keeps_the_floor_and_a_fast_one_the_last_step() -> None:
    assert affordable(30.0) == TABLE[0] == Kdf(64 * 1024, 3, 4)
    assert affordable(0.0001) == TABLE[-1]


@pytest.mark.parametrize("seconds", [0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.9, 1.0])
def test_between_the_two_the_step_lasts_a_second_at_most_and_the_next_one_more(
    seconds: float,
) -> None:
    chosen = TABLE.index(affordable(seconds))
    expected = [seconds * _work(kdf) / _work(TABLE[0]) for kdf in TABLE]
    assert expected[chosen] <= 1.0
    assert chosen == len(TABLE) - 1 or expected[chosen + 1] > 1.0


def test_every_step_asks_for_64_mib_and_more_work_than_the_one_before() -> None:
    assert all(kdf.memory_kib >= 64 * 1024 for kdf in TABLE)
    assert [_work(kdf) for kdf in TABLE] == sorted({_work(kdf) for kdf in TABLE})


def test_what_is_measured_is_the_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Kdf] = []
    monkeypatch.setattr(vault, "stretch", lambda _secret, _salt, kdf: tried.append(kdf))
    assert cost.measured() == TABLE[-1]
    assert tried == [TABLE[0]]


def test_too_little_memory_is_said_and_is_no_wrong_passphrase(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from cryptography.hazmat.primitives.kdf import argon2

    def full(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(argon2, "Argon2id", full)
    with pytest.raises(PdpError, match="64 Mo") as told:
        vault.stretch("phrase", bytes(16), TABLE[0])
    assert told.value.exit_code == 1
