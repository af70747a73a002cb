"""Folders that carry what is in them away: synchronised with a cloud, on the network."""

import os
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

from pdpcli.errors import InputRefused

#: What a folder of each service is called, in lower case; the first words are enough.
_SYNCHRONISED = (
    "onedrive", "dropbox", "icloud", "mobile documents", "com~apple~clouddocs", "cloudstorage",
    "google drive", "googledrive", "mon drive", "my drive", "nextcloud", "owncloud", "kdrive",
    "pcloud", "hubic", "seafile", "mega", "box sync", "syncthing",
)  # fmt: skip
_NETWORK = ("nfs", "cifs", "smb", "fuse.sshfs", "davfs", "afpfs", "webdav")


def refuse_unsafe_place(path: Path) -> None:
    """InputRefused when ``path`` (links followed) is synchronised or on the network."""
    if where := carried_away(path):
        raise _refused(path, f"Ce dossier est {where}")


def carried_away(path: Path) -> str:
    """« synchronisé (OneDrive) » or « sur le réseau », links followed; "" when it stays here."""
    for candidate in (path.absolute(), _links_followed(path)):
        if word := synchronised(str(candidate)):
            return f"synchronisé ({word})"
        if network(str(candidate)):
            return "sur le réseau"
    return ""


def synchronised(path: str) -> str:
    """The name of the folder that a cloud synchronises, or an empty text."""
    for part in PurePosixPath(path.replace("\\", "/")).parts:
        name = part.casefold()
        if any(name == word or name.startswith((f"{word} ", f"{word}-")) for word in _SYNCHRONISED):
            return part
    return ""


def network(path: str) -> bool:
    """Whether ``path`` is a UNC path or lies on a network file system."""
    if path.startswith(("\\\\", "//")) or PureWindowsPath(path).drive.startswith("\\\\"):
        return not path.startswith("\\\\?\\")
    if sys.platform == "win32":
        import ctypes

        remote = 4
        return bool(ctypes.windll.kernel32.GetDriveTypeW(Path(path).anchor) == remote)
    return _mount_type(path).startswith(_NETWORK)


def _mount_type(path: str) -> str:
    """The file system's type of the longest mount point above ``path``; empty when unknown."""
    best, found = "", ""
    try:
        lines = Path("/proc/self/mounts").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    for line in lines:
        _, point, kind, *_ = line.split(" ")
        point = point.replace("\\040", " ")
        inside = path == point or path.startswith(point.rstrip("/") + os.sep)
        if inside and len(point) >= len(best):
            best, found = point, kind
    return found


def _links_followed(path: Path) -> Path:
    try:
        return path.resolve()
    except RuntimeError:  # links in a circle: whatever is written there fails by itself
        return path.absolute()


def _refused(path: Path, what: str) -> InputRefused:
    return InputRefused(
        f"{what} : le cahier n'y est pas en sûreté.",
        where=str(path),
        todo="Choisissez un dossier de ce poste, hors synchronisation, avec PDP_HOME."
        " Les sauvegardes chiffrées, elles, peuvent aller ailleurs.",
    )
