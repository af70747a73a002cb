"""A secret typed at the terminal: without echo, or not at all."""

import sys
import warnings

from pdpcli.errors import InputRefused


def typed_secret(question: str) -> str:
    """What was typed, unseen; ``question`` is the whole prompt.

    Raises:
        InputRefused: this terminal would show what is typed; nothing was asked.
    """
    from getpass import GetPassWarning, getpass

    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)
        try:
            return getpass(question, stream=sys.stderr)
        except GetPassWarning:
            raise InputRefused(
                "Ici, ce qui est tapé se verrait : rien n'a été demandé.",
                todo="Ouvrez une fenêtre de terminal ordinaire, ou donnez-le par un fichier.",
            ) from None
