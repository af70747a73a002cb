"""A convention as a value: parties, term, delays, instances, who may refer whom and on what terms.

What a text leaves open is a :class:`Parameter` with a shown default, never a constant (design §2).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from pdpcli.errors import InputRefused
from pdpcli.forms.form import Form
from pdpcli.rules.dates import months_later
from pdpcli.rules.orientation.conditions import Condition

#: What a frequency may be counted by.
PER: Mapping[str, str] = MappingProxyType(
    {
        "year": "par an",
        "half_year": "par semestre",
        "quarter": "par trimestre",
        "month": "par mois",
    }
)


@dataclass(frozen=True)
class Body:
    """An organisation, or a service of one (``parent``)."""

    id: str
    name: str
    short: str
    role: str = ""
    parent: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    dpo: str = ""
    signatory: str = ""


@dataclass(frozen=True)
class Parameter:
    """What the text does not give: its default, and why it is only a default.

    A number of ``most`` at the most; with ``choices`` (code -> label), one of the codes.
    """

    id: str
    label: str
    default: int | str
    note: str
    source: str
    choices: Mapping[str, str] = field(default_factory=dict)
    most: int = 10_000


@dataclass(frozen=True)
class Delay:
    """A delay in days or in months, fixed by the text; or in days, held by a parameter."""

    id: str
    label: str
    starts: str
    source: str
    days: int | None = None
    months: int | None = None
    parameter: str = ""


@dataclass(frozen=True)
class Frequency:
    """At least so many gatherings ``per`` a period (PER), of a kind of GATHERING_KINDS."""

    id: str
    label: str
    at_least: int
    per: str
    source: str
    gathering: str = ""


@dataclass(frozen=True)
class Instance:
    """A coordination instance (``kind`` is a code of CHOICES["instance"])."""

    id: str
    kind: str
    name: str
    short: str
    body: str
    rule: str
    source: str


@dataclass(frozen=True)
class Clause:
    """A length in months, or a plain statement, with its source."""

    source: str = ""
    months: int = 0
    tacit: bool = False
    subject_to: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Statement:
    """A sentence of the text, with its source."""

    text: str
    source: str


@dataclass(frozen=True)
class Referral:
    """Who may refer to whom, for what, when every condition holds; ``helps`` are its examples."""

    id: str
    sender: str
    recipient: str
    purpose: str
    conditions: tuple[Condition, ...]
    source: str
    helps: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Terms:
    """What ``agreement.toml`` declares."""

    id: str
    version: int
    title: str
    short: str
    signed_on: date | None
    signed_at: str
    bodies: tuple[Body, ...]
    parties: tuple[str, ...]
    us: tuple[str, ...]
    term: Clause
    renewal: Clause
    notice: Clause
    evaluation: Clause
    consent: Statement
    parameters: tuple[Parameter, ...] = ()
    delays: tuple[Delay, ...] = ()
    frequencies: tuple[Frequency, ...] = ()
    instances: tuple[Instance, ...] = ()
    referrals: tuple[Referral, ...] = ()
    population: tuple[Statement, ...] = ()
    communicate_to: tuple[str, ...] = ()  # who is told of the text « dès sa signature »
    consent_parameters: tuple[Parameter, ...] = ()  # those of consent_terms, its own defaults
    fiche: bool = True  # false: its parties exchange none, it only asks for figures

    @property
    def open_points(self) -> tuple[Parameter, ...]:
        """Every parameter: those of its text, then those every agreement has of a consent."""
        return (*self.parameters, *self.consent_parameters)

    def body(self, body_id: str) -> Body:
        """The body of that id; KeyError when the convention does not name it."""
        return {one.id: one for one in self.bodies}[body_id]

    def partner_of(self, us: str) -> Body:
        """The other party."""
        return self.body(next(one for one in self.parties if one != us))

    def expires_on(self, on: date) -> date | None:
        """The end of the term running on ``on``; None when the signature date is not known."""
        if self.signed_on is None or not self.term.months:
            return None
        count = 1
        while (end := months_later(self.signed_on, self.term.months * count)) <= on:
            count += 1
        return end

    def last_day_for_notice(self, on: date) -> date | None:
        """The last day to give notice before the term running on ``on`` is renewed."""
        end = self.expires_on(on)
        return months_later(end, -self.notice.months) if end and self.notice.months else None


@dataclass(frozen=True, kw_only=True)
class Agreement(Terms):
    """A convention with its form, and the texts of its declarations, which are kept by hash."""

    own_form: Form | None
    form_text: str
    evaluation_text: str
    shipped: bool = True

    @property
    def form(self) -> Form:
        """Its fiche. InputRefused when none is exchanged under it."""
        if self.own_form is None:
            raise InputRefused(
                "Cette convention ne demande que des chiffres : elle n'a pas de fiche.",
                where=self.id,
                todo="Les autres : pdp convention liste",
            )
        return self.own_form
