"""A usage error of the library, said in French; what was typed is never repeated."""

# ruff: noqa: ANN401 - the types of contexts and parameters are private to typer

from typing import Any

import typer

from pdpcli.commands.words import plain
from pdpcli.errors import InputRefused, Refusal

_EXPECTED = {"int": "un nombre entier est attendu", "float": "un nombre est attendu"}


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


def _reason(error: BaseException, param: Any) -> str:
    cause: Any = error.__cause__
    if cause is None:
        return str(getattr(error, "message", "")).rstrip(".") or "valeur refusée"
    details = cause.errors() if hasattr(cause, "errors") else []
    refusals = [d.get("ctx", {}).get("error") for d in details]
    if refusals and isinstance(refusals[0], Refusal):
        return refusals[0].reason.rstrip(".")
    choices = param.type_descriptor.choices
    if choices:
        return f"valeurs possibles : {', '.join(str(c) for c in choices)}"
    least = param.type_descriptor.parameter_info.min
    if least is not None:
        return f"un nombre d'au moins {least:g} est attendu"
    return _EXPECTED.get(_type(param), "valeur refusée")


def _type(param: Any) -> str:
    return str(getattr(param.type_descriptor.annotation, "__name__", ""))
