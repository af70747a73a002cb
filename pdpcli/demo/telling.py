"""One situation told from its story: what has happened by ``today``, as rows to be written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from pdpcli.demo.gatherings import Planned, working_day
from pdpcli.demo.story import SPECIAL, Step, Story

Row = dict[str, Any]
#: (instance, day) -> the number and the meeting that examines from that day, if any
Meeting = Callable[[str, date], tuple[int, Planned] | None]

_FIRST = {"job", "seniority", "employer"}


@dataclass
class Told:
    """One situation: the columns of its rows, dates as ISO texts; ``employer`` is an index."""

    opened_on: date
    state: str = "open"
    closed_on: str | None = None
    situations: list[Row] = field(default_factory=list)
    employments: list[Row] = field(default_factory=list)
    leaves: list[Row] = field(default_factory=list)
    acts: list[Row] = field(default_factory=list)
    consents: list[Row] = field(default_factory=list)
    fiche: date | None = None
    dispatch: Row | None = None


@dataclass(frozen=True)
class Moment:
    """When a story begins, at what pace it goes, and what day it is."""

    opened_on: date
    today: date
    pace: float

    def day(self, after: int) -> date:
        """The date so many days of the story after the signalement."""
        return self.opened_on + timedelta(days=round(after * self.pace))


def tell(
    story: Story, when: Moment, work: Mapping[str, Any], meeting: Meeting, *, lingers: bool
) -> Told:
    """The story as it stands at ``when.today``; without ``lingers`` it has then been closed.

    ``work``: employer (index), agency (index), job, seniority. What is still to come is absent,
    but the next act, which is planned.
    """
    told = Told(when.opened_on)
    if story.cancelled:
        told.state = "cancelled"
    _begin(told, story, when, work)
    steps = [(working_day(when.day(step.day)), step) for step in story.steps]
    for on, step in steps:
        if max(on, when.opened_on) <= when.today:
            _happens(told, step, max(on, when.opened_on), meeting, work)
    later = [(on, step) for on, step in steps if on > when.today]
    if later and lingers:
        _next(told, later)
    elif later:
        _act(told, Step(0, "closure", {"nature": "declined"}), when.today)
    _settle(told)
    return told


def _begin(told: Told, story: Story, when: Moment, work: Mapping[str, Any]) -> None:
    opened = when.opened_on.isoformat()
    regime = {"regime": "general", "status": story.status, "prereprise": "no"}
    told.situations.append({"from_date": opened, **regime, **story.situation})
    for first, last, risk in story.leaves:
        ended = when.day(last) if last else when.today + timedelta(days=1)
        told.leaves.append(
            {
                "started_on": when.day(first).isoformat(),
                "ended_on": ended.isoformat() if ended <= when.today else None,
                "risk": risk,
            }
        )
    told.acts.append({"kind": "entry", "state": "done", "on_date": opened})
    if story.origin == "partner":
        told.acts.append(
            {"kind": "referral", "state": "done", "on_date": opened, "direction": "in"}
        )
    told.employments += _employed(work, opened, story.contract, agency=story.agency)


def _employed(work: Mapping[str, Any], since: str, contract: str, *, agency: bool) -> Iterator[Row]:
    said = {key: work[key] for key in _FIRST}
    yield {**said, "from_date": since, "contract": contract, "role": "employer"}
    if agency:
        yield {**said, "employer": work["agency"], "from_date": since, "contract": contract,
               "role": "agency"}  # fmt: skip


def _happens(told: Told, step: Step, on: date, meeting: Meeting, work: Mapping[str, Any]) -> None:
    if step.what == "fiche":
        told.fiche = on
    elif step.what in ("consent", "refusal"):
        act = "given" if step.what == "consent" else "refused"
        told.consents.append({"act": act, "on_date": on.isoformat()})
    elif step.what == "dispatch":
        _sent(told, on, step.said["channel"])
    elif step.what == "change":
        told.situations.append({**told.situations[-1], "from_date": on.isoformat(), **step.said})
    elif step.what == "hired":
        _hired(told, on, step.said, work)
    elif step.what == "examination":
        _examined(told, step, meeting(step.said["nature"], on))
    else:
        _act(told, step, on)


def _sent(told: Told, on: date, channel: str) -> None:
    """A fiche that left is a referral, in the year of its signalement date (dossier §4.10)."""
    told.dispatch = {"channel": channel, "on_date": on.isoformat()}
    signalled = (told.fiche or on).isoformat()
    told.acts.append(
        {"kind": "referral", "state": "done", "on_date": signalled, "direction": "out",
         "liaison_number": 1}
    )  # fmt: skip


def _hired(told: Told, on: date, said: Mapping[str, Any], work: Mapping[str, Any]) -> None:
    elsewhere = {**work, "employer": work["next"], "seniority": None}
    agency = bool(said.get("agency"))
    told.employments += _employed(elsewhere, on.isoformat(), said["contract"], agency=agency)


def _examined(told: Told, step: Step, found: tuple[int, Planned] | None) -> None:
    if found is not None:
        number, meeting = found
        said = {**step.said, "gathering_id": number, "state": meeting.state}
        _act(told, Step(step.day, step.what, said), meeting.on)


def _act(told: Told, step: Step, on: date) -> None:
    told.acts.append({"kind": step.what, "state": "done", "on_date": on.isoformat(), **step.said})


def _next(told: Told, later: Sequence[tuple[date, Step]]) -> None:
    """The next visit, interview or measure is already in the diary."""
    for on, step in later:
        if step.what not in SPECIAL | {"examination", "outcome", "closure", "unfit", "follow_up"}:
            _act(told, Step(step.day, step.what, {**step.said, "state": "planned"}), on)
            return


def _settle(told: Told) -> None:
    closed = [act for act in told.acts if act["kind"] == "closure"]
    if closed:
        told.state, told.closed_on = "closed", closed[-1]["on_date"]
