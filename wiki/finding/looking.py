"""What people look for, in titles and introductions: whole words, whatever their case, accents and plural. Pure."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from search.analysis import STOP, terms
from search.query import parse_box
from wiki.rendering.slugs import fold

MOST_WORDS = 6
_WORD = re.compile(r"[^\W_]+")
_PLURAL = re.compile(r"(?<=\w{3})[sx]$")


@dataclass(frozen=True)
class Looked:
    """What somebody typed, read: `words` must all be there, none of `without`; folded, without mark of plural."""

    words: tuple[str, ...]
    without: tuple[str, ...] = ()

    def is_in(self, folded: str) -> bool:
        """Whether a folded text has every word, and none of those that are not wanted; nothing is in no text."""
        return (
            bool(self.words)
            and all(_has(folded, word) for word in self.words)
            and not any(_has(folded, word) for word in self.without)
        )


def looked_for(text: str) -> Looked:
    """Read a search box as the results page does; little words count only where there is nothing else."""
    box = parse_box(text)
    typed = [*box.words, *box.phrases]
    return Looked(_words(typed, _tells) or _words(typed, bool), _words(box.without, bool))


def _words(typed: Iterable[str], wanted: Callable[[str], bool]) -> tuple[str, ...]:
    found = (word for written in typed for word in _WORD.findall(fold(written)) if wanted(word))
    return tuple(dict.fromkeys(_PLURAL.sub("", word) for word in found))[:MOST_WORDS]


def _tells(word: str) -> bool:
    """Whether a word says what a text is about."""
    return not all(term.startswith(STOP) for term in terms(word))


def _has(folded: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?:e?[sx])?(?!\w)", folded) is not None
