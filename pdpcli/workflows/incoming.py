"""A fiche that a partner sends us: it begins on our side, and our own delay with it (S0 art. 3)."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.agreements.agreement import Agreement, Referral
from pdpcli.agreements.loader import find
from pdpcli.errors import InputRefused
from pdpcli.rules.concerned import of_the_concerned
from pdpcli.rules.orientation.conditions import Condition
from pdpcli.store.bodies import bodies_named
from pdpcli.store.cases import CaseRow, record
from pdpcli.store.home import user_agreements
from pdpcli.store.liaisons import LiaisonRow, liaison_of
from pdpcli.store.our_agreements import OurAgreement, agreements_with
from pdpcli.workflows import consent, liaison
from pdpcli.workflows.received import ReceivedFile, keep
from pdpcli.workflows.referral import count_referral
from pdpcli.workflows.said_no import SaidNo

if TYPE_CHECKING:
    from pdpcli.store.open import Write

_MEMBER = "employer.member"


@dataclass(frozen=True)
class Incoming:
    """What is known of a fiche received: under which agreement, when, and what proves it.

    ``mark`` is the mark of a sheet that our program made (see forms.mark): ours goes back under it.
    ``signed`` is the consent that the partner collected on it, at ``signed_on``.
    """

    agreement: OurAgreement
    received_on: date
    file: ReceivedFile | None = None
    mark: str = ""
    signed: consent.Signed | None = None
    signed_on: date | None = None
    over: Callable[[SaidNo], None] | None = None  # see consent.give


def agreement_from(db: Connection, partner: str, agreement: str) -> OurAgreement:
    """The agreement under which ``partner`` (an id or a name) sends us a fiche.

    Raises:
        InputRefused: unknown, no agreement with it, several, or one that has no such direction.
    """
    bodies = bodies_named(db, [partner])
    ours = agreements_with(db, bodies)
    found = [one for one in ours if agreement in {"", one.id} and one.fiche]
    if not found:
        raise InputRefused(
            "Ce partenaire n'a pas de convention avec nous, ou pas celle-là.",
            todo="Nos conventions : pdp convention liste",
        )
    if len(found) > 1:
        raise InputRefused(
            "Ce partenaire a plusieurs conventions avec nous : sous laquelle écrit-il ?",
            todo="--convention avec l'une de : " + ", ".join(one.id for one in found),
        )
    refuse_undeclared(found[0])
    return found[0]


def refuse_undeclared(ours: OurAgreement) -> None:
    """InputRefused when the convention has no fiche from the partner to us (Cap emploi's, S1)."""
    if not _towards_us(find(ours.id, user_agreements()), ours):
        raise InputRefused(
            f"Cette convention ne prévoit pas de fiche de {ours.partner_name} vers nous.",
            where=ours.title,
            todo="Enregistrez la situation, signalée par ce partenaire : pdp situation nouveau",
        )


def _towards_us(folder: Agreement, ours: OurAgreement) -> list[Referral]:
    return [
        one
        for one in folder.referrals
        if (one.sender, one.recipient) == (ours.partner, ours.as_body)
    ]


@dataclass(frozen=True)
class Told:
    """The date their sheet bears, and what it says (texts by field id of the form).

    ``texts`` is what it alone says: their referent…; ``facts`` what it says of the person and of
    her situation: our reply lets that go back, and nothing else of her.
    """

    signalled_on: date
    texts: Mapping[str, str]
    facts: Mapping[str, str] = field(default_factory=dict)


def take_in(
    write: "Write", case: CaseRow, incoming: Incoming, told: Told, today: date
) -> LiaisonRow:
    """Begin the fiche received, with what it says of itself, its file and its consent.

    Raises:
        InputRefused: received in the future or before it was written; the consent's own refusals.
    """
    _refuse_dates(incoming, told.signalled_on, today)
    ours, came = incoming.agreement, incoming.received_on
    begun = liaison.begin(write, case, ours, told.signalled_on, received_on=came)
    liaison.answer(write, begun, told.texts)
    _keep_facts(write, begun, told)
    said = {"mark": incoming.mark} if incoming.mark else {}
    number = None
    if incoming.file is not None:
        number = keep(write, begun, incoming.file, came, said=said)
    if incoming.signed is not None and incoming.signed_on is not None:
        consent.give(
            write, begun, incoming.signed, incoming.signed_on, today,
            means="partner", document=number, over=incoming.over,
        )  # fmt: skip
    count_referral(write, begun)
    return liaison_of(write.db, case, ours, begun.number) or begun


def _keep_facts(write: "Write", begun: LiaisonRow, told: Told) -> None:
    """Of the sheet, not of the situation: what is corrected there is not what they wrote."""
    write.db.execute(
        "UPDATE liaison SET answers = ? WHERE id = ?",
        (json.dumps({**told.facts, **told.texts}, ensure_ascii=False), begun.id),
    )


def _refuse_dates(incoming: Incoming, signalled_on: date, today: date) -> None:
    if incoming.received_on > today:
        raise InputRefused("Rien n'a été enregistré : la date de réception est dans le futur.")
    if incoming.received_on < signalled_on:
        raise InputRefused(
            "Rien n'a été enregistré : la fiche serait reçue avant d'avoir été écrite.",
            todo="La date du signalement est celle de leur fiche ; celle de l'arrivée : --recu-le",
        )


@dataclass(frozen=True)
class MemberCheck:
    """Whether the employer is adhérent, where the convention asks it of who is referred to us."""

    member: str  # yes, no or unknown
    condition: str
    source: str


def member_check(db: Connection, fiche: LiaisonRow, on: date) -> MemberCheck | None:
    """The check, None when the convention does not ask it (S0 art. 3; S1 annexe 1 art. 3)."""
    folder = find(fiche.agreement.id, user_agreements())
    asked = [
        (condition, referral)
        for referral in _towards_us(folder, fiche.agreement)
        for condition in referral.conditions
        if _is_member(condition)
    ]
    if not asked:
        return None
    condition, referral = asked[-1]  # the last says what becomes of it: « sinon il est retourné »
    said = of_the_concerned(record(db, fiche.case.id, on)).get(_MEMBER) or "unknown"
    return MemberCheck(str(said), condition.text, f"{folder.short}, {referral.source}")


def _is_member(condition: Condition) -> bool:
    return condition.path == _MEMBER and condition.codes == ("yes",)
