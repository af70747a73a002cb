"""What moved from one period to the one before: in number, and in per cent.

In per cent to the unit, as the regional report of the Assurance maladie prints it (S3: « 360,
+36 %, +95 »); of nothing, or of what is not known, it is not known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Evolution:
    """``change`` in the line's own unit (points, of a percentage); ``percent`` of the before."""

    change: float | None
    percent: int | None


NONE = Evolution(None, None)


def evolution(values: Sequence[float | None], unit: str = "") -> Evolution:
    """From the second of ``values`` to the first; a percentage moves by points only."""
    now, before = (
        Decimal(str(one)) if one is not None else None for one in (*values, None, None)[:2]
    )
    if now is None or before is None:
        return NONE
    change = now - before
    percent = None if unit == "percent" or not before else _whole(100 * change / abs(before))
    return Evolution(int(change) if change == int(change) else float(change), percent)


def _whole(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))
