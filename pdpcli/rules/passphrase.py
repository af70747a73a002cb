"""What a passphrase must be: long enough to be worth Argon2id, and not one everybody tries."""

import unicodedata

from pdpcli.errors import Refusal

_CHARACTERS, _WORDS, _LIMIT = 12, 4, 500
_COMMON = (
    "motdepasse", "azerty", "qwerty", "password", "bonjour", "soleil", "123456", "santetravail",
    "letmein", "medecinedutravail", "jetaime", "admin", "iloveyou", "correcthorsebatterystaple",
)  # fmt: skip


def parse_passphrase(text: str) -> str:
    """The passphrase in NFC; Refusal when it is short, common, or repeats a few characters."""
    phrase = unicodedata.normalize("NFC", text)
    if len(phrase) > _LIMIT:
        raise Refusal(f"{_LIMIT} caractères au plus.")
    if len(phrase) < _CHARACTERS and len(phrase.split()) < _WORDS:
        raise Refusal(
            f"trop courte : au moins {_CHARACTERS} caractères, ou {_WORDS} mots sans rapport"
            " entre eux, faciles à retenir."
        )
    if _is_common(phrase):
        raise Refusal("trop facile à deviner : prenez quelques mots sans rapport entre eux.")
    return phrase


def _is_common(phrase: str) -> bool:
    plain = unicodedata.normalize("NFD", phrase).casefold()
    letters = "".join(char for char in plain if char.isalnum())
    rest = letters
    for word in _COMMON:
        rest = rest.replace(word, "")
    left = rest.strip("0123456789")
    return len(set(letters)) < 5 or (rest != letters and len(left) < 5)  # noqa: PLR2004
