"""Documents of real French sentences, as many as wanted: any one of them can be made again from its number.

Pages are about something: most sentences of a page come from a few stretches of the same real documents, and few
stretches are told about often. So words are as frequent as in a real wiki: most pages hold few of them.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

from bench.corpus import blocks_of, shortened, source_files
from search.documents import Document

LENGTH = 4_000
KINDS = ("scenario", "tool", "approach", "enactment", "page")
PUBLICS = ("children", "youth", "adults", "elders", "families", "elected")
LEARNING = ("acquisition", "inquiry", "practice", "production", "discussion", "collaboration")
MODES = ("on-site", "remote", "hybrid")
TERRITORIES, REGIONS, FAMILIES, THEMES = 300, 13, 8, 32
_STRETCH = 8  # sentences that belong together
_ABOUT = (1, 2, 3)
_OFF_TOPIC = 0.08
_SKEW = 0.5  # of how often stretches are told about
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\n+")
_BEGUN = datetime(2022, 1, 1, tzinfo=UTC)
_DAYS = 1_700


class Pages:
    """The pages numbered from 0: the same ones in every run, and in every larger run."""

    def __init__(self, files: Sequence[Path] | None = None) -> None:
        stretches = [*_stretches(source_files() if files is None else files)]
        random.Random(0).shuffle(stretches)
        self._stretches = stretches
        self._sentences = [sentence for stretch in stretches for sentence in stretch]
        self._popular = _zipf(len(stretches))
        self._peopled = _zipf(TERRITORIES)

    @cached_property
    def fingerprint(self) -> str:
        """Changes when any page would."""
        made = sha256(Path(__file__).read_bytes())
        for sentence in self._sentences:
            made.update(sentence.encode())
        return made.hexdigest()[:12]

    def first(self, count: int, after: str | None = None) -> Iterator[Document]:
        """The first so many pages, made one after the other; with an id, those after it."""
        return map(self.page, range(0 if after is None else int(after) + 1, count))

    def page(self, number: int) -> Document:
        """One page."""
        chance = random.Random(number)
        about = chance.choices(
            range(len(self._stretches)), cum_weights=self._popular, k=chance.choice(_ABOUT)
        )
        topics = [self._stretches[one] for one in about]
        territory = chance.choices(range(TERRITORIES), cum_weights=self._peopled)[0]
        return Document(
            id=str(number),
            title=f"{shortened(chance.choice(topics[0]))} {mark(number)}",
            summary=chance.choice(topics[0]),
            body=self._body(chance, topics),
            head=f"Territoire {territory}, {chance.choice(PUBLICS)}, {chance.choice(topics[-1])[:40]}",
            language="en" if chance.random() < 0.03 else "fr",
            audience=_audience(chance, territory),
            territory=f"territory:{territory}",
            region=f"region:{territory % REGIONS}",
            kind=KINDS[min(int(chance.expovariate(0.8)), len(KINDS) - 1)],
            themes=tuple(dict.fromkeys(_themes(about))),
            authors=(f"Autrice {chance.randrange(2_000)}",),
            publics=tuple(chance.sample(PUBLICS, chance.randint(1, 2))),
            learning=tuple(chance.sample(LEARNING, chance.randint(0, 3))),
            modes=(chance.choice(MODES),),
            minutes=chance.choice((None, 30, 45, 60, 90, 120, 180, 420, 900)),
            featured=chance.random() < 0.03,
            played=int(chance.expovariate(1.0)),
            updated_at=_BEGUN + timedelta(days=chance.randrange(_DAYS), seconds=chance.randrange(86_400)),
        )

    def _body(self, chance: random.Random, topics: Sequence[Sequence[str]]) -> str:
        wanted, length, parts = chance.gauss(LENGTH, LENGTH / 4), 0, list[str]()
        while length < wanted:
            off_topic = chance.random() < _OFF_TOPIC
            parts.append(chance.choice(self._sentences if off_topic else chance.choice(topics)))
            length += len(parts[-1]) + 1
        return " ".join(parts)


def mark(number: int) -> str:
    """A word that no other page holds."""
    return f"jalon{number}"


def rewritten(document: Document, word: str) -> Document:
    """The page after a save that added one word."""
    return replace(document, body=f"{document.body} {word}")


def size_of(document: Document) -> int:
    """Bytes of the texts that are searched."""
    texts = (document.title, document.summary, document.head, document.body)
    return sum(len(text.encode()) for text in texts)


def _stretches(files: Sequence[Path]) -> Iterator[Sequence[str]]:
    for file in files:
        blocks = blocks_of(file.read_text(encoding="utf-8"))
        sentences = [part for block in blocks for part in _SENTENCE.split(block) if len(part) > 20]
        for start in range(0, len(sentences), _STRETCH):
            yield sentences[start : start + _STRETCH]


def _zipf(count: int) -> list[float]:
    return list(accumulate(rank**-_SKEW for rank in range(1, count + 1)))


def _themes(about: Sequence[int]) -> Iterator[str]:
    for theme in dict.fromkeys(one % THEMES for one in about[:2]):
        yield from (f"theme:{theme}", f"family:{theme % FAMILIES}")


def _audience(chance: random.Random, territory: int) -> str:
    at = chance.random()
    return "public" if at < 0.9 else "members" if at < 0.95 else f"territory:{territory}"
