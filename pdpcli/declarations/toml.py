"""TOML read within bounds; what does not read is said in French: where, never what was there."""

import re

#: What ``read_toml`` raises: bad syntax, a number out of bounds, too many levels.
UNREADABLE = (ValueError, RecursionError)
# The library takes a time that grows as the square of the levels of a key: a.b.c…
_DEEP_KEY = re.compile(r"^(?:[^.\n]+\.){100}", re.MULTILINE)
_AT = re.compile(r"line (\d+), column (\d+)")


def read_toml(text: str) -> dict[str, object]:
    """The table that ``text`` is. Raises one of UNREADABLE."""
    import tomllib

    if _DEEP_KEY.search(text):
        raise RecursionError
    return tomllib.loads(text)


def where_unreadable(error: Exception) -> str:
    """Where one of UNREADABLE happened: « ligne 291, colonne 5 »."""
    if isinstance(error, RecursionError):
        return "trop de niveaux imbriqués"
    if found := _AT.search(str(error)):
        return f"ligne {found[1]}, colonne {found[2]}"
    return "à la fin du fichier" if "end of document" in str(error) else "un nombre démesuré"
