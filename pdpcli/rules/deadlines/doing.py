"""What to type for a deadline: the command that deals with it, where there is one."""

from collections.abc import Mapping
from types import MappingProxyType

#: Rule id -> the French command, ``{ref}`` the situation, ``{fiche}`` its fiche (2026-0042/1).
COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "to_sign": "accord imprimer {fiche}",
        "to_produce": "fiche produire {fiche}",
        "to_send": "fiche envoyer {fiche}",
        "answer_ours": "fiche repondre {fiche}",
        "answer_theirs": "fiche relancer {fiche}",
        "acknowledge": "fiche relancer {fiche}",
        "taken_on": "fiche relancer {fiche}",
        "news": "fiche relancer {fiche}",
        "reminder": "fiche relancer {fiche}",
        "recall": "situation bilan-6-mois {ref}",
        "breach": "fiche voir {fiche}",
        "purge": "conservation liste",
        "rights": "droits liste --situation {ref}",
        "reprise": 'acte ajouter {ref} "visite de reprise"',
        "prereprise_possible": 'acte ajouter {ref} "visite de pré-reprise" --prevu',
        "midcareer": 'acte ajouter {ref} "visite de mi-carrière"',
        "term": "convention voir {agreement}",
        "notice": "convention voir {agreement}",
        "evaluation": "bilan voir --convention {agreement}",
        "frequency": "reunion ajouter",
        "communication": "convention voir {agreement}",
    }
)


def command_for(rule: str, ref: str | None, fiche: int | None, agreement: str | None) -> str:
    """The command that deals with the deadline, without « pdp »; opening its subject otherwise."""
    usual = "situation voir {ref}" if ref else "convention voir {agreement}" if agreement else ""
    numbered = f"{ref}/{fiche}" if fiche else ref or ""
    said = COMMANDS.get(rule, usual)
    return said.format(ref=ref or "", fiche=numbered, agreement=agreement or "")
