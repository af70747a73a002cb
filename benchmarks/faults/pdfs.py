"""Mutated PDFs and pictures, read as a partner's answer and placed as a scan: ``pdfs.py [COUNT]``.

COUNT (10,000) files are read in this process, which sees any exception, and a fifth as many placed
as scans; one in twenty goes through the child process too, which has the limits. Prints the
longest, the most memory, and what must be nothing: tracebacks, files written, other answers.
"""

import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

import fillers
import hostile
from catalogue import with_fiche
from golden.sheets import values_of
from PIL import Image

from pdpcli.agreements.loader import find
from pdpcli.errors import DocumentRefused
from pdpcli.forms.confined import SECONDS, run
from pdpcli.forms.confined_tasks import perform
from pdpcli.forms.draw import draw
from pdpcli.forms.sheet import Sheet
from pdpcli.forms.unreadable import REASONS

_ANSWERS = {b"ok", *(b"no " + code.encode() for code in REASONS)}
_ONE_IN = 20
_HANGS = 60  # seconds after which a file is said to hang, and left


@dataclass
class Figures:
    """What is counted of one way to read.

    Here, seconds of processor, whatever else the machine does; of a child, seconds elapsed.
    """

    clock: Callable[[], float]
    seconds: float = 0.0
    files: int = 0
    late: int = 0
    tracebacks: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)

    def told(self, name: str) -> str:
        read = self.verdicts["ok"]
        return (
            f"{name}: {self.files} files, {read} read, {self.files - read} refused;"
            f" longest {self.seconds:.2f} s, {self.late} over {SECONDS:g} s;"
            f" {self.tracebacks} tracebacks"
        )


def main(count: int) -> None:
    """Run everything, then print."""
    written: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        tempfile.tempdir = place
        answers, scans, fiche = _answers(Path(place)), _scans(), _fiche("btp34-carsat-lr")
        for made in Path(place).iterdir():
            made.unlink()
        _watch_writes(written)
        figures = _all(hostile.mutations(answers, count), "returned", b"")
        placed = _all(
            hostile.mutations(scans, count // 5), "append_scan", b"%d\n" % len(fiche) + fiche
        )
        left = list(Path(place).iterdir())
    for name, (here, child) in {"returned": figures, "scans": placed}.items():
        print(here.told(f"{name}, in process"))
        print(child.told(f"{name}, in the child"))
        print("   ", ", ".join(f"{code} {number}" for code, number in here.verdicts.most_common()))
    print(f"files written: {len(written) + len(left)}")
    print(f"memory: {_megabytes(resource.RUSAGE_SELF)} MB here, at most", end=" ")
    print(f"{_megabytes(resource.RUSAGE_CHILDREN)} MB in a child")


def _all(files: Iterable[bytes], task: str, before: bytes) -> tuple[Figures, Figures]:
    here, child = Figures(time.process_time), Figures(time.monotonic)
    signal.signal(signal.SIGALRM, _hanging)
    for number, one in enumerate(files):
        _timed(here, lambda data=before + one: perform(task, data))
        if number % _ONE_IN == 0:
            _timed(child, lambda data=before + one: _in_child(task, data))
    return here, child


def _timed(figures: Figures, act: Callable[[], bytes]) -> None:
    begun = figures.clock()
    signal.alarm(_HANGS)
    try:
        verdict = act().split(b"\n")[0]
    except BaseException:  # noqa: BLE001 - whatever gets out is what is looked for
        traceback.print_exc()
        figures.tracebacks += 1
        verdict = b"traceback"
    finally:
        signal.alarm(0)
    spent = figures.clock() - begun
    figures.files += 1
    figures.seconds = max(figures.seconds, spent)
    figures.late += spent > SECONDS
    figures.tracebacks += verdict not in _ANSWERS
    figures.verdicts[verdict.decode().removeprefix("no ")] += 1


def _in_child(task: str, data: bytes) -> bytes:
    """The answer framed as the child's own; another exception than a refusal gets out."""
    try:
        run(task, data, seconds=SECONDS, most_bytes=60_000_000)
    except DocumentRefused as refused:
        (code,) = (one for one in REASONS if REASONS[one] == refused.what)
        return b"no " + code.encode()
    return b"ok"


def _hanging(_signal: int, _frame: object) -> None:
    raise TimeoutError


def _watch_writes(written: list[str]) -> None:
    """Note every file that Python opens to write from now on; a child's pipes are not files."""

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(args[0], str) and _writes(args[1], args[2]):
            written.extend({args[0]} - {os.devnull})

    sys.dont_write_bytecode = True
    sys.addaudithook(hook)


def _writes(mode: object, flags: object) -> bool:
    if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR):
        return True
    return bool(set(str(mode or "")) & set("wax+"))


def _answers(folder: Path) -> list[bytes]:
    """Every shipped fiche, filled by the four programs, and the hand-made ones that are read."""
    made = []
    for agreement in with_fiche():
        typed = {"reponse_nom": "Nguyễn", "reponse_texte": "Œuvre\nligne", "reponse": "Œuvre"}
        for name, filler in fillers.FILLERS.items():
            if name != "mupdf" or fillers.MUTOOL:
                made.append(filler(_fiche(agreement), typed, folder))
    kept = ("object stream", "actions of every kind", "the same field twice", "fields in a loop")
    return [*made, hostile.fiche(), *map(hostile.hostile, kept)]


def _fiche(agreement: str) -> bytes:
    sheet = Sheet("2026-0171/1", attachment=b'{"schema": "pdp-fiche/1"}')
    return draw(find(agreement).form, values_of(agreement), sheet)


def _scans() -> list[bytes]:
    pictures = []
    for kind, mode in (("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGB"), ("PNG", "1")):
        made = BytesIO()
        Image.effect_noise((150, 200), 40).convert(mode).save(made, kind)
        pictures.append(made.getvalue())
    return [*pictures, _fiche("caire84-carsat-se"), hostile.scan_pdf(b"", b"0 0 9 9 re f")]


def _megabytes(who: int) -> int:
    unit = 1_000_000 if sys.platform == "darwin" else 1000
    return resource.getrusage(who).ru_maxrss // unit


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
