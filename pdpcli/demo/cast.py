"""The cast: persons and companies nobody can be mistaken for. Every name is invented.

Surnames are tools and materials; telephone numbers are those the ARCEP keeps for fiction; a NIR
has a commune that does not exist (34990 to 34999) and an order number from 990.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

from pdpcli.rules.identifiers import dept_of
from pdpcli.rules.names import fold
from pdpcli.rules.nir import nir_key

_SURNAMES = (
    "PARPAING", "TRUELLE", "CHEVRON", "ÉQUERRE", "RABOT", "MORTIER", "D'APLOMB", "PLÂTRE",
    "LINTEAU", "ŒILLETON", "CIMENTÉ", "NIVEAU", "BÉTONNIÈRE", "CORDEAU", "MADRIER", "SOLIVE",
    "TASSEAU", "BURIN", "CISEAU", "FAÎTAGE", "GOUTTIÈRE", "ARDOISE", "TUILEAU", "BASTAING",
    "COFFRAGE", "ENDUIT", "TALOCHE", "SPATULE", "CROCHET", "POULIE", "ÉTAI", "REDAN",
    "LAMBOURDE", "MASSETTE", "PIOCHE", "GRAVILLON", "PAVÉ", "MOELLON", "CLOISON", "PLINTHE",
    "SERRE-JOINT", "VARLOPE", "TENON", "MORTAISE", "CHANFREIN", "GABARIT", "LATTE", "ZINC",
)  # fmt: skip
_WOMEN = (
    "Lucie", "Samira", "Thị Lan", "Inès", "Œnone", "Chloé", "Élise", "Fatou", "Zoé", "María",
    "Agnieszka", "Noëlle", "Aïcha", "Jeanne", "Maëlle", "Rosa",
)  # fmt: skip
_MEN = (
    "Luc", "Paul", "João", "Łukasz", "Karim", "Rui", "Noël", "Étienne", "Mehdi", "Anaël",
    "Théo", "Škender", "Amadou", "Jean-Marc", "Loïc", "François",
)  # fmt: skip
_TOWNS = (
    "34970 Lattes", "34200 Sète", "34500 Béziers", "34400 Lunel", "34700 Lodève",
    "34300 Agde", "34120 Pézenas", "34090 Montpellier", "30000 Nîmes", "11100 Narbonne",
)  # fmt: skip
_HOUSEHOLDS = ("couple_children", "couple", "alone", "other", None)
#: NAF -> the job, for a man and for a woman
_TRADES = {
    "43.99C": ("maçon", "maçonne"),
    "43.91A": ("charpentier", "charpentière"),
    "43.91B": ("couvreur", "couvreuse"),
    "43.21A": ("électricien", "électricienne"),
    "43.22A": ("plombier", "plombière"),
    "43.31Z": ("plâtrier", "plâtrière"),
    "43.34Z": ("peintre en bâtiment", "peintre en bâtiment"),
    "43.33Z": ("carreleur", "carreleuse"),
    "42.11Z": ("conducteur d'engins", "conductrice d'engins"),
    "41.20B": ("chef d'équipe", "cheffe d'équipe"),
    "43.32A": ("menuisier", "menuisière"),
    "43.12A": ("terrassier", "terrassière"),
}
_COMPANIES = (
    "BÂTI-FICTION", "MURS IMAGINAIRES", "TOITURES DE PAPIER", "CHANTIERS SANS NOM", "L'ÉCHAFAUDAGE",
    "PIERRE QUI ROULE", "ÉTS PARFOIS", "RÉNO-RÊVE", "TRAVAUX PEUT-ÊTRE", "FAÇADES D'AILLEURS",
)  # fmt: skip
_SIZES = (3, 6, 9, 14, 22, 38, 62, 120, 340)
_YOUNGEST, _OLDEST = 19 * 365, 61 * 365  # days old on the first day


def person(seed: int, index: int, start: date) -> dict[str, Any]:
    """The columns of ``person`` number ``index``, who works on the day ``start``."""
    chance = _chance(seed, "person", index)
    sex = chance.choice(("male", "male", "female"))
    last, first = _surname(index, chance), chance.choice(_MEN if sex == "male" else _WOMEN)
    born_on = start - timedelta(days=chance.randint(_YOUNGEST, _OLDEST))
    address = f"{chance.randint(1, 60)} rue des Exemples, {chance.choice(_TOWNS)}"
    nir = _nir(chance, sex, born_on) if index % 3 == 0 else None
    return {
        "key": f"{chance.getrandbits(128):032x}",
        "last_name": last,
        "first_name": first,
        "folded": fold(f"{last} {first}"),
        "born_on": born_on.isoformat(),
        "sex": sex,
        "address": address,
        "dept": dept_of(address),
        "phone": f"06 39 98 {chance.randrange(100):02} {chance.randrange(100):02}",
        "household": chance.choice(_HOUSEHOLDS),
        "nir": nir,
        "nir_reason": "démonstration : numéro inventé" if nir else None,
    }


def employer(seed: int, index: int) -> dict[str, Any]:
    """The columns of ``employer`` number ``index``."""
    chance = _chance(seed, "employer", index)
    name = _COMPANIES[index % len(_COMPANIES)]
    town = _TOWNS[index // len(_COMPANIES) % len(_TOWNS)]
    rank = index // (len(_COMPANIES) * len(_TOWNS))
    full = f"{name} {town[6:].upper()}{f' {rank + 1}' if rank else ''}"
    known = index % 9 != 8  # noqa: PLR2004 - one in nine without its NAF code
    return {
        "name": full,
        "folded": fold(full),
        "naf": chance.choice(list(_TRADES)) if known else None,
        "naf_version": "rev2" if known else None,
        "size": chance.choice(_SIZES),
        "member": "yes",
        "address": f"Zone d'activité imaginaire, {town}",
        "phone": f"04 65 71 {chance.randrange(100):02} {chance.randrange(100):02}",
        "occupational_doctor": "Dr FICTIF",
    }


def job(naf: str | None, sex: str) -> str:
    """What somebody does in a company of this NAF code."""
    names = _TRADES.get(naf or "", ("ouvrier polyvalent", "ouvrière polyvalente"))
    return names[sex == "female"]


def _surname(index: int, chance: Random) -> str:
    """Simple while there are enough surnames, then double."""
    first = _SURNAMES[index % len(_SURNAMES)]
    return first if index < len(_SURNAMES) else f"{first}-{chance.choice(_SURNAMES)}"


def _nir(chance: Random, sex: str, born_on: date) -> str:
    """A number that is nobody's: its commune does not exist and its order is out of use."""
    digit = 1 if sex == "male" else 2
    number = f"{digit}{born_on:%y%m}3499{chance.randrange(10)}99{chance.randrange(10)}"
    return number + nir_key(number)


def _chance(seed: int, *what: object) -> Random:
    return Random(":".join(map(str, (seed, *what))))  # noqa: S311 - fiction


def seniority(chance: Random, born_on: str, on: date) -> str:
    """How long somebody has been in the company at ``on``, since 18 at the earliest."""
    years = chance.randint(1, max(1, on.year - int(born_on[:4]) - 18))
    return f"{years} an{'s' if years > 1 else ''}"
