"""SQLite's full-text search as a yardstick."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from bench.searching.queries import FACETS, Asked
from bench.searching.yardsticks import TOP, Answer, Ready, batches, is_public, texts_of
from search.documents import Document
from search.plan import AllOf, AnyOf, Expression, OneOf, make_plan

_BATCH = 2_000
_CACHE_MB = 64
_COLUMNS = ("title", "head", "summary", "body")
_TABLES = """
CREATE VIRTUAL TABLE page USING fts5(
    title, head, summary, body, content='', tokenize="ascii tokenchars '~=:!'"
);
INSERT INTO page(page, rank) VALUES('rank', 'bm25(3.0, 1.0, 1.0, 1.0)');
CREATE TABLE fact (id INTEGER PRIMARY KEY, kind TEXT, territory TEXT);
CREATE TABLE theme (id INTEGER, code TEXT, PRIMARY KEY (id, code)) WITHOUT ROWID;
"""
_BEST = "SELECT rowid FROM page WHERE page MATCH ? ORDER BY rank LIMIT ?"
# In one statement, so that what matches is found once.
_COUNT = """
WITH found AS MATERIALIZED (SELECT rowid AS id, rank AS score FROM page WHERE page MATCH ?),
best AS (SELECT id FROM found ORDER BY score LIMIT ?)
SELECT 'best', id, 0 FROM best
UNION ALL SELECT 'total', '', count(*) FROM found
UNION ALL SELECT 'kind', kind, count(*) FROM found JOIN fact USING (id) GROUP BY kind
UNION ALL SELECT 'territory', territory, count(*) FROM found JOIN fact USING (id) GROUP BY territory
UNION ALL SELECT 'themes', code, count(*) FROM found JOIN theme USING (id) GROUP BY code
"""


class Fts5:
    """Contentless, pre-stemmed terms, WAL, synchronous normal.

    Facets are counted by SQL over the matching rows, joined with side tables; the total comes with them.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(folder / "fts5.sqlite", isolation_level=None)
        for setting in ("journal_mode=WAL", "synchronous=NORMAL", f"cache_size=-{_CACHE_MB * 1024}"):
            self._connection.execute(f"PRAGMA {setting}")

    def fill(self, documents: Iterable[Document]) -> None:
        """Index all, some thousands at once."""
        self._connection.executescript(_TABLES)
        for batch in batches(filter(is_public, documents), _BATCH):
            self._connection.execute("BEGIN")
            for document in batch:
                self._add(document)
            self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def ready(self, asked: Asked) -> Ready:
        """Write the question as an expression of FTS5."""
        return partial(self._count if asked.facets else self._best, _for_fts5(asked))

    def replace(self, old: Document, new: Document) -> Callable[[], None]:
        """Make ready to replace one page, in one commit; a table without content must be told what goes."""
        gone = texts_of(old, _COLUMNS)

        def run() -> None:
            self._connection.execute("BEGIN")
            self._forget(int(old.id), gone)
            self._add(new)
            self._connection.execute("COMMIT")

        return run

    def _add(self, document: Document) -> None:
        number, run = int(document.id), self._connection.execute
        texts = texts_of(document, _COLUMNS)
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
        rows = self._connection.execute(_BEST, (match, TOP)).fetchall()
        return Answer(tuple(str(number) for (number,) in rows), None, {})

    def _count(self, match: str) -> Answer:
        rows = self._connection.execute(_COUNT, (match, TOP)).fetchall()
        facets: dict[str, dict[str, int]] = {name: {} for name in (*FACETS, "total", "best")}
        for name, code, times in rows:
            facets[name][code] = times
        best, total = facets.pop("best"), facets.pop("total")
        return Answer(tuple(map(str, best)), total[""], facets)


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
