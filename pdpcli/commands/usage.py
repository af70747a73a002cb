"""A usage error of the library, said in French; what was typed is never repeated."""

# ruff: noqa: ANN401 - the types of contexts and parameters are private to typer

from typing import Any

import typer

from pdpcli.commands.words import plain
from pdpcli.errors import InputRefused


def explain(error: typer.TyperException) -> InputRefused:
    """The French refusal that stands for a usage error of the library; no value is repeated."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return InputRefused(error.message)
    ctx = getattr(error, "ctx", None)
    todo = f"Les options de cette commande : {ctx.command_path} --aide" if ctx else ""
    return InputRefused(_said(error, ctx), todo=todo)


def _said(error: typer.TyperException, ctx: Any) -> str:
    kind, param = type(error).__name__, getattr(error, "param", None)
    name = _named(param) if param is not None else getattr(error, "option_name", "")
    if kind == "NoSuchOption":
        return _unknown_option(error)
    if kind == "MissingParameter":
        return f"Il manque {name}."
    if kind == "BadOptionUsage":
        takes_none = "does not take" in error.message
        return f"{name} n'attend pas de valeur." if takes_none else f"{name} attend une valeur."
    if kind == "BadParameter":
        return f"{name} : {_reason(error, param)}."
    if kind == "UsageError" and ctx is not None:
        return "Il y a plus de mots que cette commande n'en attend (guillemets oubliés ?)."
    return "Cette commande n'est pas comprise."


def _unknown_option(error: Any) -> str:
    typed = error.option_name
    shown = f" {typed}" if plain(typed).replace("-", "").isalpha() else ""
    close = " ou ".join(sorted(error.possibilities or ()))
    return f"Option inconnue{shown}.{f' Vouliez-vous dire {close} ?' if close else ''}"


def _named(param: Any) -> str:
    is_option = param.param_type_name == "option"
    return str(param.opts[0] if is_option else param.metavar or param.name)


def _reason(error: Any, param: Any) -> str:
    """Our own reason; the library's messages have a cause, and are not French."""
    if error.__cause__ is None:
        return str(error.message).rstrip(".") or "valeur refusée"
    choices = param.type_descriptor.choices if param is not None else None
    shown = ", ".join(str(choice) for choice in choices or ())
    return f"valeurs possibles : {shown}" if shown else "valeur refusée"
