"""How long an answer takes: warm, cold, with facets and filters, at both sizes, beside the yardsticks."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from bench.figures import Figure
from bench.searching.built import OURS, Built
from bench.searching.corpus import mark
from bench.searching.engines import YARDSTICKS
from bench.searching.fts5 import Fts5
from bench.searching.queries import FACETS, Asked, Words
from bench.searching.scene import Scene
from bench.searching.timing import best_of, in_fresh_process, percentile, seconds
from bench.searching.yardsticks import Answer
from search.index import Index, open_index
from search.query import Query
from search.results import Results

_GROWTH = 1.2  # how much more than the number of pages the time may grow
_WAYS: Mapping[str, tuple[str, Callable[[Words], Asked]]] = {
    "all": ("top 20 + count", lambda words: words.asked()),
    "all_facets": ("top 20 + count + 3 facets", lambda words: words.counted()),
    "any": ("any word, top 20", lambda words: words.asked("any")),
    "any_facets": ("any word, top 20 + count + 3 facets", lambda words: words.counted("any")),
    "filtered": ("top 20 + count in one theme and territory", lambda words: words.filtered()),
}
_OF_YARDSTICKS = ("all", "all_facets", "any", "any_facets")

Times = Mapping[str, Sequence[float]]
"""The best seconds of each query, by `_name`."""


def warm(scene: Scene) -> Iterator[Figure]:
    """Everything in memory; all engines and both sizes take turns, query by query."""
    calls: dict[str, list[Callable[[], object]]] = {}
    for built in scene.both:
        calls |= _calls(scene, built)
    times = best_of(calls, scene.amounts.rounds)
    for built in scene.both:
        yield from _ratios(scene, built, times)
        yield from _alike(scene, built, calls)
        yield from _told(built, times)
    yield _growth(scene, times)


def cold(scene: Scene) -> Iterator[Figure]:
    """The first search of each kind in a fresh process."""
    for built in scene.both:
        opening, ours, fts5 = in_fresh_process(_first_searches, built, scene.words)
        what = f"first time asked in a fresh process, top 20 + count + 3 facets, {_pages(built)}, p95"
        yield Figure(
            f"cold_{built.size}_fts5_ratio", percentile(ours, 95) / percentile(fts5, 95), "×",
            f"{what} ÷ FTS5 warm", at_most=scene.demand(built, 1.0),
        )  # fmt: skip
        yield Figure(f"cold_{built.size}_p95", 1000 * percentile(ours, 95), "ms", what)
        what = f"opening the index and its very first search, {_pages(built)}"
        yield Figure(f"cold_{built.size}_opening", 1000 * opening, "ms", what)


def _calls(scene: Scene, built: Built) -> dict[str, list[Callable[[], object]]]:
    index = open_index(built.url)
    engines = {name: make(built.folder / name) for name, make in YARDSTICKS.items()}
    calls: dict[str, list[Callable[[], object]]] = {}
    for way, (_, ask) in _WAYS.items():
        asked = [ask(words) for words in scene.words]
        calls[_name(way, OURS, built)] = [partial(index.search, one.query) for one in asked]
        for name, engine in engines.items() if way in _OF_YARDSTICKS else ():
            calls[_name(way, name, built)] = [engine.ready(one) for one in asked]
    return calls


def _name(way: str, engine: str, built: Built) -> str:
    return f"{way}_{built.size}_{engine}"


def _p95(times: Times, way: str, engine: str, built: Built) -> float:
    return percentile(times[_name(way, engine, built)], 95)


def _ratios(scene: Scene, built: Built, times: Times) -> Iterator[Figure]:
    pairs = (
        ("all_facets", ("all_facets", "fts5"), 0.10),
        ("all_facets", ("all_facets", "tantivy"), 2.0),
        ("any_facets", ("any", "fts5"), 0.15),
        ("all_facets", ("all", OURS), 1.5),
        ("filtered", ("all", OURS), 1.1),
    )
    for way, (other, engine), demand in pairs:
        if engine not in (OURS, *YARDSTICKS):
            continue
        mine, theirs = _p95(times, way, OURS, built), _p95(times, other, engine, built)
        name = f"{way}_{built.size}_{'plain' if engine == OURS else engine}_ratio"
        what = f"{_WAYS[way][0]}, {_pages(built)}, p95 ÷ {_engine(engine)}{_other(way, other)}"
        yield Figure(name, mine / theirs, "×", what, at_most=scene.demand(built, demand))


def _alike(
    scene: Scene, built: Built, calls: Mapping[str, Sequence[Callable[[], object]]]
) -> Iterator[Figure]:
    """Did the yardsticks do the same work? Their counts are ours."""
    for engine in YARDSTICKS:
        ours, theirs = (calls[_name("all_facets", name, built)] for name in (OURS, engine))
        same = sum(_is_alike(mine(), other()) for mine, other in zip(ours, theirs, strict=True))
        what = f"queries with the total and the three facet counts of {_engine(engine)}, {_pages(built)}"
        yield Figure(f"alike_{built.size}_{engine}", same / len(ours), "", what, at_least=1.0)


def _is_alike(mine: object, theirs: object) -> bool:
    assert isinstance(mine, Results)
    assert isinstance(theirs, Answer)
    counts = all(dict(mine.facets[name]) == theirs.facets[name] for name in FACETS)
    return mine.total == theirs.total and counts


def _told(built: Built, times: Times) -> Iterator[Figure]:
    for name, spent in times.items():
        way, size, engine = name.rsplit("_", 2)
        if int(size) == built.size:
            what = f"{_engine(engine)}: {_WAYS[way][0]}, {_pages(built)}"
            for percent in (50, 95):
                yield Figure(
                    f"{name}_p{percent}", 1000 * percentile(spent, percent), "ms", f"{what}, p{percent}"
                )


def _growth(scene: Scene, times: Times) -> Figure:
    large, small = (_p95(times, "all_facets", OURS, built) for built in (scene.large, scene.small))
    demand = _GROWTH * scene.large.size / scene.small.size
    what = f"top 20 + count + 3 facets, warm, p95: {_pages(scene.large)} ÷ {_pages(scene.small)}"
    return Figure("growth", large / small, "×", what, at_most=demand)


def _first_searches(built: Built, words: Sequence[Words]) -> tuple[float, list[float], list[float]]:
    """Seconds of opening, of ours the first time, of FTS5 at its best, in turn."""
    fts5 = Fts5(built.folder / "fts5")
    theirs = [fts5.ready(one.counted()) for one in words]
    best_of({"warm up": theirs}, 0)
    opened: list[Index] = []
    opening = seconds(lambda: opened.append(_opened(built)))
    order = [*range(len(words))]
    random.Random(1).shuffle(order)
    ours, beside = list[float](), list[float]()
    for place in order:
        ours.append(seconds(partial(opened[0].search, words[place].counted().query)))
        beside.append(min(seconds(theirs[place]) for _ in range(2)))
    return opening, ours, beside


def _opened(built: Built) -> Index:
    """Open an index and search a word that is asked for nowhere else: columns are read, no list of a query is."""
    index = open_index(built.url)
    index.search(Query(mark(0), facets=FACETS))
    return index


def _pages(built: Built) -> str:
    return f"{built.size:,} pages"


def _engine(name: str) -> str:
    return {"fts5": "FTS5", OURS: "ours"}.get(name, name)


def _other(way: str, other: str) -> str:
    return "" if way == other else f", {_WAYS[other][0]}"
