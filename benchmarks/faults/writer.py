"""A child that writes situations and says each one it was told is on the disk.

``python writer.py HOME COUNT MARK``; the passphrase is in PDP_PASSPHRASE_FILE.
"""

import sys
from datetime import date
from pathlib import Path

from pdpcli.commands.opening import ask_secret
from pdpcli.store.open import Store, unlocked

_NEW = (
    "INSERT INTO case_file (year, number, ref, person_key, state, opened_on, context, updated_at)"
    " VALUES (?, ?, ?, ?, 'open', ?, ?, ?)"
)


def register(store: Store, mark: str) -> str:
    """Write one fictional situation in one transaction; its reference."""
    year = date(2026, 6, 15).year
    with store.write("signal new") as write:
        last = write.db.execute("SELECT max(number) FROM case_file WHERE year = ?", (year,))
        number = (last.fetchone()[0] or 0) + 1
        ref = write.subject = f"{year}-{number:04}"
        said = f"{mark} {'situation fictive ' * 40}"
        write.db.execute(_NEW, (year, number, ref, f"k{number}", "2026-06-15", said, write.at))
    return ref


def main() -> None:
    """Write until COUNT, or until killed."""
    home, count, mark = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    store = unlocked(home, ask_secret)
    for _ in range(count):
        print(register(store, mark), flush=True)


if __name__ == "__main__":
    main()
