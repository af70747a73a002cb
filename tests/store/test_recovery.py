"""The recovery key is recognised however it is typed, and a slip in it is seen."""

import pytest

from pdpcli.store.recovery import groups, new_recovery_key, parse_recovery_key


def test_a_key_has_160_bits_in_nine_groups() -> None:
    key = new_recovery_key()
    assert [len(group) for group in groups(key)] == [4] * 9
    assert len(parse_recovery_key(key) or b"") == 20
    assert new_recovery_key() != key


def test_spaces_case_and_lookalikes_do_not_matter() -> None:
    key = new_recovery_key()
    typed = key.lower().replace("-", " ").replace("o", "0").replace("b", "8")
    assert parse_recovery_key(f" {typed} ") == parse_recovery_key(key)


def test_every_single_slip_in_a_key_is_seen() -> None:
    key = new_recovery_key()
    for at, char in enumerate(key):
        if char != "-":
            wrong = key[:at] + ("A" if char != "A" else "C") + key[at + 1 :]
            assert parse_recovery_key(wrong) is None


@pytest.mark.parametrize("text", ["", "quatre mots sans rapport", "A" * 36, "ABCD-" * 9])
def test_a_passphrase_is_not_taken_for_a_key(text: str) -> None:
    assert parse_recovery_key(text) is None
