"""tantivy as a yardstick; it is installed for this alone (requirements/bench.txt)."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import tantivy

from bench.searching.queries import FACETS, Asked
from bench.searching.yardsticks import SEARCHED, TOP, Answer, Ready, is_public, texts_of, weight_of
from search.documents import Document
from search.plan import AllOf, AnyOf, Expression, OneOf, make_plan

_MOST_CODES = 1_000


class Tantivy:
    """Pre-stemmed terms between spaces, two threads to index, one to search.

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
        """Index all in one commit."""
        writer = self._index.writer(heap_size=256_000_000, num_threads=2)
        for document in filter(is_public, documents):
            writer.add_document(self._document(document))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ready(self, asked: Asked) -> Ready:
        """Make the query and the aggregations."""
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


def _one_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
