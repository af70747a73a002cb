"""Wrapping the store's key: Argon2id of a passphrase, HKDF of the recovery key, AES-256-GCM."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from secrets import token_bytes, token_hex

from pdpcli.errors import PdpError, WrongPassphrase
from pdpcli.store.envelope import STORE_SUFFIX, Envelope, Kdf, Slot
from pdpcli.store.recovery import parse_recovery_key

#: The author of what is written after opening with the recovery key.
RECOVERY_AUTHOR = "clé de secours"


@dataclass(frozen=True)
class Identity:
    """What a wrapped key is bound to: a slot taken to another envelope does not open."""

    store_id: str
    generation: int


def create(
    author: str, passphrase: str, recovery_key: str, kdf: Kdf | None = None
) -> tuple[Envelope, bytes]:
    """A new envelope with one member's slot and the recovery slot, and the 32-byte key."""
    key, identity = token_bytes(32), Identity(token_hex(16), 1)
    today = datetime.now(UTC).date().isoformat()
    envelope = Envelope(
        store=f"dossiers-{identity.store_id[:8]}-1{STORE_SUFFIX}",
        store_id=identity.store_id,
        salt=token_bytes(16),
        generation=1,
        slots=(replace(wrap(identity, key, author, passphrase, kdf or Kdf()), since=today),),
        recovery=replace(wrap(identity, key, RECOVERY_AUTHOR, recovery_key, None), since=today),
    )
    return envelope, key


def wrap(identity: Identity, key: bytes, author: str, secret: str, kdf: Kdf | None) -> Slot:
    """The slot of ``author``: ``key`` under ``secret``; without ``kdf`` a recovery key."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = token_bytes(16), token_bytes(12)
    wrapped = AESGCM(_wrapping_key(secret, salt, kdf)).encrypt(
        nonce, key, _bound(identity, author, kdf)
    )
    return Slot(author, salt, nonce, wrapped, kdf)


def unwrap(envelope: Envelope, secret: str, first: str = "") -> tuple[bytes, str]:
    """The key and the author whose slot ``secret`` opens; ``first`` is tried before the others.

    Raises WrongPassphrase, PdpError (not enough memory to try).
    """
    slots = (envelope.recovery,) if parse_recovery_key(secret) else envelope.slots
    for slot in sorted(slots, key=lambda one: one.author != first):
        if (key := opened_by(envelope, slot, secret)) is not None:
            return key, slot.author
    raise WrongPassphrase(
        "Ce n'est pas la bonne phrase de passe.",
        todo="Recommencez (majuscules, accents, espaces comptent). Oubliée ? La clé de secours,"
        " avec tous ses groupes, s'écrit à la même place.",
    )


def opened_by(envelope: Envelope, slot: Slot, secret: str) -> bytes | None:
    """The key, if ``secret`` opens this very slot. PdpError: not enough memory to try."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    identity = Identity(envelope.store_id, envelope.generation)
    wrapping = AESGCM(_wrapping_key(secret, slot.salt, slot.kdf))
    try:
        return wrapping.decrypt(slot.nonce, slot.wrapped, _bound(identity, slot.author, slot.kdf))
    except (InvalidTag, ValueError):
        return None


def _bound(identity: Identity, author: str, kdf: Kdf | None) -> bytes:
    return repr((identity.store_id, identity.generation, author, kdf)).encode()


def _wrapping_key(secret: str, salt: bytes, kdf: Kdf | None) -> bytes:
    if kdf is None:
        return _stretch_nothing(parse_recovery_key(secret) or b"", salt)
    return stretch(unicodedata.normalize("NFC", secret), salt, kdf)


def stretch(secret: str, salt: bytes, kdf: Kdf) -> bytes:
    """Argon2id of ``secret``, 32 bytes. PdpError: not enough memory."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    text = secret.encode("utf-8", "surrogatepass")
    try:
        return Argon2id(
            salt=salt,
            length=32,
            iterations=kdf.iterations,
            lanes=kdf.lanes,
            memory_cost=kdf.memory_kib,
        ).derive(text)
    except MemoryError:
        raise PdpError(
            f"Il faut {kdf.memory_kib // 1024} Mo de mémoire libre pour essayer une phrase.",
            todo="Fermez d'autres programmes, puis recommencez. Le cahier n'a rien.",
        ) from None


def _stretch_nothing(secret: bytes, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt, b"pdp recovery slot").derive(secret)
