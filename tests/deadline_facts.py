"""Fictional facts for the deadline engine, and how to ask it for one rule."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pdpcli.rules.deadlines import (
    ActFact,
    AgreementDelay,
    AgreementFacts,
    BreachFact,
    CaseFacts,
    CellFacts,
    Deadline,
    FicheFact,
    FormalStep,
    FrequencyFact,
    GatheringFact,
    MeetingFact,
    RequestFact,
    Settings,
    agreement_deadlines,
    case_deadlines,
    cell_deadlines,
)
from pdpcli.rules.leaves import Leave

TODAY = date(2026, 6, 15)
OPENED = date(2026, 1, 5)
PARIS = ZoneInfo("Europe/Paris")
CARSAT, CAP = "btp34-carsat-lr", "prevy-cap-emploi"
NOTE = "votre délai ; le texte n'en fixe pas"
SETTINGS = Settings(
    delays={
        CARSAT: {"answer": AgreementDelay("art. 3", days=15, note=NOTE)},
        CAP: {
            "acknowledge": AgreementDelay("art. 2", days=7, note=NOTE),
            "taken-on": AgreementDelay("art. 2", days=15, note=NOTE),
            "news": AgreementDelay("art. 2", days=90, note=NOTE),
            "review": AgreementDelay("art. 2", days=90, note=NOTE),
            "formal-notice": AgreementDelay("art. 8.1", days=30),
            "conciliation": AgreementDelay("art. 9", months=2),
        },
    }
)


def day(text: str) -> date:
    """« 15/06 » is of 2026."""
    parts = [int(part) for part in text.split("/")]
    return date(parts[2] if len(parts) > 2 else 2026, parts[1], parts[0])


def acts(*said: tuple) -> list[ActFact]:
    """(kind, day) or (kind, day, other values), numbered from 1."""
    return [
        ActFact(number, one[0], day(one[1]), **(one[2] if len(one) > 2 else {}))
        for number, one in enumerate(said, 1)
    ]


def case(*said: tuple, **facts) -> CaseFacts:
    return CaseFacts(**{"opened_on": OPENED, "acts": acts(*said), **facts})


def leave(first: str, last: str | None = None, risk: str | None = "illness") -> Leave:
    return Leave(day(first), day(last) if last else None, risk)


def of(rule: str, found: Sequence[Deadline]) -> list[Deadline]:
    return [one for one in found if one.rule.id == rule]


def due(rule: str, facts: CaseFacts, today: date = OPENED, settings=SETTINGS) -> list[Deadline]:
    """What the engine says of one rule; early in the year, so that nothing is over yet."""
    return of(rule, case_deadlines(facts, today, settings))


def the(rule: str, facts: CaseFacts, today: date = OPENED, settings=SETTINGS) -> Deadline:
    (one,) = due(rule, facts, today, settings)
    return one


def full_case() -> CaseFacts:
    """A situation in which every rule about an open one speaks."""
    return case(
        ("liaison_request", "10/02"),
        ("liaison_meeting", "02/07", {"state": "planned"}),
        ("orientation", "12/02", {"nature": "ssam"}),
        ("visit_midcareer", "01/02"),
        ("essai_encadre", "15/06", {"days": 10}),
        ("essai_encadre", "15/07", {"days": 20}),
        ("crpe", "01/09", {"state": "planned"}),
        ("unfit_exam", "01/06"),
        ("unfit", "10/06"),
        born_on=date(1967, 5, 4),
        leaves=[leave("05/01", "30/04")],
        fiches=[
            FicheFact(1, CARSAT, "Carsat LR", sent_on=day("20/05")),
            FicheFact(2, CARSAT, "Carsat LR", theirs=True, received_on=day("01/06")),
            FicheFact(3, CAP, "Cap emploi", sent_on=day("02/06"), taken_on=day("10/06")),
        ],
        requests=[RequestFact(1, day("01/06"), "accès")],
        breaches=[BreachFact("7", datetime(2026, 6, 12, 9, 30, tzinfo=PARIS), 1)],
    )


def closed_case() -> CaseFacts:
    return case(state="closed", closed_on=day("12/02"), last_contact=day("12/02"))


def agreement(**said) -> AgreementFacts:
    return AgreementFacts(
        **{
            "id": CAP,
            "short": "Convention PREVY / Cap emploi",
            "added_on": day("02/01"),
            "signed_on": day("27/05/2024"),
            "term_months": 12,
            "tacit": True,
            "notice_months": 2,
            "evaluation_months": 12,
            "communicate_to": ("DREETS",),
            "amended_on": (day("01/06"),),
            "frequencies": (
                FrequencyFact("employers", "Informations", 4, "year", "art. 2", "information"),
            ),
            "gatherings": [GatheringFact("information", day(f"10/0{n}")) for n in (1, 3, 5)],
            "steps": (
                FormalStep("formal-notice", day("01/06")),
                FormalStep("conciliation", day("31/05")),
            ),
            **said,
        }
    )


def everything(today: date = TODAY) -> list[Deadline]:
    """Every rule speaks at least once."""
    cell = CellFacts(cpom=True, meetings=(MeetingFact(1, day("18/06")),))
    return [
        *case_deadlines(full_case(), OPENED, SETTINGS),
        *case_deadlines(case(born_on=date(1981, 8, 1)), OPENED, SETTINGS),
        *case_deadlines(closed_case(), today, SETTINGS),
        *agreement_deadlines(agreement(), today, SETTINGS),
        *agreement_deadlines(agreement(), day("20/03"), SETTINGS),
        *cell_deadlines(cell, today, SETTINGS),
    ]
