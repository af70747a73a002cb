"""A declaration in French: what a condition keeps, what a unit is, from the closed lists alone."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from pdpcli.evaluation.columns import COLUMNS, Source
from pdpcli.evaluation.terms import Condition, Where
from pdpcli.rules.vocabulary import UNKNOWN

#: How a column is called on the surface; the headings of the regional report where it prints one.
COLUMN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "kind": "sorte",
        "state": "état",
        "agreement": "convention",
        "direction": "sens",
        "body": "organisme",
        "nature": "nature",
        "mode": "mode",
        "requester": "demandeur",
        "done_by_function": "fait par",
        "motive": "motif",
        "after": "à la suite de",
        "dispensation": "dispense de reclassement",
        "iri": "indice de risque d'inaptitude (IRI)",
        "irdp": "indice de risque de désinsertion (IRDP)",
        "origin": "origine du signalement",
        "regime": "régime",
        "status": "statut",
        "contract": "contrat",
        "position": "position",
        "on_leave": "en arrêt",
        "risk": "nature du risque",
        "invalidity": "pension d'invalidité",
        "rqth": "RQTH",
        "boeth": "BOETH",
        "rente_at": "rente AT",
        "sex": "sexe",
        "household": "ménage",
        "horizon": "horizon",
        "naf_version": "version de la NAF",
        "age": "âge",
        "dept": "département",
        "naf": "NAF",
        "size": "effectif",
        "size_band": "tranche d'effectif",
        "employer_id": "entreprise",
        "job": "poste",
        "known_to_ssam": "déjà connue du service social",
        "sector": "secteur",
        "senior": "sénior",
        "joint": "conjointe ou non",
        "title": "objet",
        "function": "fonction",
    }
)
#: What is counted, in the plural.
UNIT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "act": "actes",
        "case": "situations",
        "person": "personnes",
        "gathering": "réunions ou actions collectives",
        "participants": "participants",
        "member": "membres de la cellule",
        "days": "jours",
        "number": "nombre saisi",
        "enterprise": "entreprises",
        "establishment": "établissements",
        "percent": "pour cent",
        "quotient": "quotient",
        "months": "mois",
    }
)
_BOUNDS = {
    "above": "plus de",
    "at_least": "au moins",
    "below": "moins de",
    "at_most": "au plus",
}


def unit_words(unit: str) -> str:
    """The French of a unit; the unit itself when it has none."""
    return UNIT_WORDS.get(unit, unit)


def where_words(where: Where, source: Source, agreement: str) -> str:
    """Conditions that must all be met, in French; nothing for none."""
    return " ; ".join(_condition(one, source, agreement) for one in where)


def _condition(one: Condition, source: Source, agreement: str) -> str:
    if one.any:
        several = (where_words(where, source, agreement) for where in one.any)
        return " ou ".join(f"({words})" for words in several)
    head = COLUMN_WORDS.get(one.column, one.column)
    if one.bounds:
        kept = " et ".join(
            f"{_BOUNDS.get(how, how)} {_plain(number)}" for how, number in one.bounds
        )
        return f"{head} : {kept}"
    return f"{head} : {_either(list(_values(one, source, agreement)))}"


def _values(one: Condition, source: Source, agreement: str) -> Iterator[str]:
    labels = COLUMNS[source].get(one.column, {})
    for value in one.values:
        if value == UNKNOWN:
            yield "non renseigné"
        elif one.column == "agreement" and value == agreement:
            yield "celle-ci"
        else:
            yield labels.get(value, value)


def _either(values: list[str]) -> str:
    *first, last = values or [""]
    return f"{', '.join(first)} ou {last}" if first else last


def _plain(number: float) -> str:
    return str(int(number) if number == int(number) else number).replace(".", ",")
