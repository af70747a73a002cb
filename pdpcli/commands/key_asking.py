"""The secrets of `pdp key`: who asks for a change types her passphrase, whatever session runs."""

import sys
from pathlib import Path

from pdpcli.commands.opening import ask_secret
from pdpcli.commands.output import note
from pdpcli.errors import InputRefused
from pdpcli.files import writable
from pdpcli.store.home import home
from pdpcli.store.open import Store
from pdpcli.store.recovery import new_recovery_key
from pdpcli.workflows import slots
from pdpcli.workflows.rotate import Secrets


def opened_by_author() -> Store:
    """The store, opened by the passphrase of whoever asks. Raises as ``slots.opened_anew``."""
    return slots.opened_anew(home(), ask_secret("Votre phrase de passe : "))


def given_recovery_key(file: Path | None) -> str:
    """A new recovery key: to be written in ``file``, else shown, and read back from the paper.

    Raises:
        InputRefused: neither a file nor a terminal. CannotWrite: the file exists.
    """
    if file is not None:
        writable(file)
        return new_recovery_key()
    if not sys.stdin.isatty():
        raise InputRefused(
            "La nouvelle clé de secours n'a nulle part où aller ; rien n'a été changé.",
            todo="Sans terminal, donnez --fichier-cle-de-secours FICHIER.",
        )
    from pdpcli.commands.recovery_shown import show

    key = new_recovery_key()
    show(key)
    return key


def secrets_asked(key_file: Path | None, *, yes: bool) -> tuple[Store, Secrets]:
    """The store opened by its author, and what the new key will open with.

    Raises:
        InputRefused, SaidNo, Interrupted: somebody who is away would lose her slot.
    """
    from pdpcli.commands.questions import confirmed

    secret = ask_secret("Votre phrase de passe : ")
    store = slots.opened_anew(home(), secret)
    slots.refuse_recovery(store)
    passphrases = {store.author: secret, **_of_the_others(store, yes=yes)}
    absent = [one.author for one in slots.holders(home())[0] if one.author not in passphrases]
    confirmed([_lost(absent)] if absent else [], yes=yes)
    return store, Secrets(passphrases, given_recovery_key(key_file), key_file=key_file)


def _lost(absent: list[str]) -> str:
    return (
        f"La phrase de passe de {', '.join(absent)} n'ouvrira plus le cahier : il faudra l'ajouter"
        " à nouveau. Continuer ?"
    )


def _of_the_others(store: Store, *, yes: bool) -> dict[str, str]:
    """The passphrases of the colleagues who are there, each typed by its owner; empty: away."""
    if yes or not sys.stdin.isatty():
        return {}
    from pdpcli.commands.typed_secret import typed_secret

    found: dict[str, str] = {}
    others = [one.author for one in slots.holders(home())[0] if one.author != store.author]
    for author in others:
        while typed := typed_secret(f"Phrase de {author}, qui la tape (Entrée : pas là) : "):
            if slots.is_hers(home(), author, typed):
                found[author] = typed
                break
            note("  ✗ ce n'est pas sa phrase.")
    return found
