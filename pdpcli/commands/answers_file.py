"""Answers read from a file she filled: TOML or JSON, recognised by content."""

import json
from pathlib import Path

from pdpcli.commands.text_file import text_in
from pdpcli.declarations.toml import UNREADABLE, read_toml, where_unreadable
from pdpcli.errors import InputRefused

_MOST = 200_000  # bytes: a hand-filled file is a few kilobytes
_MOST_ANSWERS = 500


def read_answers(path: Path) -> dict[str, object]:
    """The answers of ``path``, by field.

    Raises:
        InputRefused: absent, too long, not UTF-8, not a table of answers.
    """
    text = text_in(path, _MOST)
    answers = _json(text) if text.lstrip().startswith("{") else _toml(text)
    if not isinstance(answers, dict):
        raise InputRefused("Le fichier ne contient pas une liste de réponses.")
    if len(answers) > _MOST_ANSWERS:
        raise InputRefused("Le fichier a trop de réponses pour être une saisie.")
    return answers


def _json(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise InputRefused(
            f"Ce n'est pas du JSON lisible (ligne {error.lineno}, colonne {error.colno})."
        ) from None
    except UNREADABLE as error:
        raise InputRefused("Ce n'est pas du JSON lisible.", where=where_unreadable(error)) from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InputRefused("Une même réponse est donnée deux fois dans le fichier.")
    return found


def _toml(text: str) -> object:
    try:
        return read_toml(text)
    except UNREADABLE as error:
        raise InputRefused(
            "Ce n'est pas du TOML lisible.",
            where=where_unreadable(error),
            todo="Un fichier à remplir : pdp situation modele",
        ) from None
