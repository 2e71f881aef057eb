"""Our engine beside `memory:`, which looks at every page for every query: the same pages, counts and ranks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bench.figures import Figure
from bench.searching.built import url_of
from bench.searching.corpus import Pages, mark, rewritten
from bench.searching.queries import words_of
from bench.searching.scene import Scene
from bench.searching.yardsticks import TOP, batches
from search.documents import Document
from search.index import Index, open_index
from search.query import FACETS, Query
from search.results import Results

_CLOSE = 1e-4  # relative difference of scores that are taken as equal: ours are kept in 32 bits
_AUDIENCES = (frozenset({"public"}), frozenset({"public", "members", "territory:*"}))


def judged(scene: Scene) -> Iterator[Figure]:
    """Several segments, replaced and deleted pages; all queries, with all words, any word, filters, audiences."""
    ours, oracle = open_index(url_of(scene.folder / "judged")), open_index("memory:")
    count = scene.amounts.judged
    for index in (ours, oracle):
        _write(index, scene.pages, count)
    queries = [*_queries(scene, count)]
    same = ranked = 0
    for query in queries:
        mine, right = ours.search(query), oracle.search(query)
        same += _is_same(mine, right)
        ranked += _is_ranked(mine, right)
    ours.close()
    what = f"of {len(queries):,} queries over {count:,} pages"
    yield Figure(
        "judged_same", same / len(queries), "", f"{what}: matches and all facet counts those of `memory:`",
        at_least=1.0,
    )  # fmt: skip
    what = f"{what}: top 20 that of `memory:`, ties counted as equal"
    yield Figure("judged_top", ranked / len(queries), "", what, at_least=1.0)


def _write(index: Index, pages: Pages, count: int) -> None:
    """Most at once, the rest in small commits; then one page in ten is changed and one in ten removed."""
    large = count * 7 // 10
    index.put(pages.first(large))
    for batch in batches(pages.first(count, after=str(large - 1)), max(1, count // 50)):
        index.put(batch)
    changed = [_moved(pages.page(number), number) for number in range(0, count, 10)]
    for batch in batches(changed, max(1, count // 50)):
        index.put(batch)
    index.remove(str(number) for number in range(5, count, 10))


def _moved(page: Document, number: int) -> Document:
    """Other words, and others may see it."""
    return replace(rewritten(page, mark(number + 1)), audience="public" if number % 20 else "members")


def _queries(scene: Scene, count: int) -> Iterator[Query]:
    for place, words in enumerate(words_of(scene.pages, scene.amounts.lengths, count)):
        audience = _AUDIENCES[place % 2]
        for asked in (words.asked(), words.asked("any"), words.filtered()):
            yield replace(asked.query, limit=count, facets=FACETS, audience=audience)


def _is_same(mine: Results, right: Results) -> bool:
    """The hits are all matches, as the limit is the number of pages."""
    matches = {hit.id for hit in mine.hits} == {hit.id for hit in right.hits}
    counts = all(dict(mine.facets[name]) == dict(right.facets[name]) for name in FACETS)
    return matches and counts and mine.total == right.total


def _is_ranked(mine: Results, right: Results) -> bool:
    """Does each of the first twenty places hold a page of the score that this place should have?"""
    scores = {hit.id: hit.score for hit in right.hits}
    found = [scores.get(hit.id, -1.0) for hit in mine.hits[:TOP]]
    return _are_close(found, [hit.score for hit in right.hits[:TOP]])


def _are_close(ones: Sequence[float], others: Sequence[float]) -> bool:
    return len(ones) == len(others) and all(
        abs(one - other) <= _CLOSE * max(1.0, abs(other)) for one, other in zip(ones, others, strict=True)
    )
