"""How a document lies in a Whoosh index. Bodies are searchable but not stored: they are in the database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Any

import whoosh
from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, ID, STORED, FieldType, Schema
from whoosh.formats import Existence, Positions

from search import analysis
from search.documents import Document
from search.postings import postings_of
from search.query import FACETS

# Raise it with any change of the fields below, and indexes are built again.
_LAYOUT = 2
_LIBRARIES = f"whoosh {whoosh.versionstring()} snowball {version('snowballstemmer')}"
FINGERPRINT = f"layout {_LAYOUT} analysis {analysis.VERSION} {_LIBRARIES}"

# The one document that is no page: it carries the fingerprint, and having no audience it is never found.
CONTROL = "\x00control"

_BETWEEN_CODES = "\x1f"


class Terms(FieldType):  # type: ignore[misc]  # Whoosh ships no types
    """Terms with positions, handed over as they are: no analysis and no token objects on Whoosh's side."""

    def __init__(self) -> None:
        super().__init__(Positions(), None, scorable=True)

    def index(self, value: Iterable[tuple[str, int]], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Turn (term, position) pairs, positions ascending, into Whoosh's postings."""
        positions: dict[str, list[int]] = defaultdict(list)
        for term, position in value:
            positions[term].append(position)
        for term, places in positions.items():
            yield term.encode(), len(places), float(len(places)), self.format.encode(places)


class Codes(FieldType):  # type: ignore[misc]  # Whoosh ships no types
    """Exact values: filters, found without score; a column gives them back for counting when `counted`."""

    def __init__(self, *, counted: bool) -> None:
        super().__init__(Existence(), None, sortable=VarBytesColumn() if counted else False)

    def index(self, value: Iterable[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Turn codes into postings without frequencies."""
        for code in dict.fromkeys(value):
            yield code.encode(), 1, 1.0, b""

    def to_column_value(self, value: Iterable[str]) -> bytes:
        """All codes of a document in one column value."""
        return _BETWEEN_CODES.join(dict.fromkeys(value)).encode()


def codes_in(column_value: bytes) -> tuple[str, ...]:
    """Read back what `Codes.to_column_value` wrote."""
    return tuple(column_value.decode().split(_BETWEEN_CODES)) if column_value else ()


def make_schema() -> Schema:
    """The fields; passed at every opening, so that a pickled one is never read from the disk."""
    return Schema(
        id=ID(unique=True, sortable=True),
        title=Terms(),
        body=Terms(),
        common=Codes(counted=False),
        audience=Codes(counted=False),
        updated=COLUMN(NumericColumn("q")),
        fingerprint=STORED(),
        **{name: Codes(counted=True) for name in FACETS},
    )


def fields_of(document: Document) -> dict[str, Any]:
    """The values of a document for `writer.add_document`."""
    postings = postings_of(document)
    return {
        "id": document.id,
        "title": postings.title,
        "body": postings.body,
        "common": sorted(postings.common),
        "audience": (document.audience,),
        "updated": round(document.updated_at.timestamp() * 1_000_000),
        **{name: document.codes(name) for name in FACETS},
    }
