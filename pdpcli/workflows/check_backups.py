"""The store beside its backups: their heads show an old file, even to a profile that knows none."""

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from pdpcli.errors import StoreDamaged
from pdpcli.files import open_regular
from pdpcli.rules.dates import french
from pdpcli.store import anchor, container
from pdpcli.store.anchor import Verdict
from pdpcli.store.backup import SUFFIX, folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection

    from pdpcli.store.container import Header
    from pdpcli.store.open import Store

_MANY = 500  # headers: a folder of anything else is not read for ever


def backups_seen(db: "Connection", store: "Store") -> tuple[bool, str]:
    """Whether the store goes on from every backup of its folder, and what was seen."""
    headers = list(_headers(store))
    ahead = [one for one in headers if anchor.verdict(db, one.head) is Verdict.OLDER]
    apart = [one for one in headers if anchor.verdict(db, one.head) is Verdict.FORKED]
    if ahead:
        return False, f"le cahier est plus ancien que la sauvegarde du {_day(ahead[-1])}"
    if apart:
        return False, f"la sauvegarde du {_day(apart[-1])} est d'une autre histoire"
    return True, f"{len(headers)} dans leur dossier, et le cahier en est la suite"


def _headers(store: "Store") -> "Iterator[Header]":
    """What each backup of this store says in clear, the oldest first."""
    place = folder(store.home)
    found = sorted(place.glob(f"*{SUFFIX}")) if place.is_dir() else []
    for path in found[-_MANY:]:
        with suppress(OSError, StoreDamaged), open_regular(path) as file:
            header = container.read_header(file)
            if header.store_id == store.store_id:
                yield header


def _day(header: "Header") -> str:
    return french(datetime.fromisoformat(header.made_at).astimezone().date())
