"""The situations of the demonstration, one after the other; nothing here depends on the clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial
from random import Random
from typing import Any

from pdpcli.demo import cast
from pdpcli.demo.gatherings import Planned, gatherings, next_meeting, working_day
from pdpcli.demo.story import Story, stories
from pdpcli.demo.telling import Moment, Told, tell
from pdpcli.rules.references import format_ref

_SPAN = 1095
_GROWTH = 1.8  # the service receives more situations each year
_LINGERING = 800  # beyond, of the situations still going on, only some two hundred stay open


@dataclass(frozen=True)
class Situation:
    """One situation to write: its place, its reference, its person and what is told."""

    index: int
    year: int
    number: int
    person: int
    who: Mapping[str, Any]
    story: Story
    told: Told

    @property
    def ref(self) -> str:
        """``2026-0042``."""
        return format_ref(self.year, self.number)


@dataclass(frozen=True)
class Plan:
    """``cases`` situations up to ``today``; the same seed tells the same."""

    cases: int
    seed: int
    today: date

    @property
    def first(self) -> date:
        """The first day of the three years."""
        return self.today - timedelta(days=_SPAN)

    @property
    def employers(self) -> int:
        """How many companies there are."""
        return max(24, self.cases // 40)

    def calendar(self) -> list[Planned]:
        """The meetings and collective actions."""
        return gatherings(self.seed, self.first, self.today)

    def situations(self) -> Iterator[Situation]:
        """The situations, in the order in which they were signalled."""
        calendar = self.calendar()
        number, year = 0, 0
        for index in range(self.cases):
            opened_on = self._opened(index)
            number = number + 1 if opened_on.year == year else 1
            year = opened_on.year
            story = self._story(index)
            person = self._person(index, story)
            who = cast.person(self.seed, person, self.first)
            told = self._told(index, story, opened_on, who, calendar)
            yield Situation(index, year, number, person, who, story, told)

    def _opened(self, index: int) -> date:
        before = (1 - (index + 0.5) / self.cases) ** _GROWTH
        return working_day(self.today - timedelta(days=round(_SPAN * before)))

    def _story(self, index: int) -> Story:
        """Every story is told once before any is told again."""
        turn, place = divmod(index, len(stories()))
        return _shuffled(self.seed, turn)[place]

    def _person(self, index: int, story: Story) -> int:
        earlier = index - story.returns
        return earlier if earlier >= 0 and not self._story(earlier).returns else index

    def _told(
        self,
        index: int,
        story: Story,
        opened_on: date,
        who: Mapping[str, Any],
        calendar: list[Planned],
    ) -> Told:
        chance = Random(f"{self.seed}:told:{index}")  # noqa: S311 - fiction
        when = Moment(opened_on, self.today, chance.uniform(0.75, 1.15))
        lingers = index % max(1, self.cases // _LINGERING) == 0
        work = self._work(who, opened_on, chance)
        return tell(story, when, work, partial(next_meeting, calendar), lingers=lingers)

    def _work(self, who: Mapping[str, Any], on: date, chance: Random) -> dict[str, Any]:
        """Where the person works, an agency, where she may work next, and her job."""
        at, agency, following = chance.sample(range(self.employers), 3)
        return {
            "employer": at,
            "agency": agency,
            "next": following,
            "job": cast.job(cast.employer(self.seed, at)["naf"], who["sex"]),
            "seniority": cast.seniority(chance, who["born_on"], on),
        }


@lru_cache(maxsize=4)
def _shuffled(seed: int, turn: int) -> list[Story]:
    return Random(f"{seed}:turn:{turn}").sample(stories(), len(stories()))  # noqa: S311 - fiction
