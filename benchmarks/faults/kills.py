"""Kill a writer at any instant: nothing acknowledged is lost, the store is never damaged.

``python benchmarks/faults/kills.py [200]``; exits with 1 when the promise is broken.
"""

import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from ground import ground

from pdpcli.store.open import Store
from pdpcli.workflows.check import check

_WRITER = Path(__file__).with_name("writer.py")


def killed_writer(store: Store, env: dict[str, str], chance: random.Random) -> list[str]:
    """Let a child write, kill it; the references it was told were written."""
    child = subprocess.Popen(
        [sys.executable, str(_WRITER), str(store.home), "100000", "kill"],
        stdout=subprocess.PIPE,
        env=env,
        text=True,
    )
    assert child.stdout
    first = child.stdout.readline()
    time.sleep(chance.uniform(0, 0.08))
    child.kill()
    rest, _ = child.communicate()
    return [line for line in (first + rest).split("\n")[:-1] if line]


def main() -> int:
    """Kill as many times as asked and print the figure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    chance = random.Random(42)  # noqa: S311 - instants, not secrets
    told: list[str] = []
    lost = damaged = interrupted = 0
    with TemporaryDirectory(prefix="pdp-kills-") as folder:
        store, env = ground(Path(folder))
        for _ in range(count):
            told += killed_writer(store, env, chance)
            interrupted += Path(f"{store.path}-journal").stat().st_size > 0
            with closing(store.read()) as db:
                kept = {row[0] for row in db.execute("SELECT ref FROM case_file")}
            lost += len(set(told) - kept)
            damaged += not all(finding.sound for finding in check(store))
    print(
        f"{count} kills ({interrupted} in the middle of a commit), {len(told)} writes acknowledged:"
        f" {lost} lost, {damaged} damaged stores, {len(told) - len(set(told))} references twice"
    )
    if len(told) < count:
        print("too few writes were acknowledged for this to prove anything")
        return 1
    return 1 if lost or damaged or len(told) != len(set(told)) else 0


if __name__ == "__main__":
    sys.exit(main())
