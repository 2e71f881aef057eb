"""What one save costs, at both sizes and in FTS5, in turn."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from statistics import median

from bench.figures import Figure
from bench.searching.built import OURS, Built, url_of
from bench.searching.corpus import Pages, mark, rewritten
from bench.searching.fts5 import Fts5
from bench.searching.scene import Scene
from search.documents import Document
from search.index import Index, open_index
from search.query import Query


@dataclass
class _Spent:
    """Seconds of wall and of processor time of each save."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def on(self, work: Callable[[], object]) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(time.process_time() - cpu)


def saves(scene: Scene) -> Iterator[Figure]:
    """A save is a commit, and the search after it, which must know it."""
    indexes = {built.size: open_index(url_of(built.copy(scene.folder))) for built in scene.both}
    fts5 = {built.size: Fts5(built.copy(scene.folder, "fts5")) for built in scene.both}
    spent = {(engine, size): _Spent() for engine in (OURS, "fts5") for size in indexes}
    for turn in range(scene.amounts.saves):
        for size, index in indexes.items():
            number = _public(scene.pages, turn * size // scene.amounts.saves)
            old, word = scene.pages.page(number), mark(size + turn)
            new = rewritten(old, word)
            spent[OURS, size].on(partial(_save, index, new, word))
            spent["fts5", size].on(fts5[size].replace(old, new))
    for index in indexes.values():
        index.close()
    yield from _figures(scene, spent)


def _public(pages: Pages, number: int) -> int:
    """The first public page from here on: FTS5 holds no other."""
    while pages.page(number).audience != "public":
        number += 1
    return number


def _save(index: Index, new: Document, word: str) -> None:
    index.put([new])
    found = index.search(Query(word))
    assert found.total == 1, f"{word} was saved and is found {found.total} times"


def _figures(scene: Scene, spent: dict[tuple[str, int], _Spent]) -> Iterator[Figure]:
    small, large = (median(spent[OURS, built.size].wall) for built in scene.both)
    what = f"a save and the search after it, p50: {scene.large.size:,} pages ÷ {scene.small.size:,}"
    yield Figure("save_growth", large / small, "×", what, at_most=1.5)
    for built in scene.both:
        yield from _at(scene, built, spent[OURS, built.size], spent["fts5", built.size])


def _at(scene: Scene, built: Built, ours: _Spent, fts5: _Spent) -> Iterator[Figure]:
    size, pages = built.size, f"{built.size:,} pages"
    ratio = median(ours.wall) / median(fts5.wall)
    what = f"a save and the search after it, {pages}, p50 ÷ FTS5 update and commit"
    yield Figure(f"save_{size}_fts5_ratio", ratio, "×", what, at_most=scene.demand(built, 15))
    ratio = max(ours.cpu) / median(ours.cpu)
    what = f"slowest of {len(ours.cpu)} saves ÷ median, processor time, {pages}"
    yield Figure(f"save_{size}_slowest_ratio", ratio, "×", what, at_most=scene.demand(built, 20))
    for name, one in (("", ours), ("_fts5", fts5)):
        yield Figure(
            f"save_{size}{name}", 1000 * median(one.wall), "ms", f"a save, {pages}, p50{name and ': FTS5'}"
        )
    yield Figure(f"save_{size}_max", 1000 * max(ours.wall), "ms", f"slowest save, {pages}")
