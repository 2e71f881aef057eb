"""How what is offered meets what is needed: by the words that they share. Pure.

A need is read as people's searches are (`search.plan`): each of its words asks for a few terms, equivalents included.
What is offered is read as pages are: as the terms that it holds. Words that nearly every need and every offer says
(apprendre, projet, habitants…) count little. So no list of pairs is kept, nothing has to be trained, and the words in
common are the explanation that people read.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from scenarios.inventory.weak import WEAK
from search.analysis import STOP, chunks, read, terms
from search.equivalents import Groups
from search.plan import make_plan, terms_of
from search.query import MAX_TERMS

STRONG, FAINT = 1.0, 0.25
"""What a word counts; a faint one never makes a match by itself."""
ASIDE = 0.5
"""What a word counts that only stands in the body of a page, which says many things."""
LEAST = 2.0
"""Two telling words in common make a match…"""
LEAST_SHARE, LEAST_SHARE_OF_ONE = 0.3, 0.75
"""…where they are this part of all that the need says; and nearly all of it, where it has but one telling word."""
MOST_WORDS = MAX_TERMS
THEME = 0.15
"""What each theme in common adds to the rank; it never makes a match."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a need: as written, the terms of which one answers it, and what it counts."""

    written: str
    terms: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Meeting:
    """How well an offer meets a need, between 0 and a little above 1, and the telling words that they share."""

    score: float
    words: tuple[str, ...]

    def __bool__(self) -> bool:
        return self.score > 0


NONE = Meeting(0.0, ())


@lru_cache(maxsize=2_000)
def words_of(need: str, equivalents: Groups = ()) -> tuple[Word, ...]:
    """The words of a need that say what it is about, each once, the first `MOST_WORDS`."""
    found: dict[frozenset[str], Word] = {}
    for chunk in chunks(need):
        if len(found) == MOST_WORDS:
            break
        if _says_something(chunk.text):
            weight = FAINT if _asked(chunk.text, ()) & WEAK_TERMS else STRONG
            asked = _asked(chunk.text, equivalents)
            found.setdefault(asked, Word(_bare(chunk.text), asked, weight))
    return tuple(found.values())


def meeting(
    need: Sequence[Word], said: AbstractSet[str], aside: AbstractSet[str] = frozenset(), themes: int = 0
) -> Meeting:
    """How an offer meets a need.

    Args:
        need: `words_of` it.
        said: the terms of the offer.
        aside: terms that stand beside it, as in the body of a page.
        themes: how many themes they share.
    """
    counted = {word: value for word in need if (value := _value(word, said, aside))}
    telling = [word for word in counted if word.weight == STRONG]
    asked = sum(1 for word in need if word.weight == STRONG)
    # What only stands aside, as in the body of a page, is said by chance.
    if not any(word.terms & said for word in telling):
        return NONE
    share = sum(counted.values()) / sum(word.weight for word in need)
    enough = min(LEAST, float(asked))
    least = LEAST_SHARE if asked > 1 else LEAST_SHARE_OF_ONE
    if sum(counted[word] for word in telling) < enough or share < least:
        return NONE
    return Meeting(share + THEME * themes, tuple(word.written for word in telling))


def _value(word: Word, said: AbstractSet[str], aside: AbstractSet[str]) -> float:
    if word.terms & said:
        return word.weight
    return word.weight * ASIDE if word.terms & aside else 0.0


def _bare(written: str) -> str:
    """A word without its elided article."""
    return written[read(written, "fr").offset :]


def _says_something(written: str) -> bool:
    return bool(read(written, "fr").content)


def _asked(written: str, equivalents: Groups) -> frozenset[str]:
    """Every term by which a document answers this word, in French, in English, or by an equivalent."""
    plan = make_plan(written, equivalents)
    asked = frozenset().union(*(terms_of(expression) for expression in plan.required))
    return frozenset(term for term in asked if not term.startswith(STOP))


WEAK_TERMS = frozenset(
    term for word in WEAK.split() for term in (*terms(word), *(f"~{one}" for one in terms(word)))
)
"""The terms of words that tell nothing of what a need is about."""


def ranked(found: Mapping[int, Meeting], most: int) -> list[tuple[int, Meeting]]:
    """The best meetings, best first; equals by number, so that the order never wavers."""
    return sorted(found.items(), key=lambda pair: (-pair[1].score, pair[0]))[:most]
