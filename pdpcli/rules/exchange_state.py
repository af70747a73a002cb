"""Where a fiche stands, what it waits for, and since when: from plain facts of its last round.

The states are those of ``CHOICES["fiche_state"]``; a round whose request is the partner's waits
for us (S0 art. 3: both sides « font un retour »). What is recorded last holds: a fiche sent again
after it was declined, or answered after all, is no longer declined.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

#: What a fiche in this state waits for: the codes of the morning screen.
_WAITS = {"sign": "sign", "sent": "answer", "acknowledged": "answer", "taken_on": "answer"}
_NO = {"refused", "withdrawn"}
#: What ends an exchange without an answer -> what is told since and begins it again.
_ENDS = {"dropped": ("replied",), "declined": ("replied", "taken_on")}


@dataclass(frozen=True)
class Told:
    """A dispatch or a notice: its day, when it was recorded (UTC), its number among its own."""

    on: date
    recorded: str
    number: int


@dataclass(frozen=True)
class Fiche:
    """A fiche as it now is (version and round), with what its state follows from.

    ``sent`` is what reached the partner and no « no » of the person undid; ``told`` every notice of
    the round that still holds, by kind, each in the order in which they were recorded; ``sides``
    who wrote the request and the reply of the round (us, partner).
    """

    signalled_on: date
    direction: str = "out"
    version: int = 1
    round: int = 0
    case_state: str = "open"
    silent: bool = False  # the person is erased or dead, or asked for a limitation
    erased: bool = False
    received_on: date | None = None
    asked_on: date | None = None  # the request of a round after the first
    cancelled_on: date | None = None
    consent: str = ""  # the last act told: given, refused, withdrawn
    consent_said_on: date | None = None
    consent_on: date | None = None  # the one that covers the fiche today
    produced_on: date | None = None  # under a consent that covers it today
    sent: tuple[Told, ...] = ()
    told: Mapping[str, tuple[Told, ...]] = field(default_factory=lambda: MappingProxyType({}))
    sides: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def theirs(self) -> bool:
        """Whether we owe the reply."""
        return is_theirs(self.direction, self.round, self.sides.get("request", ""))

    @cached_property
    def first_sent(self) -> date | None:
        """The day from which an answer is awaited: a second copy does not begin it again.

        Sent again after the partner declined, it is awaited from that day on.
        """
        if not self.sent:
            return None
        return min(one.on for one in _since_the_end(self) or self.sent)

    @property
    def last_sent(self) -> date | None:
        """The last day it was sent."""
        return max((one.on for one in self.sent), default=None)

    def last(self, kind: str) -> date | None:
        """The last day a notice of this kind is of."""
        return max((one.on for one in self.told.get(kind, ())), default=None)


def is_theirs(direction: str, round_: int, asked_by: str) -> bool:
    """Whether the request of a round is the partner's; ``asked_by``: who wrote that of a later one.

    The fiche itself (round 0) is asked by whoever sent it.
    """
    return direction == "in" if round_ == 0 else asked_by == "partner"


def state(fiche: Fiche) -> str:
    """A code of ``CHOICES["fiche_state"]``."""
    if fiche.cancelled_on or fiche.case_state == "cancelled":
        return "cancelled"
    if ended := _ended(fiche):
        return "returned" if ended == "declined" and fiche.theirs else ended
    if fiche.theirs:
        return "answered" if fiche.sent else _to_answer(fiche)
    if "replied" in fiche.told and (fiche.sent or fiche.version == 1):
        return "answered"
    return _followed(fiche) if fiche.sent else _before_sending(fiche)


@dataclass(frozen=True)
class Standing:
    """Where a fiche stands; what it ``waits`` for, ``since`` when.

    ``waits``: sign, produce, send, answer (theirs), reply (ours), or "" when it waits for nothing;
    ``since`` is the day it was sent, produced, signed or received; else that of its state.
    """

    state: str
    waits: str
    since: date


def standing(fiche: Fiche) -> Standing:
    """Where a fiche stands (see ``state``), what it waits for, since when."""
    stands = state(fiche)
    waited = _waits(fiche, stands)
    on = _DAYS.get(waited or stands, _signalled)(fiche)
    return Standing(stands, waited, on or fiche.signalled_on)


def _waits(fiche: Fiche, stands: str) -> str:
    if fiche.case_state != "open" or fiche.silent:
        return ""
    if stands == "to_answer":
        if "reply" not in fiche.sides:
            return "reply"
        return _ready(fiche) if fiche.consent_on else "sign"
    return _ready(fiche) if stands == "send" else _WAITS.get(stands, "")


def _signalled(fiche: Fiche) -> date | None:
    return fiche.signalled_on


def _asked(fiche: Fiche) -> date | None:
    """The day their request came, or is dated of."""
    if fiche.asked_on is None:
        return fiche.received_on
    return fiche.last("received") or fiche.asked_on


#: What it waits for, or its state -> the day from which it does.
_DAYS: Mapping[str, Callable[[Fiche], date | None]] = MappingProxyType(
    {
        "answer": lambda fiche: fiche.first_sent,
        "send": lambda fiche: fiche.produced_on,
        "produce": lambda fiche: fiche.consent_on,
        "reply": _asked,
        "answered": lambda fiche: fiche.last("replied") or fiche.first_sent,
        "declined": lambda fiche: fiche.last("declined"),
        "returned": lambda fiche: fiche.last("declined"),
        "dropped": lambda fiche: fiche.last("dropped"),
        "refused": lambda fiche: fiche.consent_said_on,
        "withdrawn": lambda fiche: fiche.consent_said_on,
        "cancelled": lambda fiche: fiche.cancelled_on,
    }
)


def _ended(fiche: Fiche) -> str:
    """How the exchange ended without an answer, unless it was sent or answered since."""
    for kind, undoing in _ENDS.items():
        if kind not in fiche.told:
            continue
        end = fiche.told[kind][-1]
        after = [one for other in undoing for one in fiche.told.get(other, ())]
        if not _again(fiche, end) and not any(one.number > end.number for one in after):
            return kind
    return ""


def _again(fiche: Fiche, end: Told) -> list[Told]:
    """What was sent, and told, after ``end``."""
    return [one for one in fiche.sent if one.on >= end.on and one.recorded > end.recorded]


def _since_the_end(fiche: Fiche) -> list[Told]:
    """What was sent after the last time it was declined or dropped; [] when it never was."""
    ends = [one for kind in _ENDS for one in fiche.told.get(kind, ())]
    return _again(fiche, max(ends, key=lambda one: one.number)) if ends else []


def _followed(fiche: Fiche) -> str:
    """Sent: what the partner said since."""
    if fiche.consent in _NO:
        return fiche.consent
    for kind, followed in (("taken_on", "taken_on"), ("ack", "acknowledged")):
        if kind in fiche.told:
            return followed
    return "sent"


def _to_answer(fiche: Fiche) -> str:
    stands = _before_sending(fiche)
    return stands if stands in {*_NO, "dropped"} else "to_answer"


def _before_sending(fiche: Fiche) -> str:
    """A refusal, a withdrawal or an erasure ends the waiting: nothing nags any more."""
    if fiche.erased:
        return fiche.consent if fiche.consent in _NO else "dropped"
    if fiche.consent_on:
        return "send"
    return fiche.consent if fiche.consent in _NO else "sign"


def _ready(fiche: Fiche) -> str:
    return "send" if fiche.produced_on else "produce"
