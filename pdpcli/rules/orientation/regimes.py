"""Which régime answers, and who may be asked: never the Carsat for the MSA (dossier §2.6).

A body is recognised by its name, so that a convention of the user's own is held to the same rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pdpcli.rules.names import fold
from pdpcli.rules.orientation.conditions import STATUS, Condition
from pdpcli.rules.orientation.known import Fact, Known
from pdpcli.rules.vocabulary import NO, UNKNOWN, YES

SHEET = "fiche « Accompagnement PDP par les organismes de protection sociale »"
_REGIME = "situation.regime"
_NAMED = (  # words of a folded name -> the actor; the first that is found
    ("carsat", "ssam"),
    ("ssam", "ssam"),
    ("service social de l assurance maladie", "ssam"),
    ("service social de lassurance maladie", "ssam"),
    ("cap emploi", "cap_emploi"),
    ("msa", "msa"),
    ("mutualite sociale agricole", "msa"),
)


@dataclass(frozen=True)
class Competence:
    """Whether an actor may be asked: yes, no, or unknown with what it depends on (``why``)."""

    value: str
    why: str = ""
    by: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Regime:
    """Who a régime is for and who answers; ``conditions`` are those of its support."""

    who: str
    body: str
    source: str
    conditions: tuple[Condition, ...] = ()


REGIMES: Mapping[str, Regime] = MappingProxyType(
    {
        "general": Regime(
            "assurés du régime général",
            "Assurance maladie (CPAM) et service social de la Carsat : 36 46, ameli.fr",
            SHEET,
            (
                Condition(
                    "salarié titulaire d'un contrat de travail au moment de l'arrêt,"
                    " ou travailleur indépendant",
                    "deduced.insured_worker",
                    (YES,),
                ),
                Condition(
                    "indemnisé au titre de la maladie, de l'invalidité, d'un accident du travail"
                    " ou d'une maladie professionnelle",
                    "deduced.compensated",
                    (YES,),
                ),
                Condition(
                    "présentant un risque de désinsertion professionnelle",
                    "deduced.difficulty",
                    (YES,),
                ),
            ),
        ),
        "agricultural": Regime(
            "tout travailleur en activité, salarié ou non-salarié agricole, affilié à la MSA",
            "cellule de coordination MSA, avec son accord : par l'action sanitaire et sociale"
            " (référents handicap), le service de santé au travail de la MSA, ou le"
            " médecin-conseil. Rien ne va à la Carsat.",
            SHEET,
        ),
        "civil_service": Regime(
            "agents publics",
            "Cap emploi (FIPHFP), et lui seul dans nos sources",
            "convention PREVY / Cap emploi Gard, préambule et art. 2",
        ),
        "special": Regime(
            "autre régime (SNCF, RATP, mines, marins…)",
            "hors régime général : vérifier. Nos sources n'en disent rien.",
            "aucune",
        ),
    }
)


def actor_of(*names: str) -> str:
    """Who bears one of these names: ``ssam``, ``cap_emploi``, ``msa``, or "" for anyone else."""
    folded = [f" {fold(name)} " for name in names]
    found = (actor for words, actor in _NAMED if any(f" {words} " in name for name in folded))
    return next(found, "")


def regime_of(known: Known) -> str:
    """The régime that decides: public agents and farmers have theirs by their status; else "".

    A public agent goes nowhere but to Cap emploi; a farmer is affiliated to the MSA whatever
    régime was told, so that nothing of his goes to the Carsat.
    """
    regime, status = known.value(_REGIME), known.value(STATUS)
    if status == "public_agent" or regime == "civil_service":
        return "civil_service"
    return "agricultural" if status == "farmer" else regime


def contradiction(known: Known) -> str:
    """What the régime and the status say against each other, "" when they agree."""
    regime, status = known.value(_REGIME), known.value(STATUS)
    if status == "farmer" and regime not in {"", "agricultural"}:
        return "Agriculteur (MSA), mais le régime noté n'est pas agricole : l'un est à corriger."
    if regime == "civil_service" and status not in {"", "public_agent"}:
        return "Fonction publique, mais le statut noté n'est pas agent public : à vérifier."
    return ""


def competence(actor: str, known: Known) -> Competence:
    """Whether ``actor`` (spst, ssam, msa, cap_emploi, cep) may be asked for this person."""
    regime = regime_of(known)
    by = tuple(fact for path in (_REGIME, STATUS) if (fact := known.fact(path)))
    value, why = _allowed(actor, regime)
    if value == YES and actor == "spst":
        why = _which_service(regime, known)
    return Competence(value, why, by)


def _allowed(actor: str, regime: str) -> tuple[str, str]:
    """The answer and what it rests on; a service of one régime depends on it while unknown."""
    if regime == "civil_service":
        allowed = actor == "cap_emploi"
        return (YES, "FIPHFP") if allowed else (NO, "agent public : Cap emploi (FIPHFP) seulement")
    if actor not in _OF_ONE_REGIME:
        return YES, "hors régime général : vérifier" * (regime == "special")
    only, words = _OF_ONE_REGIME[actor]
    if not regime:
        return UNKNOWN, f"si {words}"
    return (YES, "") if regime == only else (NO, f"{words} seulement")


_OF_ONE_REGIME = {
    "ssam": ("general", "régime général"),
    "msa": ("agricultural", "régime agricole"),
}


def _which_service(regime: str, known: Known) -> str:
    if regime == "agricultural":
        return "celui de la MSA, pas le nôtre"
    if known.value("employer.member") == NO:
        return "pas le nôtre : non adhérent"
    return {"general": "", "special": "hors régime général : vérifier"}.get(
        regime, "le nôtre, ou celui de la MSA si régime agricole"
    )
