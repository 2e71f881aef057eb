"""From a save in a database until another process finds it: database, outbox, an indexer process, a searcher.

The smallest thing that works as the product does: each save commits a page and its row of an outbox in SQLite,
flushed to the disk; one indexer looks every 100 ms, reads up to 200 rows, and commits them to the index together.
"""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from multiprocessing import get_context
from pathlib import Path

from bench.figures import Figure
from bench.searching.built import Built, url_of
from bench.searching.corpus import Pages, mark, rewritten
from bench.searching.scene import Scene
from bench.searching.timing import percentile
from search.index import Index, open_index
from search.query import Query

_POLL = 0.1
_AT_ONCE = 200
_LOOK = 0.005
_TOO_LONG = 30.0


def arrivals(scene: Scene) -> Iterator[Figure]:
    """Saves at random moments, at both sizes in turn."""
    waits: dict[int, list[float]] = {}
    chance = random.Random(0)
    with _machine(scene.folder, scene.small) as small, _machine(scene.folder, scene.large) as large:
        for database, index in (small, large):
            _arrival(database, index, scene.pages, 0)  # not counted: the indexer begins
        for turn in range(scene.amounts.arrivals):
            for built, (database, index) in zip(scene.both, (small, large), strict=True):
                time.sleep(chance.random() * _POLL)
                number = turn * built.size // scene.amounts.arrivals
                waits.setdefault(built.size, []).append(_arrival(database, index, scene.pages, number))
    p95 = {size: percentile(spent, 95) for size, spent in waits.items()}
    for size, seconds in p95.items():
        what = f"saved until found in another process, p95 of {scene.amounts.arrivals}, {size:,} pages"
        yield Figure(f"arrival_{size}", seconds, "s", what, at_most=0.5)
    what = f"the same: {scene.large.size:,} pages ÷ {scene.small.size:,}"
    yield Figure("arrival_growth", p95[scene.large.size] / p95[scene.small.size], "×", what, at_most=1.3)


@contextmanager
def _machine(folder: Path, built: Built) -> Iterator[tuple[sqlite3.Connection, Index]]:
    """A database with its outbox, an index of this size, and an indexer that carries from one to the other."""
    own = folder / f"arrivals-{built.size}"
    url = url_of(built.copy(own))
    with closing(_database(own)) as database, _running(indexer, own, url):
        index = open_index(url)
        yield database, index
        index.close()


def _database(folder: Path) -> sqlite3.Connection:
    database = sqlite3.connect(folder / "wiki.sqlite", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE IF NOT EXISTS page (number INTEGER PRIMARY KEY, added TEXT)")
    database.execute("CREATE TABLE IF NOT EXISTS outbox (sequence INTEGER PRIMARY KEY, number INTEGER)")
    return database


@contextmanager
def _running(work: Callable[..., None], *given: object) -> Iterator[None]:
    process = get_context("spawn").Process(target=work, args=given, daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()


def indexer(folder: Path, url: str) -> None:
    """Follow the outbox for ever, in a process of its own."""
    pages, index = Pages(), open_index(url)
    with closing(_database(folder)) as database:
        while True:
            if not _follow(database, pages, index):
                time.sleep(_POLL)


def _follow(database: sqlite3.Connection, pages: Pages, index: Index) -> int:
    """One commit for all that waits; only then are the rows done. Returns how many there were."""
    rows = database.execute(
        "SELECT sequence, number, added FROM outbox JOIN page USING (number) ORDER BY sequence LIMIT ?",
        (_AT_ONCE,),
    ).fetchall()
    if rows:
        changed = [rewritten(pages.page(number), added) for _, number, added in rows]
        index.change(put=changed, sequence=rows[-1][0])
        database.execute("DELETE FROM outbox WHERE sequence <= ?", (rows[-1][0],))
    return len(rows)


def _arrival(database: sqlite3.Connection, index: Index, pages: Pages, number: int) -> float:
    """Seconds from before the commit in the database until this process finds the page."""
    word = mark(int(time.time() * 1_000_000))
    asked = Query(word, audience=frozenset({pages.page(number).audience}))
    start = time.monotonic()
    _save(database, number, word)
    while not index.search(asked).total:
        if time.monotonic() - start > _TOO_LONG:
            raise TimeoutError(f"{word} was never found")
        time.sleep(_LOOK)
    return time.monotonic() - start


def _save(database: sqlite3.Connection, number: int, added: str) -> None:
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT OR REPLACE INTO page(number, added) VALUES (?, ?)", (number, added))
    database.execute("INSERT INTO outbox(number) VALUES (?)", (number,))
    database.execute("COMMIT")
