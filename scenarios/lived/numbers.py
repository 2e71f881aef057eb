"""What sessions say together: how long activities lasted, how the foundations were rated, from version to version.

Pure. No average is made of fewer than three ratings: one person's word is not a tendency.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from scenarios.lived.sessions import Session
from scenarios.retold.vocabulary import FOUNDATION_NAMES, LEAST, MOST
from scenarios.script.model import Script
from scenarios.script.vocabulary import folded

ENOUGH = 3
"""From how many ratings on a mean says something."""
WIDTH = 100
"""Of the drawing of one activity or foundation; its height is its own."""


@dataclass(frozen=True)
class Lived:
    """An activity in the sessions that measured it: minutes.

    Attributes:
        planned: what the current version plans; None for an activity that it does not have any more.
        values: what each session took, ascending, without those that left the activity out.
        skipped: how many left it out.
        scale: the longest of all minutes shown beside each other.
    """

    title: str
    planned: int | None
    values: tuple[int, ...]
    skipped: int
    scale: int
    is_current: bool = True

    @property
    def middle(self) -> int | None:
        return round(median(self.values)) if self.values else None

    @property
    def least(self) -> int:
        return self.values[0]

    @property
    def most(self) -> int:
        return self.values[-1]

    def part(self, minutes: int | None) -> float:
        """How far minutes reach on a drawing that is `WIDTH` wide."""
        return round(WIDTH * (minutes or 0) / self.scale, 1)


@dataclass(frozen=True)
class Rated:
    """How a foundation was rated: how many gave each value."""

    code: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """The mean, to one decimal; None of fewer than `ENOUGH`."""
        if self.total < ENOUGH:
            return None
        values = [value for value, count in enumerate(self.counts, LEAST) for _ in range(count)]
        return round(mean(values), 1)

    @property
    def bars(self) -> list[tuple[int, int, float]]:
        """Value, how many gave it, and how high its bar is, of `WIDTH`."""
        highest = max(self.counts) or 1
        return [
            (value, count, round(WIDTH * count / highest, 1))
            for value, count in enumerate(self.counts, LEAST)
        ]


@dataclass(frozen=True)
class Edition:
    """The sessions that played one version; None where it is not told which."""

    version: int | None
    sessions: tuple[Session, ...]

    @property
    def rated(self) -> Mapping[str, Rated]:
        return {rated.code: rated for rated in ratings_of(self.sessions)}


def activities_of(script: Script, sessions: Sequence[Session]) -> list[Lived]:
    """The activities of a version as they were lived, then those that were measured and are there no more."""
    measured = _measured(sessions)
    planned = {folded(one.title): (one.title, one.minutes) for one in script.activities if one.title}
    lasted = [minutes for _, many in measured.values() for minutes in many]
    scale = max((*lasted, *(minutes or 0 for _, minutes in planned.values())), default=0) or 1
    gone = {key: (title, None) for key, (title, _) in measured.items() if key not in planned}
    return [
        _lived(title, minutes, measured.get(key, ("", []))[1], scale, is_current=key in planned)
        for key, (title, minutes) in {**planned, **gone}.items()
    ]


def _lived(title: str, planned: int | None, lasted: list[int], scale: int, *, is_current: bool) -> Lived:
    values = tuple(sorted(minutes for minutes in lasted if minutes))
    return Lived(title, planned, values, lasted.count(0), scale, is_current)


def _measured(sessions: Sequence[Session]) -> dict[str, tuple[str, list[int]]]:
    """The minutes of each activity, by its folded title; the newest spelling of a title is shown."""
    found: dict[str, tuple[str, list[int]]] = {}
    for session in sessions:
        for title, minutes, _planned in session.minutes:
            found.setdefault(folded(title), (title, []))[1].append(minutes)
    return found


def total_of(activities: Sequence[Lived]) -> tuple[int, int] | None:
    """Planned and lived minutes of those activities that have both; None where fewer than two have."""
    both = [(one.planned, one.middle) for one in activities if one.planned and one.middle]
    if len(both) < 2:
        return None
    return sum(planned for planned, _ in both), sum(middle for _, middle in both)


def ratings_of(sessions: Sequence[Session]) -> list[Rated]:
    """How each foundation was rated; those that nobody rated are there with nothing."""
    found = []
    for code in FOUNDATION_NAMES:
        counts = Counter(session.ratings.get(code) for session in sessions)
        found.append(Rated(code, tuple(counts[value] for value in range(LEAST, MOST + 1))))
    return found


def words_of(sessions: Sequence[Session]) -> dict[str, list[tuple[str, Session]]]:
    """What was said of each foundation, and who said it."""
    return {
        code: [(session.words[code], session) for session in sessions if session.words.get(code)]
        for code in FOUNDATION_NAMES
    }


def editions_of(sessions: Sequence[Session]) -> list[Edition]:
    """The sessions by version, the newest version first; those that do not tell theirs last."""
    by_version: dict[int | None, list[Session]] = defaultdict(list)
    for session in sessions:
        by_version[session.version].append(session)
    order = sorted(by_version, key=lambda version: -(version or 0))
    return [Edition(version, tuple(by_version[version])) for version in order]


@dataclass(frozen=True)
class Change:
    """What changed between two versions that were played, of an activity (minutes) or a foundation (means)."""

    kind: str
    name: str
    before: float
    after: float
    former: int
    version: int


def changes_between(newer: Edition, older: Edition) -> list[Change]:
    """How sessions of one version differed from those of an earlier one.

    Of durations the medians, where they differ by more than a minute in ten; of ratings the means, where both are of
    three or more.
    """
    if newer.version is None or older.version is None:
        return []
    return [*_durations(newer, older), *_ratings(newer, older)]


def _durations(newer: Edition, older: Edition) -> Iterator[Change]:
    before, after = _medians(older.sessions), _medians(newer.sessions)
    for key, (title, minutes) in after.items():
        if key in before and abs(minutes - before[key][1]) > max(1, before[key][1] / 10):
            yield Change("minutes", title, before[key][1], minutes, older.version or 0, newer.version or 0)


def _medians(sessions: Sequence[Session]) -> dict[str, tuple[str, int]]:
    return {
        key: (title, round(median(filter(None, many))))
        for key, (title, many) in _measured(sessions).items()
        if any(many)
    }


def _ratings(newer: Edition, older: Edition) -> Iterator[Change]:
    for code, rated in newer.rated.items():
        before, after = older.rated[code].mean, rated.mean
        if before is not None and after is not None and before != after:
            yield Change("rating", code, before, after, older.version or 0, newer.version or 0)
