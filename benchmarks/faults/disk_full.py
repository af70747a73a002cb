"""Fill a small disk at 30 sizes: exit 14, what was there intact, no half-written PDF.

``python benchmarks/faults/disk_full.py [30]``; Linux, as root: each size is a file system in memory
(tmpfs) that holds the store and the PDF that is asked for. Exits with 1 when the promise is broken.
"""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from ground import PASSPHRASE, ground

from pdpcli.store.open import unlocked
from pdpcli.workflows.check import check

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
from fictional import answers_file

_PAGE = 4096
_FULL = 14
_ACTIONS = (
    ("situation", "nouveau", "--fichier", "{answers}"),
    ("accord", "imprimer", "1", "--sortie", "{disk}/accord.pdf", "--remplacer"),
    ("situation", "plan", "1", "--texte", "{long}"),
    ("chiffres", "--xlsx", "{disk}/c.xlsx", "--remplacer"),
    ("exporter", "{disk}/tout.jsonl", "--oui", "--remplacer"),
    ("sauvegarde", "creer"),
)


@contextmanager
def small_disk(place: Path, size: int) -> Iterator[Path]:
    """A file system of ``size`` bytes at ``place``."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)
        place.rmdir()


def pdp(env: dict[str, str], *args: str) -> int:
    """The exit code of a command; a traceback stops the program."""
    command = [sys.executable, "-m", "pdpcli", *args]
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran.returncode


def rows(home: Path) -> list[tuple[object, ...]]:
    """Every person, act and journal row: what was there."""
    with closing(unlocked(home, lambda: PASSPHRASE).read()) as db:
        tables = ("person", "act", "plan", "journal")
        return [(name, *row) for name in tables for row in db.execute(f"SELECT * FROM {name}")]


def halves(disk: Path) -> list[str]:
    """Files that were written by half: a PDF without its end, or what was written beside."""
    found = [path for path in disk.rglob("*.pdf") if b"%%EOF" not in path.read_bytes()[-16:]]
    found += disk.rglob(".pdp-*")
    return [path.name for path in found]


def main() -> int:
    """Fill as many sizes as asked and print the figure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    codes, wrong = Counter[int](), Counter[str]()
    full = 0
    with TemporaryDirectory(prefix="pdp-full-") as folder:
        place = Path(folder)
        store, env = ground(place)
        answers = str(answers_file(place, date_signalement="hier"))
        assert pdp(env, "convention", "ajouter", "btp34-carsat-lr") == 0
        assert pdp(env, "situation", "nouveau", "--fichier", answers) == 0
        used = sum(-(-path.stat().st_size // _PAGE) for path in store.home.rglob("*")) + 8
        said = {"answers": answers, "long": "mot " * 2_000}
        for number in range(count):
            with small_disk(place / "disque", (used + number * 6) * _PAGE) as disk:
                home = disk / "coffre"
                copytree(store.home, home)
                there = env | {"PDP_HOME": str(home), "XDG_STATE_HOME": str(disk / "etat")}
                os.environ.update(XDG_STATE_HOME=there["XDG_STATE_HOME"])
                copytree(Path(env["XDG_STATE_HOME"]), disk / "etat")
                before = {hashlib.sha256(repr(row).encode()).digest() for row in rows(home)}
                here = [pdp(there, *(one.format(disk=disk, **said) for one in action))
                        for action in _ACTIONS]  # fmt: skip
                codes.update(here)
                full += _FULL in here
                after = {hashlib.sha256(repr(row).encode()).digest() for row in rows(home)}
                wrong["lost"] += len(before - after)
                wrong["half"] += len(halves(disk))
                opened = unlocked(home, lambda: PASSPHRASE)
                wrong["damaged"] += not all(one.sound for one in check(opened))
    print(
        f"{count} sizes of a disk, {len(_ACTIONS)} commands on each: exit codes {dict(codes)},"
        f" {full} disks were full; rows lost {wrong['lost']}, half-written files {wrong['half']},"
        f" damaged stores {wrong['damaged']}"
    )
    return 1 if set(codes) - {0, _FULL} or any(wrong.values()) or not codes[_FULL] else 0


if __name__ == "__main__":
    if os.name != "posix" or os.getuid():
        sys.exit("Linux, et le droit de monter un disque (root).")
    sys.exit(main())
