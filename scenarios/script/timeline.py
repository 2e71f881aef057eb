"""How the activities of a scenario follow each other in time, and what they add up to."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from scenarios.script.model import Activity, Script
from scenarios.script.roles import PARTICIPANTS, lanes_of
from scenarios.script.vocabulary import TYPES

Minutes = dict[str | None, int]
"""Minutes by a word; those without the word under None."""


@dataclass(frozen=True, slots=True)
class Step:
    """One activity in time. `start` and `end` are minutes from the beginning of the scenario.

    `minutes` is None when nobody knows how long it takes; it then counts nothing. `lanes` are who acts.
    """

    index: int
    title: str
    type: str | None
    start: int
    end: int
    minutes: int | None
    is_parallel: bool
    lanes: tuple[str, ...]
    phase: str | None

    @property
    def is_unknown(self) -> bool:
        """Whether its duration is missing or unreadable."""
        return self.minutes is None


@dataclass(frozen=True)
class Timeline:
    """The steps in order, in minutes.

    `total` is from the first to the last; `announced` is the head's `durée`, None when it says none. `shares` has
    the six learning types and None, minutes of parallel activities counted each. `lanes` are all who act.
    """

    steps: tuple[Step, ...]
    total: int
    announced: int | None
    shares: Minutes
    lanes: tuple[str, ...]

    @property
    def percents(self) -> Minutes:
        """The shares in whole percents that add up to 100; all 0 when there are no minutes."""
        return dict(zip(self.shares, whole_percents(list(self.shares.values())), strict=True))

    @property
    def unknown(self) -> tuple[Step, ...]:
        """The steps whose duration nobody knows: the total is at least what it says."""
        return tuple(step for step in self.steps if step.is_unknown)


@dataclass(frozen=True)
class Statistics:
    """What a scenario adds up to. Minutes of parallel activities count each.

    `objectives` has the minutes that serve each declared objective; `matrix` the activities (by index) that do.
    """

    activities: int
    minutes: int
    by_type: Minutes
    by_form: Minutes
    by_mode: Minutes
    by_phase: Minutes
    objectives: Mapping[str, int]
    matrix: Mapping[str, tuple[int, ...]]


def timeline(script: Script) -> Timeline:
    """The activities in time: one in parallel starts with the one before, and a group lasts as its longest."""
    steps = tuple(_steps(script.activities))
    lanes = dict.fromkeys((PARTICIPANTS, *(lane for step in steps for lane in step.lanes)))
    total = max((step.end for step in steps), default=0)
    return Timeline(steps, total, script.head.duration, _shares(script.activities), tuple(lanes))


def _steps(activities: Iterable[Activity]) -> Iterator[Step]:
    start = end = 0
    for activity in activities:
        if not activity.is_parallel:
            start = end
        until = start + (activity.minutes or 0)
        end = max(end, until)
        yield Step(
            index=activity.index,
            title=activity.title,
            type=activity.type,
            start=start,
            end=until,
            minutes=activity.minutes,
            is_parallel=activity.is_parallel,
            lanes=lanes_of(activity.get("Rôles")),
            phase=activity.phase,
        )


def _shares(activities: Iterable[Activity]) -> Minutes:
    return dict.fromkeys((*TYPES, None), 0) | _sum(activities, lambda activity: (activity.type,))


def statistics(script: Script) -> Statistics:
    """Numbers of activities and minutes, by what they are and which objective they serve."""
    activities = script.activities
    matrix = {
        objective.id: tuple(found.index for found in activities if objective.id in found.objectives)
        for objective in script.objectives
    }
    return Statistics(
        activities=len(activities),
        minutes=timeline(script).total,
        by_type=_shares(activities),
        by_form=_sum(activities, lambda activity: (activity.form,)),
        by_mode=_sum(activities, lambda activity: activity.modes or (None,)),
        by_phase=_sum(activities, lambda activity: (activity.phase,)),
        objectives={name: sum(activities[i].minutes or 0 for i in served) for name, served in matrix.items()},
        matrix=matrix,
    )


def _sum(activities: Iterable[Activity], words: Callable[[Activity], Iterable[str | None]]) -> Minutes:
    """Minutes by word; an activity with several words counts for each."""
    minutes: Minutes = defaultdict(int)
    for activity in activities:
        for word in words(activity):
            minutes[word] += activity.minutes or 0
    return dict(minutes)


def whole_percents(parts: list[int]) -> list[int]:
    """Whole percents that add up to 100: what was rounded down most gets the rest. All 0 for nothing.

    >>> whole_percents([1, 1, 1])
    [34, 33, 33]
    """
    whole = sum(parts)
    if not whole:
        return [0] * len(parts)
    percents = [100 * part // whole for part in parts]
    by_loss = sorted(range(len(parts)), key=lambda place: -(100 * parts[place] % whole))
    for place in by_loss[: 100 - sum(percents)]:
        percents[place] += 1
    return percents
