"""Numbers and codes of enterprises, telephones, e-mail addresses (rules.md §9)."""

import re

from pdpcli.errors import Refusal
from pdpcli.rules.text import clean

#: Its establishments do not follow Luhn: the sum of their digits is a multiple of 5.
LA_POSTE = "356000000"
SIREN_LENGTH, SIRET_LENGTH = 9, 14
#: Numbers of salariés (S1): the first of each band, and its label.
SIZE_BANDS = ((300, "300 et plus"), (50, "50 à 299"), (11, "11 à 49"), (0, "moins de 11"))

_NAF = re.compile(r"(0[1-9]|[1-9][0-9])[. ]?([0-9]{2}) ?([A-Z])")
_PHONE_SIGNS = re.compile(r"[ ./()\u2010-\u2013-]")
_FRENCH_PHONE = re.compile(r"0[1-9][0-9]{8}")
_SHORT_PHONE = re.compile(r"[13][0-9]{3}")
_FOREIGN_PHONE = re.compile(r"\+[1-9][0-9]{8,14}")
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@((?!-)[A-Za-z0-9-]{1,63}(?<!-)\.)+[A-Za-z]{2,63}"
)
_POSTCODE = re.compile(
    r"(?<!\bBP )(?<!\bCS )(?<!\bTSA )(?<![0-9])([0-9]{5})(?![0-9])", re.IGNORECASE
)


def parse_siret(text: str) -> str:
    """The 14 digits of an establishment, those of La Poste included.

    Raises:
        Refusal: not 14 digits, or wrong control figures; the reason says in which part.
    """
    siret = _digits(text, "SIRET", SIRET_LENGTH)
    if not _luhn(siret[:SIREN_LENGTH]):
        raise Refusal("Ce SIRET contient une erreur dans ses 9 premiers chiffres (le SIREN).")
    of_la_poste = siret.startswith(LA_POSTE) and sum(map(int, siret)) % 5 == 0
    if not (_luhn(siret) or of_la_poste):
        raise Refusal(
            "Ce SIRET contient une erreur, sans doute dans ses 5 derniers chiffres "
            "(l'établissement)."
        )
    return siret


def _digits(text: str, name: str, length: int) -> str:
    """The digits of ``text`` without separators, exactly ``length`` of them."""
    digits = re.sub(r"[ .\u2010-\u2013-]", "", clean(text, limit=60))
    if not re.fullmatch(r"[0-9]*", digits):
        raise Refusal(f"Un {name} ne contient que des chiffres : il en a {length}.")
    if len(digits) != length:
        raise Refusal(f"Un {name} a {length} chiffres ; ici, il y en a {len(digits)}.")
    if not digits.strip("0"):
        raise Refusal(f"Un {name} ne peut pas être fait que de zéros.")
    return digits


def _luhn(digits: str) -> bool:
    """Luhn's check: every second digit from the right counts twice."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[::-2])) + sum(doubled)) % 10 == 0


def parse_naf(text: str) -> str:
    """An activity code, « 43.99C », of either nomenclature (its version is another field).

    Raises:
        Refusal: not four figures and a letter.
    """
    found = _NAF.fullmatch(clean(text, limit=20).upper())
    if not found:
        raise Refusal("Un code NAF a quatre chiffres et une lettre, par exemple 43.99C.")
    return f"{found[1]}.{found[2]}{found[3]}"


def parse_phone(text: str) -> str:
    """« 06 12 34 56 78 », « 36 46 » for a short number, or "+32475123456" from abroad.

    Raises:
        Refusal: neither 10 digits, nor a short number, nor an international one.
    """
    number = clean(text, limit=60).replace("(0)", "")
    number = re.sub(r"^00", "+", _PHONE_SIGNS.sub("", number))
    number = re.sub(r"^\+330?", "0", number)
    if _FRENCH_PHONE.fullmatch(number) or _SHORT_PHONE.fullmatch(number):
        return " ".join(re.findall("..", number))
    if _FOREIGN_PHONE.fullmatch(number):
        return number
    raise Refusal(
        "Un numéro de téléphone a dix chiffres et commence par 0, comme 06 12 34 56 78 ; "
        "depuis l'étranger, il commence par + et l'indicatif du pays."
    )


def parse_email(text: str) -> str:
    """One e-mail address; the domain is put in small letters.

    Raises:
        Refusal: no single @, an accent, a space, or a domain that cannot be.
    """
    email = clean(text, limit=254)
    if email.count("@") != 1:
        raise Refusal("Écrivez une seule adresse, avec un @ : prenom.nom@exemple.fr.")
    if not email.isascii() or " " in email:
        raise Refusal("Une adresse électronique ne contient ni accent ni espace.")
    if not _EMAIL.fullmatch(email):
        raise Refusal("Cette adresse électronique est mal formée : prenom.nom@exemple.fr.")
    local, domain = email.split("@")
    return f"{local}@{domain.lower()}"


def dept_of(address: str) -> str | None:
    """The departement of the last postcode in an address: "34", "2A", "971"; else ``None``.

    Corsica by its postcodes (200 and 201 are 2A, 202 to 206 are 2B); a number that follows
    BP, CS or TSA is no postcode.
    """
    found = postcode_of(address)
    return _dept(found) if found else None


def postcode_of(address: str) -> str | None:
    """The last postcode in an address; a number that follows BP, CS or TSA is none."""
    found = _POSTCODE.findall(address)
    return found[-1] if found else None


def _dept(postcode: str) -> str | None:
    """The departement of five digits."""
    if postcode.startswith("20"):
        return {"0": "2A", "1": "2A"}.get(postcode[2], "2B" if postcode[2] in "23456" else None)
    if postcode.startswith(("97", "98")):
        return postcode[:3]
    return postcode[:2] if "01" <= postcode[:2] <= "95" else None


def size_band(n: int) -> str:
    """The band of a number of salariés, zero or more, as SIZE_BANDS labels it."""
    return next(label for first, label in SIZE_BANDS if n >= first)
