"""What must never happen: a withdrawn page found, an acknowledged commit lost, a save of two writers lost."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import NamedTuple

from bench.figures import Figure
from bench.searching.built import url_of
from bench.searching.corpus import Pages, mark
from bench.searching.scene import Scene
from search.documents import Document
from search.errors import SearchError
from search.index import Index, open_index
from search.query import Query

_EVERYONE = frozenset({"public", "members", "territory:*"})
_FOREVER = _MANY = 1_000_000
_LONGEST_LIFE = 0.15  # seconds after the first commit that a process is killed at most
# Processes that have already imported what they need: a hundred of them start in seconds.
_READY = get_context("forkserver")
_READY.set_forkserver_preload([__name__])


class Child(NamedTuple):
    """A process of ours and the line to it."""

    kill: Callable[[], None]
    line: Connection


def withdrawn(scene: Scene) -> Iterator[Figure]:
    """Pages removed or made private by another process: searches begun after its commit."""
    url, pages = _base(scene, "withdrawn"), scene.pages
    index = open_index(url)
    public = [page for page in pages.first(scene.amounts.base) if page.audience == "public"][
        : scene.amounts.withdrawn
    ]
    searches = found = 0
    with _child(_withdraw, pages, url) as child:
        for turn, page in enumerate(public[: scene.amounts.withdrawn]):
            queries = _ways_to_find(page)
            assert all(_holds(index, query, page.id) for query in queries), "found before"
            child.line.send((page.id, turn % 2 == 0))
            child.line.recv()
            found += sum(_holds(index, query, page.id) for query in queries)
            searches += len(queries)
    index.close()
    what = f"of {searches:,} searches begun after another process removed a page or made it private: found it"
    yield Figure("withdrawn_found", found, "", what, at_most=0)


def kills(scene: Scene) -> Iterator[Figure]:
    """Processes that commit without pause, killed at random moments: kill -9."""
    url, chance = _base(scene, "kills"), random.Random(0)
    told, lost, unopened, twice, start = list[int](), 0, 0, 0, scene.amounts.base
    for _ in range(scene.amounts.kills):
        acknowledged = _killed(scene.pages, url, start, chance.random() * _LONGEST_LIFE)
        told += acknowledged
        try:
            index = open_index(url)
            counts = [_times(index, number) for number in acknowledged]
            index.close()
        except SearchError:
            unopened += 1
            continue
        lost, twice = lost + counts.count(0), twice + sum(count > 1 for count in counts)
        start = max(told) + 2
    yield from _after_kills(scene, url, told, lost, unopened, twice)


def writers(scene: Scene) -> Iterator[Figure]:
    """Two processes that save at the same time, in the same index."""
    url, base, half = _base(scene, "writers"), scene.amounts.base, scene.amounts.writes // 2
    with (
        _child(_commit, scene.pages, url, base, half) as one,
        _child(_commit, scene.pages, url, base + half, half) as other,
    ):
        for child in (one, other):
            for _ in range(half):
                child.line.recv()
    index = open_index(url)
    found = sum(_times(index, number) == 1 for number in range(base, base + 2 * half))
    index.close()
    what = f"of {2 * half:,} saves by two processes at once: not found, or not once"
    yield Figure("writers_lost", 2 * half - found, "", what, at_most=0)


def _base(scene: Scene, name: str) -> str:
    """A small index of its own."""
    url = url_of(scene.folder / name)
    index = open_index(url)
    index.put(scene.pages.first(scene.amounts.base))
    index.close()
    return url


@contextmanager
def _child(work: Callable[..., None], *given: object) -> Iterator[Child]:
    ours, theirs = _READY.Pipe()
    process = _READY.Process(target=work, args=(theirs, *given), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Child(process.kill, ours)
    finally:
        process.kill()
        process.join()


def _withdraw(line: Connection, pages: Pages, url: str) -> None:
    """Remove a page or show it to members only, as told; say when the commit is done."""
    index = open_index(url)
    while True:
        id_, removed = line.recv()
        if removed:
            index.remove([id_])
        else:
            index.put([replace(pages.page(int(id_)), audience="members")])
        line.send(id_)


def _commit(line: Connection, pages: Pages, url: str, start: int, count: int) -> None:
    """Commit one page after the other, and say so after each commit."""
    index = open_index(url)
    for number in range(start, start + count):
        index.put([pages.page(number)])
        line.send(number)
    line.recv()


def _killed(pages: Pages, url: str, start: int, life: float) -> list[int]:
    """The pages that a process acknowledged before it was killed, some time after its first commit."""
    with _child(_commit, pages, url, start, _FOREVER) as child:
        acknowledged = [child.line.recv()]
        time.sleep(life)
        child.kill()
        try:
            while True:
                acknowledged.append(child.line.recv())
        except EOFError:
            return acknowledged


def _after_kills(
    scene: Scene, url: str, told: list[int], lost: int, unopened: int, twice: int
) -> Iterator[Figure]:
    index = open_index(url)
    lost = max(lost, sum(not _times(index, number) for number in told))
    index.close()
    many = f"{scene.amounts.kills} processes killed (-9) while they committed"
    yield Figure("kills_unopened", unopened, "", f"{many}: indexes that did not open afterwards", at_most=0)
    yield Figure("kills_lost", lost, "", f"{many}: lost of {len(told):,} acknowledged commits", at_most=0)
    yield Figure("kills_twice", twice, "", f"{many}: pages that are there twice", at_most=0)


def _ways_to_find(page: Document) -> tuple[Query, ...]:
    """Four searches that have this page among their answers, as a visitor."""
    return (
        Query(mark(int(page.id))),
        Query(page.title, limit=_MANY, match="any"),
        Query("", limit=_MANY, sort="newest"),
        Query("", limit=_MANY, filters={"territory": (page.territory,)}),
    )


def _holds(index: Index, query: Query, id_: str) -> bool:
    return any(hit.id == id_ for hit in index.search(query).hits)


def _times(index: Index, number: int) -> int:
    """How often a page is there."""
    return index.search(Query(mark(number), audience=_EVERYONE)).total
