"""Wrong passphrases are never damage, and damage is never a wrong passphrase.

``python benchmarks/faults/passphrases.py [1000]`` tries as many of each, on a sound store and on
damaged ones; exits with 1 when one is taken for the other.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from ground import ground

from pdpcli.commands.opening import ask_secret
from pdpcli.errors import PdpError, StoreDamaged, WrongPassphrase
from pdpcli.store import envelope as envelopes
from pdpcli.store.open import unlocked
from pdpcli.store.recovery import new_recovery_key

_ODD = ("", " ", "\0", "\n", "\ud800", "é" * 100_000, "🔑" * 40, "x'00'", "' OR 1=1 --", "../..")


def wrong(right: str, count: int, chance: random.Random) -> Iterator[str]:
    """Slips of the right one, keys that are not ours, odd texts."""
    yield from _ODD
    for _ in range(count - len(_ODD)):
        at, char = chance.randrange(len(right)), chr(chance.randrange(33, 0x24F))
        slips = (
            right[:at] + char + right[at:],
            right[:at] + right[at + 1 :],
            right[:at] + right[at].swapcase() + right[at + 1 :],
            right + char,
            new_recovery_key(),
        )
        slip = chance.choice(slips)
        yield slip if slip != right else f"{slip} "


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The envelope with a bit flipped, cut, or with junk in it."""
    at = chance.randrange(len(data))
    flipped = data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
    return chance.choice((flipped, data[:at], data[:at] + b"\0" + data[at:], b"", data * 2))


def verdict(home: Path, secret: str) -> str:
    """What is said of the store when ``secret`` is typed."""
    try:
        unlocked(home, lambda: secret).read().close()
    except WrongPassphrase:
        return "wrong"
    except StoreDamaged:
        return "damaged"
    except PdpError as error:
        return type(error).__name__
    return "opened"


def main() -> int:
    """Try, and print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    chance = random.Random(12)  # noqa: S311 - slips, not secrets
    with TemporaryDirectory(prefix="pdp-phrases-") as folder:
        store, _ = ground(Path(folder))
        right, path = ask_secret(), store.home / envelopes.NAME
        sound = Counter(verdict(store.home, secret) for secret in wrong(right, count, chance))
        data, cut = path.read_bytes(), Counter[str]()
        for secret in wrong(right, count, chance):
            path.write_bytes(envelope := damaged(data, chance))
            if _same(envelope, data):
                continue
            cut.update((verdict(store.home, secret), verdict(store.home, right)))
        path.write_bytes(data)
        first = bytearray(store.path.read_bytes())
        first[100] ^= 1
        store.path.write_bytes(first)
        page = Counter((verdict(store.home, right), verdict(store.home, "une autre phrase")))
    print(f"{count} wrong passphrases on a sound store: {dict(sound)}")
    print(f"wrong and right ones on damaged envelopes: {dict(cut)}")
    print(f"the right one, then a wrong one, on a damaged store: {dict(page)}")
    whole = sound == {"wrong": count} and set(cut) == {"damaged"}
    return 0 if whole and page == {"damaged": 1, "wrong": 1} else 1


def _same(one: bytes, other: bytes) -> bool:
    """Whether two texts are the same envelope: a space of JSON says nothing."""
    try:
        return envelopes.parse(one) == envelopes.parse(other)
    except StoreDamaged:
        return False


if __name__ == "__main__":
    sys.exit(main())
