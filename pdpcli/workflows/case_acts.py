"""The acts that follow from what a situation says: its entry, its referral, its pré-reprise.

They are written with the situation, corrected with it, and never by hand.
"""

from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.store.our_agreements import agreements_with
from pdpcli.workflows.facts import Answers, When, under

if TYPE_CHECKING:
    from sqlmodel import Session

    from pdpcli.store.open import Write
    from pdpcli.store.tables import Act, Case


def put_case_acts(
    write: "Write", case: "Case", answers: Answers, when: When, agreement: str | None = None
) -> None:
    """Write or correct the acts that ``case`` implies, then the visit the answers tell.

    Raises:
        InputRefused: the partner who signals has several conventions with us.
    """
    session = write.session()
    _put(session, case, "entry", write.author, motive=case.motive)
    agreement = _agreement_of(write, case, agreement)
    received = _last(session, case, "referral", direction="in")
    if agreement is not None:
        said = {"direction": "in", "agreement": agreement, "body": case.origin_body}
        _put(session, case, "referral", write.author, **said)
    elif received is not None:
        received.state, received.cancel_reason = "cancelled", "origine corrigée"
        session.add(received)
    _put_prereprise(session, case, answers, when, write.author)


def _agreement_of(write: "Write", case: "Case", said: str | None) -> str | None:
    """The agreement under which a partner of ours signals: said, already noted, or the only one."""
    if case.origin != "partner" or not case.origin_body:
        return None
    ours = [one.id for one in agreements_with(write.db, [case.origin_body]) if one.fiche]
    received = _last(write.session(), case, "referral", direction="in")
    known = [one for one in (said, received and received.agreement) if one in ours]
    if len(ours) > 1 and not known:
        raise InputRefused(
            "Ce partenaire a plusieurs conventions avec nous : la situation n'est pas écrite.",
            todo="Dites sous laquelle il signale : --convention IDENTIFIANT",
        )
    return next(iter(known or ours), None)


def _put(session: "Session", case: "Case", kind: str, author: str, **said: str | None) -> None:
    """The act of ``kind`` at the signalement date: the one there is, else a new one."""
    from pdpcli.store.tables import Act

    act = _last(session, case, kind, direction=said.get("direction"))
    if act is None:
        act = Act(
            case_id=case.id or 0, person_key=case.person_key, kind=kind, state="done",
            on_date=case.opened_on, year=0, author=author,
        )  # fmt: skip
    act.state, act.cancel_reason = "done", None
    act.on_date, act.year = case.opened_on, int(case.opened_on[:4])
    for column, value in said.items():
        setattr(act, column, value)
    session.add(act)


def _last(
    session: "Session", case: "Case", kind: str, *, direction: str | None = None
) -> "Act | None":
    """The last one that the situation itself tells: a fiche's referral follows its fiche."""
    from sqlmodel import col, select

    from pdpcli.store.tables import Act

    wanted = select(Act).where(Act.case_id == case.id, Act.kind == kind)
    wanted = wanted.where(col(Act.direction).is_not_distinct_from(direction))
    wanted = wanted.where(col(Act.liaison_number).is_(None))
    return session.exec(wanted.order_by(col(Act.on_date).desc(), col(Act.id).desc())).first()


def _put_prereprise(
    session: "Session", case: "Case", answers: Answers, when: When, author: str
) -> None:
    """The visit as an act once it has a date; « non » cancels the one that was told."""
    from pdpcli.store.tables import Act

    said = under("visit_prereprise", answers)
    last = _last(session, case, "visit_prereprise")
    told = last if last is not None and last.state != "cancelled" else None
    if said.get("state") == "no" and told is not None and not _kept(told, when):
        told.state, told.cancel_reason = "cancelled", "corrigé : n'a pas eu lieu"
        session.add(told)
    if said.get("state") not in {"yes", "planned", None} or not said:
        return
    if told is None or _kept(told, when):
        if not said.get("on_date"):
            return
        told = Act(
            case_id=case.id or 0, person_key=case.person_key, kind="visit_prereprise",
            state="planned", on_date=said["on_date"], year=0, author=author,
        )  # fmt: skip
    if said.get("state"):
        told.state = "done" if said["state"] == "yes" else "planned"
    told.on_date = said.get("on_date") or told.on_date
    told.year = int(told.on_date[:4])
    session.add(told)


def _kept(told: "Act", when: When) -> bool:
    """A visit that took place is not undone by a change: only a correction reaches it."""
    return when.change and told.state == "done"
