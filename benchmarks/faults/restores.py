"""Kill a restore at any instant: the former store or the restored one, never between.

``python benchmarks/faults/restores.py [200]``; exits with 1 when the promise is broken. Each time a
situation is written after the backup: with it the former store is there, without it the restored.
"""

import random
import shutil
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from ground import PASSPHRASE, ground
from writer import register

from pdpcli.store.backup import ASIDE, set_aside
from pdpcli.store.open import Store, unlocked
from pdpcli.workflows.backup import create
from pdpcli.workflows.check import check
from pdpcli.workflows.restore import prepared, restore

_RESTORER = Path(__file__).with_name("restorer.py")


def situations(home: Path) -> int:
    """How many the store of ``home`` holds; it must be sound, though older when it is aside."""
    store = unlocked(home, lambda: PASSPHRASE)
    wrong = {finding.id for finding in check(store) if not finding.sound}
    assert wrong == ({"history"} if home.name.startswith(ASIDE) else set()), wrong
    with closing(store.read()) as db:
        return int(db.execute("SELECT count(*) FROM case_file").fetchone()[0])


def killed(store: Store, file: Path, env: dict[str, str], wait: float) -> bool:
    """Let a child restore, kill it; whether it was told that it was done."""
    child = subprocess.Popen(
        [sys.executable, str(_RESTORER), str(store.home), str(file)],
        stdout=subprocess.PIPE,
        env=env,
        text=True,
    )
    assert child.stdout
    assert child.stdout.readline() == "begun\n"
    time.sleep(wait)
    child.kill()
    rest, _ = child.communicate()
    assert child.returncode <= 0, "the child failed by itself"
    return "done" in rest


def lasts(store: Store, file: Path) -> float:
    """The seconds of a whole restore here, from beginning to end."""
    begun, at = time.monotonic(), datetime.now(UTC)
    with prepared(store.home, file, lambda: PASSPHRASE, at) as ready:
        restore(ready, at)
    return time.monotonic() - begun


def main() -> int:
    """Kill as many times as asked and print the figure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    chance = random.Random(42)  # noqa: S311 - instants, not secrets
    former = restored = told = broken = not_aside = 0
    with TemporaryDirectory(prefix="pdp-restores-") as folder:
        store, env = ground(Path(folder))
        register(store, "avant")
        file = Path(folder, "une.sauvegarde")
        create(store, datetime.now(UTC), file)
        longest = 1.5 * lasts(store, file)
        for _ in range(count):
            for aside in set_aside(store.home):
                shutil.rmtree(aside)
            before = situations(store.home) + 1
            register(unlocked(store.home, lambda: PASSPHRASE), "depuis")
            done = killed(store, file, env, chance.uniform(0, longest))
            told += done
            try:
                now = situations(store.home)
            except Exception as error:  # noqa: BLE001 - whatever it is, the promise is broken
                print(f"between: {error!r}")
                broken += 1
                continue
            former, restored = former + (now == before), restored + (now == 1)
            broken += now not in (1, before) or (done and now != 1)
            not_aside += done and [situations(one) for one in set_aside(store.home)] != [before]
    print(
        f"{count} kills of a restore: {former} times the former store, {restored} times the"
        f" restored one ({told} were told), {broken} between, {not_aside} not kept aside"
    )
    return 1 if broken or not_aside or former + restored != count else 0


if __name__ == "__main__":
    sys.exit(main())
