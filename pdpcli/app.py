"""The root command, and the one boundary where every error becomes a message and an exit code."""

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Annotated, TextIO

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
def pdp(  # noqa: PLR0913 - one option a way to look at the morning
    ctx: typer.Context,
    *,
    version: Annotated[bool, option("version", "La version du programme.")] = False,
    json: Annotated[bool, option("json", "L'écran du matin en JSON.")] = False,
    discreet: Annotated[bool, option("discreet", "L'écran du matin sans les noms.")] = False,
    referent: Annotated[str, option("referent", "De qui les suit : moi, ou un nom.")] = "",
    at: At = None,
) -> None:
    """Le cahier de travail d'une cellule PDP. Sans commande : l'écran du matin."""
    if version:
        sys.stdout.write(f"pdp {__version__}\n")
    elif ctx.invoked_subcommand is None:
        from pdpcli.commands.morning import morning
        from pdpcli.commands.opening import open_store

        shown = {"json": json, "discreet": discreet}
        morning(open_store(), at or today(), referent=referent, run=run, **shown)


def run(args: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; errors are said on stderr."""
    os.environ.pop("_PDP_COMPLETE", None)  # the library's completion would run instead
    try:
        typed = list(sys.argv[1:] if args is None else args)
        ended = typer.main.get_command(app).main(typed, prog_name="pdp", standalone_mode=False)
        code = ended if isinstance(ended, int) else 0
        if code == Interrupted.exit_code:
            _say("Interrompu.")
    except BaseException as error:  # noqa: BLE001 - the one boundary of the program
        code = _ended(error)
    return _displayed(code)


def _ended(error: BaseException) -> int:
    from pdpcli.commands.fault import message, trace

    if isinstance(error, BrokenPipeError) or isinstance(error.__context__, BrokenPipeError):
        return _pipe_closed()
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 1
    if isinstance(error, OSError) and _unflushed(sys.stdout):
        return _not_shown(error, "Vérifiez ce qui est enregistré avant de recommencer.")
    told = _ours(error)
    _say(message(told) if told else trace(error))
    return told.exit_code if told else 1


def _displayed(code: int) -> int:
    """The exit code, once what was printed has left; a display that fails is no other failure."""
    refused = _unflushed(sys.stdout)
    if refused:
        _to_nowhere(sys.stdout)
    if refused and code == 0 and not isinstance(refused, BrokenPipeError):
        code = _not_shown(refused, "La commande, elle, est faite.")
    if _unflushed(sys.stderr):
        _to_nowhere(sys.stderr)
    return code


def _not_shown(error: OSError, done: str) -> int:
    from pdpcli.files import in_french

    _say(f"L'affichage a échoué : {in_french(error)}. {done}")
    return CannotWrite.exit_code


def _unflushed(stream: TextIO) -> OSError | None:
    """Why what was printed does not leave; None when it does."""
    try:
        stream.flush()
    except OSError as error:
        return error
    return None


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
    if isinstance(error, OSError) and (told := _refused_by_system(error)):
        return told
    from pdpcli.store.faults import translated

    return translated(error)


def _refused_by_system(error: OSError) -> PdpError | None:
    """What the system refuses in plain words; a file of ours that is missing keeps its trace."""
    from pdpcli.files import WORDS, in_french

    if error.errno == errno.ENOENT:
        gone = "Le dossier où vous êtes n'existe plus."
        return None if error.filename else InputRefused(gone, todo="Placez-vous dans un autre.")
    if error.errno not in WORDS:
        return None
    where = error.filename if isinstance(error.filename, str) else ""
    return CannotWrite(f"Impossible : {in_french(error)}.", where=where)


def _say(text: str) -> None:
    from pdpcli.commands.output import folded_for, visible

    with suppress(OSError):
        sys.stderr.write(f"{visible(folded_for(sys.stderr, text))}\n")


def _pipe_closed() -> int:
    """The reader left (`pdp … | head`): nothing more to say, and nothing went wrong."""
    _to_nowhere(sys.stdout)
    return 0


def _to_nowhere(stream: TextIO) -> None:
    with suppress(OSError):  # a captured stream has no descriptor
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
