"""A file in clear is known again by its place and its bytes; nothing else is ever pointed at."""

import os
from contextlib import closing
from types import SimpleNamespace

import pytest

from pdpcli.store.clear_copies import clear_copies, forget_clear, remember_clear

FICHE = SimpleNamespace(case=SimpleNamespace(ref="2025-0001"), number=1)


@pytest.fixture
def written(store, tmp_path):
    path = tmp_path / "fiche.pdf"
    path.write_bytes(b"%PDF fictif")
    with store.write("test") as write:
        remember_clear(write, FICHE, path, b"%PDF fictif")
    return path


def there(store, number=1):
    with closing(store.read()) as db:
        return [copy.path for copy in clear_copies(db, "2025-0001", number)]


def test_a_copy_is_there_until_it_is_gone(store, written):
    assert there(store) == [written]
    assert there(store, 2) == []
    written.unlink()
    assert there(store) == []


def test_another_file_at_the_same_place_is_not_ours(store, written):
    written.write_bytes(b"%PDF annote")
    assert there(store) == []


@pytest.mark.skipif(os.name == "nt", reason="a link needs rights")
def test_a_link_to_the_same_bytes_is_not_ours(store, written, tmp_path):
    written.rename(tmp_path / "ailleurs.pdf")
    written.symlink_to(tmp_path / "ailleurs.pdf")
    assert there(store) == []


def test_what_is_written_again_is_one_copy_and_is_forgotten_at_once(store, written):
    with store.write("test") as write:
        remember_clear(write, FICHE, written, b"%PDF fictif")
    assert there(store) == [written]
    with store.write("test") as write:
        forget_clear(write, written)
    assert there(store) == []
