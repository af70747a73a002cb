"""Two processes write at once: none is lost, no reference is given twice.

``python benchmarks/faults/two_processes.py [300]`` writes each; exits with 1 when it is broken.
"""

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from ground import ground

from pdpcli.workflows.check import check

_WRITER = Path(__file__).with_name("writer.py")


def main() -> int:
    """Run two writers to the end and print the figure."""
    each = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with TemporaryDirectory(prefix="pdp-two-") as folder:
        store, env = ground(Path(folder))
        children = [
            subprocess.Popen(
                [sys.executable, str(_WRITER), str(store.home), str(each), mark],
                stdout=subprocess.PIPE,
                env=env,
                text=True,
            )
            for mark in ("a", "b")
        ]
        said = [child.communicate()[0].split() for child in children]
        with closing(store.read()) as db:
            kept = [row[0] for row in db.execute("SELECT ref FROM case_file")]
        sound = all(finding.sound for finding in check(store))
    told = said[0] + said[1]
    lost, twice = 2 * each - len(set(told) & set(kept)), len(told) - len(set(told))
    print(f"{2 * each} writes by two processes: {lost} lost, {twice} references twice, {sound=}")
    return 1 if lost or twice or not sound else 0


if __name__ == "__main__":
    sys.exit(main())
