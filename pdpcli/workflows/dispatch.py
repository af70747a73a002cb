"""A dispatch is a fact: it is recorded always; without a valid consent it is a breach (law 1)."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.agreements.convention_delays import delays
from pdpcli.errors import InputRefused
from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import label
from pdpcli.store import skeletons
from pdpcli.store.dispatches import sent_now
from pdpcli.store.home import user_agreements
from pdpcli.store.liaisons import LiaisonRow, consent_stood, last_release
from pdpcli.store.recipients import recipient_of
from pdpcli.workflows.referral import count_referral
from pdpcli.workflows.release import leaving

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.open import Write


def doubts(db: "Connection", liaison: LiaisonRow) -> list[str]:
    """What makes one doubt that this fiche is leaving now: each is to be confirmed."""
    released, sent = last_release(db, liaison), sent_now(db, liaison)
    found = []
    if released is None:
        found.append("Aucune fiche n'a été produite ici : elle est partie autrement (papier) ?")
    elif out_of_date(db, liaison):
        found.append("La fiche a été corrigée depuis sa production : partie telle quelle ?")
    if sent:
        day = french(date.fromisoformat(sent[-1]["on_date"]))
        found.append(f"Déjà envoyée le {day} : un second envoi ?")
    return found


def unsecured(liaison: LiaisonRow, channel: str) -> list[str]:
    """The doubt that its convention asks for a secure channel, and this one is not."""
    if channel not in _OPEN_CHANNELS:
        return []
    told = delays(liaison.agreement.id, liaison.agreement.parameters, user_agreements()).values()
    asked = next((one.source for one in told if _SECURE in one.source), "")
    how = label("channel", channel)
    return [
        f"La convention demande une messagerie sécurisée ({asked}) : partie par {how} ?"
    ] * bool(asked)


_SECURE = "messagerie sécurisée"
_OPEN_CHANNELS = ("email", "fax")


def out_of_date(db: "Connection", liaison: LiaisonRow) -> bool:
    """Whether what would leave, on the day of the last release, is no longer what it holds."""
    released = last_release(db, liaison)
    if released is None:
        return False
    kept = db.execute(
        "SELECT content FROM release_detail WHERE release_id = ?", (released["id"],)
    ).fetchone()
    _, values = leaving(db, liaison, date.fromisoformat(released["on_date"]))
    return kept is not None and kept["content"] != skeletons.content_of(values)


@dataclass(frozen=True)
class Dispatched:
    """What was recorded; ``breach``: it left without a valid consent."""

    recipient: str
    breach: bool


def dispatch(
    write: "Write", liaison: LiaisonRow, channel: str, on: date, today: date
) -> Dispatched:
    """Record that the fiche left at ``on`` by ``channel``; the referral is then counted.

    Raises:
        InputRefused: a date in the future.
    """
    if on > today:
        raise InputRefused("L'envoi n'a pas été noté : sa date est dans le futur.")
    released = last_release(write.db, liaison)
    breach = not consent_stood(write.db, liaison, on)
    skeletons.append(
        write.db,
        "dispatch",
        {
            "person_key": liaison.case.person_key,
            "case_ref": liaison.case.ref,
            "liaison_number": liaison.number,
            "release_id": released["id"] if released else None,
            "recipient": liaison.agreement.partner,
            "channel": channel,
            "version": liaison.version,
            "round": liaison.round,
            "on_date": on.isoformat(),
            "recorded_at": write.at,
            "author": write.author,
            "breach": int(breach),
        },
        {"to": asdict(recipient_of(write.db, liaison.agreement.partner, on))},
    )
    if liaison.direction == "out":
        count_referral(write, liaison)
    return Dispatched(liaison.agreement.partner_name, breach)
