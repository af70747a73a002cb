"""Kill a migration at any instant: the former schema or the new one, never between.

``python benchmarks/faults/migrations.py [200]``; exits with 1 when the promise is broken. The store
is brought back each time to the blank schema's first step, with a situation in it, then opened by a
child that a kill interrupts.
"""

import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from ground import PASSPHRASE, ground
from writer import register

from pdpcli.store import migrations
from pdpcli.store.connection import connect
from pdpcli.store.open import Store, unlocked
from pdpcli.workflows.check import check

_STEPS = 40  # added to the shipped ones: an instant in the middle is likely
_CHILD = """
import sys
from pathlib import Path
from pdpcli.commands.opening import ask_secret
from pdpcli.store import migrations
from pdpcli.store.open import unlocked
import sqlcipher3
migrations.FOLDER = Path(sys.argv[2])
store = unlocked(Path(sys.argv[1]), ask_secret)
print("begun", flush=True)
store.read().close()
print("done", flush=True)
"""


def longer(folder: Path) -> Path:
    """The shipped steps, and others after them."""
    target = Path(shutil.copytree(migrations.FOLDER, folder / "migrations"))
    known = len(migrations.steps())
    for number in range(known + 1, known + 1 + _STEPS):
        sql = f"CREATE TABLE fictive_{number} (id INTEGER PRIMARY KEY, text TEXT) STRICT;\n"
        sql += f"INSERT INTO fictive_{number} SELECT id, ref FROM case_file;\n"
        (target / f"{number:04}_fictive.sql").write_text(sql, "utf-8")
    return target


def killed(store: Store, steps: Path, env: dict[str, str], wait: float) -> bool:
    """Let a child open the store, kill it; whether it was told that it was done."""
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(store.home), str(steps)],
        stdout=subprocess.PIPE,
        env=env,
        text=True,
    )
    assert child.stdout
    assert child.stdout.readline() == "begun\n"
    time.sleep(wait)
    child.kill()
    return "done" in child.communicate()[0]


def lasts(store: Store, steps: Path, env: dict[str, str]) -> float:
    """The seconds of a whole migration, from beginning to end."""
    command = [sys.executable, "-c", _CHILD, str(store.home), str(steps)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env, text=True) as child:
        assert child.stdout
        assert child.stdout.readline() == "begun\n"
        begun = time.monotonic()
        assert child.stdout.readline() == "done\n"
        return time.monotonic() - begun


def files(place: Path) -> list[Path]:
    """Every file under ``place``."""
    return [path for path in place.rglob("*") if path.is_file()]


def reached(store: Store) -> tuple[int, bool]:
    """The version that is there once what was half committed is undone, and whether it is whole."""
    with closing(connect(store.path, store.key, store.salt, mode="rw", busy_ms=0)) as db:
        version = migrations.version(db)
        said = db.execute("SELECT value FROM setting WHERE key = 'schema'").fetchone()[0]
        rows = db.execute("SELECT count(*) FROM case_file").fetchone()[0]
        return version, said == migrations.schema_hash(db) and rows == 1


def main() -> int:
    """Kill as many times as asked and print the figure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    chance = random.Random(4)  # noqa: S311 - instants, not secrets
    seen = Counter[str]()
    with TemporaryDirectory(prefix="pdp-migrations-") as folder:
        store, env = ground(Path(folder))
        register(store, "avant")
        first, steps = len(migrations.steps()), longer(Path(folder))
        kept = (store.home, Path(env["XDG_STATE_HOME"]))
        before = {path: path.read_bytes() for place in kept for path in files(place)}
        longest = lasts(store, steps, env)
        for _ in range(count):
            for path in [path for place in kept for path in files(place)]:
                path.unlink()
            for path, data in before.items():
                path.write_bytes(data)
            done = killed(store, steps, env, chance.uniform(0, 1.1 * longest))
            version, whole = reached(store)
            seen["between"] += not whole
            seen["former"] += version == first
            seen["new"] += version == first + _STEPS
            seen["some steps"] += first < version < first + _STEPS
            seen["lost"] += done and version != first + _STEPS
            migrations.FOLDER = steps
            again = unlocked(store.home, lambda: PASSPHRASE)
            again.read().close()
            wrong = [one.id for one in check(again) if not one.sound]
            seen["damaged"] += bool(wrong)
            seen.update(wrong)
            migrations.FOLDER = Path(migrations.__file__).parent / "migrations"
    print(
        f"{count} migrations killed: {seen['former']} left the former schema, {seen['new']} the new"
        f" one, {seen['some steps']} a whole step on the way, {seen['between']} between;"
        f" once opened again: {seen['damaged']} not in order, {seen['lost']} lost"
    )
    return 1 if seen["between"] or seen["damaged"] or seen["lost"] or seen["new"] == count else 0


if __name__ == "__main__":
    sys.exit(main())
