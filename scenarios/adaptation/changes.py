"""Changes as people choose among them: what stays with the place, what is the same on both sides, what is known."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from scenarios.script.telling import Change, apply_changes, changes
from wiki.pages.merge import Merge

MAX_CHOICES = 2000
_KEPT, _KEPT_LENGTH = 128, 100_000
LOCAL_KEYS = frozenset(
    {
        "territoire",
        "lieu",
        "coordonnées",
        "projet",
        "partenaires",
        "référent",
        "auteurs",
        "licence",
        "adapté de",
        "traduction-de",
    }
)
"""What each territory says of itself: an origin's place is no improvement for another place."""


def changes_between(before: str, after: str) -> Sequence[Change]:
    """What changed from one text to another: two texts never change, so what is told of them is kept for a while."""
    if len(before) + len(after) > _KEPT_LENGTH:
        return changes(before, after)
    return _kept_changes(before, after)


@lru_cache(maxsize=_KEPT)
def _kept_changes(before: str, after: str) -> Sequence[Change]:
    return tuple(changes(before, after))


@dataclass(frozen=True)
class Choice:
    """One change in a list; `index` is its place in `changes(before, after)`."""

    index: int
    change: Change
    is_refused: bool = False

    @property
    def fingerprint(self) -> str:
        return self.change.fingerprint

    @property
    def part(self) -> str:
        """What it concerns: head, objectives, section or activity."""
        part = self.change.place.partition(":")[0]
        known = {"head": "head", "title": "head", "summary": "head", "objective": "objectives",
                 "objectives": "objectives", "activity": "activities", "activities": "activities"}  # fmt: skip
        return known.get(part, "sections")


@dataclass(frozen=True)
class Difference:
    """What changed from one text to another, with what need not be asked about."""

    before: str
    after: str
    known: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()

    @cached_property
    def _all(self) -> list[Choice]:
        found = changes_between(self.before, self.after)[:MAX_CHOICES]
        return [
            Choice(index, change, change.fingerprint in self.refused) for index, change in enumerate(found)
        ]

    @cached_property
    def asked(self) -> list[Choice]:
        """What people may choose among, refused changes included."""
        return [
            choice
            for choice in self._all
            if not is_local(choice.change) and choice.fingerprint not in self.known
        ]

    @property
    def open(self) -> list[Choice]:
        """What nobody has decided about."""
        return [choice for choice in self.asked if not choice.is_refused]

    @property
    def refused_ones(self) -> list[Choice]:
        return [choice for choice in self.asked if choice.is_refused]

    @property
    def common(self) -> frozenset[int]:
        """What both sides did alike."""
        return frozenset(choice.index for choice in self._all if choice.fingerprint in self.known)

    def applied(self, target: str, chosen: Collection[int]) -> Merge:
        """A text with some of the changes, the others left out."""
        return apply_changes(self.before, self.after, target, chosen)

    def base_with(self, chosen: Collection[int]) -> str:
        """The first text as it is once some changes are taken."""
        left = [choice for choice in self.asked if choice.index not in chosen]
        if not left and not any(is_local(choice.change) for choice in self._all):
            return self.after
        return self.applied(self.before, [*chosen, *self.common]).text or self.before


def fingerprints(found: Iterable[Change]) -> frozenset[str]:
    """What a list of changes says, wherever it stands."""
    return frozenset(change.fingerprint for change in found)


def is_local(change: Change) -> bool:
    """Whether a change concerns the place, the people or the credit of one territory, or says nothing."""
    if change.kind in ("layout", "spacing"):
        return True
    part, _, key = change.place.partition(":")
    return part == "head" and key in LOCAL_KEYS


def indexes(values: Sequence[str]) -> frozenset[int]:
    """The numbers that a form names, whether one a field or several with commas; nonsense is left out."""
    words = (word for value in values[:MAX_CHOICES] for word in value.split(",")[:MAX_CHOICES])
    return frozenset(int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 6)
