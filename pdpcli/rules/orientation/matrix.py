"""The matrix of the PRITH Occitanie, as printed: who is competent, filtered by régime.

Its odd places are kept: « Cap emploi » without an axe at the hiring, axe 1 then axe 2 when leaving
(dossier §2.4). Carsat appears only « en arrêt »; empty cells are empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType

from pdpcli.rules.orientation.deduced import boe
from pdpcli.rules.orientation.known import Fact, Known
from pdpcli.rules.orientation.regimes import competence
from pdpcli.rules.vocabulary import NO, UNKNOWN, YES

SOURCE = "PRITH Occitanie, dans la convention PREVY / Cap emploi Gard, art. 2"
STAR = "SPST* : services de prévention et de santé au travail, régimes agricole et général"
HORIZONS: Mapping[str, str] = MappingProxyType(
    {
        "short": "prévention tertiaire (court terme, menace d'inaptitude immédiate)",
        "medium": "prévention secondaire (moyen terme, plus de 3 mois, risques différés)",
        "long": "prévention primaire (long terme)",
    }
)
STATUSES: Mapping[str, str] = MappingProxyType({YES: "BOE ou en voie de l'être", NO: "non BOE"})
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "hiring": "en cours d'intégration (à l'embauche)",
        "working": "en activité",
        "on_leave": "en arrêt",
        "leaving": "en sortie d'activité",
    }
)
_LEAVE = "SPST*, Service social Carsat, Service social MSA"
_WORK = "SPST*, Service social MSA"
_PRINTED: Mapping[tuple[str, str], tuple[str, str, str, str]] = MappingProxyType(
    {
        ("short", YES): (
            "Cap emploi, SPST*",
            "SPST*, Cap emploi (axe 2), Service social MSA",
            f"{_LEAVE}, Cap emploi (axe 2)",
            "Cap emploi (axe 1)",
        ),
        ("short", NO): ("SPST*", _WORK, _LEAVE, ""),
        ("medium", YES): (
            "Cap emploi (axe 1 / axe 2), SPST*",
            "SPST*, Cap emploi (axe 2), Service social MSA",
            f"{_LEAVE}, Cap emploi (axe 2)",
            "Cap emploi (axe 2), opérateurs du CEP",
        ),
        ("medium", NO): ("SPST*", _WORK, _LEAVE, "Opérateurs du CEP"),
        ("long", YES): ("SPST*", "SPST*", "SPST*", ""),
        ("long", NO): ("SPST*", "SPST*", "SPST*", ""),
    }
)
_ACTORS = {
    "SPST*": "spst",
    "Cap emploi": "cap_emploi",
    "Service social Carsat": "ssam",
    "Service social MSA": "msa",
    "opérateurs du CEP": "cep",
    "Opérateurs du CEP": "cep",
}
_ACTIVE = ("part_time", "working_invalidity", "adapted")


@dataclass(frozen=True)
class Named:
    """A name as printed, who it is, and whether he may be asked for this régime (``value``)."""

    name: str
    actor: str
    value: str = YES
    why: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell: its place and its names in the printed order."""

    horizon: str
    status: str
    column: str
    names: tuple[Named, ...]


@dataclass(frozen=True)
class Place:
    """Where the person is in the matrix: the possible codes of each axis, and what says so."""

    horizons: tuple[str, ...]
    statuses: tuple[str, ...]
    columns: tuple[str, ...]
    by: Mapping[str, tuple[Fact, ...]]


def printed(horizon: str, status: str, column: str) -> str:
    """The text of a cell, "" for an empty one; ``status`` is yes for « BOE ou en voie »."""
    return _PRINTED[horizon, status][list(COLUMNS).index(column)]


def names_in(text: str) -> tuple[Named, ...]:
    """The names of a printed cell, in its order."""
    return tuple(Named(name, _ACTORS[name.partition(" (")[0]]) for name in text.split(", ") if name)


def place(known: Known) -> Place:
    """The rows and columns that what is known leaves possible."""
    horizon, status = known.fact("situation.horizon"), boe(known)
    columns, by = _columns(known)
    return Place(
        (horizon.value,) if horizon else tuple(HORIZONS),
        tuple(STATUSES) if status.value == UNKNOWN else (status.value,),
        columns,
        {
            "horizon": (horizon,) if horizon else (),
            "boe": status.by,
            "position": by,
        },
    )


def cells(known: Known) -> tuple[Cell, ...]:
    """The cells that may be hers, each name filtered by régime: one when all three are known."""
    where = place(known)
    return tuple(
        Cell(horizon, status, column, _filtered(printed(horizon, status, column), known))
        for horizon, status, column in product(where.horizons, where.statuses, where.columns)
    )


def _filtered(text: str, known: Known) -> tuple[Named, ...]:
    said = ((one, competence(one.actor, known)) for one in names_in(text))
    return tuple(Named(one.name, one.actor, may.value, may.why) for one, may in said)


def _columns(known: Known) -> tuple[tuple[str, ...], tuple[Fact, ...]]:
    """The possible columns: the periods of leave prevail over a position told otherwise.

    A partial return is « en activité » (S0: « en reprise d'activité »); leaving stays leaving.
    """
    position, leave = known.fact("situation.position"), known.fact("leave.on_leave")
    said = position.value if position else ""
    if position and (said == "leaving" or said in _ACTIVE):
        return ("leaving" if said == "leaving" else "working",), (position,)
    if partial := _partial(known):
        return ("working",), partial
    if leave and leave.value == YES:
        return ("on_leave",), (leave,)
    if leave and said in {"", "on_leave"}:
        return tuple(one for one in COLUMNS if one != "on_leave"), (leave,)
    return ((said,), (position,)) if position else (tuple(COLUMNS), ())


def _partial(known: Known) -> tuple[Fact, ...]:
    """A therapeutic part time or an adapted return that was told."""
    facts = (known.fact(one) for one in ("situation.part_time", "situation.adapted_return"))
    return tuple(one for one in facts if one and one.value == YES)
