"""The root command, and the one boundary where every error becomes a message and an exit code."""

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Annotated

import typer

from pdpcli import __version__
from pdpcli.commands.clock import day, today
from pdpcli.commands.french import FrenchTyper, RootGroup
from pdpcli.commands.options import option
from pdpcli.errors import CannotWrite, InputRefused, Interrupted, PdpError, Refusal

_AT = option("at", "Regarder comme si on était ce jour.", metavar="DATE", parser=day)
At = Annotated[date | None, _AT]

app = FrenchTyper(cls=RootGroup, name="pdp", invoke_without_command=True)


@app.callback()
def pdp(
    ctx: typer.Context,
    *,
    version: Annotated[bool, option("version", "La version du programme.")] = False,
    json: Annotated[bool, option("json", "L'écran du matin en JSON.")] = False,
    at: At = None,
) -> None:
    """Le cahier de travail d'une cellule PDP. Sans commande : l'écran du matin."""
    if version:
        sys.stdout.write(f"pdp {__version__}\n")
    elif ctx.invoked_subcommand is None:
        from pdpcli.commands.morning import morning
        from pdpcli.commands.opening import open_store

        morning(open_store(), at or today(), json=json)


def run(args: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; errors are said on stderr."""
    try:
        typed = list(sys.argv[1:] if args is None else args)
        code = typer.main.get_command(app).main(typed, prog_name="pdp", standalone_mode=False)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 - the one boundary of the program
        return _ended(error)
    if code == Interrupted.exit_code:
        _say("Interrompu.")
    return code if isinstance(code, int) else 0


def _ended(error: BaseException) -> int:
    from pdpcli.commands.fault import message, trace

    if isinstance(error, BrokenPipeError) or isinstance(error.__context__, BrokenPipeError):
        return _pipe_closed()
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 1
    told = _ours(error)
    _say(message(told) if told else trace(error))
    return told.exit_code if told else 1


def _ours(error: BaseException) -> PdpError | None:
    """The error of ours that ``error`` stands for; None for an unexpected one."""
    if isinstance(error, PdpError):
        return error
    if isinstance(error, Refusal):
        return InputRefused(error.reason)
    if isinstance(error, typer.TyperException):
        from pdpcli.commands.usage import explain

        return explain(error)
    if isinstance(error, (KeyboardInterrupt, EOFError, typer.Abort)):
        return Interrupted("Interrompu.")
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return CannotWrite("Le disque est plein.", todo="Libérez de la place, puis recommencez.")
    from pdpcli.store.faults import translated

    return translated(error)


def _say(text: str) -> None:
    from pdpcli.commands.output import visible

    sys.stderr.write(f"{visible(text)}\n")


def _pipe_closed() -> int:
    """The reader left (`pdp … | head`): nothing more to say, and nothing went wrong."""
    with suppress(OSError):  # a captured stdout has no descriptor
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
