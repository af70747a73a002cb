"""Where things are: the store's folder, this user's profile, the session's runtime folder."""

import os
import stat
import sys
from pathlib import Path
from secrets import token_hex

from pdpcli.errors import CannotWrite
from pdpcli.files import private_folder, write_atomic


def home() -> Path:
    """The folder of the store: ``PDP_HOME``, else this user's data folder."""
    if chosen := os.environ.get("PDP_HOME"):
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("pdp", appauthor=False) / "cahier"  # never the profile's own folder


def profile() -> Path:
    """The folder, outside the store's, of the anchors, the envelope's copy, the installation id."""
    from platformdirs import user_state_path

    return user_state_path("pdp", appauthor=False) / "profil"


def installation() -> str:
    """This installation's identifier, made at first need. CannotWrite."""
    path = profile() / "installation"
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        private_folder(path.parent)
        write_atomic(path, token_hex(16).encode(), force=True)
        return path.read_text("ascii").strip()


def runtime() -> Path | None:
    """The owner-only folder of session keys, memory-backed; None where the system has a vault.

    Raises CannotWrite when there is no such folder, or when it is not ours alone.
    """
    if not sys.platform.startswith("linux"):
        return None
    given = os.environ.get("XDG_RUNTIME_DIR")
    folder = Path(given, "pdp") if given else Path(f"/dev/shm/pdp-{os.getuid()}")  # noqa: S108 - owner checked below
    private_folder(folder)
    if not owner_only(folder.lstat(), stat.S_IFDIR):
        raise CannotWrite(
            "Le dossier des sessions n'est pas réservé à votre compte.",
            where=str(folder),
            todo="Supprimez-le, puis recommencez.",
        )
    return folder


def owner_only(status: os.stat_result, kind: int) -> bool:
    """Whether ``status`` is of the ``kind`` (S_IFDIR, S_IFREG), ours, and closed to others."""
    if sys.platform == "win32":
        return stat.S_IFMT(status.st_mode) == kind
    closed = not status.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    return stat.S_IFMT(status.st_mode) == kind and status.st_uid == os.getuid() and closed


def user_agreements() -> Path:
    """The folder of the user's own conventions, beside the store."""
    return home() / "conventions"
