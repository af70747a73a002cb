"""The file of the organisation's seal and its password: read, or asked without echo."""

import sys
from pathlib import Path

from pdpcli.commands.secret_file import password_in
from pdpcli.errors import InputRefused
from pdpcli.files import in_french, read_regular


def pkcs12(path: Path) -> bytes:
    """The bytes of the file. InputRefused: absent, no regular file, too large."""
    from pdpcli.forms.certificate import MOST_BYTES

    try:
        return read_regular(path, MOST_BYTES)
    except OSError as error:
        raise InputRefused(
            f"Le cachet n'a pas été importé : {in_french(error)}.", where=str(path)
        ) from error


def pkcs12_password(path: Path | None) -> str:
    """The password alone in ``path``, else typed. InputRefused: unreadable, or nobody to ask."""
    return password_in(path) if path else _typed()


def _typed() -> str:
    if not sys.stdin.isatty():
        raise InputRefused(
            "Le mot de passe du cachet manque, et il n'y a pas de terminal où le demander.",
            todo="Donnez un fichier qui le contient seul : --fichier-mot-de-passe",
        )
    from pdpcli.commands.typed_secret import typed_secret

    return typed_secret("Mot de passe du fichier : ")
