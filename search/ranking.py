"""How pages are ranked: the one formula, for numbers and for arrays of numbers alike.

The score of a page is `merit x sum over the words asked for of rarity x strength`:

- strength is BM25F (Robertson, Zaragoza and Taylor, 2004): the times a word occurs in title, head, summary and
  body, each times the weight of the field and made smaller where the field is long, summed, then saturated.
  A word may be written in several ways: the way that occurs most in a field is what counts there, a word made
  of several counts their mean, and what is asked for instead of another (an equivalent) counts less.
- rarity is the logarithm of how few pages hold the word, however written (always above 0, as in Lucene).
- merit gently lifts pages that are recent, featured, or played; it never lets a poor match pass a good one.

Equals are told apart by date, newest first, then by id. Deterministic but for the day it is.
"""

import math
import time
from collections.abc import Mapping, Sequence
from typing import Any

from search.plan import EXACT, TYPED, Expression, terms_of

FIELDS = ("title", "head", "summary", "body")
FIELD_WEIGHTS = (3.0, 1.5, 2.0, 1.0)
FIELD_SHORTENING = (0.3, 0.3, 0.3, 0.75)  # b: how much a long field counts against its words
SATURATION = 1.2  # k1
MOST_COUNTED = 255  # occurrences of a word in one field; more add nothing

RECENT, RECENT_YEARS = 0.10, 1.0
FEATURED = 0.15
PLAYED, PLAYED_HALF = 0.10, 5.0

DAY = 86_400_000_000  # microseconds
_YEAR_DAYS = 365.25


def field_factors(lengths: Sequence[Any], means: Sequence[float]) -> list[Any]:
    """What one occurrence counts in each field, given the words in the fields and their mean over all pages."""
    return [
        weight / (1 - b + b * length / max(mean, 1.0))
        for weight, b, length, mean in zip(FIELD_WEIGHTS, FIELD_SHORTENING, lengths, means, strict=True)
    ]


def saturated(counts: Sequence[Any], factors: Sequence[Any]) -> Any:
    """Occurrences in each field as one number between 0 and k1 + 1."""
    total = sum(count * factor for count, factor in zip(counts, factors, strict=True))
    return total * (SATURATION + 1) / (total + SATURATION)


def with_exact(strength: Any, exact: Any) -> Any:
    """Add what the word counts when written with the very accents typed."""
    return strength + EXACT * exact


def lesser(expression: Expression, weights: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Of the weights of a plan, those of an expression that are not as typed."""
    lesser_terms = (term for term in terms_of(expression) if weights.get(term, TYPED) != TYPED)
    return tuple((term, weights[term]) for term in sorted(lesser_terms))


def weight_of(terms: frozenset[str], weights: Mapping[str, float]) -> float:
    """What a group of terms counts: as much as its best term; a term that the plan does not weigh was typed."""
    return max((weights.get(term, TYPED) for term in terms), default=TYPED)


def rarity(holding: int, documents: int) -> float:
    """How much a word tells that so many of all pages hold."""
    return math.log(1 + (documents - holding + 0.5) / (holding + 0.5))


def today() -> int:
    """Days since 1970."""
    return int(time.time() // 86_400)


def merit(updated: Any, featured: Any, played: Any, day: int) -> Any:
    """What a page is worth, whatever is asked.

    Args:
        updated: microseconds since 1970.
        featured: 0 or 1.
        played: how many times.
        day: the day it is (`today`).
    """
    years = abs(day - updated / DAY) / _YEAR_DAYS
    recent = 1 + RECENT * RECENT_YEARS / (RECENT_YEARS + years)
    return recent * (1 + FEATURED * featured) * (1 + PLAYED * played / (played + PLAYED_HALF))
