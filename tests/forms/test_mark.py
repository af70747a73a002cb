"""The mark in the properties of a fiche: read back exactly, or not at all."""

import pytest

from pdpcli.forms.mark import Mark, mark, read_mark

HASH = "0123456789abcdef" * 4


@pytest.mark.parametrize(("version", "round_"), [(1, 0), (2, 13)])
def test_a_mark_is_read_back(version: int, round_: int) -> None:
    text = mark("2026-0171/1", version, round_, HASH)
    assert read_mark(f" {text}\n") == Mark("2026-0171/1", version, round_, HASH)


def test_a_mark_tells_the_release_it_is_of() -> None:
    text = mark("2026-0171/1", 1, 0, HASH, "0123456789abcdef")
    assert read_mark(text) == Mark("2026-0171/1", 1, 0, HASH, "0123456789abcdef")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "fiche",
        mark("2026-0171", 1, 0, HASH),
        mark("2026-0171/1", 0, 0, HASH),
        mark("2026-0171/1", 1, -1, HASH),
        mark("2026-0171/1", 1, 100, HASH),
        mark("2026-0171/1", 1, 0, HASH, "0123456789abcde"),
        mark("2026-0171/1", 1, 0, HASH, "0123456789ABCDEF"),
        mark("2026-0171/1", 1, 0, HASH[:-1]),
        mark("2026-0171/1", 1, 0, HASH).upper(),
        mark("٢٠٢٦-0171/1", 1, 0, HASH),
        mark("2026-0171/1", 1, 0, HASH) + " " * 300,
        mark("2026-0171/1", 1, 0, HASH) + ", mot",
    ],
)
def test_anything_else_is_no_mark(text: str) -> None:
    assert read_mark(text) is None
