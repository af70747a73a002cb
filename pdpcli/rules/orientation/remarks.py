"""What else the sources say of a situation like this one, each with where it is said."""

from collections.abc import Iterator
from dataclasses import dataclass

from pdpcli.rules.orientation.conditions import STATUS
from pdpcli.rules.orientation.deduced import INDEPENDENT
from pdpcli.rules.orientation.known import Known
from pdpcli.rules.orientation.regimes import SHEET, contradiction, regime_of
from pdpcli.rules.vocabulary import YES

_CAIRE = "convention CAIRE 84 / Carsat Sud-Est"
_BFC = "bilan PDP 2023, Carsat Bourgogne-Franche-Comté"
_VAUCLUSE = "84"
_OCCITANIE = frozenset(
    ["09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "81", "82"]
)
_AMA = frozenset({"craftsman", "trader", "micro"})
_NATIONAL = 60  # S2 art. 2: the SSAM's national requests


@dataclass(frozen=True)
class Remark:
    """A sentence and its source."""

    id: str
    text: str
    source: str


def remarks(known: Known, absent_days: int = 0) -> list[Remark]:
    """What to know beside the matrix; ``absent_days`` is the rank of the day in the absence."""
    return [
        *_of_regime(known),
        *_of_independent(known),
        *_of_vaucluse(known),
        *_of_leave(known, absent_days),
        *_of_place(known),
    ]


def _of_regime(known: Known) -> Iterator[Remark]:
    if said := contradiction(known):
        yield Remark("contradiction", said, "le cahier")
    regime = regime_of(known)
    if regime == "civil_service":
        yield Remark(
            "fiphfp",
            "Agent public : Cap emploi seulement, ses aides viennent du FIPHFP (et non de"
            " l'Agefiph).",
            "convention PREVY / Cap emploi Gard, exposé préalable",
        )
    if regime == "special":
        yield Remark(
            "special",
            "Hors régime général : vérifier. Les autres régimes (SNCF, RATP, mines, marins…) ne"
            " sont pas dans nos sources.",
            "aucune",
        )


def _of_independent(known: Known) -> Iterator[Remark]:
    status = known.value(STATUS)
    if status in INDEPENDENT - {"farmer"}:
        yield Remark(
            "general_since_2020",
            "Travailleur indépendant : le RSI n'existe plus, « ce public a rejoint le régime"
            " général le 1er janvier 2020 ».",
            f"{_CAIRE}, préambule",
        )
    if status in _AMA:
        yield Remark("ama", f"AMA {_AMA_IS} : 36 46, ameli.fr.", SHEET)
    if status == "liberal":
        yield Remark(
            "ama",
            f"AMA {_AMA_IS} : à vérifier, la fiche ne cite que les artisans et commerçants, même"
            " auto-entrepreneurs (36 46).",
            SHEET,
        )
    if status == "spouse":
        yield Remark(
            "ama",
            "L'AMA du travailleur indépendant prend en compte la situation du conjoint"
            " collaborateur (36 46).",
            SHEET,
        )


_AMA_IS = (
    "(aide au maintien dans l'activité, ex-MAPI) : aménager l'environnement professionnel, se"
    " réorienter, être remplacé pendant la maladie"
)


def _of_vaucluse(known: Known) -> Iterator[Remark]:
    """CAIRE 84: the independent of the Vaucluse, and who cares for one, whoever he is."""
    dept, status = known.value("person.dept"), known.value(STATUS)
    if dept not in {"", _VAUCLUSE} or (not dept and status not in INDEPENDENT):
        return
    where = "" if dept else " Si elle dépend du Vaucluse."
    if status in INDEPENDENT:
        text = (
            "CAIRE 84 accompagne les travailleurs indépendants du Vaucluse en activité, malades ou"
            " handicapés, et leurs aidants."
        )
    else:
        text = (
            "CAIRE 84 accompagne aussi les aidants d'un travailleur indépendant du Vaucluse :"
            " la personne en est-elle une ?"
        )
    yield Remark("caire84", text + where, f"{_CAIRE}, préambule et art. 1")


def _of_leave(known: Known, absent_days: int) -> Iterator[Remark]:
    if known.value("leave.on_leave") != YES or regime_of(known) not in {"", "general"}:
        return
    independent = known.value(STATUS) in INDEPENDENT
    whom = " (pour les salariés, CSS D.323-6 : à vérifier pour un indépendant)" * independent
    yield Remark(
        "ssam_first",
        f"Essai encadré{whom} et CRPE : un rendez-vous avec un assistant social de la Carsat est"
        " obligatoire avant. Les autres actions de remobilisation : on"
        " peut s'adresser directement au référent PDP de la CPAM.",
        _BFC,
    )
    yield Remark(
        "cpam_agreement",
        "Toute action de remobilisation pendant l'arrêt de travail doit faire l'objet d'un accord"
        " de la CPAM avant de débuter.",
        _BFC,
    )
    if absent_days >= _NATIONAL:
        yield Remark(
            "national_requests",
            f"{absent_days}e jour d'arrêt : le service social en a connaissance à partir du 60e"
            " jour (requêtes nationales).",
            f"{_CAIRE}, art. 2",
        )


def _of_place(known: Known) -> Iterator[Remark]:
    dept = known.value("person.dept")
    if dept and dept not in _OCCITANIE:
        yield Remark(
            "elsewhere",
            f"Domicile dans le {dept} : le tableau est celui de l'Occitanie, celui de la région"
            " est à vérifier.",
            "convention PREVY / Cap emploi Gard, art. 2",
        )
