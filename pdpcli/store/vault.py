"""Wrapping the store's key: Argon2id of a passphrase, HKDF of the recovery key, AES-256-GCM."""

import unicodedata
from dataclasses import dataclass
from secrets import token_bytes, token_hex

from pdpcli.errors import WrongPassphrase
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
    envelope = Envelope(
        store=f"dossiers-{identity.store_id[:8]}-1{STORE_SUFFIX}",
        store_id=identity.store_id,
        salt=token_bytes(16),
        generation=1,
        slots=(wrap(identity, key, author, passphrase, kdf or Kdf()),),
        recovery=wrap(identity, key, RECOVERY_AUTHOR, recovery_key, None),
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


def unwrap(envelope: Envelope, secret: str) -> tuple[bytes, str]:
    """The key and the author whose slot ``secret`` opens. WrongPassphrase."""
    identity = Identity(envelope.store_id, envelope.generation)
    slots = (envelope.recovery,) if parse_recovery_key(secret) else envelope.slots
    for slot in slots:
        if (key := _open(identity, slot, secret)) is not None:
            return key, slot.author
    raise WrongPassphrase(
        "Ce n'est pas la bonne phrase de passe.",
        todo="Recommencez (majuscules, accents, espaces comptent). Oubliée ? La clé de secours,"
        " avec tous ses groupes, s'écrit à la même place.",
    )


def _open(identity: Identity, slot: Slot, secret: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

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
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    text = unicodedata.normalize("NFC", secret).encode("utf-8", "surrogatepass")
    return Argon2id(
        salt=salt,
        length=32,
        iterations=kdf.iterations,
        lanes=kdf.lanes,
        memory_cost=kdf.memory_kib,
    ).derive(text)


def _stretch_nothing(secret: bytes, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt, b"pdp recovery slot").derive(secret)
