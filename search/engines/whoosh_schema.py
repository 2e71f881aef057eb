"""How a document lies in a Whoosh index. Bodies are searchable but not stored: they are in the database.

Everything is laid out to be read in one go into arrays: `words` holds one posting for each term and page, with
the occurrences in the four searched texts as four bytes; `facts` holds numbers of a fixed size, among them a mark
for the codes in each facet. What the marks stand for is in `codes`, read once for each kind of page. Positions,
needed for phrases only, lie apart in `places`, one packed text for each page.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import numpy as np
import whoosh
from whoosh.columns import FixedBytesColumn, VarBytesColumn
from whoosh.fields import COLUMN, ID, STORED, FieldType, Schema
from whoosh.formats import Existence

from search import analysis
from search.documents import Document
from search.engines.facets import mark_of
from search.postings import Postings, postings_of
from search.query import FACETS
from search.ranking import FIELDS

# Raise it with any change of the fields below, and indexes are built again.
_LAYOUT = 4
_LIBRARIES = f"whoosh {whoosh.versionstring()} snowball {version('snowballstemmer')}"
FINGERPRINT = f"layout {_LAYOUT} analysis {analysis.VERSION} {_LIBRARIES}"

# The one document that is no page: it says how the index was made, and having no audience it is never found.
CONTROL = "\x00control"

AUDIENCE = "audience"
CODED = (*FACETS, AUDIENCE)
"""What documents are counted and filtered by, in the order in which it is written."""

LONGEST_ID = 40  # bytes
NO_MINUTES = np.iinfo(np.int32).max  # after every duration
FACTS = np.dtype(
    [
        ("updated", "<i8"),
        ("minutes", "<i4"),
        ("played", "<i4"),
        ("lengths", "<i4", (len(FIELDS),)),
        ("featured", "u1"),
        ("marks", "<i8", (len(CODED),)),
        ("id", f"S{LONGEST_ID}"),
    ]
)

_AFTER_TERM, _AFTER_ENTRY = "\x1f", "\x1e"
# Between the positions of one searched text and those of the next: no phrase is that long.
_SPAN = 10_000_000


class Counts(Existence):  # type: ignore[misc]  # Whoosh ships no types
    """The value of a posting: four bytes, how often the term occurs in each searched text."""

    def fixed_value_size(self) -> int:
        """All values of a block are then written as one string of bytes."""
        return len(FIELDS)


class Words(FieldType):  # type: ignore[misc]  # Whoosh ships no types
    """Terms handed over as they are: no analysis and no token objects on Whoosh's side."""

    def __init__(self) -> None:
        super().__init__(Counts(), None)

    def index(self, value: dict[str, list[int]], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Turn terms with their occurrences into Whoosh's postings."""
        for term, counts in value.items():
            yield term.encode(), 1, 1.0, bytes(counts)


def make_schema() -> Schema:
    """The fields; passed at every opening, so that a pickled one is never read from the disk."""
    return Schema(
        id=ID(unique=True),
        words=Words(),
        places=COLUMN(VarBytesColumn()),
        facts=COLUMN(FixedBytesColumn(FACTS.itemsize)),
        codes=COLUMN(VarBytesColumn()),
        control=STORED(),
    )


def fields_of(document: Document) -> dict[str, Any]:
    """The values of a document for `writer.add_document`. Raises ValueError when its id is too long."""
    if len(document.id.encode()) > LONGEST_ID:
        raise ValueError(f"an id has at most {LONGEST_ID} bytes: {document.id!r}")
    postings = postings_of(document)
    return {
        "id": document.id,
        "words": postings.counts(),
        "places": pack_places(postings),
        "facts": _facts(document, postings),
        "codes": json.dumps(_codes(document), ensure_ascii=False).encode(),
    }


def control_fields(control: dict[str, Any]) -> dict[str, Any]:
    """The values of the control document."""
    # A column that no document of a segment has would have no file.
    return {"id": CONTROL, "control": control, "places": b"", "codes": b"", "facts": bytes(FACTS.itemsize)}


def pack_places(postings: Postings) -> bytes:
    """Every term with its positions in all searched texts; the body first, whose positions stay short so."""
    entries: dict[str, list[str]] = defaultdict(list)
    for at, places in enumerate(reversed(postings.fields)):
        for term, position in places:
            entries[term].append(str(at * _SPAN + position))
    text = "".join(f"{_AFTER_ENTRY}{term}{_AFTER_TERM}{','.join(places)}" for term, places in entries.items())
    return zlib.compress(f"{text}{_AFTER_ENTRY}".encode(), 1)


class Places:
    """Where the terms of one document stand."""

    def __init__(self, packed: bytes) -> None:
        self._text = zlib.decompress(packed)

    def of(self, term: str) -> set[int]:
        """All positions of a term."""
        before = f"{_AFTER_ENTRY}{term}{_AFTER_TERM}".encode()
        at = self._text.find(before)
        if at < 0:
            return set()
        start = at + len(before)
        return {*map(int, self._text[start : self._text.index(b"\x1e", start)].split(b","))}

    def occurrences(self, slots: tuple[tuple[int, frozenset[str]], ...]) -> list[int]:
        """How often terms stand at these distances from one another, for each searched text."""
        found: set[int] | None = None
        for distance, terms in slots:
            starts = {place - distance for term in terms for place in self.of(term)}
            found = starts if found is None else found & starts
        counts = [0] * len(FIELDS)
        for place in found or ():
            counts[-1 - place // _SPAN] += 1
        return counts


def _codes(document: Document) -> list[tuple[str, ...]]:
    return [*(document.codes(name) for name in FACETS), (document.audience,)]


def codes_in(written: bytes, name: str) -> list[str]:
    """The codes of a document in a facet, or its audience, as the column `codes` has them."""
    codes: list[str] = json.loads(written)[CODED.index(name)]
    return codes


def _facts(document: Document, postings: Postings) -> bytes:
    row = (
        round(document.updated_at.timestamp() * 1_000_000),
        NO_MINUTES if document.minutes is None else min(document.minutes, NO_MINUTES - 1),
        min(document.played, NO_MINUTES),
        postings.lengths,
        document.featured,
        [mark_of(codes) for codes in _codes(document)],
        document.id.encode(),
    )
    return np.array(row, FACTS).tobytes()
