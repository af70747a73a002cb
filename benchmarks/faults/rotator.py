"""A child that renews the key of a store once: says « ready » before, « done » after.

``python rotator.py HOME``; the passphrase is in PDP_PASSPHRASE_FILE, the new recovery key on stdin.
"""

import sys
from pathlib import Path

from pdpcli.commands.opening import ask_secret
from pdpcli.store.envelope import Kdf
from pdpcli.store.open import unlocked
from pdpcli.workflows.rotate import Secrets, rotate


def main() -> None:
    """Renew, unless killed."""
    recovery_key = sys.stdin.readline().strip()
    store = unlocked(Path(sys.argv[1]), ask_secret)
    secrets = Secrets({store.author: ask_secret()}, recovery_key, Kdf(32, 1, 1))
    print("ready", flush=True)
    rotate(store, secrets)
    print("done", flush=True)


if __name__ == "__main__":
    main()
