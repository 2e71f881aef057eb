"""How far a territory's identity sheet is filled in: what counts, and for how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Item:
    """One thing that a sheet should say.

    Attributes:
        key: a stable name, such as `budget`; `scenarios.programme.labels` has the words and where to write it.
        got, wanted: how much of it is there; `got` is never more than `wanted`.
    """

    key: str
    got: int
    wanted: int = 1

    @property
    def is_done(self) -> bool:
        return self.got >= self.wanted

    @property
    def share(self) -> Fraction:
        return Fraction(self.got, self.wanted)


@dataclass(frozen=True)
class Completeness:
    """What a sheet says and what it lacks, each thing counting alike."""

    items: Sequence[Item]

    @property
    def percent(self) -> int:
        """Whole percents, rounded down: a hundred means that nothing lacks."""
        return int(100 * sum((item.share for item in self.items), Fraction()) / len(self.items))

    @property
    def done(self) -> int:
        return sum(item.is_done for item in self.items)

    @property
    def missing(self) -> list[Item]:
        return [item for item in self.items if not item.is_done]
