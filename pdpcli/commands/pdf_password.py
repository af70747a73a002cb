"""The password of a protected copy: from a file, or typed twice without being shown."""

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from pdpcli.commands.output import note
from pdpcli.commands.secret_file import password_in
from pdpcli.errors import InputRefused, Refusal


def pdf_password(file: Path | None) -> str:
    """The password to protect with, already accepted by ``forms.protect``.

    Raises:
        InputRefused: nobody to ask, a file that does not read, or a password refused.
    """
    from pdpcli.forms.protect import parse_password

    try:
        return parse_password(password_in(file) if file else _asked())
    except Refusal as refusal:
        raise InputRefused(f"Rien n'a été produit. {refusal.reason}") from None


def _asked() -> str:
    if not sys.stdin.isatty():
        raise InputRefused(
            "Le mot de passe du PDF manque, et il n'y a pas de terminal où le demander.",
            todo="Donnez --fichier-mot-de-passe FICHIER.",
        )
    from pdpcli.commands.typed_secret import typed_secret

    while True:
        first = typed_secret("Mot de passe du PDF (rien ne s'affiche) : ")
        if typed_secret("Le même, encore une fois : ") == first:
            return first
        note("Les deux ne sont pas pareils. Recommencez, ou Ctrl-C pour laisser.")


def password_later(file: Path | None) -> Callable[[], str]:
    """The same, asked only when it is first needed: what may stop the fiche is looked at before.

    Raises:
        InputRefused: at once, when it will not have to be asked.
    """
    if file or not sys.stdin.isatty():
        password = pdf_password(file)
        return lambda: password
    return cache(lambda: pdf_password(None))
