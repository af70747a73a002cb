"""The program `pdp`."""

import gc
import sys


def run() -> None:
    """Run the command line and exit with its code; `--version` imports nothing."""
    if sys.argv[1:] == ["--version"]:
        from pdpcli import __version__

        print(f"pdp {__version__}")  # noqa: T201 - before anything is imported
        return
    gc.set_threshold(100_000, 50, 100)  # a command is short: collecting slows the ORM's import
    for stream in (sys.stdout, sys.stderr):
        if not stream.isatty() and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # a pipe or a file on Windows is not UTF-8
    from pdpcli.app import run as run_app

    sys.exit(run_app())


if __name__ == "__main__":
    run()
