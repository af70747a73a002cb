"""Reading what was typed for a parameter, without pydantic: it would cost more than the command.

Texts, integers, paths, flags, lists of them, and whatever has a ``parser`` are read here; a
parameter of any other type keeps the library's own way.
"""

# ruff: noqa: ANN401 - the types of contexts and parameters are private to typer

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, get_args

import typer

from pdpcli.errors import Refusal


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
        return self.convert(value) if isinstance(value, str) and value else value


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
        return parser
    inner = get_args(described.annotation) if described.is_list else (described.annotation,)
    if inner[0] is int:
        return partial(_integer, described.parameter_info.min)
    known: dict[Any, Callable[[str], Any]] = {str: str, Path: Path, bool: bool}
    return known.get(inner[0])


def _integer(least: float | None, text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise Refusal("un nombre entier est attendu") from None
    if least is not None and number < least:
        raise Refusal(f"un nombre d'au moins {least:g} est attendu")
    return number
