"""Damage the store in every way: detected, and never made again empty.

``python benchmarks/faults/damage.py [200]``; exits with 1 when one passes. Flipped bits, cuts, 0
bytes, blanks, two pages exchanged, pages of an older store put back, the older file, another
store's file. What counts as detected: the store does not open, or `pdp verifier` says what is
wrong; and whatever is done with it, the file is not replaced.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from ground import PASSPHRASE, ground
from writer import register

from pdpcli.errors import StoreDamaged
from pdpcli.store.open import unlocked
from pdpcli.workflows.check import check

_PAGE = 4096
TODAY = date(2026, 6, 15)
Harm = Callable[[bytes, bytes, random.Random], bytes]


def _flip(data: bytes, _: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def _cut(data: bytes, _: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(1, len(data))]


def _pages_cut(data: bytes, _: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(1, len(data) // _PAGE) * _PAGE]


def _empty(_: bytes, __: bytes, ___: random.Random) -> bytes:
    return b""


def _blank(data: bytes, _: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) // _PAGE) * _PAGE
    return data[:at] + bytes(_PAGE) + data[at + _PAGE :]


def _exchange(data: bytes, _: bytes, chance: random.Random) -> bytes:
    pages = [data[at : at + _PAGE] for at in range(0, len(data), _PAGE)]
    one, other = chance.sample(range(len(pages)), 2)
    pages[one], pages[other] = pages[other], pages[one]
    return b"".join(pages)


def _old_page(data: bytes, older: bytes, chance: random.Random) -> bytes:
    """A page as it was: its own key reads it."""
    places = range(0, min(len(data), len(older)), _PAGE)
    changed = [at for at in places if data[at : at + _PAGE] != older[at : at + _PAGE]]
    at = chance.choice(changed)
    return data[:at] + older[at : at + _PAGE] + data[at + _PAGE :]


def _old_file(_: bytes, older: bytes, __: random.Random) -> bytes:
    return older


_HARMS: tuple[Harm, ...] = (
    _flip, _flip, _flip, _cut, _pages_cut, _empty, _blank, _exchange, _old_page, _old_page,
    _old_file,
)  # fmt: skip


def detected(home: Path) -> str:
    """How it is said; "" when it is not."""
    try:
        store = unlocked(home, lambda: PASSPHRASE)
        wrong = [one.id for one in check(store, TODAY) if not one.sound]
    except StoreDamaged:
        return "refused"
    return "found by the check" if wrong else ""


def made_again(home: Path) -> bool:
    """Whether a write on the damaged file is taken: it would go on from what is not there."""
    try:
        register(unlocked(home, lambda: PASSPHRASE), "dessus")
    except StoreDamaged:
        return False
    return True


def main() -> int:
    """Damage as many times as asked and print the figure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    chance = random.Random(7)  # noqa: S311 - places, not secrets
    seen, missed = Counter[str](), Counter[str]()
    replaced = written = 0
    with TemporaryDirectory(prefix="pdp-damage-") as folder:
        store, _ = ground(Path(folder))
        for _ in range(8):
            register(store, "avant")
        older = store.path.read_bytes()
        for _ in range(8):
            register(store, "apres")
        good = store.path.read_bytes()
        assert not detected(store.home)
        for number in range(count):
            harm = _HARMS[number % len(_HARMS)]
            harmed = harm(good, older, chance)
            store.path.write_bytes(harmed)
            how = detected(store.home)
            seen[how] += 1
            missed[harm.__name__.strip("_")] += not how
            replaced += sha256(store.path.read_bytes()).digest() != sha256(harmed).digest()
            if harm in (_empty, _old_file):
                written += made_again(store.home)
        store.path.unlink()
        gone = detected(store.home)
        replaced += store.path.exists()
    print(
        f"{count} damaged stores: {seen['refused']} refused, {seen['found by the check']} found by"
        f" the check, {seen['']} not seen; file absent: {gone or 'not seen'};"
        f" {replaced} made again, {written} written over an empty or an old one"
    )
    for name, number in missed.items():
        if number:
            print(f"  {name}: {number} not seen")
    return 0 if not seen[""] and gone and not replaced and not written else 1


if __name__ == "__main__":
    sys.exit(main())
