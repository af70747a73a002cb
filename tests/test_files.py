"""A file is whole or absent, owner-only, and never replaced without being asked."""

import errno
import os
import stat
from pathlib import Path

import pytest

from pdpcli.errors import CannotWrite
from pdpcli.files import private_folder, write_atomic


def test_a_file_is_written_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    write_atomic(tmp_path / "fiche.pdf", b"contenu")
    assert (tmp_path / "fiche.pdf").read_bytes() == b"contenu"
    assert os.name == "nt" or stat.S_IMODE((tmp_path / "fiche.pdf").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["fiche.pdf"]


def test_an_existing_file_is_replaced_only_when_forced(tmp_path: Path) -> None:
    path = tmp_path / "fiche.pdf"
    path.write_bytes(b"avant")
    with pytest.raises(CannotWrite, match="existe déjà"):
        write_atomic(path, b"apres")
    assert path.read_bytes() == b"avant"
    write_atomic(path, b"apres", force=True)
    assert path.read_bytes() == b"apres"


def test_a_file_that_appears_meanwhile_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "fiche.pdf"
    path.write_bytes(b"avant")
    monkeypatch.setattr(Path, "exists", lambda _: False)
    with pytest.raises(CannotWrite, match="existe déjà"):
        write_atomic(path, b"apres")
    assert path.read_bytes() == b"avant"


@pytest.mark.parametrize("call", ["fsync", "open"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_full_disk_leaves_what_was_there_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    path = tmp_path / "fiche.pdf"
    path.write_bytes(b"avant")

    def full(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        with pytest.raises(CannotWrite):
            write_atomic(path, b"apres", force=True)
    assert path.read_bytes() == b"avant"
    assert [found.name for found in tmp_path.iterdir()] == ["fiche.pdf"]


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "fichier").touch()
    with pytest.raises(CannotWrite):
        private_folder(tmp_path / "fichier" / "dossier")
    with pytest.raises(CannotWrite):
        write_atomic(tmp_path / "absent" / "fiche.pdf", b"")
