"""What an index costs: to build, on the disk, in the memory of each worker."""

from collections.abc import Iterator, Sequence

from bench.figures import Figure
from bench.searching.built import OURS, Built
from bench.searching.corpus import mark
from bench.searching.queries import FACETS, Words
from bench.searching.scene import Scene
from bench.searching.timing import in_fresh_process, private_mb
from search.index import open_index
from search.query import Query

_CACHE_MB = 64
_MOST_MB = 40


def building(scene: Scene) -> Iterator[Figure]:
    """Pages a second, bytes; as measured when they were built, in this run or in the one that kept them."""
    for built in scene.both:
        pages, ours = f"{built.size:,} pages", built.making[OURS]
        ratio = ours.rate / built.making["fts5"].rate
        what = f"a rebuild of {pages}, one process: pages a second of processor time ÷ FTS5, same analysis"
        at_least = 0.2 if built is scene.large else None
        yield Figure(f"rebuild_{built.size}_fts5_ratio", ratio, "×", what, at_least=at_least)
        ratio = ours.bytes / built.text_bytes
        what = f"index ÷ text of {pages} ({built.text_bytes / 1e6:,.0f} MB)"
        yield Figure(f"index_{built.size}_ratio", ratio, "×", what, at_most=scene.demand(built, 1.3))
        for name, made in built.making.items():
            yield Figure(
                f"rebuild_{built.size}_{name}",
                made.rate,
                "/s",
                f"{name}: pages a second ({made.wall_rate:,.0f} by the clock), {pages}",
            )
            yield Figure(f"index_{built.size}_{name}", made.bytes / 1e6, "MB", f"{name}: index, {pages}")
        yield Figure(f"rebuild_{built.size}_memory", ours.memory, "MB", f"most memory of a rebuild, {pages}")


def memory(scene: Scene) -> Iterator[Figure]:
    """What a worker holds for itself."""
    for built in scene.both:
        opened, after = in_fresh_process(_private_memory, built, scene.words)
        what = f"private memory that opening and one search add, {built.size:,} pages"
        yield Figure(f"memory_{built.size}", opened, "MB", what, at_most=_MOST_MB)
        what = f"private memory after {len(scene.words)} searches: its cache holds {_CACHE_MB} MB at most"
        yield Figure(f"memory_{built.size}_full", after, "MB", what, at_most=_MOST_MB + _CACHE_MB)


def _private_memory(built: Built, words: Sequence[Words]) -> tuple[float, float]:
    """After the first search, whose one list of one page fills no cache, and after all."""
    before = private_mb()
    index = open_index(built.url)
    index.search(Query(mark(0), facets=FACETS))
    opened = private_mb()
    for one in words:
        index.search(one.counted().query)
        index.search(one.counted("any").query)
    return opened - before, private_mb() - before
