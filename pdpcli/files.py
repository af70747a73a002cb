"""Files that are whole or absent: written beside, flushed to the disk, then renamed."""

import os
import time
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from pdpcli.errors import CannotWrite

_WINDOWS_TRIES = 20  # an antivirus or a viewer holds a file for a moment


def private_folder(path: Path) -> Path:
    """Make ``path``, readable by its owner only. CannotWrite."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from error
    return path


def write_atomic(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write ``data`` to ``path``, owner-only; refuse to replace a file without ``force``.

    Raises CannotWrite: the file exists, the disk is full, the folder is read-only, the file is
    open elsewhere. What was at ``path`` is then unchanged and nothing is left beside it.
    """
    if not force and path.exists():
        raise already_there(path)
    beside = path.with_name(f".pdp-{token_hex(8)}.tmp")
    try:
        _write_new(beside, data)
        _rename(beside, path, force=force)
        _flush_folder(path.parent)
    except FileExistsError as error:
        raise already_there(path) from error
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def already_there(path: Path, todo: str = "Choisissez un autre nom.") -> CannotWrite:
    """The refusal to replace ``path``; ``todo`` names the options of the command, if it has any."""
    return CannotWrite(
        "Ce fichier existe déjà ; il n'a pas été remplacé.",
        where=str(path),
        todo=todo,
    )


def cannot_write(path: Path, error: OSError) -> CannotWrite:
    """CannotWrite for a refusal of the system on ``path``."""
    return CannotWrite(
        f"Impossible d'écrire : {error.strerror or 'erreur du disque'}.",
        where=str(path),
        todo="Vérifiez la place libre, les droits du dossier, et que le fichier n'est pas ouvert"
        " dans un autre programme. Rien n'a été modifié.",
    )


def _write_new(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _rename(source: Path, target: Path, *, force: bool) -> None:
    if not force and os.name != "nt":
        with suppress(PermissionError, NotImplementedError):
            os.link(source, target)  # unlike a rename, never over an existing file
            return
    for again in range(_WINDOWS_TRIES if os.name == "nt" else 1):
        with suppress(PermissionError):
            source.replace(target) if force else source.rename(target)
            return
        time.sleep(0.02 * (again + 1))
    source.replace(target) if force else source.rename(target)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
