"""The envelope ``pdp.enveloppe``: the only root. It names the store and holds the wrapped key.

JSON with a SHA-256 of itself, renamed into place; a copy stays in the profile. What it says in
clear: file name, store id, salt, generation, and for each slot the author's name.
"""

import json
import re
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pdpcli.errors import NoStore, StoreDamaged
from pdpcli.files import cannot_write, private_folder, write_atomic
from pdpcli.store.home import profile

NAME = "pdp.enveloppe"
STORE_SUFFIX = ".pdp"
_FORMAT = "pdp-enveloppe-1"
_MEMORY_KIB = range(8, 1024 * 1024 + 1)  # a forged envelope must not exhaust the machine
_ITERATIONS = range(1, 17)
_LANES = range(1, 17)


@dataclass(frozen=True)
class Kdf:
    """Argon2id's cost; the default is RFC 9106's second recommendation (64 MiB)."""

    memory_kib: int = 64 * 1024
    iterations: int = 3
    lanes: int = 4


@dataclass(frozen=True)
class Slot:
    """The key wrapped under one member's passphrase (``kdf``), or the recovery key (no kdf)."""

    author: str
    salt: bytes
    nonce: bytes
    wrapped: bytes
    kdf: Kdf | None = None


@dataclass(frozen=True)
class Envelope:
    """Which file the store is and how its key is wrapped."""

    store: str
    store_id: str
    salt: bytes
    generation: int
    slots: tuple[Slot, ...]
    recovery: Slot

    def to_bytes(self) -> bytes:
        """The file's bytes, with the SHA-256 of the rest."""
        body = {"format": _FORMAT, **_plain(asdict(self))}
        return json.dumps(body | {"sha256": _hash(body)}, indent=1, ensure_ascii=False).encode()


def load(home: Path) -> Envelope:
    """The envelope of the store in ``home``. NoStore, StoreDamaged, CannotWrite."""
    try:
        return parse((home / NAME).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        if home.is_dir() and any(home.glob(f"*{STORE_SUFFIX}")):
            raise damaged("L'enveloppe du cahier a disparu.") from None
        raise NoStore(
            "Il n'y a pas encore de cahier ici.", where=str(home), todo="Créez-le : pdp init"
        ) from None
    except OSError as error:
        raise cannot_write(home / NAME, error) from error


def save(home: Path, envelope: Envelope) -> None:
    """Rename ``envelope`` into place, its copy in the profile first. CannotWrite."""
    data = envelope.to_bytes()
    copy = copy_path(envelope.store_id)
    private_folder(copy.parent)
    write_atomic(copy, data, force=True)
    write_atomic(home / NAME, data, force=True)


def copy_path(store_id: str) -> Path:
    """Where the profile keeps the envelope's copy."""
    return profile() / "enveloppes" / f"{store_id}.enveloppe"


def copies() -> list[Path]:
    """Every copy of an envelope in the profile."""
    return list((profile() / "enveloppes").glob("*.enveloppe"))


def parse(data: bytes) -> Envelope:
    """The envelope these bytes are. StoreDamaged when its own hash or a bound is wrong."""
    try:
        return _envelope(json.loads(data.decode()))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise damaged("L'enveloppe du cahier est abîmée.") from None


def damaged(what: str) -> StoreDamaged:
    """StoreDamaged for the envelope: the key is safe in its copies."""
    return StoreDamaged(
        what,
        where=NAME,
        todo="Vos dossiers sont toujours là. Remettez la copie gardée sur ce poste :"
        " pdp check --restore-envelope, ou celle d'une sauvegarde.",
    )


def _envelope(body: dict[str, Any]) -> Envelope:
    if body.pop("sha256") != _hash(body) or body["format"] != _FORMAT:
        raise ValueError
    if not re.fullmatch(r"[a-z0-9-]{1,80}\.pdp", body["store"]):
        raise ValueError
    if not re.fullmatch(r"[0-9a-f]{32}", body["store_id"]):
        raise ValueError
    envelope = Envelope(
        store=body["store"],
        store_id=body["store_id"],
        salt=bytes.fromhex(body["salt"]),
        generation=int(body["generation"]),
        slots=tuple(_slot(slot) for slot in body["slots"]),
        recovery=_slot(body["recovery"]),
    )
    if len(envelope.salt) != 16:  # noqa: PLR2004 - SQLCipher's salt
        raise ValueError
    return envelope


def _slot(slot: dict[str, Any]) -> Slot:
    kdf = Kdf(**slot["kdf"]) if slot["kdf"] else None
    if kdf and not (
        kdf.memory_kib in _MEMORY_KIB
        and kdf.iterations in _ITERATIONS
        and kdf.lanes in _LANES
        and kdf.memory_kib >= 8 * kdf.lanes
    ):
        raise ValueError
    salt, nonce, wrapped = (bytes.fromhex(slot[name]) for name in ("salt", "nonce", "wrapped"))
    return Slot(str(slot["author"]), salt, nonce, wrapped, kdf)


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def _hash(body: dict[str, Any]) -> str:
    return sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
