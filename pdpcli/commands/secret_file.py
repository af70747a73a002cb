"""A password read from a file that holds it alone: never an argument, which others may see."""

from pathlib import Path

from pdpcli.errors import InputRefused
from pdpcli.files import in_french, read_regular

_MOST = 4096  # bytes: a password, not a book


def password_in(file: Path) -> str:
    """The password alone in ``file``, without the end of its line.

    Raises:
        InputRefused: it does not read, or is not UTF-8.
    """
    try:
        return read_regular(file, _MOST).decode("utf-8-sig").rstrip("\r\n")
    except OSError as error:
        why = in_french(error)
    except UnicodeDecodeError:
        why = "il n'est pas en UTF-8"
    raise InputRefused(
        f"Le fichier du mot de passe ne se lit pas : {why}.",
        where="--fichier-mot-de-passe",
        todo="Il contient le mot de passe seul, sur une ligne.",
    )
