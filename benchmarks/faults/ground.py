"""A throw-away store for the fault programs, with every folder of pdp under one place."""

import os
from pathlib import Path

from pdpcli.store.envelope import Kdf
from pdpcli.store.open import Store
from pdpcli.store.recovery import new_recovery_key
from pdpcli.workflows.keys import Founding, found

PASSPHRASE = "quatre mots sans rapport"  # noqa: S105 - of a throw-away store
_KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")


def ground(place: Path) -> tuple[Store, dict[str, str]]:
    """A cheap store under ``place``, and the environment of the children that write to it."""
    secret = place / "passphrase"
    secret.write_text(PASSPHRASE, "utf-8")
    moved = {"PDP_HOME": str(place / "coffre"), "PDP_PASSPHRASE_FILE": str(secret)}
    for name in ("HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_DATA_HOME", "TMPDIR"):
        (place / name).mkdir(mode=0o700)
        moved[name] = str(place / name)
    os.environ.update(moved)
    founding = Founding(
        service="Service fictif",
        first_name="Camille",
        last_name="Exemple",
        passphrase=PASSPHRASE,
        recovery_key=new_recovery_key(),
    )
    store = found(place / "coffre", founding, Kdf(32, 1, 1))
    return store, moved | {name: os.environ[name] for name in _KEPT if name in os.environ}
