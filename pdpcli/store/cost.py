"""What trying one passphrase costs: Argon2id for about a second on the machine that gives a slot.

The costliest step of a bounded table that this machine is expected to do in a second; the first
step, RFC 9106's second recommendation (64 MiB, 3 passes), is a floor whatever the machine.
"""

import time

from pdpcli.store.envelope import Kdf

_MIB = 1024
_SECONDS = 1.0
#: From the floor to what every reader accepts twenty times over (see `envelope`).
TABLE = tuple(
    Kdf(memory * _MIB, iterations, 4)
    for memory, iterations in (
        (64, 3), (64, 4), (128, 3), (128, 4), (192, 4), (256, 4), (256, 5), (256, 6),
    )
)  # fmt: skip


def measured() -> Kdf:
    """The cost of a new slot, measured now. PdpError: not enough memory."""
    from pdpcli.store.vault import stretch

    begun = time.perf_counter()
    stretch("", bytes(16), TABLE[0])
    return affordable(time.perf_counter() - begun)


def affordable(seconds: float) -> Kdf:
    """The costliest step expected to last a second, where the floor lasts ``seconds``."""
    fits = [kdf for kdf in TABLE if seconds * _work(kdf) <= _SECONDS * _work(TABLE[0])]
    return fits[-1] if fits else TABLE[0]


def _work(kdf: Kdf) -> int:
    return kdf.memory_kib * kdf.iterations
