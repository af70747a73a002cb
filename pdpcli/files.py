"""Files that are whole or absent: written beside, flushed to the disk, then renamed.

What is read comes from her or from a folder that others may touch: regular files only, bounded.
"""

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import takewhile
from pathlib import Path
from secrets import token_hex
from typing import IO

from pdpcli.errors import CannotWrite

_WINDOWS_TRIES = 20  # an antivirus or a viewer holds a file for a moment
_UNTOUCHED = "Rien n'a été modifié."
_OTHER_NAME = "Choisissez un autre nom."
#: What the system refuses, in French; the rest is named by its code.
WORDS = {
    errno.ENOENT: "ce fichier ou ce dossier n'existe pas",
    errno.EISDIR: "c'est un dossier, pas un fichier",
    errno.ENOTDIR: "un dossier du chemin n'en est pas un",
    errno.ENAMETOOLONG: "ce nom est trop long",
    errno.EACCES: "vous n'en avez pas le droit, ou il est ouvert ailleurs",
    errno.EPERM: "vous n'en avez pas le droit",
    errno.EROFS: "ce disque est en lecture seule",
    errno.EEXIST: "ce nom est déjà pris",
    errno.ENOSPC: "le disque est plein",
    errno.EFBIG: "ce fichier est trop gros",
    errno.ENXIO: "ce n'est pas un fichier ordinaire",
    errno.ELOOP: "c'est un lien, pas le fichier lui-même",
    errno.EMFILE: "trop de fichiers sont ouverts",
    errno.EIO: "le disque ne répond pas",
}


def in_french(error: OSError) -> str:
    """What the system refuses, as the end of a sentence."""
    code = errno.errorcode.get(error.errno or 0, "erreur inconnue")
    return WORDS.get(error.errno or 0, f"le système a refusé ({code})")


def private_folder(path: Path) -> Path:
    """Make ``path`` and what is missing above it, for their owner only. CannotWrite."""
    try:
        missing = list(takewhile(lambda one: not one.exists(), (path, *path.parents)))
        for folder in reversed(missing):
            folder.mkdir(mode=0o700, exist_ok=True)
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "")
    except OSError as error:
        raise cannot_write(path, error) from error
    return path


def read_regular(path: Path, most: int, *, ours: bool = False) -> bytes:
    """The bytes of a regular file of at most ``most``, without ever waiting for them.

    ``ours`` also refuses a link, and a file that is not its owner's alone. Raises OSError.
    """
    with open_regular(path, ours=ours) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, "")
    return data


@contextmanager
def open_regular(path: Path, *, ours: bool = False) -> Iterator[IO[bytes]]:
    """The same, open for reading: for what is too long to be held. Raises OSError."""
    flags = os.O_RDONLY | _flag("O_NONBLOCK") | _flag("O_NOCTTY") | _flag("O_BINARY")
    handle = os.open(path, flags | (_flag("O_NOFOLLOW") if ours else 0))
    try:
        _refuse_irregular(os.fstat(handle), ours=ours)
        with os.fdopen(handle, "rb", closefd=False) as file:
            yield file
    finally:
        os.close(handle)


def owner_only(status: os.stat_result, kind: int) -> bool:
    """Whether ``status`` is of the ``kind`` (S_IFDIR, S_IFREG), ours, and closed to others."""
    if sys.platform == "win32":
        return stat.S_IFMT(status.st_mode) == kind
    closed = not status.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    return stat.S_IFMT(status.st_mode) == kind and status.st_uid == os.getuid() and closed


def writable(path: Path, *, force: bool = False, todo: str = _OTHER_NAME) -> None:
    """CannotWrite, before anything is done, when ``path`` could not be written.

    Its folder must exist; at ``path`` nothing, or with ``force`` a regular file (never a device,
    a link, a folder). ``todo`` names the options of the command, if it has any.
    """
    try:
        _refuse_folder(path.parent)
        there = _mode(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    if there is None:
        return
    if not stat.S_ISREG(there):
        raise CannotWrite(
            "Ce nom est déjà celui d'autre chose qu'un fichier ; rien n'a été remplacé.",
            where=str(path),
            todo=_OTHER_NAME,
        )
    if not force:
        raise already_there(path, todo)


def write_atomic(path: Path, data: bytes, *, force: bool = False, saved: str = "") -> None:
    """Write ``data`` to ``path``, owner-only; refuse to replace a file without ``force``.

    ``saved`` says what is done already and stays done if this fails (« La fiche est enregistrée
    comme produite »). Raises CannotWrite: the file exists, the disk is full, the folder is
    read-only, the file is open elsewhere. What was at ``path`` is then unchanged and nothing is
    left beside it.
    """
    try:
        writable(path, force=force)
        _write_beside(path, data, force=force)
    except CannotWrite as error:
        raise (_late(saved, error) if saved else error) from error.__cause__


def write_streamed(path: Path, fill: Callable[[IO[bytes]], None], *, force: bool = False) -> None:
    """The same for what is too long to be held: ``fill`` writes into an open file.

    Raises CannotWrite; what ``fill`` raises passes, and nothing is left either.
    """
    writable(path, force=force)
    try:
        _fill_beside(path, fill, force=force)
    except FileExistsError as error:
        raise already_there(path) from error
    except OSError as error:
        raise cannot_write(path, error) from error


def move(source: Path, target: Path) -> None:
    """Rename ``source``, never over another file. CannotWrite."""
    try:
        _rename(source, target, force=False)
        source.unlink(missing_ok=True)
        _flush_folder(target.parent)
    except OSError as error:
        raise cannot_write(target, error) from error


def already_there(path: Path, todo: str = _OTHER_NAME) -> CannotWrite:
    """The refusal to replace ``path``; ``todo`` names the options of the command, if it has any."""
    return CannotWrite(
        "Ce fichier existe déjà ; il n'a pas été remplacé.",
        where=str(path),
        todo=todo,
    )


def cannot_write(path: Path, error: OSError) -> CannotWrite:
    """CannotWrite for a refusal of the system on ``path``."""
    if error.errno == errno.ENOENT:
        reason, todo = "ce dossier n'existe pas", "Créez-le d'abord."
    else:
        reason = in_french(error)
        todo = (
            "Vérifiez la place libre, les droits du dossier, et que le fichier n'est pas ouvert"
            " dans un autre programme."
        )
    return CannotWrite(
        f"Impossible d'écrire : {reason}.", where=str(path), todo=f"{todo} {_UNTOUCHED}"
    )


def cannot_read(path: Path, error: OSError) -> CannotWrite:
    """The same when it is only to be read."""
    return CannotWrite(
        f"Impossible de lire : {in_french(error)}.",
        where=str(path),
        todo="Vérifiez ce chemin et les droits du dossier.",
    )


def _late(saved: str, error: CannotWrite) -> CannotWrite:
    return CannotWrite(
        f"{saved} ; le fichier n'a pas pu être écrit.",
        where=error.where,
        todo=f"{error.what} {error.todo.removesuffix(_UNTOUCHED).rstrip()}",
    )


def _flag(name: str) -> int:
    return int(getattr(os, name, 0))


def _refuse_irregular(status: os.stat_result, *, ours: bool) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "")
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.ENXIO, "")
    if ours and not owner_only(status, stat.S_IFREG):
        raise PermissionError(errno.EACCES, "")


def _mode(path: Path) -> int | None:
    """The mode of what is at ``path``, links not followed; None when nothing is."""
    try:
        return os.lstat(path).st_mode
    except FileNotFoundError:
        return None


def _refuse_folder(folder: Path) -> None:
    if not stat.S_ISDIR(folder.stat().st_mode):
        raise NotADirectoryError(errno.ENOTDIR, "")
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, "")


def _write_beside(path: Path, data: bytes, *, force: bool) -> None:
    try:
        _fill_beside(path, lambda file: _written(file, data), force=force)
    except FileExistsError as error:
        raise already_there(path) from error
    except OSError as error:
        raise cannot_write(path, error) from error


def _written(file: IO[bytes], data: bytes) -> None:
    file.write(data)


def _fill_beside(path: Path, fill: Callable[[IO[bytes]], None], *, force: bool) -> None:
    beside = path.with_name(f".pdp-{token_hex(8)}.tmp")
    try:
        _fill_new(beside, fill)
        _rename(beside, path, force=force)
        _flush_folder(path.parent)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _fill_new(path: Path, fill: Callable[[IO[bytes]], None]) -> None:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | _flag("O_BINARY")
    with os.fdopen(os.open(path, flags, 0o600), "w+b") as file:
        fill(file)
        file.flush()
        os.fsync(file.fileno())


def _rename(source: Path, target: Path, *, force: bool) -> None:
    if not force and os.name != "nt" and _linked(source, target):
        return
    for again in range(_WINDOWS_TRIES if os.name == "nt" else 1):
        with suppress(PermissionError):
            source.replace(target) if force else source.rename(target)
            return
        time.sleep(0.02 * (again + 1))
    source.replace(target) if force else source.rename(target)


def _linked(source: Path, target: Path) -> bool:
    """Name ``source`` also ``target``: unlike a rename, never over an existing file.

    False on a disk without links (a USB key, a share). FileExistsError.
    """
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, "") from None
        return False
    return True


def _flush_folder(folder: Path) -> None:
    """Have the name itself on the disk, where the disk can do that."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS):
            raise
    finally:
        os.close(handle)
