"""The envelope ``pdp.enveloppe``: the only root. It names the store and holds the wrapped key.

JSON with a SHA-256 of itself, renamed into place; a copy stays in the profile. What it says in
clear: file name, store id, salt, generation, and for each slot the author's name and its day.
"""

import errno
import json
import re
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from pdpcli.errors import NoStore, StoreDamaged
from pdpcli.files import cannot_read, private_folder, read_regular, write_atomic
from pdpcli.store.home import profile

NAME = "pdp.enveloppe"
STORE_SUFFIX = ".pdp"
UNFINISHED_SUFFIX = ".inacheve"  # being made: without its envelope, it opens with nothing
_FORMAT = "pdp-enveloppe-1"
MOST_BYTES = 64_000
# A forged envelope must not exhaust the machine: its memory, nor the time of trying every slot.
_MEMORY_KIB = range(8, 256 * 1024 + 1)
_ITERATIONS = range(1, 17)
_LANES = range(1, 17)
_MOST_WORK = 32 * 1024 * 1024  # KiB times iterations, over all slots
_SLOTS = range(1, 21)
_GENERATIONS = range(1, 1_000_000)
_SALT, _NONCE, _WRAPPED = 16, 12, 48  # bytes
_LONGEST_NAME = 500
_DIGEST = 16  # hexadecimal digits: enough to tell envelopes apart


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
    since: str = ""  # the day it was given, ISO; empty in an envelope of before


@dataclass(frozen=True)
class Envelope:
    """Which file the store is and how its key is wrapped."""

    store: str
    store_id: str
    salt: bytes
    generation: int
    slots: tuple[Slot, ...]
    recovery: Slot

    def slot_of(self, author: str) -> Slot | None:
        """The slot of ``author``, if there is one."""
        return next((slot for slot in self.slots if slot.author == author), None)

    @property
    def digest(self) -> str:
        """What the journal keeps of this envelope: all but the name of the store's file."""
        return _hash(_plain(asdict(replace(self, store=""))))[:_DIGEST]

    def to_bytes(self) -> bytes:
        """The file's bytes, with the SHA-256 of the rest."""
        body = {"format": _FORMAT, **_plain(asdict(self))}
        return json.dumps(body | {"sha256": _hash(body)}, indent=1, ensure_ascii=False).encode()


def load(home: Path) -> Envelope:
    """The envelope of the store in ``home``. NoStore, StoreDamaged, CannotWrite."""
    try:
        return parse(read_regular(home / NAME, MOST_BYTES))
    except (FileNotFoundError, NotADirectoryError):
        if home.is_dir() and any(home.glob(f"*{STORE_SUFFIX}")):
            raise damaged("L'enveloppe du cahier a disparu.") from None
        raise NoStore(
            "Il n'y a pas encore de cahier ici.", where=str(home), todo="Créez-le : pdp initialiser"
        ) from None
    except OSError as error:
        if error.errno in (errno.EISDIR, errno.ENXIO, errno.EFBIG):
            raise damaged("L'enveloppe du cahier est abîmée.") from error
        raise cannot_read(home / NAME, error) from error


def replaced(home: Path, store: Path) -> bool:
    """Whether a sound envelope is there, and names another file than ``store``."""
    try:
        return parse(read_regular(home / NAME, MOST_BYTES)).store != store.name
    except (OSError, StoreDamaged):
        return False


def keep_copy(envelope: Envelope) -> Path:
    """Keep the profile's copy, which comes before the envelope itself; its path. CannotWrite."""
    copy = copy_path(envelope.store_id)
    private_folder(copy.parent)
    write_atomic(copy, envelope.to_bytes(), force=True)
    return copy


def save(home: Path, envelope: Envelope) -> None:
    """Rename ``envelope`` into place: what commits a store. CannotWrite."""
    write_atomic(home / NAME, envelope.to_bytes(), force=True)


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
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise damaged("L'enveloppe du cahier est abîmée.") from None


def damaged(what: str) -> StoreDamaged:
    """StoreDamaged for the envelope: the key is safe in its copies."""
    return StoreDamaged(
        what,
        where=NAME,
        todo="Vos dossiers sont toujours là. Remettez la copie gardée sur ce poste :"
        " pdp verifier --remettre-enveloppe ; sinon, une sauvegarde : pdp sauvegarde restaurer",
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
        salt=_bytes(body["salt"], _SALT),
        generation=_integer(body["generation"], _GENERATIONS),
        slots=tuple(_slot(slot, _kdf(slot["kdf"])) for slot in _several(body["slots"])),
        recovery=_slot(body["recovery"], None),
    )
    if sum(s.kdf.memory_kib * s.kdf.iterations for s in envelope.slots if s.kdf) > _MOST_WORK:
        raise ValueError
    return envelope


def _several(slots: object) -> list[dict[str, Any]]:
    if not isinstance(slots, list) or len(slots) not in _SLOTS:
        raise ValueError
    return slots


def _slot(slot: dict[str, Any], kdf: Kdf | None) -> Slot:
    author = slot["author"]
    if not isinstance(author, str) or len(author) > _LONGEST_NAME:
        raise ValueError
    since = slot.get("since", "")
    if not re.fullmatch(r"(\d{4}-\d\d-\d\d)?", since, re.ASCII):
        raise ValueError
    salt, nonce = _bytes(slot["salt"], _SALT), _bytes(slot["nonce"], _NONCE)
    return Slot(author, salt, nonce, _bytes(slot["wrapped"], _WRAPPED), kdf, since)


def _kdf(said: dict[str, Any]) -> Kdf:
    kdf = Kdf(
        _integer(said["memory_kib"], _MEMORY_KIB),
        _integer(said["iterations"], _ITERATIONS),
        _integer(said["lanes"], _LANES),
    )
    if kdf.memory_kib < 8 * kdf.lanes:
        raise ValueError
    return kdf


def _integer(value: object, bounds: range) -> int:
    if type(value) is not int or value not in bounds:
        raise ValueError
    return value


def _bytes(text: str, length: int) -> bytes:
    data = bytes.fromhex(text)
    if len(data) != length:
        raise ValueError
    return data


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def _hash(body: dict[str, Any]) -> str:
    return sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
