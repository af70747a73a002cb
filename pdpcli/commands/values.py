"""Reading what was typed for a parameter, without pydantic: it would cost more than the command.

Texts, integers, paths, flags, lists of them, and whatever has a ``parser`` are read here; a
parameter of any other type keeps the library's own way.
"""

# ruff: noqa: ANN401 - the types of contexts and parameters are private to typer

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, get_args

import typer

from pdpcli.errors import Refusal
from pdpcli.rules.dates import FIRST_YEAR, LAST_YEAR

_FIGURES = re.compile(r"[+-]?[0-9]+")
_MOST_FIGURES = 9
_YEAR = re.compile(r"[0-9]{4}")


class Reader:
    """Reads one parameter; stands for the library's own runtime parameter."""

    def __init__(self, convert: Callable[[str], Any]) -> None:
        self.convert = convert

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value, or a BadParameter whose message is French; defaults are left as they are."""
        several = param.multiple or param.nargs == -1
        if value is None:
            return () if several else None
        try:
            return [self._one(item) for item in value] if several else self._one(value)
        except Refusal as refusal:
            raise typer.BadParameter(refusal.reason, ctx=ctx, param=param) from None

    def _one(self, value: Any) -> Any:
        return self.convert(value) if isinstance(value, str) else value


def read_lightly(params: list[Any]) -> list[Any]:
    """``params``, each of a type known here now read by a Reader."""
    for param in params:
        convert = _converter(param)
        if convert is not None:
            param.get_runtime_param = partial(Reader, convert)
    return params


def _converter(param: Any) -> Callable[[str], Any] | None:
    described = param.type_descriptor
    if described.parameter_info.parser is not None:
        parser: Callable[[str], Any] = described.parameter_info.parser
        return partial(_parsed, parser, param.default == "")
    inner = get_args(described.annotation) if described.is_list else (described.annotation,)
    if inner[0] is int:
        return partial(_integer, described.parameter_info.min)
    known: dict[Any, Callable[[str], Any]] = {str: _text, Path: _path, bool: bool}
    return known.get(inner[0])


def _parsed(parser: Callable[[str], Any], empty: bool, text: str) -> Any:  # noqa: FBT001 - partial
    return "" if empty and not text else parser(text)


def _text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:  # bytes that were no UTF-8
        raise Refusal("il y a un code qui n'est pas un caractère lisible") from None
    return text


def _path(text: str) -> Path:
    if not text:
        raise Refusal("un nom de fichier ou de dossier est attendu")
    return Path(text)


def _integer(least: float | None, text: str) -> int:
    if not _FIGURES.fullmatch(text.strip()):
        raise Refusal("un nombre entier est attendu")
    if len(text.strip()) > _MOST_FIGURES:
        raise Refusal("ce nombre est trop grand")
    number = int(text)
    if least is not None and number < least:
        raise Refusal(f"un nombre d'au moins {least:g} est attendu")
    return number


def year_named(text: str) -> int:
    """A parser: a year, written 2025. Refusal."""
    if not _YEAR.fullmatch(text.strip()) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise Refusal(f"une année s'écrit 2025 (de {FIRST_YEAR} à {LAST_YEAR})")
    return int(text)
