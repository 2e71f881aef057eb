"""What the catalogue says in both languages, and what of it is said in the wrong one."""

import html
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from wiki.resources import PACKAGE

CATALOGUE = PACKAGE / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PLACE = re.compile(r"%\(\w+\)s")
WORD = re.compile(r"\w+")
A_FEW_WORDS = 3
"""Shorter messages ("Page", "Lire") are also words of the pages themselves."""


@cache
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


@cache
def pairs() -> list[tuple[str, str]]:
    """Every French message with its English, a plural as two."""
    return [
        pair
        for message in catalogue()
        if message.id
        for pair in zip(each(message.id), each(message.string), strict=True)
    ]


def each(strings: str | Iterable[str]) -> tuple[str, ...]:
    return (strings,) if isinstance(strings, str) else tuple(strings)


class Foreign:
    """Finds what is said in the other language. Most texts stand on every page: each is looked at once."""

    def __init__(self, to: str) -> None:
        own = 0 if to == "fr" else 1
        self._whole: set[str] = set()
        self._parts_by_word: defaultdict[str, set[str]] = defaultdict(set)
        ours = {plain(pair[own]) for pair in pairs()}
        for pair in pairs():
            message = plain(pair[1 - own])
            if PLACE.search(message):
                for part in PLACE.split(message):
                    if is_telling(part):
                        self._parts_by_word[inner_word(part)].add(part.strip())
            elif is_telling(message) and message not in ours:
                self._whole.add(message)
        self._in_text = cache(self._look_at)

    @classmethod
    @cache
    def to(cls, locale: str) -> "Foreign":
        """What is foreign to a language."""
        return cls(locale)

    def in_texts(self, texts: Iterable[str]) -> set[str]:
        return set().union(*map(self._in_text, texts))

    def _look_at(self, text: str) -> set[str]:
        text = plain(text)
        possible = (self._parts_by_word.get(word, set()) for word in set(WORD.findall(text)))
        return {text} & self._whole | {part for parts in possible for part in parts if part in text}


def inner_word(part: str) -> str:
    """The longest word that is whole wherever the part stands: the first and last may be ends of others."""
    return max(WORD.findall(part)[1:-1], key=len)


def is_telling(message: str) -> bool:
    return len(WORD.findall(message)) >= A_FEW_WORDS


def plain(text: str) -> str:
    """Without what a typographer adds."""
    return " ".join(html.unescape(text).replace("’", "'").split())
