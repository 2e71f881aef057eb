"""Words that are asked for together: "EHPAD" also finds pages that say "maison de retraite".

Groups are written by people (`Query.equivalents`), each a tuple of words or short phrases of which any stands
for the others; `PNS > schéma PNS` inside a group goes one way only. Nothing follows from two groups together:
what is added is never looked up again.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from search.analysis import Token, tokens

MAX_GROUPS = 500
MAX_MEMBERS = 12
MAX_ADDED = 48
"""Equivalents that one query is widened by, whatever the groups say."""
_ONE_WAY = ">"

Groups = tuple[tuple[str, ...], ...]
Forms = frozenset[str]
"""The terms by which one word is known, however it is written."""


class _Entry(NamedTuple):
    asked: tuple[Forms, ...]
    also: str


def forms_of(group: Sequence[Token]) -> Forms:
    """The terms of the word that these tokens make: of the whole compound, or of its only part."""
    whole = [part for token in group for part in (token.bridged, token.reading.joined) if part]
    parts = whole or [part for token in group for part in token.reading.content[:1]]
    return frozenset().union(*(part.asked for part in parts))


def equivalents_of(words: Sequence[Forms], groups: Groups) -> Iterator[tuple[range, str]]:
    """Find members of groups among the words of a query: which words they cover, and what to ask for as well."""
    return islice(_found(words, _read(groups)), MAX_ADDED) if groups else iter(())


def _found(words: Sequence[Forms], entries: Mapping[str, tuple[_Entry, ...]]) -> Iterator[tuple[range, str]]:
    for start, forms in enumerate(words):
        for entry in dict.fromkeys(entry for form in sorted(forms) for entry in entries.get(form, ())):
            covered = words[start : start + len(entry.asked)]
            if len(covered) == len(entry.asked) and all(map(Forms.intersection, covered, entry.asked)):
                yield range(start, start + len(covered)), entry.also


@lru_cache(maxsize=4)
def _read(groups: Groups) -> Mapping[str, tuple[_Entry, ...]]:
    """What each group says, by every term that its first word may have."""
    entries: dict[str, list[_Entry]] = {}
    for group in groups[:MAX_GROUPS]:
        for asked, also in _ways(group[:MAX_MEMBERS]):
            words = _words(asked)
            for form in words[0] if words else ():
                entries.setdefault(form, []).append(_Entry(words, also))
    return MappingProxyType({form: tuple(found) for form, found in entries.items()})


def _ways(group: Sequence[str]) -> Iterator[tuple[str, str]]:
    """From each member to each other one; entries that say so go one way."""
    both = [member for member in group if _ONE_WAY not in member]
    yield from ((asked, also) for asked in both for also in both if asked != also)
    for member in group:
        asked, one_way, also = member.partition(_ONE_WAY)
        if one_way:
            yield asked, also.strip()


def _words(text: str) -> tuple[Forms, ...]:
    """The words of a member that are no stop words."""
    return tuple(filter(None, (forms_of(group) for group in compounds([*tokens(text)]))))


def compounds(read: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Tokens one by one, a prefix together with the word it belongs to."""
    at = 0
    while at < len(read):
        size = 2 if at + 1 < len(read) and read[at + 1].bridged else 1
        yield read[at : at + size]
        at += size
