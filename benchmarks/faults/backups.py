"""Damage backups in every way: verification finds each, a restore refuses it and changes nothing.

``python benchmarks/faults/backups.py [200]``; exits with 1 when one passes. Flipped bits, cuts, 0
bytes, blocks blanked, doubled or exchanged, pages of an older backup put in, parts of another
backup with the digest made right again.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from ground import PASSPHRASE, ground
from writer import register

from pdpcli.errors import StoreDamaged
from pdpcli.store import container
from pdpcli.store.container import ENVELOPE, STORE
from pdpcli.store.open import Store
from pdpcli.workflows.backup import create, verify_file
from pdpcli.workflows.restore import prepared

_PAGE = 4096


def _flip(data: bytearray, _: bytes, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _cut(data: bytearray, _: bytes, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def _empty(data: bytearray, _: bytes, __: random.Random) -> None:
    data.clear()


def _blank(data: bytearray, _: bytes, chance: random.Random) -> None:
    at = chance.randrange(len(data) - 600)
    data[at : at + 512] = bytes(512)


def _gap(data: bytearray, _: bytes, chance: random.Random) -> None:
    at = chance.randrange(len(data) - 600)
    del data[at : at + chance.randrange(1, 600)]


def _double(data: bytearray, _: bytes, chance: random.Random) -> None:
    at = chance.randrange(len(data) - 600)
    data[at:at] = data[at : at + 512]


def _exchange(data: bytearray, _: bytes, chance: random.Random) -> None:
    """Two pages of the store change places."""
    begins, size = _place(data, STORE)
    one, other = chance.sample(range(size // _PAGE), 2)
    a, b = begins + one * _PAGE, begins + other * _PAGE
    data[a : a + _PAGE], data[b : b + _PAGE] = data[b : b + _PAGE], data[a : a + _PAGE]


def _old_page(data: bytearray, older: bytes, chance: random.Random) -> None:
    """A page of the older backup, which its key reads; the digest is made right again."""
    begins, size = _place(data, STORE)
    former, length = _place(older, STORE)
    changed = [
        at
        for at in range(0, min(size, length), _PAGE)
        if data[begins + at : begins + at + _PAGE] != older[former + at : former + at + _PAGE]
    ]
    at = chance.choice(changed)
    data[begins + at : begins + at + _PAGE] = older[former + at : former + at + _PAGE]
    _digest(data)


def _other_store(data: bytearray, older: bytes, _: random.Random) -> None:
    """The whole store of the older backup under the head of this one, the digest made right."""
    begins, size = _place(data, STORE)
    former, length = _place(older, STORE)
    data[begins : begins + size] = older[former : former + length].ljust(size, b"\0")[:size]
    _digest(data)


def _other_envelope(data: bytearray, _: bytes, chance: random.Random) -> None:
    """A slot of the envelope is changed, and both digests are made right."""
    import json

    begins, size = _place(data, ENVELOPE)
    said = json.loads(data[begins : begins + size])
    said.pop("sha256")
    nonce = bytearray.fromhex(said["slots"][0]["nonce"])
    nonce[chance.randrange(len(nonce))] ^= 1
    said["salt"] = sha256(bytes(nonce)).hexdigest()[:32]
    right = sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    made = json.dumps(said | {"sha256": right}, indent=1, ensure_ascii=False).encode()
    assert len(made) == size
    data[begins : begins + size] = made
    _digest(data)


_HARMS: tuple[Callable[[bytearray, bytes, random.Random], None], ...] = (
    _flip, _flip, _flip, _flip, _cut, _cut, _empty, _blank, _gap, _double, _exchange, _old_page,
    _other_store, _other_envelope,
)  # fmt: skip


def _place(data: bytes | bytearray, name: str) -> tuple[int, int]:
    from io import BytesIO

    return container.read_header(BytesIO(bytes(data))).place(name)


def _digest(data: bytearray) -> None:
    data[-32:] = sha256(data[:-32]).digest()


def _state(store: Store) -> dict[str, str]:
    return {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in sorted(store.home.iterdir())
        if path.is_file()
    }


def _found(store: Store, path: Path) -> tuple[bool, bool]:
    """Whether verification finds it, and whether a restore refuses it."""
    seen = []
    for read in (
        lambda: verify_file(store.home, path, lambda: PASSPHRASE),
        lambda: prepared(store.home, path, lambda: PASSPHRASE, datetime.now(UTC)).__enter__(),
    ):
        try:
            read()
        except StoreDamaged:
            seen.append(True)
        else:
            seen.append(False)
    return seen[0], seen[1]


def main() -> int:
    """Damage as many as asked and print the figure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    chance = random.Random(42)  # noqa: S311 - places, not secrets
    found = refused = changed = 0
    passed: Counter[str] = Counter()
    with TemporaryDirectory(prefix="pdp-backups-") as folder:
        store, _ = ground(Path(folder))
        copies = []
        for name in ("ancienne", "bonne"):
            for _ in range(8):
                register(store, name)
            at = Path(folder, f"{name}.sauvegarde")
            create(store, datetime.now(UTC), at)
            copies.append(at.read_bytes())
        verify_file(store.home, at, lambda: PASSPHRASE)
        before, harmed = _state(store), Path(folder, "abimee.sauvegarde")
        for number in range(count):
            harm, data = _HARMS[number % len(_HARMS)], bytearray(copies[1])
            harm(data, copies[0], chance)
            assert data != copies[1]
            harmed.write_bytes(data)
            by_verification, by_restore = _found(store, harmed)
            found, refused = found + by_verification, refused + by_restore
            passed[harm.__name__] += not (by_verification and by_restore)
            changed += _state(store) != before
    print(
        f"{count} damaged backups: {found} found by verification, {refused} refused by a restore,"
        f" the current store changed {changed} times"
    )
    for name, missed in passed.items():
        if missed:
            print(f"  {name}: {missed} passed")
    return 0 if found == refused == count and not changed else 1


if __name__ == "__main__":
    sys.exit(main())
