"""What a new passphrase must be: strong, and never what would be read as a recovery key."""

from collections.abc import Sequence

from pdpcli.errors import Refusal
from pdpcli.rules.passphrase import parse_passphrase
from pdpcli.store.recovery import parse_recovery_key


def parse_new_passphrase(text: str, about: Sequence[str] = ()) -> str:
    """The passphrase in NFC; ``about`` are the names that are tried first. Refusal."""
    if parse_recovery_key(text):  # it would be tried on the recovery slot only
        raise Refusal("celle-ci a la forme d'une clé de secours : prenez quelques mots.")
    return parse_passphrase(text, *about)
