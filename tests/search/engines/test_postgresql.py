"""What is PostgreSQL's own: transactions, limits of its types, several writers, rebuilding where the old rows lie."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import psycopg
import pytest
from psycopg import sql

from search.documents import Document
from search.engines import (
    postgresql_matching,
    postgresql_pool,
    postgresql_ranking,
    postgresql_rows,
    postgresql_schema,
)
from search.engines.postgresql_rows import quoted, row_of, stored_term
from search.engines.postgresql_words import PostgresqlWords
from search.engines.postgresql_writing import write
from search.errors import IndexBusy, IndexStale
from search.index import Index, open_index, rebuild_index
from search.plan import make_plan
from search.results import Rebuilt
from tests.search.making import PUBLIC, document, query

pytestmark = pytest.mark.postgresql


@pytest.fixture
def index(postgresql_url: str) -> Iterator[Index]:
    opened = open_index(postgresql_url)
    yield opened
    opened.close()


def ids(index: Index, text: str, **values: object) -> list[str]:
    return [hit.id for hit in index.search(query(text, **values)).hits]


# Transactions


def test_what_is_undone_was_never_there(index: Index, postgresql_url: str) -> None:
    index.put([document("old", "climat")])
    before = index.health()
    with psycopg.connect(postgresql_url) as connection:
        write(connection, [document("new", "climat"), document("old", "eau")], ["gone"], sequence=7)
        assert ids(index, "climat") == ["old"]
        connection.rollback()
    assert ids(index, "climat") == ["old"]
    assert index.suggest("ea", PUBLIC) == ()
    after = index.health()
    assert (after.generation, after.documents, after.sequence) == (before.generation, 1, None)


def test_what_is_committed_is_found_at_once_by_another_connection(index: Index, postgresql_url: str) -> None:
    other = open_index(postgresql_url)
    assert ids(other, "climat") == []
    with psycopg.connect(postgresql_url) as connection:
        write(connection, [document("a", "Le climat", title="Climat")], sequence=3)
        connection.commit()
        assert ids(other, "climat") == ["a"]
        write(connection, remove=["a"])
        connection.commit()
        assert ids(other, "climat") == []
    assert other.suggest("clim", PUBLIC) == ()
    assert other.health().sequence == 3
    other.close()


def test_an_error_in_the_middle_leaves_nothing(index: Index) -> None:
    def failing() -> Iterator[Document]:
        yield document("a", "climat")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        index.put(failing())
    assert index.health().documents == 0


def test_a_search_sees_one_moment(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    index.put([document("a", "climat")])
    run = postgresql_matching.run
    asked = []

    def run_then_change(*arguments: object) -> object:
        results = run(*arguments)
        asked.append(results.total)
        if len(asked) == 1:
            index.put([document("b", "climat zèbre"), document("c", "girafe")])
        return results

    monkeypatch.setattr("search.engines.postgresql.run", run_then_change)
    assert not index.search(query("zèbre girafe")).hits
    assert asked[0] == 0
    assert len(asked) > 1
    assert set(asked) == {0}


# What the database's types do not hold


@pytest.mark.parametrize(
    "term",
    [
        "l'eau",
        "a\\b",
        "a\\",
        "'",
        "''",
        "a'b\\'c",
        ":*",
        "a & b",
        "!a",
        "a | b",
        "(a)",
        "=le",
        "~ete",
        "en:the",
        "<->",
    ],
)
def test_terms_hold_anything(postgresql_url: str, term: str) -> None:
    vector, wanted = f"{quoted(term)}:1A", f"{quoted(term)}"
    with psycopg.connect(postgresql_url) as connection:
        row = connection.execute(
            "SELECT tsvector_to_array(%s::tsvector), %s::tsvector @@ %s::tsquery", (vector, vector, wanted)
        ).fetchone()
    assert row == ([term], True)


@pytest.mark.parametrize(
    "typed",
    [
        "'; DROP SCHEMA search CASCADE; --",
        "%s %(v0)s {} {where}",
        "\\' OR true",
        "a\x00b",
        "\ud800",
        '"' + "é" * 150 + ' climat"',
        '"' + "-".join("abcdefghijklmnopqrstuvwxyz" * 3) + '"',
        "☃ 😀 \u202e",
    ],
)
def test_whatever_is_typed_is_only_looked_for(index: Index, typed: str) -> None:
    hostile = frozenset({typed, f"{typed}:*", "public"})
    index.put([document(typed, f"{typed} climat", title=typed, audience="public", themes=(typed,))])
    index.search(query(typed, filters={"themes": (typed,)}, facets=("themes",), audience=hostile))
    index.suggest(typed, hostile)
    index.similar(document("z", typed), hostile)
    assert index.search(query("climat")).total == 1
    assert index.search(query("", filters={"themes": (typed,)})).total == 1


def test_a_term_too_long_for_an_index_is_kept_by_its_digest() -> None:
    assert stored_term("é" * 500) == "é" * 500
    long, longer = stored_term("é" * 501), stored_term("é" * 502)
    assert long.startswith("#")
    assert long != longer
    assert stored_term(long) == long


def test_numbers_too_large_for_a_column_are_the_largest(index: Index) -> None:
    index.put([document("a", "climat", minutes=10**30, played=10**30), document("b", "climat", minutes=30)])
    assert ids(index, "climat", minutes=(10**40, None)) == ["a"]
    assert ids(index, "climat", minutes=(-(10**40), 10**40), sort="shortest") == ["b", "a"]


def test_phrases_are_exact_in_texts_longer_than_a_vector_counts(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_rows, "_LAST_PLACE", 900)
    model = open_index("memory:")
    numbered = " ".join(f"mot{n}" for n in range(1_500))
    documents = [
        document("late", f"{numbered} le bel arbre du jardin partagé"),
        document("often", "jardin arbre " * 400 + "arbre partagé"),
        document("apart", "jardin " * 300 + numbered + " arbre"),
        document("fields", "partagé", title="jardin", summary="arbre"),
    ]
    for one in (index, model):
        one.put(documents)
    for typed in (
        *('"arbre du jardin"', '"jardin arbre"', '"arbre partagé"', '"arbre jardin"', '"jardin partagé"'),
        *('"mot1499 le bel"', '"mot699 mot700"', '"mot899 mot1100"', 'jardin -"jardin arbre"', '"partagé"'),
    ):
        assert sorted(ids(index, typed)) == sorted(ids(model, typed)), typed
    index.put([document("late", "court")])
    assert ids(index, '"arbre du jardin"') == []


def test_a_page_that_is_one_word_again_and_again() -> None:
    row = row_of(document("a", "eau " * 2_000))
    assert row.columns["is_long"]
    assert len(row.passages) < 50


def test_a_text_of_more_words_than_a_vector_holds_is_written_and_found(index: Index) -> None:
    # Letters of three bytes: the fewer words fill a vector's megabyte.
    every = " ".join("水" * 90 + str(number) for number in range(3_800))
    index.put([document("a", f"{every} climat chaud"), document("b", "climat")])
    assert sorted(ids(index, "climat")) == ["a", "b"]
    assert ids(index, '"climat chaud"') == ["a"]
    assert ids(index, every.split()[-1]) == ["a"]


def test_what_is_no_word_is_neither_completed_nor_corrected(postgresql_url: str) -> None:
    with psycopg.connect(postgresql_url) as connection:
        words = PostgresqlWords(connection)
        for text in ("", "a", "12", "x" * 50, "a b"):
            assert words.complete(text, PUBLIC) == []
            assert words.near(text, PUBLIC) == []
        assert words.titles("a le", PUBLIC) == []


# Ranking


def test_only_the_newest_are_ranked_and_the_others_follow(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_ranking, "RANKED", 3)
    index.put(document(f"d{day}", "eau", title="eau" if day in (0, 4) else "", day=day) for day in range(6))
    assert ids(index, "eau") == ["d4", "d5", "d3", "d2", "d1", "d0"]
    assert ids(index, "eau", offset=2, limit=2) == ["d3", "d2"]
    assert ids(index, "eau", offset=4) == ["d1", "d0"]
    assert index.search(query("eau", limit=1)).total == 6


def test_rare_words_merit_and_fields_count(index: Index) -> None:
    index.put(
        [
            document("often", "ville " * 3, day=1),
            *(document(f"v{n}", "ville nouvelle", day=1) for n in range(8)),
            document("rare", "zèbre", day=1),
            document("played", "girafe", played=20),
            document("plain", "girafe"),
            document("kept", "girafe", featured=True),
            document("head", "lion", head="tigre"),
            document("body", "tigre lion"),
        ]
    )
    assert ids(index, "ville zèbre", match="any")[0] == "rare"
    assert ids(index, "girafe")[-1] == "plain"
    assert ids(index, "tigre") == ["head", "body"]


def test_the_index_is_looked_into(index: Index, postgresql_url: str) -> None:
    index.put(document(str(n), f"mot{n} climat nu{n % 50}", themes=(f"t{n % 9}",)) for n in range(2_000))
    with psycopg.connect(postgresql_url) as connection:
        connection.execute("ANALYZE search.document")
        connection.commit()
        connection.execute(postgresql_pool.READING)
        asked = query("mot77 nu27 -nu3", filters={"themes": ("t5",)}, facets=("themes",))
        explained = _Explained(connection)
        found = postgresql_matching.run(explained, asked, make_plan(asked.text))
    assert [hit.id for hit in found.hits] == ["77"]
    assert "Bitmap Index Scan on document_terms" in explained.plan
    assert "Seq Scan on document" not in explained.plan
    # Of common words the database knows how many pages hold them.
    assert {hit.id for hit in index.similar(document("z", "nu27 climat mot1"), PUBLIC, 50)} >= {
        "1",
        "27",
        "77",
    }


class _Explained:
    """A connection that tells the plan of what it is asked."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        self.plan = ""

    def execute(self, statement: sql.Composed, values: dict[str, object]) -> psycopg.Cursor:
        rows = self._connection.execute(sql.SQL("EXPLAIN ") + statement, values)
        self.plan = "\n".join(line for (line,) in rows)
        return self._connection.execute(statement, values)


# Several at once


def test_writers_of_the_same_pages_never_wait_for_each_other(index: Index) -> None:
    """A change for which the database had to end another one would raise IndexBusy."""
    start = Barrier(4)

    def change(number: int) -> None:
        start.wait()
        for turn in range(6):
            mine = [document(f"p{n}", f"eau mot{number}x{turn}y{n}") for n in range(12)]
            gone = [one.id for one in mine if (int(one.id[1:]) + number + turn) % 3 == 0]
            put = [one for one in mine if one.id not in gone]
            index.change([*put[:: 1 if turn % 2 else -1]], gone[::-1])

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(change, range(4)))
    assert index.health().generation == 24
    assert index.search(query("eau")).total == index.health().documents


def test_whoever_waits_too_long_is_told_so(
    index: Index, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.put([document("a", "eau")])
    monkeypatch.setattr("search.engines.postgresql.WRITING", "SET LOCAL lock_timeout = '20ms'")
    with psycopg.connect(postgresql_url) as connection:
        write(connection, [document("a", "climat")])
        with pytest.raises(IndexBusy):
            index.put([document("a", "feu")])
        connection.rollback()
    assert ids(index, "eau") == ["a"]


def test_a_search_that_takes_too_long_ends(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.engines.postgresql.READING", "SET LOCAL statement_timeout = '1ms'; SELECT 1")
    monkeypatch.setattr(postgresql_matching, "_ORDERS", {"newest": sql.SQL("pg_sleep(1)::text")})
    index.put(document(str(n), "eau") for n in range(3))
    with pytest.raises(IndexBusy):
        index.search(query("eau", sort="newest"))


def test_a_server_that_went_away_meanwhile_is_found_again(index: Index, postgresql_url: str) -> None:
    index.put([document("a", "eau")])
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert ids(index, "eau") == ["a"]


def test_a_connection_that_breaks_in_the_middle(index: Index, postgresql_url: str) -> None:
    def breaking() -> Iterator[Document]:
        yield document("a", "eau")
        with psycopg.connect(postgresql_url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    with pytest.raises(IndexBusy):
        index.put(breaking())
    assert ids(index, "eau") == []


def test_more_searches_at_once_than_connections_are_kept(index: Index) -> None:
    index.put([document("a", "eau")])
    start = Barrier(postgresql_pool._KEPT + 2)

    def search(number: int) -> list[str]:
        start.wait()
        with index._connections.transaction(postgresql_pool.READING):
            start.wait()
            return ids(index, "eau")

    with ThreadPoolExecutor(start.parties) as threads:
        assert list(threads.map(search, range(start.parties))) == [["a"]] * start.parties


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(IndexBusy):
        open_index("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(IndexBusy):
        rebuild_index("postgresql://nobody@127.0.0.1:1/nothing", lambda after: [], 0)


# Tables and rules


def test_tables_of_another_layout_are_made_again(index: Index, postgresql_url: str) -> None:
    index.put([document("a", "eau")])
    open_index(postgresql_url).close()
    assert index.health().documents == 1
    with psycopg.connect(postgresql_url) as connection:
        connection.execute("UPDATE search.state SET layout = 0")
    with pytest.raises(IndexStale):
        open_index(postgresql_url, create=False)
    open_index(postgresql_url).close()
    open_index(postgresql_url, create=False).close()
    assert index.health().documents == 0


def test_rows_of_older_rules_answer_but_are_not_counted(index: Index, postgresql_url: str) -> None:
    index.put([document("a", "eau"), document("b", "eau")])
    with psycopg.connect(postgresql_url) as connection:
        connection.execute("UPDATE search.document SET fingerprint = 'older' WHERE id = 'a'")
    assert index.health().documents == 1
    assert sorted(ids(index, "eau")) == ["a", "b"]
    index.put([document("a", "eau")])
    assert index.health().documents == 2


def test_the_size_is_told(index: Index) -> None:
    assert index.health().size > 100_000
    assert postgresql_schema.LAYOUT


# Rebuilding


def from_(documents: Iterable[Document]) -> object:
    """All documents, or those after one."""
    known = [*documents]

    def give(after: str | None) -> Iterator[Document]:
        start = 0 if after is None else 1 + [one.id for one in known].index(after)
        yield from known[start:]

    return give


def test_a_rebuild_replaces_what_is_there_and_removes_what_is_not(index: Index, postgresql_url: str) -> None:
    index.put([document("a", "ancien zèbre"), document("b", "ancien")])
    rebuilt = rebuild_index(postgresql_url, from_([document("b", "nouveau"), document("c", "nouveau")]), 9)
    assert rebuilt == Rebuilt(2, 9)
    assert ids(index, "ancien") == []
    assert sorted(ids(index, "nouveau")) == ["b", "c"]
    assert index.health().sequence == 9
    with psycopg.connect(postgresql_url) as connection:
        words = dict(connection.execute("SELECT folded, times FROM search.word").fetchall())
    assert words == {"nouveau": 2}


def test_the_old_answers_remain_until_the_end_and_an_interrupted_rebuild_goes_on(
    index: Index, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.postgresql_rebuild._BATCH", 2)
    index.put(document(f"p{n}", "ancien") for n in range(6))
    new = [document(f"p{n}", "nouveau") for n in range(5)]

    def stopped(after: str | None) -> Iterator[Document]:
        yield from new[:3]
        assert sorted(ids(index, "ancien")) == ["p2", "p3", "p4", "p5"]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild_index(postgresql_url, stopped, 4)
    assert len(ids(index, "nouveau")) == 2

    asked: list[str | None] = []

    def going_on(after: str | None) -> Iterable[Document]:
        asked.append(after)
        return new[2:]

    assert rebuild_index(postgresql_url, going_on, 8) == Rebuilt(5, 4)
    assert asked == ["p1"]
    assert (len(ids(index, "nouveau")), ids(index, "ancien")) == (5, [])
    rebuild_index(postgresql_url, going_on, 8)
    assert asked == ["p1", None]


def test_what_is_saved_during_a_rebuild_is_never_overwritten(index: Index, postgresql_url: str) -> None:
    index.put([document("a", "ancien"), document("b", "ancien")])

    def documents(after: str | None) -> Iterator[Document]:
        read = document("a", "ancien"), document("b", "lu")
        index.put([document("a", "secret", audience="draft:1"), document("new", "neuf")])
        yield from read

    assert rebuild_index(postgresql_url, documents, 1).documents == 3
    assert ids(index, "ancien") == []
    assert ids(index, "secret") == []
    assert ids(index, "secret", audience=frozenset({"draft:1"})) == ["a"]
    assert ids(index, "neuf") == ["new"]
    assert ids(index, "lu") == ["b"]


def test_two_rebuilds_at_once(postgresql_url: str, index: Index) -> None:
    def documents(after: str | None) -> Iterator[Document]:
        with pytest.raises(IndexBusy):
            rebuild_index(postgresql_url, lambda after: [], 1)
        yield document("a", "eau")

    assert rebuild_index(postgresql_url, documents, 1).documents == 1


def test_a_rebuild_by_older_rules_is_not_continued(
    index: Index, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with interrupted(monkeypatch):
        rebuild_index(postgresql_url, broken, 4)
    with psycopg.connect(postgresql_url) as connection:
        connection.execute("UPDATE search.state SET building_by = 'older'")
    asked = []
    rebuild_index(postgresql_url, lambda after: asked.append(after) or [], 5)
    assert asked == [None]


def broken(after: str | None) -> Iterator[Document]:
    yield document("a", "eau")
    raise KeyboardInterrupt


@contextmanager
def interrupted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("search.engines.postgresql_rebuild._BATCH", 1)
    with pytest.raises(KeyboardInterrupt):
        yield
