"""Where a passage stands in a text that moves on. Pure: a text and an anchor in, a place or nothing out.

An anchor is a quotation with what stands around it (W3C Web Annotation Data Model, 4.2.4 Text Quote Selector), the
heading above it, and where it stood, which only decides between equals (4.2.5 Text Position Selector). All is
compared by words, without case, spaces and signs, so that typography and marks never matter. A passage is looked for

1. by its very words; a few words, which stand in many places, must have something around them again;
2. by what stood around it, where the passage itself was rewritten;
3. by the places where most of its words stand together.

What is found in the second or third way must still say most of what was said, else the passage has changed.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import takewhile

from wiki.discussion.pagetext import PageText

MAX_QUOTE = 500
"""Longest quotation in characters; of a longer passage its beginning is the anchor."""
MAX_WORDS = 120
CONTEXT_LENGTH = 80
"""Characters kept on each side of a quotation."""
MAX_SECTION = 200

_CONTEXT_WORDS = 8
_ADJACENT = 6
"""So many words next to a passage, on both sides together, say that it is the one."""
_MAX_TEXT = 400_000
_MOST_PLACES = 200
_COMMON = 60
"""A word with more places than this says nothing of where a passage stands."""
_MOST_CANDIDATES = 24
_MOST_COMPARED = 6
_FEW, _SOME = 4, 8
"""Fewer words than these stand in a text by chance, or may."""
_ALIKE = 0.6

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage: its words, what stands before and after, the heading above, and the offset it was seen at."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    section: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Offsets in a text: from `start` to before `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Found:
    """Words `start` to before `end` of a page: how much they say of the quotation, and of what stood around it."""

    start: int
    end: int
    likeness: float
    support: float


def locate(anchor: Anchor, page: PageText) -> Place | None:
    """Where the passage stands now; None when it is gone or says something else.

    The time grows with the length of the text alone: everything else is bounded.
    """
    quote = folded(anchor.exact)[:MAX_WORDS]
    if not quote:
        return None
    search = _Search(anchor, quote, page)
    found = search.by_words() or search.by_likeness()
    if found is None:
        return None
    return Place(search.spans[found.start][0], search.spans[found.end - 1][1])


def anchor_at(page: PageText, place: Place) -> Anchor:
    """The anchor of a passage of a text; of a long one, of its beginning."""
    end = min(place.end, place.start + MAX_QUOTE)
    if end < place.end:
        end = place.start + (page.text[place.start : end].rfind(" ") + 1 or MAX_QUOTE)
    return Anchor(
        exact=page.text[place.start : end].strip(),
        prefix=page.text[max(0, place.start - CONTEXT_LENGTH) : place.start],
        suffix=page.text[end : end + CONTEXT_LENGTH],
        section=page.section_at(place.start)[:MAX_SECTION],
        position=place.start,
    )


def folded(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return [word.casefold() for word in _WORD.findall(text)]


class _Search:
    """One passage looked for in one text."""

    def __init__(self, anchor: Anchor, quote: list[str], page: PageText) -> None:
        self.anchor, self.quote, self.page = anchor, quote, page
        self.spans = [match.span() for match in _WORD.finditer(page.text[:_MAX_TEXT])]
        self.words = [page.text[start:end].casefold() for start, end in self.spans]
        self._before = folded(anchor.prefix)[-_CONTEXT_WORDS:]
        self._after = folded(anchor.suffix)[:_CONTEXT_WORDS]

    def by_words(self) -> _Found | None:
        """The best place where the very words stand, if it may be trusted."""
        places = self._occurrences(self.quote)
        found = [self._at(start, start + len(self.quote), 1.0) for start in places]
        return self._best([one for one in found if self._is_trusted(one, len(places))])

    def by_likeness(self) -> _Found | None:
        """The best place that says most of the quotation."""
        windows = Counter(
            {window: self._overlap(window) for window in self._windows()}
        ).most_common(_MOST_COMPARED)  # fmt: skip
        compared = (self._compared(window) for window, overlap in windows if overlap >= _ALIKE / 2)
        return self._best([one for one in compared if one is not None])

    def _best(self, found: Sequence[_Found]) -> _Found | None:
        """The likeliest place; of equals the nearest to where the passage was."""
        return max(
            found,
            key=lambda one: (
                one.likeness + one.support,
                -abs(self.spans[one.start][0] - self.anchor.position),
            ),
            default=None,
        )

    def _is_trusted(self, found: _Found, times: int) -> bool:
        """Whether the very words here are the passage, and not the same words said elsewhere."""
        if len(self.quote) >= _SOME:
            return True
        if len(self.quote) >= _FEW:
            return found.support >= 0.25 or (times == 1 and self._is_same_section(found))
        return found.support >= 0.5

    def _is_same_section(self, found: _Found) -> bool:
        section = self.page.section_at(self.spans[found.start][0])
        return folded(section[:MAX_SECTION]) == folded(self.anchor.section)

    def _compared(self, window: tuple[int, int]) -> _Found | None:
        """What of a window says the quotation, if it says enough."""
        first, last = window
        blocks = _kept(_blocks(self.quote, self.words[first:last]))
        if not blocks:
            return None
        start, end = first + blocks[0][0], first + sum(blocks[-1])
        likeness = 2 * sum(size for _at, size in blocks) / (len(self.quote) + end - start)
        found = self._at(start, end, likeness)
        needed = 0.0 if len(self.quote) >= _SOME else 0.25 if len(self.quote) >= _FEW else 0.5
        return found if likeness >= _ALIKE and found.support >= needed else None

    def _at(self, start: int, end: int, likeness: float) -> _Found:
        return _Found(start, end, likeness, self._support(start, end))

    def _support(self, start: int, end: int) -> float:
        """How much of what stood around the passage stands around these words: 0 to 1.

        All of the context in its order, or the words next to the passage, which tell more: whichever says more.
        """
        known = len(self._before) + len(self._after)
        if not known:
            return 1.0
        before = self.words[max(0, start - len(self._before) - 2) : start]
        after = self.words[end : end + len(self._after) + 2]
        shared = common_length(self._before, before) + common_length(self._after, after)
        adjacent = _run(reversed(self._before), reversed(before)) + _run(self._after, after)
        return max(shared / known, min(1.0, adjacent / _ADJACENT))

    def _windows(self) -> Iterator[tuple[int, int]]:
        """Where the passage may stand, rewritten: a bounded number of ranges of words."""
        length = len(self.quote)
        slack = length // 2 + 2
        starts = [*self._starts_by_context(), *self._starts_by_votes()]
        for start in dict.fromkeys(starts[:_MOST_CANDIDATES]):
            yield max(0, start - slack), min(len(self.words), start + length + slack)

    def _starts_by_context(self) -> Iterator[int]:
        if before := self._before[-3:]:
            yield from (at + len(before) for at in self._occurrences(before)[:4])
        if after := self._after[:3]:
            yield from (max(0, at - len(self.quote)) for at in self._occurrences(after)[:4])

    def _starts_by_votes(self) -> list[int]:
        """Each word votes for where the passage would begin; votes that nearly agree count together."""
        step = len(self.quote) // 4 + 1
        votes: Counter[int] = Counter()
        for offset, word in enumerate(self.quote):
            places = self._places.get(word, ())
            if len(places) <= _COMMON:
                votes.update((place - offset) // step for place in places)
        return [max(0, bucket * step) for bucket, _count in votes.most_common(_MOST_CANDIDATES)]

    def _overlap(self, window: tuple[int, int]) -> float:
        shared = Counter(self.words[slice(*window)]) & Counter(self.quote)
        return shared.total() / len(self.quote)

    def _occurrences(self, words: Sequence[str]) -> list[int]:
        """The first places where these words follow each other."""
        needle, found, at = f" {' '.join(words)} ", list[int](), -1
        while len(found) < _MOST_PLACES and (at := self._joined.find(needle, at + 1)) >= 0:
            found.append(bisect_left(self._offsets, at))
        return found

    @cached_property
    def _joined(self) -> str:
        return f" {' '.join(self.words)} "

    @cached_property
    def _offsets(self) -> list[int]:
        """Where in `_joined` the space before each word stands."""
        offsets, at = list[int](), 0
        for word in self.words:
            offsets.append(at)
            at += len(word) + 1
        return offsets

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        wanted, places = set(self.quote), dict[str, list[int]]()
        for at, word in enumerate(self.words):
            if word in wanted:
                places.setdefault(word, []).append(at)
        return places


def _run(left: Iterable[str], right: Iterable[str]) -> int:
    """How many words both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


def _blocks(quote: Sequence[str], window: Sequence[str]) -> list[tuple[int, int]]:
    """Words that both have in the same order, as (place in the window, number)."""
    matcher = SequenceMatcher(None, quote, window, autojunk=False)
    return [(block.b, block.size) for block in matcher.get_matching_blocks() if block.size]


def _kept(blocks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The blocks without those at either end that a wide gap parts from the others: they stand there by chance."""
    while len(blocks) > 1 and blocks[1][0] - sum(blocks[0]) > 2 * blocks[0][1]:
        blocks = blocks[1:]
    while len(blocks) > 1 and blocks[-1][0] - sum(blocks[-2]) > 2 * blocks[-1][1]:
        blocks = blocks[:-1]
    return blocks


def common_length(left: Sequence[str], right: Sequence[str]) -> int:
    """Length of the longest common subsequence, by the bits of one number (Hyyrö, 2004)."""
    masks: dict[str, int] = {}
    for at, word in enumerate(left):
        masks[word] = masks.get(word, 0) | 1 << at
    full = (1 << len(left)) - 1
    state = full
    for word in right:
        hit = state & masks.get(word, 0)
        state = ((state + hit) | (state - hit)) & full
    return len(left) - state.bit_count()
