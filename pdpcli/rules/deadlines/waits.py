"""What a fiche waits for from us, as deadlines that are never late: no source fixes a delay.

A signature, the PDF, the dispatch (S0 art. 4: nothing leaves without the person's accord). What a
partner owes, and what we owe a partner, are counted by ``fiches``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from pdpcli.rules.dates import french
from pdpcli.rules.deadlines.deadline import Deadline
from pdpcli.rules.deadlines.rule import Rule

_SOURCE = "S0 art. 4 : pas de transmission sans consentement"


def _rule(id_: str, label: str) -> Rule:
    return Rule(
        id=id_, label=label, source=_SOURCE, status="information", counting="calendar",
        who="la cellule",
    )  # fmt: skip


#: What a fiche waits for (store/exchange) -> the rule, and the day it counts from, in words.
WAITS: Mapping[str, tuple[Rule, str]] = MappingProxyType(
    {
        "sign": (_rule("to_sign", "Accord à faire signer"), "fiche du"),
        "produce": (_rule("to_produce", "Fiche à produire"), "accord donné le"),
        "send": (_rule("to_send", "Fiche à envoyer"), "produite le"),
    }
)


@dataclass(frozen=True)
class Wait:
    """A fiche that waits for us since a day: its key (``1/0``), its number, its partner."""

    waits: str
    since: date
    key: str
    fiche: int
    partner: str
    version: int = 1


def wait_deadlines(waits: Sequence[Wait]) -> tuple[Deadline, ...]:
    """One deadline a fiche that waits for a signature, its PDF or its dispatch."""
    return tuple(_deadline(one) for one in waits if one.waits in WAITS)


def _deadline(one: Wait) -> Deadline:
    rule, said = WAITS[one.waits]
    return Deadline(
        rule=rule,
        occurrence=one.key,
        on=one.since,
        opens_on=one.since,
        why=f"{one.partner} : {said} {french(one.since)}{_version(one)}",
        counted="aucun délai n'est fixé",
        fiche=one.fiche,
    )


def _version(one: Wait) -> str:
    return f" (fiche rectifiée, version {one.version})" if one.version > 1 else ""
