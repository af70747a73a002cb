"""Stores of fictional situations for the benchmarks, apart from anybody's own folders."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter

from pdpcli.store.open import Store, unlocked

_VARIABLES = {
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "run",
    "XDG_CONFIG_HOME": "config",
    "TMPDIR": "tmp",
}


@contextmanager
def folders() -> Iterator[Path]:
    """A new folder where every folder of pdp is, for this process and those it starts."""
    with tempfile.TemporaryDirectory(prefix="pdp-bench-") as name:
        for variable, folder in _VARIABLES.items():
            (Path(name) / folder).mkdir(mode=0o700)
            os.environ[variable] = str(Path(name) / folder)
        yield Path(name)


def make_store(folder: Path, cases: int) -> Store:
    """A store of ``cases`` situations in ``folder``, unlocked; PDP_HOME then names it."""
    home = folder / f"demo-{cases}"
    start = perf_counter()
    made = [script("pdp"), "demo", "--into", str(home), "--cases", str(cases), "--seed", "1"]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    print(f"(store of {cases:,} cases made in {perf_counter() - start:.0f} s)", file=sys.stderr)
    return open_store(home)


def open_store(home: Path) -> Store:
    """The store of a demonstration made before; PDP_HOME then names it."""
    os.environ["PDP_HOME"] = str(home)
    return unlocked(home, lambda: (home / "mot-de-passe.txt").read_text("utf-8").strip())


def plain_copy(store: Store, path: Path) -> None:
    """The same rows in a plain SQLite file, for tools that do not read an encrypted one."""
    with closing(store.connect("rw")) as db:
        db.execute(f"ATTACH DATABASE '{path}' AS plain KEY ''")
        db.execute("SELECT sqlcipher_export('plain')")


def script(name: str) -> str:
    """The path of a program installed beside this Python."""
    suffix = ".exe" if os.name == "nt" else ""
    return str(Path(sys.executable).with_name(name + suffix))
