"""The recovery key: 160 random bits in nine groups of four, the last one a checksum."""

import re
from base64 import b32decode, b32encode
from hashlib import sha256
from secrets import token_bytes

_BYTES, _GROUP, _CHARS = 20, 4, 36
_FORM = re.compile(r"[A-Z2-7]{36}")
_LOOKALIKE = str.maketrans("018", "OIB")  # absent from the alphabet, present in handwriting


def new_recovery_key() -> str:
    """A new key: ``ABCD-EFGH-…``, nine groups."""
    secret = token_bytes(_BYTES)
    return "-".join(groups(b32encode(secret).decode() + _checksum(secret)))


def groups(text: str) -> list[str]:
    """The groups of four of a key, however it was typed."""
    flat = _flat(text)
    return [flat[at : at + _GROUP] for at in range(0, len(flat), _GROUP)]


def parse_recovery_key(text: str) -> bytes | None:
    """The 20 secret bytes, or None when ``text`` has not the form and checksum of a key."""
    flat = _flat(text)
    if not _FORM.fullmatch(flat):
        return None
    secret = b32decode(flat[: _CHARS - _GROUP])
    return secret if flat[-_GROUP:] == _checksum(secret) else None


def _flat(text: str) -> str:
    return re.sub(r"[\s\-–]", "", text).upper().translate(_LOOKALIKE)


def _checksum(secret: bytes) -> str:
    return b32encode(sha256(b"pdp recovery" + secret).digest()).decode()[:_GROUP]
