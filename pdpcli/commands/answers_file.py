"""Answers read from a file she filled: TOML or JSON, recognised by content."""

import json
import tomllib
from pathlib import Path

from pdpcli.declarations.toml import UNREADABLE, where_unreadable
from pdpcli.errors import InputRefused

_MOST = 1_000_000  # bytes: a hand-filled file is a few kilobytes


def read_answers(path: Path) -> dict[str, object]:
    """The answers of ``path``, by field.

    Raises:
        InputRefused: absent, too long, not UTF-8, not a table of answers.
    """
    try:
        if path.stat().st_size > _MOST:
            raise InputRefused("Le fichier est trop long pour être une saisie.")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputRefused(
            "Le fichier n'est pas en UTF-8.", todo="Enregistrez-le en « UTF-8 », puis recommencez."
        ) from None
    except OSError as error:
        raise InputRefused(f"Le fichier ne peut pas être lu ({error.strerror}).") from None
    answers = _json(text) if text.lstrip().startswith("{") else _toml(text)
    if not isinstance(answers, dict):
        raise InputRefused("Le fichier ne contient pas une liste de réponses.")
    return answers


def _json(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise InputRefused(
            f"Ce n'est pas du JSON lisible (ligne {error.lineno}, colonne {error.colno})."
        ) from None
    except RecursionError:
        raise InputRefused("Ce n'est pas une liste de réponses : trop de niveaux.") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InputRefused("Une même réponse est donnée deux fois dans le fichier.")
    return found


def _toml(text: str) -> object:
    try:
        return tomllib.loads(text)
    except UNREADABLE as error:
        raise InputRefused(
            "Ce n'est pas du TOML lisible.",
            where=where_unreadable(error),
            todo="Un fichier à remplir : pdp situation modele",
        ) from None
