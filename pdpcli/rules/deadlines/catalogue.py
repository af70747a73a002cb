"""Every rule that the engine computes, and the lines of the dossier that it does not, with why."""

from collections.abc import Mapping
from types import MappingProxyType

from pdpcli.rules.deadlines.catalogue_exchange import AFTERWARDS, AGREEMENTS, CELL, FICHES
from pdpcli.rules.deadlines.catalogue_law import LEAVE, MEASURES, UNFITNESS, VISITS
from pdpcli.rules.deadlines.rule import Rule

_FAMILIES = (LEAVE, VISITS, MEASURES, UNFITNESS, FICHES, AFTERWARDS, AGREEMENTS, CELL)

#: Every rule, by id.
RULES: Mapping[str, Rule] = MappingProxyType({one.id: one for fam in _FAMILIES for one in fam})

#: Lines of dossier §3, or articles of rules.md, that give no day to compute -> why, in French.
NOT_COMPUTED: Mapping[str, str] = MappingProxyType(
    {
        "T12": "immersion des nouveaux collaborateurs : 4 à 5 jours à l'arrivée, sans date limite",
        "T21": "« plus de 3 mois » classe le risque (secondaire ou tertiaire) : la réponse "
        "« horizon » de la situation, pas une échéance",
        "T22": "« 3 mois minimum » est une condition d'orientation : pdp orient l'explique",
        "T25": "rythmes d'autres services (AST 25, OPSAT, Nièvre) : à déclarer en [[frequency]] "
        "dans sa convention si le vôtre en convient",
        "T26": "fiches d'entreprise en retard de plus de 5 ans : le cahier n'en tient pas la date",
        "R.4624-33": "AT de moins de 30 jours : l'employeur informe le médecin, sans délai écrit",
        "R.323-3": "temps partiel thérapeutique : la limite se compte en indemnités versées",
    }
)
