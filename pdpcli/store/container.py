"""A backup's file: one encrypted container, whole or refused.

A line ``pdp-sauvegarde-1``; a line of JSON, in clear: store id, generation of the key, moment, head
of the journal, size of each part; the parts one after the other; an HMAC of all this under the
store's key; the SHA-256 of all that precedes it. The parts are the envelope, the store's own file,
which is encrypted, and the cell's own conventions, encrypted here.
"""

import hmac
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from os import SEEK_END
from typing import IO, Any

from pdpcli.errors import StoreDamaged
from pdpcli.store.journal import Head

ENVELOPE, STORE, CONVENTIONS = "enveloppe", "cahier", "conventions"
_PARTS = (ENVELOPE, STORE, CONVENTIONS)
_MAGIC = b"pdp-sauvegarde-1\n"
_MOST_HEADER = 4096  # bytes
_TAG = 32  # bytes of the HMAC, and of the SHA-256
CHUNK = 1 << 20
_INTEGERS = range(2**63)


@dataclass(frozen=True)
class Header:
    """What a backup says in clear; ``made_at`` is a UTC moment, ``parts`` are (name, bytes)."""

    store_id: str
    generation: int
    made_at: str
    head: Head
    parts: tuple[tuple[str, int], ...]

    def to_bytes(self) -> bytes:
        """The two lines at the beginning of the file."""
        said = {
            "store_id": self.store_id,
            "generation": self.generation,
            "made_at": self.made_at,
            "head": [self.head.epoch, self.head.n, self.head.hash],
            "parts": self.parts,
        }
        return _MAGIC + json.dumps(said, separators=(",", ":")).encode() + b"\n"

    @property
    def whole(self) -> int:
        """The bytes of the whole file."""
        return len(self.to_bytes()) + sum(size for _, size in self.parts) + 2 * _TAG

    def place(self, name: str) -> tuple[int, int]:
        """Where a part begins, and its size; size 0 for one that is not there."""
        at = len(self.to_bytes())
        for part, size in self.parts:
            if part == name:
                return at, size
            at += size
        return at, 0


def unsound(what: str) -> StoreDamaged:
    """StoreDamaged for a backup: nothing else was touched, another one may be good."""
    return StoreDamaged(
        f"La sauvegarde est abîmée : {what}.",
        todo="Le cahier n'a pas été touché. Essayez-en une autre : pdp sauvegarde liste",
    )


def write(file: IO[bytes], header: Header, parts: Iterable[Iterable[bytes]], key: bytes) -> None:
    """Write a whole container into an empty ``file``, open for reading and writing."""
    digest, tag = sha256(), _tag(key)
    for chunk in _all(header, parts):
        digest.update(chunk)
        tag.update(chunk)
        file.write(chunk)
    digest.update(tag.digest())
    file.write(tag.digest() + digest.digest())
    file.flush()


def _all(header: Header, parts: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    yield header.to_bytes()
    for part in parts:
        yield from part


def read_header(file: IO[bytes]) -> Header:
    """What the file says of itself, its own size included. StoreDamaged."""
    size = file.seek(0, SEEK_END)
    file.seek(0)
    if size == 0:
        raise unsound("le fichier est vide (0 octet)")
    if file.read(len(_MAGIC)) != _MAGIC:
        raise unsound("son début n'est pas celui d'une sauvegarde de pdp")
    line = file.readline(_MOST_HEADER)
    try:
        header = _parsed(line)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise unsound("son en-tête ne se lit pas") from None
    if size != header.whole:
        less = header.whole - size
        raise unsound(f"il en manque {less} octets" if less > 0 else f"{-less} octets de trop")
    return header


def _parsed(line: bytes) -> Header:
    said: dict[str, Any] = json.loads(line)
    epoch, n, hash_ = said["head"]
    parts = tuple((str(name), _integer(size)) for name, size in said["parts"])
    if tuple(name for name, _ in parts) not in (_PARTS, _PARTS[:2]):
        raise ValueError
    if not re.fullmatch(r"[0-9a-f]{32}", said["store_id"]) or not isinstance(hash_, str):
        raise ValueError
    datetime.fromisoformat(said["made_at"])
    head = Head(_integer(epoch), _integer(n), hash_)
    header = Header(said["store_id"], _integer(said["generation"]), said["made_at"], head, parts)
    if header.to_bytes() != _MAGIC + line:
        raise ValueError
    return header


def _integer(value: object) -> int:
    if type(value) is not int or value not in _INTEGERS:
        raise ValueError
    return value


def check_digest(file: IO[bytes], header: Header) -> str:
    """The SHA-256 that ends the file, which is that of all the rest. StoreDamaged."""
    digest = sha256()
    for chunk in _read(file, 0, header.whole - _TAG):
        digest.update(chunk)
    if file.read(_TAG) != digest.digest():
        raise unsound("un octet au moins a changé depuis qu'elle a été faite")
    return digest.hexdigest()


def part(file: IO[bytes], header: Header, name: str) -> bytes:
    """The bytes of a small part."""
    return b"".join(_read(file, *header.place(name)))


def copy_store(file: IO[bytes], header: Header, key: bytes, target: IO[bytes]) -> None:
    """Write the part that is the store into ``target``, and check the HMAC of it all.

    Raises:
        StoreDamaged: the parts are not those that were put together under this key.
    """
    tag = _tag(key)
    begins, size = header.place(STORE)
    tag.update(b"".join(_read(file, 0, begins)))
    for chunk in _read(file, begins, size):
        tag.update(chunk)
        target.write(chunk)
    after = begins + size
    for chunk in _read(file, after, header.whole - 2 * _TAG - after):
        tag.update(chunk)
    target.flush()
    if not hmac.compare_digest(file.read(_TAG), tag.digest()):
        raise unsound("ses parties ne vont pas ensemble")


def _read(file: IO[bytes], begins: int, size: int) -> Iterator[bytes]:
    file.seek(begins)
    while size > 0:
        chunk = file.read(min(size, CHUNK))
        if not chunk:
            raise unsound(f"il en manque {size} octets")
        size -= len(chunk)
        yield chunk


def _tag(key: bytes) -> "hmac.HMAC":
    return hmac.new(hmac.digest(key, b"pdp sauvegarde", "sha256"), digestmod="sha256")
