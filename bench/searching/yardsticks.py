"""SQLite FTS5 and tantivy, given the very terms that our own engines index.

They hold the public pages only, so that they answer with the same pages as a search by a visitor without having to
look at audiences. Questions are put into their own form before the clock runs.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeVar

import tantivy

from bench.searching.queries import FACETS, Asked
from search.documents import Document
from search.plan import AllOf, AnyOf, Expression, OneOf, make_plan
from search.postings import Postings, postings_of

TOP = 20
TITLE_WEIGHT = 3.0
_BATCH = 2_000
_CACHE_MB = 64
_MOST_CODES = 1_000
SEARCHED = tuple(field.name for field in fields(Postings) if field.name != "common")
_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Answer:
    """Ids of the best pages, how many match (None when not asked), counts of each facet asked for."""

    ids: tuple[str, ...]
    total: int | None
    facets: Mapping[str, Mapping[str, int]]


_FTS5_COLUMNS = ("title", "head", "summary", "body")
_FTS5_TABLES = """
CREATE VIRTUAL TABLE page USING fts5(
    title, head, summary, body, content='', tokenize="ascii tokenchars '~=:!'"
);
INSERT INTO page(page, rank) VALUES('rank', 'bm25(3.0, 1.0, 1.0, 1.0)');
CREATE TABLE fact (id INTEGER PRIMARY KEY, kind TEXT, territory TEXT);
CREATE TABLE theme (id INTEGER, code TEXT, PRIMARY KEY (id, code)) WITHOUT ROWID;
"""
_FTS5_BEST = "SELECT rowid FROM page WHERE page MATCH ? ORDER BY rank LIMIT ?"
# In one statement, so that what matches is found once.
_FTS5_COUNT = """
WITH found AS MATERIALIZED (SELECT rowid AS id, rank AS score FROM page WHERE page MATCH ?),
best AS (SELECT id FROM found ORDER BY score LIMIT ?)
SELECT 'best', id, 0 FROM best
UNION ALL SELECT 'total', '', count(*) FROM found
UNION ALL SELECT 'kind', kind, count(*) FROM found JOIN fact USING (id) GROUP BY kind
UNION ALL SELECT 'territory', territory, count(*) FROM found JOIN fact USING (id) GROUP BY territory
UNION ALL SELECT 'themes', code, count(*) FROM found JOIN theme USING (id) GROUP BY code
"""

Ready = Callable[[], Answer]
"""A question already put into an engine's own form."""


class Yardstick(Protocol):
    """An engine to be measured beside ours."""

    def fill(self, documents: Iterable[Document]) -> None:
        """Index all, once."""

    def ready(self, asked: Asked) -> Ready:
        """Put a question into the engine's own form."""


class Fts5:
    """SQLite's full-text search: contentless, pre-stemmed terms, WAL, synchronous normal.

    Facets are counted by SQL over the matching rows, joined with side tables; the total comes with them.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(folder / "fts5.sqlite", isolation_level=None)
        for setting in ("journal_mode=WAL", "synchronous=NORMAL", f"cache_size=-{_CACHE_MB * 1024}"):
            self._connection.execute(f"PRAGMA {setting}")

    def fill(self, documents: Iterable[Document]) -> None:
        self._connection.executescript(_FTS5_TABLES)
        for batch in batches(filter(is_public, documents), _BATCH):
            self._connection.execute("BEGIN")
            for document in batch:
                self._add(document)
            self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def ready(self, asked: Asked) -> Ready:
        return partial(self._count if asked.facets else self._best, _for_fts5(asked))

    def replace(self, old: Document, new: Document) -> Callable[[], None]:
        """Make ready to replace one page, in one commit; a table without content must be told what goes."""
        gone = texts_of(old, _FTS5_COLUMNS)

        def run() -> None:
            self._connection.execute("BEGIN")
            self._forget(int(old.id), gone)
            self._add(new)
            self._connection.execute("COMMIT")

        return run

    def _add(self, document: Document) -> None:
        number, run = int(document.id), self._connection.execute
        texts = texts_of(document, _FTS5_COLUMNS)
        run("INSERT INTO page(rowid, title, head, summary, body) VALUES (?, ?, ?, ?, ?)", (number, *texts))
        run(
            "INSERT INTO fact(id, kind, territory) VALUES (?, ?, ?)",
            (number, document.kind, document.territory),
        )
        themes = [(number, code) for code in document.themes]
        self._connection.executemany("INSERT INTO theme(id, code) VALUES (?, ?)", themes)

    def _forget(self, number: int, texts: Sequence[str]) -> None:
        run = self._connection.execute
        run(
            "INSERT INTO page(page, rowid, title, head, summary, body) VALUES ('delete', ?, ?, ?, ?, ?)",
            (number, *texts),
        )
        run("DELETE FROM fact WHERE id = ?", (number,))
        run("DELETE FROM theme WHERE id = ?", (number,))

    def _best(self, match: str) -> Answer:
        rows = self._connection.execute(_FTS5_BEST, (match, TOP)).fetchall()
        return Answer(tuple(str(number) for (number,) in rows), None, {})

    def _count(self, match: str) -> Answer:
        rows = self._connection.execute(_FTS5_COUNT, (match, TOP)).fetchall()
        facets: dict[str, dict[str, int]] = {name: {} for name in (*FACETS, "total", "best")}
        for name, code, times in rows:
            facets[name][code] = times
        best, total = facets.pop("best"), facets.pop("total")
        return Answer(tuple(map(str, best)), total[""], facets)


class Tantivy:
    """tantivy: pre-stemmed terms between spaces, two threads to index, one to search.

    Facets are its `terms` aggregation over fast fields; with the top 20 that makes two passes, as its Python binding
    offers no collector that does both.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        for name in SEARCHED:
            builder.add_text_field(name, tokenizer_name="whitespace")
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        for name in FACETS:
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("whitespace", words)
        self._searcher = self._index.searcher()

    def fill(self, documents: Iterable[Document]) -> None:
        writer = self._index.writer(heap_size=256_000_000, num_threads=2)
        for document in filter(is_public, documents):
            writer.add_document(self._document(document))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ready(self, asked: Asked) -> Ready:
        query = self._query(asked)
        counted = {name: {"terms": {"field": name, "size": _MOST_CODES}} for name in asked.facets}
        return partial(self._answer, query, counted)

    def _answer(self, query: tantivy.Query, counted: dict[str, Any]) -> Answer:
        searcher = self._searcher
        found = searcher.search(query, TOP)
        ids = tuple(str(searcher.doc(address)["id"][0]) for _, address in found.hits)
        facets = searcher.aggregate(query, counted) if counted else {}
        told = {name: {row["key"]: row["doc_count"] for row in facets[name]["buckets"]} for name in facets}
        return Answer(ids, found.count, told)  # type: ignore[attr-defined]  # its types forget the count

    def _document(self, document: Document) -> tantivy.Document:
        made = tantivy.Document()
        made.add_text("id", document.id)
        for name, text in zip(SEARCHED, texts_of(document, SEARCHED), strict=True):
            made.add_text(name, text)
        for name in FACETS:
            for code in document.codes(name):
                made.add_text(name, code)
        return made

    def _query(self, asked: Asked) -> tantivy.Query:
        occur = tantivy.Occur.Must if asked.match == "all" else tantivy.Occur.Should
        words = [(occur, self._expression(part)) for part in make_plan(asked.text).required]
        return tantivy.Query.boolean_query(words)

    def _expression(self, wanted: Expression) -> tantivy.Query:
        match wanted:
            case OneOf(terms):
                return _one_of([self._term(name, term) for term in sorted(terms) for name in SEARCHED])
            case AllOf(parts):
                return tantivy.Query.boolean_query([(tantivy.Occur.Must, self._expression(p)) for p in parts])
            case AnyOf(parts):
                return _one_of([self._expression(part) for part in parts])
        raise ValueError(f"not asked here: {wanted}")

    def _term(self, name: str, term: str) -> tantivy.Query:
        query = tantivy.Query.term_query(self._schema, name, term)
        return tantivy.Query.boost_query(query, weight_of(name)) if weight_of(name) != 1.0 else query


YARDSTICKS: Mapping[str, Callable[[Path], Yardstick]] = {"fts5": Fts5, "tantivy": Tantivy}


def batches(things: Iterable[_Made], size: int) -> Iterator[list[_Made]]:
    """Lists of so many."""
    waiting = iter(things)
    while batch := list(islice(waiting, size)):
        yield batch


def is_public(document: Document) -> bool:
    """Whether a visitor may see it."""
    return document.audience == "public"


def weight_of(column: str) -> float:
    """What a word counts in this column."""
    return TITLE_WEIGHT if column == "title" else 1.0


def texts_of(document: Document, columns: Sequence[str]) -> list[str]:
    """The terms of each searched column, between spaces; nothing in one that our engines do not part."""
    postings = postings_of(document)
    return [" ".join(term for term, *_ in getattr(postings, name, ())) for name in columns]


def _for_fts5(asked: Asked) -> str:
    between = " AND " if asked.match == "all" else " OR "
    return between.join(f"({_fts5(part)})" for part in make_plan(asked.text).required)


def _fts5(wanted: Expression) -> str:
    match wanted:
        case OneOf(terms):
            return " OR ".join(f'"{term}"' for term in sorted(terms))
        case AllOf(parts):
            return " AND ".join(f"({_fts5(part)})" for part in parts)
        case AnyOf(parts):
            return " OR ".join(f"({_fts5(part)})" for part in parts)
    raise ValueError(f"not asked here: {wanted}")


def _one_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
