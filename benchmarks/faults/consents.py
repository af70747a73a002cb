"""Ten thousand random sequences of commands and direct SQL: releases without a consent, 0.

    python benchmarks/faults/consents.py [sequences]

The sequences and their judge are those of ``tests/consent_sequences.py``; a breach stops the
program with the seed that shows it.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from consent_sequences import play


def main(sequences: int) -> None:
    """Play every seed and print the figures."""
    releases = refusals = 0
    for seed in range(sequences):
        played = play(seed)
        releases, refusals = releases + played.releases, refusals + played.refusals
    print(f"{sequences} sequences: {releases} releases, each with its consent; {refusals} refused")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
