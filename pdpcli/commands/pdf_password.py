"""The password of a protected copy: from a file, or typed twice without being shown."""

import sys
from pathlib import Path

from pdpcli.errors import InputRefused, Refusal
from pdpcli.files import in_french, read_regular

_MOST = 4096  # bytes: a password, not a book


def pdf_password(file: Path | None) -> str:
    """The password to protect with, already accepted by ``forms.protect``.

    Raises:
        InputRefused: nobody to ask, a file that does not read, or a password refused.
    """
    from pdpcli.forms.protect import parse_password

    try:
        return parse_password(_read(file) if file else _asked())
    except Refusal as refusal:
        raise InputRefused(f"Rien n'a été produit. {refusal.reason}") from None


def _read(file: Path) -> str:
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


def _asked() -> str:
    if not sys.stdin.isatty():
        raise InputRefused(
            "Le mot de passe du PDF manque, et il n'y a pas de terminal où le demander.",
            todo="Donnez --fichier-mot-de-passe FICHIER.",
        )
    from getpass import getpass

    first = getpass("Mot de passe du PDF (rien ne s'affiche) : ", stream=sys.stderr)
    if getpass("Le même, encore une fois : ", stream=sys.stderr) != first:
        raise InputRefused("Les deux ne sont pas pareils : rien n'a été produit.")
    return first
