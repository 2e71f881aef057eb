"""What is asked of every engine: words that stand beside each other in some page."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bench.searching.corpus import Pages
from search.analysis import chunks, read
from search.query import Match, Query

AMONG = 500  # the first pages, which are in every size
LENGTHS = (1,) * 60 + (2,) * 80 + (3,) * 60
FACETS = ("themes", "territory", "kind")
_LETTERS = 3
_TRIES = 1_000


@dataclass(frozen=True)
class Asked:
    """The same question for every engine: words, any or all of them; facets and filters, or none."""

    text: str
    match: Match = "all"
    facets: tuple[str, ...] = ()
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def query(self) -> Query:
        """The same for our own engines."""
        return Query(self.text, match=self.match, facets=self.facets, filters=self.filters, strict=True)


@dataclass(frozen=True)
class Words:
    """Words of a page that has this theme and this territory."""

    text: str
    theme: str
    territory: str

    def asked(self, match: Match = "all") -> Asked:
        """Top 20 and the exact count."""
        return Asked(self.text, match)

    def counted(self, match: Match = "all") -> Asked:
        """The same with three facets over all matches."""
        return Asked(self.text, match, FACETS)

    def filtered(self) -> Asked:
        """In one theme and one territory."""
        return Asked(self.text, filters={"themes": (self.theme,), "territory": (self.territory,)})


def words_of(pages: Pages, lengths: Sequence[int] = LENGTHS, among: int = AMONG) -> list[Words]:
    """One to three neighbouring words of seeded pages, for each length wanted."""
    chance = random.Random(len(lengths))
    return [_words(pages, chance, length, among) for length in lengths]


def _words(pages: Pages, chance: random.Random, length: int, among: int) -> Words:
    for _ in range(_TRIES):
        page = pages.page(chance.randrange(among))
        said = [*_telling(page.body)]
        if page.audience == "public" and page.language == "fr" and len(said) > length:
            at = chance.randrange(len(said) - length)
            text = " ".join(dict.fromkeys(said[at : at + length]))
            return Words(text, page.themes[0], page.territory)
    raise ValueError("no page has enough words")


def _telling(text: str) -> Iterator[str]:
    """The words somebody might look for: no stop words, no figures, nothing compound."""
    for chunk in chunks(text):
        if chunk.text.isalpha() and len(chunk.text) >= _LETTERS and read(chunk.text, "fr").content:
            yield chunk.text.lower()
