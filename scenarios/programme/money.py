"""Amounts in euros, exact to the cent, and what the budget of a year adds up to. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from scenarios.programme.models import BudgetLine, Source

_LONGEST = 60
"""Characters of an amount; looking for groups of digits takes its time over many spaces."""
_AMOUNT = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?")
_BETWEEN = re.compile(r"[\s\u00a0\u202f'’]+(?=\d{3}(?!\d))")
"""What people put before each group of three digits."""


@dataclass(frozen=True)
class Budget:
    """The means of one year.

    What is given in kind (rooms, hours of volunteers) is counted apart: the share of self-financing is one of money.
    """

    year: int
    lines: Sequence[BudgetLine]

    def of(self, source: str) -> int:
        """Cents from one kind of source."""
        return sum(line.cents for line in self.lines if line.source == source)

    @property
    def in_kind(self) -> int:
        """Cents that what is given in kind is worth."""
        return self.of(Source.IN_KIND)

    @property
    def money(self) -> int:
        """Cents of money."""
        return sum(line.cents for line in self.lines) - self.in_kind

    @property
    def own_share(self) -> Fraction:
        """Which part of the money the local college raises itself, from 0 to 1; 0 where there is no money."""
        return Fraction(self.of(Source.OWN), self.money) if self.money else Fraction()

    @property
    def lacks_own(self) -> bool:
        """Whether the local college raises nothing itself, as the programme asks it to."""
        return self.of(Source.OWN) == 0


def budgets(lines: Iterable[BudgetLine]) -> list[Budget]:
    """The budget of each year, the latest first, its lines as they came."""
    ordered = sorted(lines, key=lambda line: -line.year)
    return [Budget(year, list(found)) for year, found in groupby(ordered, key=lambda line: line.year)]


def read_cents(text: str) -> int | None:
    """An amount as people write it, in hundredths of a euro; None when it cannot be read without guessing.

    >>> read_cents("12 500,50 €")
    1250050
    """
    if len(text) > _LONGEST:
        return None
    bare = _BETWEEN.sub("", text.strip().removesuffix("€").removesuffix("EUR").strip())
    found = _AMOUNT.fullmatch(bare)
    if found is None or not bare.isascii():
        return None
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def written(cents: int) -> str:
    """An amount as a form gives it back: `12500,50`, without cents where there are none."""
    euros, rest = divmod(cents, 100)
    return f"{euros},{rest:02}" if rest else str(euros)
