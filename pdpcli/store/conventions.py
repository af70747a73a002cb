"""The cell's own conventions, as one encrypted part of a backup, and put back from it."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from secrets import token_bytes

from pdpcli.files import private_folder, read_regular, write_atomic
from pdpcli.store.container import unsound

_MOST = 20_000_000  # bytes of one file
_NONCE = 12


def packed(folder: Path, key: bytes) -> bytes:
    """Every regular file under ``folder``, encrypted; empty when there is none. OSError."""
    found = sorted(one for one in folder.rglob("*") if one.is_file() and not one.is_symlink())
    files = {
        one.relative_to(folder).as_posix(): b64encode(read_regular(one, _MOST)).decode()
        for one in found
    }
    if not files:
        return b""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = token_bytes(_NONCE)
    return nonce + AESGCM(_own(key)).encrypt(nonce, json.dumps(files).encode(), None)


def unpacked(data: bytes, key: bytes) -> Mapping[str, bytes]:
    """The files by relative path. StoreDamaged."""
    if not data:
        return {}
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        plain = AESGCM(_own(key)).decrypt(data[:_NONCE], data[_NONCE:], None)
        return {name: b64decode(text) for name, text in json.loads(plain).items()}
    except (InvalidTag, ValueError, AttributeError):
        raise unsound("ses conventions ne se lisent pas") from None


def put_back(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write those that are not there; the conventions (first folder) that were. CannotWrite."""
    written = set()
    for name, data in files.items():
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or Path(folder, name).exists():
            continue
        private_folder(Path(folder, name).parent)
        write_atomic(Path(folder, name), data)
        written.add(path.parts[0])
    return sorted(written)


def _own(key: bytes) -> bytes:
    import hmac

    return hmac.digest(key, b"pdp conventions", "sha256")
