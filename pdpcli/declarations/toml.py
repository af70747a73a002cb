"""TOML that could not be read, said in French: where, never what was written there."""

import re

#: What ``tomllib.loads`` raises: bad syntax, a number out of bounds, too many levels.
UNREADABLE = (ValueError, RecursionError)
_AT = re.compile(r"line (\d+), column (\d+)")


def where_unreadable(error: Exception) -> str:
    """Where one of UNREADABLE happened: « ligne 291, colonne 5 »."""
    if isinstance(error, RecursionError):
        return "trop de niveaux imbriqués"
    if found := _AT.search(str(error)):
        return f"ligne {found[1]}, colonne {found[2]}"
    return "à la fin du fichier" if "end of document" in str(error) else "un nombre démesuré"
