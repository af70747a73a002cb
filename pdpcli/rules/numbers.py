"""Numbers as they are typed and written in French: « 8 757 », « 12,5 », « 96 % »."""

import re

from pdpcli.errors import Refusal

MOST = 1_000_000_000
_SPACES = str.maketrans("", "", " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")
_WRITTEN = re.compile(r"[0-9]{1,10}(?:[.,][0-9]+)?")
_DECIMALS = 2
_THOUSANDS = 3


def parse_number(text: str) -> float:
    """A number from 0 to MOST, of two decimals at most.

    Raises:
        Refusal: not such a number; or « 1.243 », which is two numbers.
    """
    said = text.translate(_SPACES).removesuffix("%")
    if not _WRITTEN.fullmatch(said):
        raise Refusal("il faut un nombre, en chiffres : 8 757, ou 12,5.")
    whole, _, decimals = said.replace(",", ".").partition(".")
    if len(decimals) == _THOUSANDS:
        raise Refusal(f"est-ce {whole}{decimals} ? Il s'écrit sans point ni virgule.")
    if len(decimals) > _DECIMALS:
        raise Refusal("deux décimales au plus.")
    number = float(f"{whole}.{decimals or 0}")
    if number > MOST:
        raise Refusal("ce nombre est trop grand.")
    return number


def french_number(number: float) -> str:
    """« 8 757 » with no-break spaces, « 12,5 »; ``parse_number`` reads it back."""
    if number == int(number):
        return f"{int(number):,}".replace(",", "\N{NO-BREAK SPACE}")
    return f"{number:.{_DECIMALS}f}".rstrip("0").replace(".", ",")


def whole_or_not(number: float) -> float | int:
    """36 for 36.0: what a store keeps as a real number is shown as it was entered."""
    return int(number) if number == int(number) else number
