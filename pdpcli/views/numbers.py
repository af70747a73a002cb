"""Numbers as the figures write them in French: what is not known, what is masked, what moved."""

from pdpcli.evaluation.evolution import Evolution

NOT_KNOWN, MASKED = "n.d.", "masqué"
_PERCENT = "percent"
DECIMAL = (_PERCENT, "quotient", "months")  # to one decimal, as the evaluations ask


def number(value: float | None, unit: str = "") -> str:
    """A whole number, or a share with its comma; « n.d. » when it is not known."""
    return NOT_KNOWN if value is None else _plain(value, unit)


def moved(one: Evolution, unit: str = "") -> str:
    """What moved, with its sign; a percentage by points."""
    if one.change is None:
        return ""
    points = " pt" if unit == _PERCENT else ""
    return f"{_sign(one.change)}{_plain(abs(one.change), unit)}{points}"


def moved_percent(one: Evolution, unit: str = "") -> str:
    """What moved in per cent: « n.d. » from nothing; nothing for a percentage."""
    if one.change is None or unit == _PERCENT:
        return ""
    return NOT_KNOWN if one.percent is None else f"{_sign(one.percent)}{abs(one.percent)} %"


def _sign(value: float) -> str:
    return "+" if value > 0 else "-" if value else ""


def _plain(value: float, unit: str) -> str:
    """A ratio to one decimal; any other number, or one entered whole, without those it has not."""
    if unit in DECIMAL and not isinstance(value, int):
        return f"{value:.1f}".replace(".", ",")
    return str(int(value) if value == int(value) else value).replace(".", ",")
