"""A child that restores a backup, and says when it begins and when it is told that it is done.

``python restorer.py HOME FILE``; the passphrase is in PDP_PASSPHRASE_FILE.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from pdpcli.commands.opening import ask_secret
from pdpcli.store.vault import unwrap  # noqa: F401 - imported before it begins, as what follows
from pdpcli.workflows.restore import prepared, restore


def main() -> None:
    """Restore, or be killed."""
    import sqlcipher3  # noqa: F401

    home, file = Path(sys.argv[1]), Path(sys.argv[2])
    print("begun", flush=True)
    at = datetime.now(UTC)
    with prepared(home, file, ask_secret, at) as ready:
        restore(ready, at)
        print("done", flush=True)


if __name__ == "__main__":
    main()
