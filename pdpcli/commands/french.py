"""Typer in French: groups and commands that find their words, and say usage and help in French.

No word of the library reaches the screen: help is written here, from the parameters.
"""

# ruff: noqa: ANN401 - the types of contexts, formatters and parameters are private to typer

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, TypeVar, get_args

import typer
from typer.core import TyperCommand, TyperGroup

from pdpcli.commands.last_case import named as _named_last
from pdpcli.commands.values import read_lightly
from pdpcli.commands.words import COMMANDS, Word, candidates, plain, suggestions
from pdpcli.errors import InputRefused

_F = TypeVar("_F", bound=Callable[..., Any])
_METAVARS = {"str": "TEXTE", "int": "NOMBRE", "float": "NOMBRE", "Path": "FICHIER", "date": "DATE"}
SETTINGS: dict[Any, Any] = {
    "help_option_names": ["--aide", "--help", "-h"],
    "token_normalize_func": plain,
}


class _InFrench:
    """What a group and a command share: usage, help and list of options, in French."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = ["[OPTIONS]", *(_piece(p) for p in _arguments(ctx))]
        if isinstance(self, TyperGroup):
            pieces.append("COMMANDE …")
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Usage : ")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        _section(formatter, "À donner", [(p.metavar or p.name, p.help) for p in _arguments(ctx)])
        rows = [(_spelling(p), _help(p)) for p in _options(ctx)]
        _section(formatter, "Options", [*rows, ("--aide, --help, -h", "Afficher cette aide.")])


class FrenchCommand(_InFrench, TyperCommand):
    """One command, its help in French."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its parameters, read without pydantic."""
        return read_lightly(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """As the library does; then « - » is the last situation she wrote."""
        last = any(map(_named_last, args))
        rest = super().parse_args(ctx, args)
        if last:
            from pdpcli.commands.last_case import put_reference

            put_reference(str(self.name), self.params, ctx.params)
        return rest


class FrenchGroup(_InFrench, TyperGroup):
    """A noun: its verbs are found by any of their names, or by the beginning of one."""

    default = ""  # the verb meant when none is said

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Without a verb, the default one is meant, if there is one."""
        asked = args and (not args[0].startswith("-") or args[0] in SETTINGS["help_option_names"])
        said = args if asked or not self.default else [self.default, *args]
        return super().parse_args(ctx, said)

    def get_params(self, ctx: Any) -> list[Any]:
        """Its parameters, read without pydantic."""
        return read_lightly(super().get_params(ctx))

    @property
    def words(self) -> tuple[Word, ...]:
        """The words that may follow, from the table."""
        return next((w.verbs for w in COMMANDS if w.name == self.name), ())

    def load(self, word: Word) -> Any:
        """The command that ``word`` names, or None while it does not exist."""
        return self.commands.get(word.name)

    def list_commands(self, ctx: Any) -> list[str]:
        """The French names, in the order of the table."""
        del ctx
        return [w.french[0] for w in self.words]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command so named (any spelling); None when there is none."""
        del ctx
        found = candidates(cmd_name, self.words)
        return self.load(found[0]) if len(found) == 1 else None

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """The command the first of ``args`` names; raises InputRefused with what was meant."""
        if args[0].startswith("-"):
            self.parse_args(ctx, args)
        word = _one(args[0], self.words, ctx.command_path)
        command = self.load(word)
        if command is None:
            raise InputRefused(f"« {word.french[0]} » n'est pas encore disponible.")
        return word.french[0], command, args[1:]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Options, those of the verb meant when none is said, then the verbs, from the table."""
        super().format_options(ctx, formatter)
        meant = self.get_command(ctx, self.default) if self.default else None
        if meant is not None:
            rows = [(_spelling(one), _help(one)) for one in meant.params if not one.hidden]
            _section(formatter, "Options quand aucune commande n'est dite", rows)
        _section(formatter, "Commandes", [(w.shown, w.help) for w in self.words])


class RootGroup(FrenchGroup):
    """`pdp` itself: what follows is imported only when it is called."""

    @property
    def words(self) -> tuple[Word, ...]:
        """Every noun and every command that stands alone."""
        return COMMANDS

    def load(self, word: Word) -> Any:
        """Import the module of ``word`` and build its command; None when it does not exist."""
        module_name, _, attribute = word.where.partition(":")
        full_name = f"pdpcli.commands.{module_name}"
        try:
            found = getattr(import_module(full_name), attribute)
        except ModuleNotFoundError as error:
            if error.name != full_name:
                raise
            return None
        return typer.main.get_group(found) if word.verbs else _standing_alone(word, found)


class FrenchTyper(typer.Typer):
    """A Typer whose commands are French, without panels, colours or completion options."""

    def __init__(self, cls: type[FrenchGroup] = FrenchGroup, **settings: Any) -> None:
        super().__init__(
            cls=cls,
            context_settings=SETTINGS,
            add_completion=False,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
            **settings,
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[_F], _F]:
        """Register a command under its English ``name``; its docstring is its French help."""
        return super().command(name, cls=FrenchCommand, context_settings=SETTINGS, **settings)


def noun(name: str, default: str = "") -> FrenchTyper:
    """What a module exposes as ``app``: the application of one noun of the table.

    ``default`` is the verb that is meant when none is said.
    """
    word = next(w for w in COMMANDS if w.name == name)
    group = type("Noun", (FrenchGroup,), {"default": default})
    return FrenchTyper(group, name=name, help=f"{word.help}.", no_args_is_help=not default)


def _standing_alone(word: Word, function: Callable[..., Any]) -> Any:
    app = FrenchTyper()
    app.command(word.name)(function)
    return typer.main.get_command(app)


def _one(typed: str, words: Sequence[Word], path: str) -> Word:
    found = candidates(typed, words)
    if len(found) == 1:
        return found[0]
    help_line = f"Tout ce qu'on peut faire : {path} --aide"
    if found:
        names = " ou ".join(f"« {w.french[0]} »" for w in found)
        raise InputRefused(f"Commande ambiguë : {names} ?", todo=help_line)
    close = " ou ".join(f"« {name} »" for name in suggestions(typed, words))
    meant = f" Vouliez-vous dire {close} ?" if close else ""
    raise InputRefused(f"Commande inconnue.{meant}", todo=help_line)


def _arguments(ctx: Any) -> list[Any]:
    return [p for p in ctx.command.params if p.param_type_name == "argument" and not p.hidden]


def _options(ctx: Any) -> list[Any]:
    return [p for p in ctx.command.params if p.param_type_name == "option" and not p.hidden]


def _piece(param: Any) -> str:
    name = f"{param.metavar or param.name.upper()}{'…' if param.nargs != 1 else ''}"
    return name if param.required else f"[{name}]"


def _spelling(param: Any) -> str:
    names = ", ".join([*param.opts, *param.secondary_opts])
    return (
        names if param.is_flag else f"{names} {param.metavar or _METAVARS.get(_type(param), '…')}"
    )


def _help(param: Any) -> str:
    return f"{param.help or ''}{' [obligatoire]' if param.required else ''}"


def _type(param: Any) -> str:
    annotation = param.type_descriptor.annotation
    inner = get_args(annotation) or (annotation,)
    return str(getattr(inner[0], "__name__", ""))


def _section(formatter: Any, title: str, rows: Sequence[tuple[str, str | None]]) -> None:
    if not rows:
        return
    formatter.write_paragraph()
    formatter.write(f"{title} :\n")
    formatter.indent()
    formatter.write_dl([(left, right or "") for left, right in rows], col_max=27)
    formatter.dedent()
