"""`pdp unlock`: the key kept for a while, in two halves, so that nothing is asked again.

The profile's half (on the disk) is the key masked by an HMAC of the runtime's half (in memory, or
in the system's vault): neither tells anything alone. Only hmac and hashlib: a read stays fast.
"""

import hmac
import json
import os
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

from pdpcli.errors import CannotWrite
from pdpcli.files import cannot_write, private_folder, read_regular, write_atomic
from pdpcli.store.home import profile, runtime

if TYPE_CHECKING:
    from pdpcli.store.open import Store

_RESTAMP = 60.0
_MOST = 4096  # bytes of a half
_SERVICE = "pdp"


@dataclass(frozen=True)
class Session:
    """The profile's half. Times are seconds since the epoch; ``idle`` is a duration."""

    store_id: str
    generation: int
    author: str
    until: float
    idle: float
    used: float
    nonce: str
    masked: str


def keep(store: "Store", seconds: float, idle: float) -> None:
    """Keep the key for ``seconds``, or until ``idle`` seconds without a command. CannotWrite."""
    secret, nonce, now = token_bytes(32), token_bytes(16), time.time()
    _put_secret(store.store_id, secret)
    masked = _mask(secret, nonce, store.key).hex()
    _save(
        Session(
            store.store_id, store.generation, store.author, now + seconds, idle, now,
            nonce.hex(), masked,
        ),
        secret,
    )  # fmt: skip


def kept(store_id: str, generation: int, *, touch: bool = True) -> tuple[bytes, str] | None:
    """The kept key and its author; None when there is none, expired, or not safely ours.

    Without ``touch`` it is not a command: the time without one goes on, and nothing is written.
    """
    try:
        session, secret = _sealed(store_id)
    except (OSError, ValueError, KeyError, TypeError, RecursionError, CannotWrite):
        return None
    if (session.store_id, session.generation) != (store_id, generation):
        return None
    now = time.time()
    if _expired(session, now):
        if not touch:
            return None
        with suppress(CannotWrite):
            forget(store_id)
        return None
    if touch and now - session.used > _RESTAMP:
        with suppress(CannotWrite):
            _save(Session(**asdict(session) | {"used": now}), secret)
    return _mask(
        secret, bytes.fromhex(session.nonce), bytes.fromhex(session.masked)
    ), session.author


def forget(store_id: str) -> bool:
    """Forget the key; whether one was kept. CannotWrite when a half stays on the disk."""
    with suppress(OSError, CannotWrite):
        folder = runtime()
        if folder is None:
            _forget_in_vault(store_id)
        else:
            (folder / store_id).unlink(missing_ok=True)
    path = _path(store_id)
    if not os.path.lexists(path):
        return False
    try:
        path.unlink()
    except OSError as error:
        raise cannot_write(path, error) from error
    return True


def _sealed(store_id: str) -> tuple[Session, bytes]:
    """The profile's half, whole since its tag is ours, and the runtime's half."""
    half = dict(json.loads(read_regular(_path(store_id), _MOST, ours=True)))
    secret, tag = _get_secret(store_id), half.pop("tag")
    session = Session(**half)
    if not hmac.compare_digest(tag, _tag(session, secret)):
        raise ValueError
    return session, secret


def _expired(session: Session, now: float) -> bool:
    moved_back = now < session.used - 2
    return moved_back or now >= session.until or now >= session.used + session.idle


def _mask(secret: bytes, nonce: bytes, key: bytes) -> bytes:
    pad = hmac.digest(secret, b"mask" + nonce, "sha256")
    return bytes(a ^ b for a, b in zip(key, pad, strict=True))


def _tag(session: Session, secret: bytes) -> str:
    body = json.dumps(asdict(session), sort_keys=True).encode()
    return hmac.digest(secret, b"tag" + body, "sha256").hex()


def _save(session: Session, secret: bytes) -> None:
    path = _path(session.store_id)
    private_folder(path.parent)
    body = asdict(session) | {"tag": _tag(session, secret)}
    write_atomic(path, json.dumps(body).encode(), force=True)


def _path(store_id: str) -> Path:
    return profile() / "sessions" / store_id


def _put_secret(store_id: str, secret: bytes) -> None:
    if (folder := runtime()) is not None:
        write_atomic(folder / store_id, secret, force=True)
        return
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, store_id, secret.hex())
    except KeyringError as error:
        raise CannotWrite(
            f"Le coffre-fort du système ({sys.platform}) n'a pas gardé la clé.",
            todo="Tapez la phrase de passe à chaque commande, ou voyez votre informaticien.",
        ) from error


def _get_secret(store_id: str) -> bytes:
    if (folder := runtime()) is not None:
        return read_regular(folder / store_id, _MOST, ours=True)
    import keyring
    from keyring.errors import KeyringError

    try:
        return bytes.fromhex(keyring.get_password(_SERVICE, store_id) or "?")
    except KeyringError as error:
        raise OSError from error


def _forget_in_vault(store_id: str) -> None:
    import keyring
    from keyring.errors import KeyringError

    with suppress(KeyringError):
        keyring.delete_password(_SERVICE, store_id)
