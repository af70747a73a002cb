"""The social security number (NIR): sex 1, year 2, month 2, place 5, order 3, and a key of 2.

Optional, masked by default, never in a message (rules.md §7, §8). Its departement is read by
position: only there a letter may stand, for Corsica.
"""

import re
from datetime import date

from pdpcli.errors import Refusal
from pdpcli.rules.text import clean

LENGTH, WITHOUT_KEY = 15, 13

_SEPARATORS = re.compile(r"[ ./\u2010-\u2013-]")
_GROUPS = re.compile(r"(.)(..)(..)(..)(...)(...)(..)")
_MALE, _FEMALE = "137", "248"
# 20 to 42 and 50 to 99 stand for a civil status that is not complete.
_MONTH = r"0[1-9]|1[0-2]|[23][0-9]|4[0-2]|[5-9][0-9]"
_PLACE = r"(?:0[1-9]|[1-8][0-9]|9[0-6]|99|2[AB])(?!000)[0-9]{3}|9[78][1-9](?!00)[0-9]{2}"
_SHAPE = re.compile(rf"[1-478][0-9]{{2}}(?:{_MONTH})(?:{_PLACE})[0-9]{{3}}(?:[0-9]{{2}})?")
_BETWEEN = r"[\s./\u2010-\u2013-]{0,3}"
#: Where one may begin inside a text: its 13 or 15 characters, no figure before nor after.
_INSIDE = re.compile(
    rf"(?<![0-9])(?=([1-478](?:{_BETWEEN}[0-9]){{4}}{_BETWEEN}[0-9]{_BETWEEN}[0-9ABab]"
    rf"(?:{_BETWEEN}[0-9]){{6}}(?:(?:{_BETWEEN}[0-9]){{2}})?)(?![0-9]))"
)
_PARTS = (
    (slice(0, 1), "[1-478]", "Le 1er chiffre (le sexe) est 1 ou 2, parfois 3, 4, 7 ou 8."),
    (slice(1, 3), "[0-9]{2}", "Les 2e et 3e caractères (l'année) sont des chiffres."),
    (
        slice(3, 5),
        _MONTH,
        (
            "Les 4e et 5e chiffres (le mois) vont de 01 à 12, ou de 20 à 42 et de 50 à 99 "
            "quand l'état civil est incomplet."
        ),
    ),
    (
        slice(5, 10),
        _PLACE,
        (
            "Du 6e au 10e caractère (le département et la commune de naissance), il faut cinq "
            "chiffres qui existent ; la Corse s'écrit 2A ou 2B, l'étranger 99."
        ),
    ),
    (
        slice(10, 13),
        "(?!000)[0-9]{3}",
        "Du 11e au 13e caractère (le numéro d'ordre), il faut trois chiffres, de 001 à 999.",
    ),
    (slice(13, 15), "[0-9]{2}|", "La clé (les 2 derniers caractères) est faite de chiffres."),
)


def parse_nir(text: str) -> str:
    """The number in 15 characters, letters in capitals; the key is computed when it is absent.

    Raises:
        Refusal: the reason says which part is wrong.
    """
    nir = _compact(clean(text, limit=40))
    if len(nir) not in {LENGTH, WITHOUT_KEY}:
        raise Refusal(
            "Un numéro de sécurité sociale a 15 caractères, ou 13 sans sa clé ; "
            f"ici, il y en a {len(nir)}."
        )
    for part, shape, reason in _PARTS:
        if not re.fullmatch(shape, nir[part]):
            raise Refusal(reason)
    key = nir_key(nir[:WITHOUT_KEY])
    if nir[WITHOUT_KEY:] not in {"", key}:
        raise Refusal(
            "La clé (les 2 derniers chiffres) ne va pas avec les 13 premiers caractères : "
            "relisez le numéro en entier."
        )
    return nir[:WITHOUT_KEY] + key


def nir_key(n13: str) -> str:
    """The key of 13 well-formed characters, from "01" to "97": 97 - N mod 97.

    In Corsica 2A counts as 19 and 2B as 18 (rules.md §8).
    """
    place = {"2A": "19", "2B": "18"}.get(n13[5:7], n13[5:7])
    return f"{97 - int(n13[:5] + place + n13[7:]) % 97:02}"


def mask(nir: str) -> str:
    """« 1 68 03 ** *** *** ** »: what may be shown without `--reveal`."""
    return group(nir[:5] + "*" * (LENGTH - 5))


def group(nir: str) -> str:
    """« 1 68 03 34 172 123 45 », from 15 characters."""
    return _GROUPS.sub(r"\1 \2 \3 \4 \5 \6 \7", nir)


def nir_warnings(nir: str, born_on: date | None, sex: str | None) -> list[str]:
    """What is worth a second look and is never refused nor corrected (rules.md §8).

    ``nir`` has 15 characters; ``sex`` is a code of the vocabulary (female, male).
    """
    month = int(nir[3:5])
    differs_in_month = born_on and month <= 12 and month != born_on.month  # noqa: PLR2004
    checks = (
        (nir[0] in "34", "Numéro d'attente (immatriculation en cours) : à remplacer plus tard."),
        (nir[0] in "78", "Numéro provisoire : à remplacer par le définitif quand il sera connu."),
        (born_on and int(nir[1:3]) != born_on.year % 100, _differs("L'année de naissance")),
        (differs_in_month, _differs("Le mois de naissance")),
        (nir[0] in {"female": _MALE, "male": _FEMALE}.get(sex or "", ""), _differs("Le sexe")),
    )
    return [warning for doubtful, warning in checks if doubtful]


def _differs(what: str) -> str:
    return (
        f"{what} du numéro et de la fiche ne concordent pas : à vérifier, sans rien corriger "
        "d'office."
    )


def holds_nir(text: str) -> bool:
    """Whether a number may be somewhere in ``text``, in one piece or with its parts separated.

    A warning, never a refusal: a reference of 13 or 15 figures may look like one.
    """
    return any(_SHAPE.fullmatch(_compact(found[1])) for found in _INSIDE.finditer(text))


def mask_inside(text: str) -> str:
    """``text`` with what looks like a number in it shown as ``mask`` shows one."""
    for found in reversed(list(_INSIDE.finditer(text))):
        nir = _compact(found[1])
        if _SHAPE.fullmatch(nir):
            text = f"{text[: found.start(1)]}{mask(nir)}{text[found.end(1) :]}"
    return text


def _compact(text: str) -> str:
    """Without the spaces and signs that separate its parts, in capitals."""
    return _SEPARATORS.sub("", " ".join(text.split())).upper()
