"""Beside what the library of our index offers itself: its searcher, one posting at a time, and its highlighter."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from whoosh.analysis.acore import Token
from whoosh.analysis.analyzers import Analyzer, LanguageAnalyzer
from whoosh.analysis.tokenizers import SpaceSeparatedTokenizer
from whoosh.fields import ID, KEYWORD, STORED, TEXT, Schema
from whoosh.highlight import ContextFragmenter, HtmlFormatter, highlight
from whoosh.index import create_in
from whoosh.query.compound import And, Or
from whoosh.query.terms import Term
from whoosh.scoring import BM25F
from whoosh.sorting import FieldFacet

from bench.figures import Figure
from bench.searching.queries import Asked, Words
from bench.searching.scene import Scene
from bench.searching.timing import best_of, percentile
from bench.searching.yardsticks import SEARCHED, TOP, Answer, Ready, is_public, texts_of, weight_of
from search.analysis import tokens
from search.documents import Document
from search.index import Index, open_index
from search.plan import AllOf, AnyOf, Expression, OneOf, make_plan
from search.snippets import LENGTH, snippet


def own_searcher(scene: Scene) -> Iterator[Figure]:
    """The same terms in Whoosh's own kind of fields, its matchers and its grouping; at the small size: it is slow."""
    built = scene.small
    whoosh, index = PlainWhoosh(scene.folder), open_index(built.url)
    whoosh.fill(scene.pages.first(built.size))
    some = scene.words[:: max(1, len(scene.words) // scene.amounts.slow)]
    calls: dict[str, list[Callable[[], object]]] = {
        "ours": [partial(index.search, words.counted().query) for words in some],
        "whoosh": [whoosh.ready(words.counted()) for words in some],
    }
    times = best_of(calls, 1)
    index.close()
    ours, theirs = (percentile(times[name], 95) for name in ("ours", "whoosh"))
    what = f"top 20 + count + 3 facets, warm, {built.size:,} pages, p95 of {len(some)} queries"
    yield Figure("whoosh_ratio", ours / theirs, "×", f"{what}: ours ÷ Whoosh's own searcher", at_most=0.05)
    yield Figure("whoosh_p95", 1000 * theirs, "ms", f"{what}: Whoosh's own searcher")


def snippets(scene: Scene) -> Iterator[Figure]:
    """Texts of the twenty hits of a query, marked."""
    built = scene.small
    index = open_index(built.url)
    some = [words for words in scene.words if " " in words.text][: scene.amounts.slow]
    calls: dict[str, list[Callable[[], object]]] = {"ours": [], "whoosh": [], "french": []}
    for words in some:
        bodies = _bodies(scene, index, words)
        calls["ours"].append(partial(_ours, bodies, words.text))
        calls["whoosh"].append(partial(_whoosh, OurTerms(), bodies, words.text))
        calls["french"].append(partial(_whoosh, LanguageAnalyzer("fr"), bodies, words.text))
    index.close()
    times = best_of(calls, 1)
    ours, theirs, french = (sum(times[name]) for name in calls)
    what = f"snippets of 20 hits, mean of {len(some)} queries"
    same = f"{what} ÷ Whoosh's highlighter with the same analysis"
    yield Figure("snippets_ratio", ours / theirs, "×", same, at_most=0.45)
    yield Figure("snippets_french_ratio", ours / french, "×", f"{what} ÷ the same with Whoosh's own French")
    yield Figure("snippets", 1000 * ours / len(some), "ms", what)


class PlainWhoosh:
    """Whoosh as its manual uses it, given our terms between spaces; it holds public pages only."""

    def __init__(self, folder: Path) -> None:
        texts = {name: TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False) for name in SEARCHED}
        codes = {"kind": ID(sortable=True), "territory": ID(sortable=True), "themes": KEYWORD()}
        self._index = create_in(str(folder), Schema(id=STORED(), **texts, **codes))
        self._searcher: Any = None

    def fill(self, documents: Iterable[Document]) -> None:
        """Index all in one commit."""
        writer = self._index.writer(limitmb=512, compound=False)
        for document in filter(is_public, documents):
            texts = dict(zip(SEARCHED, texts_of(document, SEARCHED), strict=True))
            writer.add_document(
                id=document.id, kind=document.kind, territory=document.territory, themes=" ".join(document.themes),
                **texts,
            )  # fmt: skip
        writer.commit()
        self._searcher = self._index.searcher(weighting=BM25F(B=0.75, K1=1.2))

    def ready(self, asked: Asked) -> Ready:
        """Top 20, groups, and the count, which makes it read everything again."""
        query = And([_expression(part) for part in make_plan(asked.text).required])
        grouped = {name: FieldFacet(name, allow_overlap=name == "themes") for name in asked.facets}

        def run() -> Answer:
            found = self._searcher.search(query, limit=TOP, groupedby=grouped)
            counts = {name: {code: len(ids) for code, ids in found.groups(name).items()} for name in grouped}
            return Answer(tuple(hit["id"] for hit in found), len(found), counts)

        return run


class OurTerms(Analyzer):
    """Our analysis as Whoosh wants it: one token object, filled again for each word."""

    def __call__(self, value: str, **_: Any) -> Iterator[Token]:
        token = Token(chars=True)
        for word in tokens(value):
            for part in word.reading.content:
                token.text, token.startchar, token.endchar = part.term, word.chunk.start, word.chunk.end
                yield token


def _expression(wanted: Expression) -> Any:
    match wanted:
        case OneOf(terms):
            return Or(
                [Term(name, term, boost=weight_of(name)) for term in sorted(terms) for name in SEARCHED]
            )
        case AllOf(parts):
            return And([_expression(part) for part in parts])
        case AnyOf(parts):
            return Or([_expression(part) for part in parts])
    raise ValueError(f"not asked here: {wanted}")


def _bodies(scene: Scene, index: Index, words: Words) -> list[str]:
    hits = index.search(words.asked("any").query).hits
    return [scene.pages.page(int(hit.id)).body for hit in hits]


def _ours(bodies: Sequence[str], text: str) -> None:
    for body in bodies:
        snippet(body, text)


def _whoosh(analyzer: Any, bodies: Sequence[str], text: str) -> None:
    terms = frozenset(token.text for token in analyzer(text))
    fragmenter, formatter = ContextFragmenter(maxchars=LENGTH), HtmlFormatter()
    for body in bodies:
        highlight(body, terms, analyzer, fragmenter, formatter, top=1)
