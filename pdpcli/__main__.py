"""The program `pdp`."""

import gc
import os
import sys
from contextlib import suppress


def run() -> None:
    """Run the command line and exit with its code; for `--version` and Tab, little is imported."""
    _open_streams()
    if sys.argv[1:] == ["--version"]:
        from pdpcli import __version__

        print(f"pdp {__version__}")  # noqa: T201 - before anything is imported
        return
    _leave_no_core()
    if sys.argv[1:2] == ["--completer"]:
        _complete(sys.argv[2:])
        return
    gc.set_threshold(100_000, 50, 100)  # a command is short: collecting slows the ORM's import
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a pipe or a file on Windows is not UTF-8
            stream.reconfigure(
                encoding=stream.encoding if stream.isatty() else "utf-8", errors="replace"
            )
    from pdpcli.app import run as run_app

    sys.exit(run_app())


def _leave_no_core() -> None:
    """A process that falls leaves no image of its memory, where the key is."""
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _complete(args: list[str]) -> None:
    """What may follow, a line each: ``=WORD BEFORE…``; the shells' scripts ask (Tab)."""
    from pdpcli.commands.completing import completed

    if args and args[0].startswith("="):
        sys.stdout.write("".join(f"{one}\n" for one in completed(args[0][1:], args[1:])))


def _open_streams() -> None:
    """A stream that was closed before us (``>&-``) leads nowhere; its number stays taken."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_RDWR)
            mode = "w" if number else "r"
            setattr(sys, name, open(handle, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - a descriptor


if __name__ == "__main__":
    run()
