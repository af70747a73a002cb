"""Cut the power at any instant of recorded writes: nothing acknowledged is lost, no damage.

``python benchmarks/faults/power_cut.py [500]``; Linux with ``strace`` only. Each system call of a
writer on the store and its journal is recorded with its bytes, then replayed up to an instant. What
was flushed is on the disk; of what was not, any part may be, in any order, pages torn by 512 bytes
included. The names of both files exist before: their creation is not replayed. As a witness, the
same replay with a drive that lies about its flushes must show losses.
"""

import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from ground import PASSPHRASE, ground
from writer import register

from pdpcli.store.open import Store, unlocked
from pdpcli.workflows.check import check

_WRITER = Path(__file__).with_name("writer.py")
_CALLS = "trace=pwrite64,fsync,fdatasync,ftruncate,write"
_CALL = re.compile(r"(?:\d+ +)?(\w+)\((\d+)<([^>]*)>(?:, (.*))?\) += (-?\d+)")
_BYTES = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(?:, (\d+))?(?:, (\d+))?')
_SECTOR = 512
_WRITES = 25


@dataclass(frozen=True)
class Call:
    """A write, a flush or a cut of a file; an acknowledgement (``name`` is the reference)."""

    kind: str
    name: str
    data: bytes = b""
    at: int = 0


@dataclass
class Disk:
    """A file: its flushed bytes, and what waits in the order it was asked."""

    flushed: bytearray
    waiting: list[Call] = field(default_factory=list)

    def after_a_cut(self, chance: random.Random) -> bytes:
        """The flushed bytes and any part of the rest."""
        made, share = bytearray(self.flushed), chance.choice((0.0, 0.3, 0.7, 1.0))
        kept = [call for call in self.waiting if chance.random() < share]
        if chance.random() < 0.5:
            chance.shuffle(kept)
        for call in kept:
            put(made, call, chance if chance.random() < 0.3 else None)
        return bytes(made)


def put(data: bytearray, call: Call, torn: random.Random | None = None) -> None:
    """Apply ``call``; ``torn``: only some of its sectors, grown with zeros where it must."""
    if call.kind == "ftruncate":
        data[call.at :] = bytes(max(0, call.at - len(data)))
        return
    for start in range(0, len(call.data), _SECTOR):
        if torn is None or torn.random() < 0.5:
            at, part = call.at + start, call.data[start : start + _SECTOR]
            data.extend(bytes(max(0, at + len(part) - len(data))))
            data[at : at + len(part)] = part


def recorded(store: Store, env: dict[str, str], place: Path) -> list[Call]:
    """What a writer of a few situations asks of the disk."""
    log = place / "appels"
    command = ["strace", "-f", "-y", "-xx", "-s", "100000000", "-e", _CALLS, "-o", str(log)]
    child = [sys.executable, str(_WRITER), str(store.home), str(_WRITES), "coupure"]
    subprocess.run([*command, *child], env=env, check=True, stdout=subprocess.PIPE)
    return list(calls(log.read_text("utf-8"), store))


def calls(log: str, store: Store) -> Iterator[Call]:
    """The calls on the two files, and the lines on the standard output."""
    files = {str(store.path): "store", f"{store.path}-journal": "journal"}
    for line in log.splitlines():
        found = _CALL.match(line)
        if not found or found[5].startswith("-"):
            continue
        path = (
            bytes.fromhex(found[3].replace("\\x", "")).decode() if "\\x" in found[3] else found[3]
        )
        said = _BYTES.match(found[4] or "")
        data = bytes.fromhex(said[1].replace("\\x", "")) if said else b""
        if found[1] == "write" and found[2] == "1":
            yield from (Call("told", ref) for ref in data.decode().split())
        elif path in files and found[1] == "ftruncate":
            yield Call("ftruncate", files[path], at=int(found[4]))
        elif path in files and said:
            yield Call("write", files[path], data, int(said[3] or 0))
        elif path in files:
            yield Call("flush", files[path])


def cut(
    asked: list[Call], disks: dict[str, Disk], instant: int, *, flushing: bool = True
) -> list[str]:
    """Play ``asked`` up to ``instant``; the references acknowledged by then.

    Without ``flushing``, the drive lies: a witness that the replay would see a loss.
    """
    told = []
    for call in asked[:instant]:
        if call.kind == "told":
            told.append(call.name)
            continue
        disk = disks[call.name]
        if call.kind == "flush":
            for one in disk.waiting if flushing else ():
                put(disk.flushed, one)
            disk.waiting[:] = [] if flushing else disk.waiting
        else:
            disk.waiting.append(call)
    return told


def found(home: Path) -> set[str] | None:
    """The references there are; None when the store does not open or is not sound."""
    try:
        store = unlocked(home, lambda: PASSPHRASE)
        with closing(store.read()) as db:
            kept = {row[0] for row in db.execute("SELECT ref FROM case_file")}
        wrong = [one.id for one in check(store) if not one.sound]
    except Exception:  # noqa: BLE001 - whatever it is, the promise is broken
        return None
    return kept if not wrong else None


@dataclass
class Replay:
    """What was recorded, and the files as they were before."""

    home: Path
    names: dict[str, Path]
    profile: Path
    asked: list[Call]
    before: dict[Path, bytes]

    def play(self, count: int, chance: random.Random, *, flushing: bool) -> Counter[str]:
        """Cut ``count`` times; how many acknowledgements, losses, damaged stores."""
        seen = Counter[str]()
        for _ in range(count):
            disks = {name: Disk(bytearray(self.before[path])) for name, path in self.names.items()}
            instant = chance.randrange(len(self.asked) + 1)
            told = cut(self.asked, disks, instant, flushing=flushing)
            for path in _files(self.profile):
                path.unlink()
            for path, data in self.before.items():
                path.write_bytes(data)
            for name, path in self.names.items():
                path.write_bytes(disks[name].after_a_cut(chance))
            kept = found(self.home)
            seen["middle"] += any(disk.waiting for disk in disks.values())
            seen["told"] += len(told)
            seen["damaged"] += kept is None
            seen["lost"] += len(set(told) - (kept or set())) if kept is not None else 0
        return seen


def main() -> int:
    """Replay as many states as asked and print the figure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    chance = random.Random(500)  # noqa: S311 - instants, not secrets
    with TemporaryDirectory(prefix="pdp-cut-") as folder:
        store, env = ground(Path(folder))
        register(store, "avant")
        names = {"store": store.path, "journal": Path(f"{store.path}-journal")}
        profile = Path(env["XDG_STATE_HOME"])
        before = {path: path.read_bytes() for path in (*names.values(), *_files(profile))}
        asked = recorded(store, env, Path(folder))
        assert sum(call.kind == "told" for call in asked) == _WRITES
        replay = Replay(store.home, names, profile, asked, before)
        seen = replay.play(count, chance, flushing=True)
        witness = replay.play(count // 5, chance, flushing=False)
    flushes = sum(call.kind == "flush" for call in asked)
    print(
        f"{len(asked)} calls of {_WRITES} writes recorded ({flushes} flushes); {count} power cuts"
        f" replayed ({seen['middle']} with unflushed bytes), {seen['told']} acknowledgements before"
        f" them: {seen['lost']} lost, {seen['damaged']} damaged stores"
    )
    print(
        f"witness, flushes ignored: {count // 5} cuts, {witness['lost']} lost,"
        f" {witness['damaged']} damaged stores"
    )
    unseen = not (witness["lost"] or witness["damaged"])
    return 1 if seen["lost"] or seen["damaged"] or unseen else 0


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


if __name__ == "__main__":
    if os.name != "posix":
        sys.exit("Linux seulement : il faut strace.")
    sys.exit(main())
