"""Where things are: the store's folder, this user's profile, the session's runtime folder."""

import errno
import os
import re
import stat
import sys
from pathlib import Path
from secrets import token_hex

from pdpcli.errors import CannotWrite, InputRefused
from pdpcli.files import cannot_read, owner_only, private_folder, read_regular, write_atomic

_INSTALLATION = re.compile(rb"[0-9a-f]{32}")


def home() -> Path:
    """The folder of the store: ``PDP_HOME``, else this user's data folder. InputRefused."""
    if chosen := os.environ.get("PDP_HOME"):
        return _absolute(chosen)
    from platformdirs import user_data_path

    return user_data_path("pdp", appauthor=False) / "cahier"  # never the profile's own folder


def profile() -> Path:
    """The folder, outside the store's, of the anchors, the envelope's copy, the installation id."""
    from platformdirs import user_state_path

    return user_state_path("pdp", appauthor=False) / "profil"


def installation() -> str:
    """This installation's identifier, made at first need; a damaged one is made again.

    Raises CannotWrite.
    """
    path = profile() / "installation"
    if (known := _installation(path)) is None:
        private_folder(path.parent)
        write_atomic(path, token_hex(16).encode(), force=True)
        known = _installation(path)
    return known or ""


def runtime() -> Path | None:
    """The owner-only folder of session keys, memory-backed; None where the system has a vault.

    Raises CannotWrite when there is no such folder, or when it is not ours alone.
    """
    if not sys.platform.startswith("linux"):
        return None
    folder = Path(os.environ.get("XDG_RUNTIME_DIR", ""), "pdp")
    if not folder.is_absolute():
        folder = Path(f"/dev/shm/pdp-{os.getuid()}")  # noqa: S108 - owner checked below
    private_folder(folder)
    if not owner_only(folder.lstat(), stat.S_IFDIR):
        raise CannotWrite(
            "Le dossier des sessions n'est pas réservé à votre compte.",
            where=str(folder),
            todo="Supprimez-le, puis recommencez.",
        )
    return folder


def user_agreements() -> Path:
    """The folder of the user's own conventions, beside the store."""
    return home() / "conventions"


def _absolute(chosen: str) -> Path:
    try:
        return Path(chosen).expanduser().absolute()
    except (RuntimeError, OSError) as error:  # « ~nobody », a working folder that was deleted
        raise InputRefused(
            "PDP_HOME ne désigne pas un dossier.", todo="Donnez-lui un chemin complet."
        ) from error


def _installation(path: Path) -> str | None:
    try:
        known = read_regular(path, 100).strip()
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.EFBIG):
            return None
        raise cannot_read(path, error) from error  # held for a moment: made again, it would be lost
    return known.decode() if _INSTALLATION.fullmatch(known) else None
