"""The deadline engine: pure functions over frozen facts (dossier §3, rules.md §1 to §6 and §11).

``case_deadlines``, ``agreement_deadlines`` and ``cell_deadlines`` give every ``Deadline`` worth
keeping on a day, with its rule, why, how it was counted, what met it; ``standing`` says where one
stands. No clock, no reading, no writing. The lines of the dossier that give no day to compute are
in ``NOT_COMPUTED``, each with its reason.
"""

from pdpcli.rules.deadlines.agreements import agreement_deadlines
from pdpcli.rules.deadlines.case import case_deadlines
from pdpcli.rules.deadlines.catalogue import NOT_COMPUTED, RULES
from pdpcli.rules.deadlines.cell import cell_deadlines
from pdpcli.rules.deadlines.deadline import Deadline, standing
from pdpcli.rules.deadlines.facts import (
    ActFact,
    AgreementFacts,
    BreachFact,
    CaseFacts,
    CellFacts,
    FicheFact,
    FormalStep,
    FrequencyFact,
    GatheringFact,
    MeetingFact,
    RequestFact,
)
from pdpcli.rules.deadlines.rule import Rule
from pdpcli.rules.deadlines.settings import (
    DELAYS,
    SETTINGS,
    AgreementDelay,
    Setting,
    Settings,
)

__all__ = [
    "DELAYS",
    "NOT_COMPUTED",
    "RULES",
    "SETTINGS",
    "ActFact",
    "AgreementDelay",
    "AgreementFacts",
    "BreachFact",
    "CaseFacts",
    "CellFacts",
    "Deadline",
    "FicheFact",
    "FormalStep",
    "FrequencyFact",
    "GatheringFact",
    "MeetingFact",
    "RequestFact",
    "Rule",
    "Setting",
    "Settings",
    "agreement_deadlines",
    "case_deadlines",
    "cell_deadlines",
    "standing",
]
