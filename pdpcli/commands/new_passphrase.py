"""A new passphrase: typed twice without echo, or alone in a file; never an argument."""

import sys
from collections.abc import Sequence
from pathlib import Path
from unicodedata import normalize

from pdpcli.commands.output import note
from pdpcli.errors import InputRefused, Refusal
from pdpcli.workflows.new_passphrase import parse_new_passphrase

_ADVICE = (
    "Au moins 12 caractères. Ce qui la rend forte : que personne ne puisse la prévoir, même en vous"
    " connaissant.\nQuatre mots tirés au hasard valent mieux qu'une citation, un nom ou une date."
)


def new_passphrase(about: Sequence[str], file: Path | None = None) -> str:
    """The passphrase, from ``file`` or typed; ``about`` are the names that it may not be made of.

    Raises:
        InputRefused: refused from a file, or nobody to ask.
    """
    if file is None and not sys.stdin.isatty():
        raise InputRefused(
            "La nouvelle phrase de passe manque, et il n'y a pas de terminal où la demander.",
            todo="--fichier-nouvelle-phrase FICHIER : un fichier qui la contient seule.",
        )
    if file is None:
        return typed_twice(about)
    from pdpcli.commands.secret_file import password_in

    try:
        return parse_new_passphrase(password_in(file), about)
    except Refusal as refusal:
        raise InputRefused(
            f"Rien n'a été changé : la phrase est {refusal.reason}",
            where="--fichier-nouvelle-phrase",
        ) from None


def typed_twice(about: Sequence[str]) -> str:
    """The passphrase, explained, then typed until it holds and is typed the same again."""
    from pdpcli.commands.asked_line import asked_line
    from pdpcli.commands.typed_secret import typed_secret

    note(_ADVICE)
    while True:
        first = asked_line(
            "Phrase de passe (rien ne s'affiche)",
            lambda text: parse_new_passphrase(text, about),
            hidden=True,
        )
        if normalize("NFC", typed_secret("La même, encore une fois : ")) == first:
            return first
        note("  ✗ les deux ne sont pas pareilles ; recommençons.")
