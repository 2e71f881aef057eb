"""How a document lies in the tables of PostgreSQL: terms to match, places for phrases, weights to rank by."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from operator import itemgetter
from typing import Any, NamedTuple

from search.documents import Document
from search.engines.postgresql_schema import FINGERPRINT
from search.postings import Postings, postings_of
from search.query import FACETS, MAX_CHARACTERS

BETWEEN = "="
"""Between the name of a facet and the code; no name of a facet holds it."""

# https://www.postgresql.org/docs/current/textsearch-limitations.html, a little below.
_LAST_PLACE = 16_000
_MOST_PLACES = 255
_MOST_BYTES = 900_000

_LETTERS = "ABCD"  # of the fields of `search.ranking.FIELDS`, as a tsvector marks them
# No phrase of the search box reaches over so many words: fields lie so far apart, passages overlap so far.
_REACH = MAX_CHARACTERS
_LONGEST_TERM = 1_000
_WIDEST = 2**63 - 1


class Place(NamedTuple):
    """A term where it stands in the line of all fields, with the weight of its field."""

    term: str
    at: int
    weight: str


class Row(NamedTuple):
    """The values of the columns of `search.document`, by name, fit for JSON, and the vectors of its passages."""

    columns: Mapping[str, Any]
    passages: Sequence[str]


def row_of(document: Document) -> Row:
    """Read a document into what is stored of it."""
    postings = postings_of(document)
    places = _places(postings)
    fits = _fits(places)
    terms = {*(place.term for place in places), *map(stored_term, postings.common)}
    columns = {
        "id": storable(document.id),
        "title": storable(document.title),
        "audience": storable(document.audience),
        "codes": codes_of(document),
        "minutes": None if document.minutes is None else bounded(document.minutes),
        "featured": document.featured,
        "played": bounded(document.played),
        "words": len(terms),
        "updated_at": document.updated_at.isoformat(),
        "fingerprint": FINGERPRINT,
        "is_long": not fits,
        "terms": sorted(terms),
        "vector": _vector(places if fits else _clipped(places)),
    }
    return Row(columns, [] if fits else [_vector(passage) for passage in _passages(places)])


def codes_of(document: Document) -> list[str]:
    """All codes of all facets, each with the name of its facet."""
    return [code_in(name, code) for name in FACETS for code in document.codes(name)]


def code_in(facet: str, code: str) -> str:
    """The code of a facet as it is stored."""
    return facet + BETWEEN + storable(code)


def storable(text: str) -> str:
    """A text that the database takes: no NUL, no half characters."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def stored_term(term: str) -> str:
    """A term as it is stored: longer ones than an index takes by their digest, which no term looks like."""
    written = term.encode("utf-8")
    return term if len(written) <= _LONGEST_TERM else "#" + blake2b(written, digest_size=16).hexdigest()


def bounded(number: int) -> int:
    """A number that the database takes."""
    return max(-_WIDEST, min(number, _WIDEST))


def quoted(term: str) -> str:
    """A lexeme as the text forms of tsvector and tsquery write it, whatever it holds."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _places(postings: Postings) -> list[Place]:
    """All fields one behind the other, each term once at each place."""
    places: set[Place] = set()
    start = 1
    for weight, field in zip(_LETTERS, postings.fields, strict=True):
        places.update(Place(stored_term(term), start + at, weight) for term, at in field)
        start += max((at for _, at in field), default=0) + _REACH
    return sorted(places, key=itemgetter(1, 0))


def _fits(places: Sequence[Place]) -> bool:
    """Whether one vector says it all."""
    if not places:
        return True
    often = Counter(place.term for place in places)
    return (
        places[-1].at <= _LAST_PLACE and max(often.values()) <= _MOST_PLACES and _size(often) <= _MOST_BYTES
    )


def _size(often: Counter[str]) -> int:
    """More bytes than a vector takes with terms so often."""
    return sum(len(term.encode("utf-8")) + 6 + 2 * times for term, times in often.items())


def _clipped(places: Iterable[Place]) -> Iterator[Place]:
    """The first places of each term as far as one vector holds them: enough to rank by."""
    often: Counter[str] = Counter()
    room = _MOST_BYTES
    for place in places:
        room -= 2 if often[place.term] else len(place.term.encode("utf-8")) + 8
        often[place.term] += 1
        if room < 0:
            return
        if often[place.term] <= _MOST_PLACES:
            yield place._replace(at=min(place.at, _LAST_PLACE))


def _passages(places: Sequence[Place]) -> Iterator[list[Place]]:
    """Stretches of which one vector holds every place; a phrase lies wholly in at least one of them."""
    start = 0
    while True:
        end = _end_of_passage(places, start)
        first = places[start].at - 1
        yield [place._replace(at=place.at - first) for place in places[start:end]]
        if end == len(places):
            return
        start = bisect_right(places, places[end].at - _REACH, key=itemgetter(1))


def _end_of_passage(places: Sequence[Place], start: int) -> int:
    """Where the stretch that begins here must end, at the latest before a place cut in two."""
    often: Counter[str] = Counter()
    room = _MOST_BYTES
    last = places[start].at + _LAST_PLACE - 1
    for number in range(start, len(places)):
        term, at, _ = places[number]
        room -= 2 if often[term] else len(term.encode("utf-8")) + 8
        often[term] += 1
        if at > last or room < 0 or often[term] > _MOST_PLACES:
            return bisect_left(places, at, key=itemgetter(1))
    return len(places)


def _vector(places: Iterable[Place]) -> str:
    """The text form of a tsvector: https://www.postgresql.org/docs/current/datatype-textsearch.html."""
    by_term: dict[str, list[str]] = defaultdict(list)
    for term, at, weight in places:
        by_term[term].append(f"{at}{weight}")
    return " ".join(f"{quoted(term)}:{','.join(found)}" for term, found in by_term.items())
