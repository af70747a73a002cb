"""The one place where commands open the store, and where its secret is asked."""

import os
import sys
from dataclasses import replace
from pathlib import Path

from pdpcli.errors import InputRefused
from pdpcli.files import read_regular
from pdpcli.store.home import home
from pdpcli.store.open import Store, Write, unlocked

_MOST = 4096  # bytes: a passphrase, not a book
_handed: list[Store] = []  # opened to name « the last situation », for the command that follows


def open_store() -> Store:
    """The store, by the session if there is one, else by the passphrase.

    Raises NoStore, WrongPassphrase, StoreDamaged, CannotWrite, InputRefused (nobody to ask).
    """
    if _handed:
        return _handed.pop()
    return replace(unlocked(home(), ask_secret), before_commit=_deadlines)


def hand_over(store: Store) -> None:
    """Give an open store to the next ``open_store``: its secret is not asked twice."""
    _handed[:] = [store]


def _deadlines(write: Write) -> None:
    """The deadlines of what was written, in the same transaction."""
    from pdpcli.workflows.deadlines import refresh_touched

    refresh_touched(write)


def ask_secret(question: str = "Phrase de passe : ") -> str:
    """The passphrase: ``PDP_PASSPHRASE_FILE``, ``PDP_PASSPHRASE``, else typed without echo."""
    given = given_secret()
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise InputRefused(
            "La phrase de passe manque, et il n'y a pas de terminal où la demander.",
            todo="Faites d'abord « pdp deverrouiller », ou donnez PDP_PASSPHRASE_FILE.",
        )
    from pdpcli.commands.typed_secret import typed_secret

    return typed_secret(question)


def given_secret() -> str | None:
    """The passphrase that the environment gives, or None. InputRefused when unreadable."""
    if path := os.environ.get("PDP_PASSPHRASE_FILE"):
        try:
            return read_regular(Path(path), _MOST).decode("utf-8-sig").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise InputRefused(
                "Le fichier de la phrase de passe ne se lit pas.",
                where="PDP_PASSPHRASE_FILE",
                todo="Vérifiez son chemin ; il contient la phrase seule, en UTF-8.",
            ) from error
    return os.environ.get("PDP_PASSPHRASE") or None
