"""One plain BM25F engine for several ways of reading text into terms, so that only the reading differs."""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from statistics import fmean

from whoosh.analysis import LanguageAnalyzer

from search.analysis import terms
from search.answering import FEW
from search.documents import Document

Chain = Callable[[str], list[str]]

_WORD = re.compile(r"\w+")
_LIBRARY = LanguageAnalyzer("fr")
_K1 = 1.2
# Weight of a field, and how much its length counts, as in the product.
_FIELDS = {"title": (3.0, 0.3), "head": (1.0, 0.75), "summary": (1.0, 0.75), "body": (1.0, 0.75)}


def words_only(text: str) -> list[str]:
    """Words in lower case and nothing else."""
    return _WORD.findall(text.lower())


def library_french(text: str) -> list[str]:
    """The French analyzer that comes with Whoosh: its stop words, its stemmer, no elision, no folding."""
    return [token.text for token in _LIBRARY(text)]


CHAINS: dict[str, Chain] = {"words": words_only, "library": library_french, "terms": terms}


class PlainEngine:
    """Documents as term counts; a query wants all of its terms, or some where few documents have them all."""

    def __init__(self, documents: Sequence[Document], chain: Chain) -> None:
        self._chain = chain
        self._fields = {
            document.url: {name: Counter(chain(getattr(document, name))) for name in _FIELDS}
            for document in documents
        }
        self._lengths = {
            name: fmean(fields[name].total() for fields in self._fields.values()) or 1.0 for name in _FIELDS
        }

    def search(self, text: str) -> list[str]:
        """The best pages first, equals by name."""
        wanted = [*dict.fromkeys(self._chain(text))]
        holding = {term: self._holding(term) for term in wanted}
        if not wanted:
            return []
        found = set.intersection(*holding.values())
        if len(found) < FEW:
            found = set.union(*holding.values())
        scores = {name: sum(self._score(name, holding[term], term) for term in wanted) for name in found}
        return sorted(found, key=lambda name: (-scores[name], name))

    def _holding(self, term: str) -> set[str]:
        return {
            name for name, fields in self._fields.items() if any(term in count for count in fields.values())
        }

    def _score(self, name: str, holding: set[str], term: str) -> float:
        """BM25F (Robertson, Zaragoza and Taylor, 2004)."""
        frequency = 0.0
        for field, (weight, b) in _FIELDS.items():
            count = self._fields[name][field]
            frequency += weight * count[term] / (1 - b + b * count.total() / self._lengths[field])
        pages = len(self._fields)
        rarity = math.log(1 + (pages - len(holding) + 0.5) / (len(holding) + 0.5))
        return rarity * frequency / (_K1 + frequency)
