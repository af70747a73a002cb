"""Kill a rotation of the key at any instant: the old store or the new one, never between.

``python benchmarks/faults/rekey.py [200]``; one round in two, another process writes meanwhile, and
nothing it was told was written may be lost. Exits with 1 when the promise is broken.
"""

import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from ground import ground

from pdpcli.commands.opening import ask_secret
from pdpcli.errors import PdpError, WrongPassphrase
from pdpcli.store import cut_rotation
from pdpcli.store.open import Store, unlocked
from pdpcli.store.recovery import new_recovery_key
from pdpcli.workflows import slots
from pdpcli.workflows.check import check

_HERE = Path(__file__).parent


def child(env: dict[str, str], program: str, *args: str) -> subprocess.Popen[str]:
    """A program of this folder, its lines to be read."""
    return subprocess.Popen(
        [sys.executable, str(_HERE / program), *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=env,
        text=True,
    )


def begun(home: Path, env: dict[str, str], recovery_key: str) -> subprocess.Popen[str]:
    """A rotation about to begin."""
    rotating = child(env, "rotator.py", str(home))
    assert rotating.stdin
    assert rotating.stdout
    rotating.stdin.write(f"{recovery_key}\n")
    rotating.stdin.flush()
    assert rotating.stdout.readline() == "ready\n"
    return rotating


def opens(home: Path, recovery_key: str) -> bool:
    """Whether the recovery key opens the store."""
    try:
        slots.rescued(home, recovery_key)
    except WrongPassphrase:
        return False
    return True


def duration(home: Path, env: dict[str, str], recovery_key: str) -> float:
    """How long a rotation lasts when nobody disturbs it."""
    rotating = begun(home, env, recovery_key)
    at = time.monotonic()
    said, _ = rotating.communicate()
    assert said == "done\n"
    return time.monotonic() - at


def killed(
    home: Path, env: dict[str, str], recovery_key: str, after: float, *, writing: bool
) -> list[str]:
    """Kill a rotation ``after`` so many seconds; what a writer was told meanwhile."""
    writer = child(env, "writer.py", str(home), "100000", "rekey") if writing else None
    rotating = begun(home, env, recovery_key)
    time.sleep(after)
    rotating.kill()
    rotating.communicate()
    if writer is None:
        return []
    writer.kill()
    return [line for line in writer.communicate()[0].split("\n")[:-1] if line]


def main() -> int:
    """Kill as many times as asked and print the figure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    chance = random.Random(6)  # noqa: S311 - instants, not secrets
    seen: Counter[str] = Counter()
    told: list[str] = []
    with TemporaryDirectory(prefix="pdp-rekey-") as folder:
        store, env = ground(Path(folder))
        home, current = store.home, new_recovery_key()
        longest = duration(home, env, current)
        for number in range(count):
            before, following = unlocked(home, ask_secret), new_recovery_key()
            instant = chance.uniform(0, 1.1 * longest)
            told += killed(home, env, following, instant, writing=bool(number % 2))
            after = unlocked(home, ask_secret)
            new = after.generation == before.generation + 1
            seen["new" if new else "old"] += 1
            sound = opens(home, following if new else current)
            between = opens(home, current if new else following)
            seen["between"] += between or not sound
            current = following if new else current
            seen["damaged"] += not _sound(after)
            cut_rotation.sweep(after)
            seen["left"] += len(list(home.glob("dossiers-*.pdp"))) - 1
        with closing(unlocked(home, ask_secret).read()) as db:
            kept = {row[0] for row in db.execute("SELECT ref FROM case_file")}
    lost = len(set(told) - kept)
    print(
        f"{count} rotations killed: {seen['old']} left the old store, {seen['new']} the new one,"
        f" {seen['between']} between; {len(told)} writes acknowledged meanwhile: {lost} lost;"
        f" {seen['damaged']} damaged stores, {seen['left']} files left"
    )
    if not (seen["old"] and seen["new"]):
        print("the kills do not surround the commit: this proves nothing")
        return 1
    return 1 if lost or seen["between"] or seen["damaged"] or seen["left"] else 0


def _sound(store: Store) -> bool:
    try:
        return all(finding.sound for finding in check(store))
    except PdpError:
        return False


if __name__ == "__main__":
    sys.exit(main())
