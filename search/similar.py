"""Pages like a page: those that share the words which tell it from others, and its themes."""

import math
from collections.abc import Callable, Iterable, Sequence
from heapq import nlargest

from search.analysis import EXACT, PLAIN, STOP
from search.documents import Document
from search.plan import OneOf
from search.postings import postings_of
from search.ranking import FIELD_WEIGHTS, rarity
from search.results import Hit

_STRONGEST = 20
_WEIGHED = 60  # terms whose rarity is looked up
_SHARED_THEME = 0.2  # what each theme in common adds
_NOT_WORDS = (STOP, PLAIN, EXACT)


def strongest(document: Document, holding: Callable[[str], int], documents: int) -> tuple[OneOf, ...]:
    """The words that tell this document from others: frequent in it, above all in its title, and rare elsewhere.

    `holding` says how many of all `documents` hold a term; a word that only one holds leads nowhere.
    """
    strengths = {
        term: math.log1p(sum(weight * times for weight, times in zip(FIELD_WEIGHTS, counts, strict=True)))
        for term, counts in postings_of(document).counts().items()
        if not term.startswith(_NOT_WORDS)
    }
    likely = nlargest(_WEIGHED, strengths, key=lambda term: (strengths[term], term))
    held = {term: number for term in likely if (number := holding(term)) > 1}
    telling = nlargest(
        _STRONGEST, held, key=lambda term: (strengths[term] * rarity(held[term], documents), term)
    )
    return tuple(OneOf(frozenset((term,))) for term in telling)


def enough(limit: int) -> int:
    """How many of the best to look at for `limit` pages: themes in common change their order."""
    return 4 * limit + 1


def nearest(
    found: Iterable[tuple[str, float, Sequence[str]]], document: Document, limit: int
) -> tuple[Hit, ...]:
    """The first of the pages found (id, score, themes), the document itself left out."""
    hits = [
        Hit(id_, score * (1 + _SHARED_THEME * len(frozenset(themes) & frozenset(document.themes))))
        for id_, score, themes in found
        if id_ != document.id
    ]
    return tuple(sorted(hits, key=lambda hit: -hit.score)[:limit])
