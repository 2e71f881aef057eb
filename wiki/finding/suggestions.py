"""What a person may mean by what they typed so far: words, pages, themes and territories, each with its address."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from search.errors import SearchError
from search.query import Query
from search.results import Suggestion
from search.snippets import Piece
from search.words import beginnings, plainly, tells
from wiki.finding.addresses import address
from wiki.finding.facets import SPOKEN
from wiki.finding.finder import Finder
from wiki.finding.forms import Asked
from wiki.finding.vocabulary import Vocabulary
from wiki.pages import queries as pages
from wiki.permissions import Actor

MOST = 8
SHORTEST = 2
_EACH = 2  # of every sort have room first
_LONGEST_NAME = 6

_WORD = re.compile(r"\w+")
_FILTER = re.compile(r"(?<!\S)(?P<key>[^\W\d_]{3,20})\s?:\s?(?P<name>[^:]*)\Z")
_JOINED = re.compile(r"(?:[\"“«]\s*|(?<!\w)\w{1,6}['’])\Z")
_MINUS = re.compile(r"(?<!\S)[-−–][\"“«]?\Z")


@dataclass(frozen=True)
class Offer:
    """Something to choose: its text, of which what was typed is marked, where it leads, and what tells it apart."""

    pieces: tuple[Piece, ...]
    address: str
    note: str = ""


@dataclass(frozen=True)
class Group:
    """Offers of one sort."""

    label: str
    offers: Sequence[Offer]


_words_of = lru_cache(maxsize=4_000)(beginnings)
"""The words of a name, of which there are few, asked for at every letter typed."""


def suggestions(
    session: Session, actor: Actor, finder: Finder, vocabulary: Vocabulary, asked: Asked
) -> list[Group]:
    """At most eight offers, only such as this person may know of; nothing before two letters are typed.

    After `thème:` or the name of another filter only names are offered.
    """
    if not any(len(word) >= SHORTEST for word in beginnings(asked.text)):
        return []
    named = _names_a_filter(vocabulary, asked.text)
    found = [] if named else _completed(session, actor, finder, vocabulary, asked)
    words = Group(_("Recherches"), [*_words(found, asked)])
    titles = Group(_("Situations"), _pages(session, actor, found, asked))
    themes = Group(_("Thèmes"), _named(vocabulary, "themes", asked, _families(vocabulary)))
    territories = Group(_("Territoires"), _named(vocabulary, "territory", asked, _regions(vocabulary)))
    likelier = (titles, words) if found and found[0].kind == "title" else (words, titles)
    return _fitting((*likelier, themes, territories))


def marked(text: str, typed: Sequence[str]) -> tuple[Piece, ...]:
    """The text in pieces, the beginnings typed of its words marked, accents apart."""
    text = unicodedata.normalize("NFC", text)
    pieces: list[Piece] = []
    at = 0
    for word in _WORD.finditer(text):
        length = _letters_typed(word[0], typed)
        if length:
            pieces += (Piece(text[at : word.start()], False), Piece(word[0][:length], True))
            at = word.start() + length
    pieces.append(Piece(text[at:], False))
    return tuple(piece for piece in pieces if piece.text)


def _names_a_filter(vocabulary: Vocabulary, text: str) -> bool:
    """Whether the last words stand after the name of a filter and a colon."""
    said = _FILTER.search(text)
    facet = SPOKEN.get(plainly(said["key"])) if said else None
    if said is None or facet is None:
        return False
    return len(said["name"].split()) < 2 or bool(vocabulary.meant(facet, said["name"]))


def _completed(
    session: Session, actor: Actor, finder: Finder, vocabulary: Vocabulary, asked: Asked
) -> list[Suggestion]:
    """What the index completes, without words that would find nothing; nothing while it is unusable."""

    def finds(text: str) -> bool:
        search = vocabulary.known(session, replace(asked, text=text))
        if not search.narrowed and len(search.text.split()) < 2:
            return True
        filters = vocabulary.filters(search)
        query = Query(
            search.text, 0, filters=filters, minutes=search.minutes, audience=actor.audiences, strict=True
        )
        return index.search(query).total > 0

    try:
        index = finder.index()
        found = index.suggest(asked.text, actor.audiences, MOST)
        return [one for one in found if one.kind == "title" or finds(one.text)]
    except SearchError:
        return []


def _words(found: Sequence[Suggestion], asked: Asked) -> Iterator[Offer]:
    typed = beginnings(asked.text)
    for suggestion in found:
        if suggestion.kind == "word":
            pieces = marked(suggestion.text, typed)
            yield Offer(pieces, address(replace(asked, text=suggestion.text)))


def _pages(session: Session, actor: Actor, found: Sequence[Suggestion], asked: Asked) -> list[Offer]:
    """Pages as the database shows them to this person now: the index may be a moment behind."""
    ids = [int(suggestion.id) for suggestion in found if suggestion.kind == "title"]
    cards = {card.id: card for card in pages.cards(session, actor, ids=ids, limit=MOST)} if ids else {}
    typed = beginnings(asked.text)
    return [
        Offer(marked(card.title, typed), card.url, card.territory_name)
        for card in map(cards.get, ids)
        if card
    ]


def _named(vocabulary: Vocabulary, facet: str, asked: Asked, notes: Mapping[str, str]) -> list[Offer]:
    """Names that the last words typed begin; the words before them stay in the search."""
    names = vocabulary.names(facet)
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for before, typed in _endings(asked.text):
        for code in _beginning_so(names, typed):
            found.setdefault(code, (before, typed))
    offered = islice((code for code in found if code not in asked.chosen(facet)), MOST)
    return [
        _name(str(names[code]), _having(asked, facet, code), *found[code], notes.get(code, ""))
        for code in offered
    ]


def _having(asked: Asked, facet: str, code: str) -> Asked:
    return asked.having(facet, *asked.chosen(facet), code)


def _name(name: str, search: Asked, before: str, typed: tuple[str, ...], note: str) -> Offer:
    return Offer(marked(name, typed), address(search, text=before), note)


def _families(vocabulary: Vocabulary) -> dict[str, str]:
    """What tells a theme from another, or from the family called like it: its family."""
    notes = {family.slug: _("Famille de thèmes") for family in vocabulary.families}
    for family in vocabulary.families:
        note = _("Un thème de « %(family)s »", family=family.name.partition(" · ")[0])
        notes.update((theme.slug, note) for theme in family.themes)
    return notes


def _regions(vocabulary: Vocabulary) -> dict[str, str]:
    return {territory.slug: territory.region for territory in vocabulary.territories}


def _endings(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The last words typed, as many as a name may have, then fewer, each time with the text before them."""
    words = [*_WORD.finditer(text)][-_LONGEST_NAME:]
    for word in words:
        before = text[: word.start()]
        typed = beginnings(text[word.start() :])
        if len(typed[-1]) >= SHORTEST and not _MINUS.search(before):
            yield _what_tells(_without_key(_JOINED.sub("", before))), typed


def _without_key(before: str) -> str:
    """The text without a `thème:` at its end, which the choice of a name makes true."""
    said = _FILTER.search(before)
    ends_so = said is not None and not said["name"] and plainly(said["key"]) in SPOKEN
    return before[: said.start()] if said and ends_so else before


def _what_tells(text: str) -> str:
    """The text, nothing when it only holds words like « le »."""
    return text.strip() if any(map(tells, beginnings(text))) else ""


def _beginning_so(names: Mapping[str, Any], typed: Sequence[str]) -> list[str]:
    """The codes whose names have a word for each beginning, those that begin so themselves first."""
    folded = {code: _words_of(str(name)) for code, name in names.items()}
    fitting = [
        code
        for code, words in folded.items()
        if all(any(word.startswith(start) for word in words) for start in typed)
    ]
    return sorted(fitting, key=lambda code: (not folded[code][0].startswith(typed[0]), folded[code]))


def _fitting(groups: Sequence[Group]) -> list[Group]:
    """As much of each as there is room for: two of every sort, then the first have more."""
    sizes = [min(len(group.offers), _EACH) for group in groups]
    for at, group in enumerate(groups):
        sizes[at] += min(len(group.offers) - sizes[at], MOST - sum(sizes))
    return [
        Group(group.label, group.offers[:size]) for group, size in zip(groups, sizes, strict=True) if size
    ]


def _letters_typed(word: str, typed: Sequence[str]) -> int:
    """How many letters of a word were typed."""
    folded = plainly(word)
    longest = max(
        (len(start) for start in typed if len(start) >= SHORTEST and folded.startswith(start)), default=0
    )
    return next((length for length in range(len(word) + 1) if len(plainly(word[:length])) >= longest), 0)
