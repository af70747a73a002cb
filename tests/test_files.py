"""A file is whole or absent, owner-only, and never replaced without being asked."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from pdpcli import files
from pdpcli.errors import CannotWrite
from pdpcli.files import (
    in_french,
    move,
    private_folder,
    read_regular,
    writable,
    write_atomic,
    write_streamed,
)

posix_only = pytest.mark.skipif(os.name == "nt", reason="devices and links of POSIX")


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
    monkeypatch.setattr(files, "writable", lambda *_, **__: None)
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


@posix_only
def test_every_folder_made_is_its_owners_only_whatever_the_mask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        private_folder(tmp_path / "a" / "b" / "c")
    finally:
        os.umask(before)
    for made in ("a", "a/b", "a/b/c"):
        assert stat.S_IMODE((tmp_path / made).stat().st_mode) == 0o700


def _not_a_file(tmp_path: Path, kind: str) -> Path:
    path = tmp_path / kind
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "link":
        (tmp_path / "ailleurs").write_bytes(b"ailleurs")
        path.symlink_to(tmp_path / "ailleurs")
    else:
        path = Path("/dev/null")
    return path


@posix_only
@pytest.mark.parametrize("kind", ["folder", "fifo", "link", "device"])
def test_what_is_not_a_regular_file_is_never_replaced(tmp_path: Path, kind: str) -> None:
    path = _not_a_file(tmp_path, kind)
    before = path.lstat().st_mode
    for refuse in (lambda: writable(path, force=True), lambda: write_atomic(path, b"", force=True)):
        with pytest.raises(CannotWrite):
            refuse()
    assert path.lstat().st_mode == before


def _reading(path: Path, most: int = 10, *, ours: bool = False) -> bytes | str:
    """What is read, or the name of the refusal."""
    try:
        return read_regular(path, most, ours=ours)
    except OSError as error:
        return errno.errorcode[error.errno or 0]


@posix_only
@pytest.mark.parametrize(
    ("kind", "refusal"), [("folder", "EISDIR"), ("fifo", "ENXIO"), ("device", "ENXIO")]
)
def test_what_is_not_a_regular_file_is_not_read_and_is_not_waited_for(
    tmp_path: Path, kind: str, refusal: str
) -> None:
    assert _reading(_not_a_file(tmp_path, kind)) == refusal


def test_no_more_than_the_bound_is_read(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"0123456789")
    assert _reading(tmp_path / "f") == b"0123456789"
    assert _reading(tmp_path / "f", 9) == "EFBIG"


@posix_only
def test_a_file_of_ours_is_no_link_and_closed_to_others(tmp_path: Path) -> None:
    write_atomic(tmp_path / "f", b"x")
    assert _reading(tmp_path / "f", ours=True) == b"x"
    (tmp_path / "lien").symlink_to(tmp_path / "f")
    assert _reading(tmp_path / "lien", ours=True) == "ELOOP"
    (tmp_path / "f").chmod(0o640)
    assert _reading(tmp_path / "f", ours=True) == "EACCES"


def test_writable_says_beforehand_what_writing_would_refuse(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"avant")
    writable(tmp_path / "neuf.pdf")
    writable(tmp_path / "f", force=True)
    for path in ("f", "absent/f", "f/g", "x" * 300):
        with pytest.raises(CannotWrite):
            writable(tmp_path / path)
        with pytest.raises(CannotWrite):
            write_atomic(tmp_path / path, b"")
    with pytest.raises(CannotWrite) as refused:
        writable(tmp_path / "f", todo="Ajoutez --remplacer.")
    assert refused.value.todo == "Ajoutez --remplacer."
    assert [found.name for found in tmp_path.iterdir()] == ["f"]


def test_a_late_failure_says_what_is_done_and_does_not_deny_it(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite) as refused:
        write_atomic(tmp_path / "absent" / "f", b"", saved="La fiche est enregistrée")
    assert refused.value.what == "La fiche est enregistrée ; le fichier n'a pas pu être écrit."
    assert "n'existe pas" in refused.value.todo
    assert "Rien n'a été modifié" not in refused.value.todo


def test_a_file_is_moved_whole_and_never_over_another(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a")
    move(tmp_path / "a", tmp_path / "b")
    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("b", b"a")]
    (tmp_path / "a").write_bytes(b"autre")
    with pytest.raises(CannotWrite):
        move(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"a"


def test_the_system_speaks_french() -> None:
    assert in_french(OSError(errno.ENAMETOOLONG, "File name too long")) == "ce nom est trop long"
    assert in_french(OSError(errno.ENETDOWN, "Network is down")) == "le système a refusé (ENETDOWN)"
    assert in_french(OSError()) == "le système a refusé (erreur inconnue)"


@posix_only
@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP, errno.ENOSYS])
def test_on_a_disk_without_links_a_file_is_written_and_none_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """A USB key, a share: no link, and a folder that cannot be flushed."""

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "une.sauvegarde"
    write_atomic(path, b"contenu")
    assert path.read_bytes() == b"contenu"
    monkeypatch.setattr(files, "writable", lambda *_, **__: None)
    with pytest.raises(CannotWrite, match="existe déjà"):
        write_atomic(path, b"autre")
    assert path.read_bytes() == b"contenu"
    assert [one.name for one in tmp_path.iterdir()] == ["une.sauvegarde"]


@posix_only
def test_a_folder_that_cannot_be_flushed_does_not_undo_what_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def only_files(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "")
        real(handle)

    monkeypatch.setattr(os, "fsync", only_files)
    write_atomic(tmp_path / "une.sauvegarde", b"contenu")
    assert (tmp_path / "une.sauvegarde").read_bytes() == b"contenu"


def test_what_is_streamed_is_whole_or_absent(tmp_path: Path) -> None:
    """A stream that breaks leaves neither the file nor anything beside it."""
    path = tmp_path / "tout.jsonl"

    def breaks(out: IO[bytes]) -> None:
        out.write(b"begun")
        raise OSError(errno.ENOSPC, "")

    def says(text: bytes) -> Callable[[IO[bytes]], None]:
        return lambda out: out.writelines([text])

    with pytest.raises(CannotWrite, match="disque est plein"):
        write_streamed(path, breaks)
    assert list(tmp_path.iterdir()) == []
    write_streamed(path, says(b"whole"))
    assert path.read_bytes() == b"whole"
    with pytest.raises(CannotWrite, match="existe déjà"):
        write_streamed(path, says(b"other"))
    assert path.read_bytes() == b"whole"
