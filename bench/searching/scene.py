"""How much is measured, and what it is measured on."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.searching.built import Built
from bench.searching.corpus import Pages
from bench.searching.queries import LENGTHS, Words


@dataclass(frozen=True)
class Amounts:
    """How much to do.

    Attributes:
        lengths: words of each query.
        rounds: of which the best counts.
        slow: queries asked of Whoosh's own searcher and highlighter.
        saves: by one process, in turn in both sizes.
        arrivals: saves until another process finds them.
        wiki: pages of a running wiki; product: saves in it until another process finds them.
        typed: words with a slip of the finger.
        judged: pages of the comparison with `memory:`.
        base: pages of the indexes that processes are killed at, or write to together.
        withdrawn: pages withdrawn by another process; four searches for each.
        kills: of a process that commits.
        writes: by two processes together.
    """

    lengths: tuple[int, ...]
    rounds: int
    slow: int
    saves: int
    arrivals: int
    wiki: int
    product: int
    typed: int
    judged: int
    base: int
    withdrawn: int
    kills: int
    writes: int


QUICK = Amounts(
    LENGTHS[::5], 2, slow=8, saves=20, arrivals=8, wiki=20, product=5,
    typed=200, judged=150, base=100, withdrawn=10, kills=4, writes=40,
)  # fmt: skip
FULL = Amounts(
    LENGTHS, 3, slow=40, saves=80, arrivals=60, wiki=300, product=40,
    typed=1_000, judged=1_000, base=300, withdrawn=250, kills=100, writes=1_000,
)  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """Indexes of two sizes, what is asked of them, and a folder for what is written."""

    amounts: Amounts
    pages: Pages
    words: tuple[Words, ...]
    small: Built
    large: Built
    folder: Path

    @property
    def both(self) -> Iterator[Built]:
        """The small and the large, in this order."""
        yield from (self.small, self.large)

    def demand(self, built: Built, at_most: float) -> float | None:
        """What is asked at the larger size only; at the smaller one a figure is information."""
        return at_most if built is self.large else None
