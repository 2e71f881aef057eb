"""What only an index on disk can get wrong: crashes, writers, readers, damage, and its own library."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import whoosh.fields
import whoosh.index

from search.documents import Document
from search.engines import whoosh_folder, whoosh_reading, whoosh_rebuild, whoosh_writing
from search.engines.whoosh import WhooshIndex
from search.errors import IndexBusy, IndexStale
from search.index import Index, open_index, rebuild_index
from search.results import Rebuilt
from tests.processes import copies
from tests.search.making import document, query

ROOT = Path(__file__).parents[3]
WRITER = """
import sys
from search.index import open_index
from tests.search.making import document
index = open_index(sys.argv[1])
for number in range(int(sys.argv[3])):
    index.put([document(f"{sys.argv[2]}{number}", "eau")])
    print(number, flush=True)
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"whoosh://{tmp_path / 'index'}"


def writer(url: str, name: str, count: int) -> "subprocess.Popen[str]":
    """Another process that puts one page after the other and tells each."""
    command = [sys.executable, "-c", WRITER, url, name, str(count)]
    path = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(ROOT))))
    environment = {**os.environ, "PYTHONPATH": path}
    with copies():
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def found(index: Index, text: str) -> set[str]:
    return {hit.id for hit in index.search(query(text, limit=10_000)).hits}


def folder_root(url: str) -> Path:
    return Path(url.removeprefix("whoosh://"))


def folder_of(url: str) -> Path:
    return whoosh_folder.in_use(folder_root(url))


def test_killed_while_writing_nothing_told_is_lost(url: str) -> None:
    told: set[str] = set()
    for round_ in range(3):
        with writer(url, f"{round_}-", 1_000) as process:
            assert process.stdout is not None
            first = process.stdout.readline()
            time.sleep(0.01 + 0.03 * round_)
            process.send_signal(signal.SIGKILL)
            lines = [first, *process.stdout.read().splitlines()]
        told |= {f"{round_}-{line.strip()}" for line in lines}
        index = open_index(url)
        assert told <= found(index, "eau")
        assert index.health().documents == len(found(index, "eau"))
        index.put([document("after", "eau")])
        index.close()


def test_two_writers_lose_nothing(url: str) -> None:
    open_index(url).close()
    with writer(url, "a", 15) as one, writer(url, "b", 15) as other:
        assert (one.wait(120), other.wait(120)) == (0, 0)
    index = open_index(url)
    assert found(index, "eau") == {f"{name}{number}" for name in "ab" for number in range(15)}
    index.close()


def test_a_reader_opened_before_sees_no_page_that_was_taken_away(url: str) -> None:
    reader, indexer = open_index(url), open_index(url)
    indexer.put(document(str(number), "eau") for number in range(50))
    assert len(found(reader, "eau")) == 50
    indexer.remove(["1"])
    indexer.put([document("2", "eau", audience="draft:7"), document("3", "feu")])
    assert found(reader, "eau") == {str(number) for number in range(50)} - {"1", "2", "3"}
    assert reader.health().documents == 49
    reader.close()
    indexer.close()


def test_many_threads_may_ask_at_once(url: str) -> None:
    """Every answer is that of one commit: never something of two."""
    index = open_index(url)
    index.put(document(str(number), "eau feu", themes=("t",)) for number in range(30))
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(40):
            found = index.search(query("eau -neige", facets=("themes",), limit=50))
            if not (found.total == found.facets["themes"]["t"] == len({hit.id for hit in found.hits}) == 30):
                wrong.append(found)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(12):
        index.put([document(str(number), "l'eau", themes=("t",))])
    for thread in threads:
        thread.join()
    index.close()
    assert wrong == []


def test_an_error_while_writing_changes_nothing_and_frees_the_lock(url: str) -> None:
    index = open_index(url)
    index.put([document("a", "eau")])
    with pytest.raises(TypeError):
        index.put([document("b", "eau"), replace(document("c", "eau"), title=None)])
    assert found(index, "eau") == {"a"}
    index.put([document("d", "eau")])
    assert found(index, "eau") == {"a", "d"}
    index.close()


def test_a_writer_that_never_ends_is_told(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whoosh_writing, "_LOCK_TIMEOUT", 0.0)
    index = open_index(url)
    other = whoosh.index.open_dir(folder_of(url)).writer()
    with pytest.raises(IndexBusy):
        index.put([document("a", "eau")])
    other.cancel()
    index.put([document("a", "eau")])
    index.close()


def test_the_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    open_index(f"whoosh://{tmp_path}").close()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
    assert stat.S_IMODE(whoosh_folder.in_use(tmp_path).stat().st_mode) == 0o700


def test_segments_stay_few_and_separate(url: str) -> None:
    index = open_index(url)
    for number in range(40):
        index.put([document(str(number), "eau")])
    names = {path.name for path in folder_of(url).iterdir()}
    assert len({name.split(".")[0] for name in names if name.endswith(".trm")}) <= 2 * whoosh_writing._FAN
    assert not any(name.endswith(".seg") for name in names)
    assert len(found(index, "eau")) == 40
    index.close()


def test_an_index_of_another_version_is_stale(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.setattr(whoosh_folder, "FINGERPRINT", "an older analysis")
        older.setattr(whoosh_reading, "FINGERPRINT", "an older analysis")
        open_index(url).close()
    with pytest.raises(IndexStale, match="older analysis"):
        open_index(url)
    assert rebuild_index(url, lambda after: [document("a", "eau")], 7) == Rebuilt(1, 7)
    index = open_index(url)
    assert found(index, "eau") == {"a"}
    index.close()


# Whoosh leaves a damaged file to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("damage", ["toc", "empty", "gone"])
def test_a_damaged_index_is_stale_and_can_be_rebuilt(url: str, damage: str) -> None:
    index = open_index(url)
    index.put([document("a", "eau")])
    index.close()
    for path in folder_of(url).iterdir():
        if path.suffix == ".toc" and damage == "toc":
            path.write_bytes(b"\x00nonsense")
        elif damage == "empty":
            path.write_bytes(b"")
        elif damage == "gone":
            path.unlink()
    with pytest.raises(IndexStale):
        open_index(url)
    assert rebuild_index(url, lambda after: [], 0) == Rebuilt(0, 0)
    open_index(url).close()


def test_a_pointer_that_vanished_is_told(url: str) -> None:
    index = open_index(url)
    (folder_root(url) / "current").unlink()
    with pytest.raises(IndexStale, match="no index"):
        index.search(query("eau"))
    index.close()


def test_open_indexes_answer_during_a_rebuild_and_move_after_it(url: str) -> None:
    index = open_index(url)
    index.put([document("old", "eau")])
    during: list[set[str]] = []

    def documents(after: str | None) -> Iterator[Document]:
        for number in range(2_100):
            if number == 5:
                during.append(found(index, "eau"))
            yield document(str(number), "eau")

    before = index.health().generation
    assert rebuild_index(url, documents, 3) == Rebuilt(2_100, 3)
    assert during == [{"old"}]
    assert index.search(query("eau")).total == 2_100
    assert index.health().generation > before
    assert index.health().sequence == 3
    index.put([document("new", "eau")])
    index.remove(["7"])
    assert index.health().documents == 2_100
    index.close()
    assert len([*folder_root(url).glob("index-*")]) == 1


def test_an_interrupted_rebuild_goes_on_where_it_was(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whoosh_rebuild, "_BATCH", 10)
    index = open_index(url)
    index.put([document("old", "eau")])
    asked: list[str | None] = []

    def documents(after: str | None) -> Iterator[Document]:
        asked.append(after)
        for number in range(int(after or -1) + 1, 35):
            if number == 25 and after is None:
                raise ConnectionError
            yield document(str(number), "eau")

    with pytest.raises(ConnectionError):
        rebuild_index(url, documents, 3)
    assert found(index, "eau") == {"old"}
    assert rebuild_index(url, documents, 9) == Rebuilt(35, 3)
    assert asked == [None, "19"]
    assert found(index, "eau") == {str(number) for number in range(35)}
    assert [hit.text for hit in index.suggest("ea", frozenset({"public"}))] == ["eau"]
    assert (index.health().sequence, index.health().documents) == (3, 35)
    index.close()


def test_what_another_version_began_to_build_is_begun_again(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(after: str | None) -> Iterator[Document]:
        yield document("a", "eau")
        raise ConnectionError

    monkeypatch.setattr(whoosh_rebuild, "_BATCH", 1)
    with monkeypatch.context() as older:
        older.setattr(whoosh_folder, "FINGERPRINT", "an older analysis")
        with pytest.raises(ConnectionError):
            rebuild_index(url, broken, 3)
    assert rebuild_index(url, lambda after: [document("b", "eau")], 9) == Rebuilt(1, 9)
    assert len([*folder_root(url).glob("index-*")]) == 1


def test_nobody_rebuilds_while_another_does_and_others_go_on(url: str) -> None:
    def documents(after: str | None) -> Iterator[Document]:
        with pytest.raises(IndexBusy):
            rebuild_index(url, lambda after: [], 0)
        index = open_index(url)
        index.put([document("meanwhile", "eau")])
        assert found(index, "eau") == {"meanwhile"}
        index.close()
        yield document("a", "eau")

    open_index(url).close()
    assert rebuild_index(url, documents, 0) == Rebuilt(1, 0)


def test_damage_inside_is_told_when_it_is_met(url: str) -> None:
    index = open_index(url)
    index.put(document(str(number), f"eau mot{number}") for number in range(50))
    index.close()
    index = open_index(url)
    for path in folder_of(url).glob("*.pst"):
        os.truncate(path, path.stat().st_size // 3)
    with pytest.raises(IndexStale):
        index.search(query("eau"))
    index.close()


def test_facts_that_a_power_cut_took_are_missed(url: str) -> None:
    index = open_index(url)
    index.put(document(str(number), "eau") for number in range(3))
    index.close()
    for path in folder_of(url).glob("*.facts.col"):
        path.write_bytes(b"")
    with pytest.raises(IndexStale, match="facts"):
        open_index(url)


def test_what_is_kept_in_memory_has_a_limit(url: str) -> None:
    index = WhooshIndex(folder_root(url), cache_limit=50_000)
    index.put(document(str(number), f"eau mot{number}") for number in range(300))
    for number in range(300):
        assert index.search(query(f"mot{number} eau", strict=True)).total == 1
    kept = (index._reader.segments.cache.held, index._reader.newest().cache.held)
    assert 25_000 < sum(kept) <= 50_000
    index.close()


def test_an_id_too_long_is_refused(url: str) -> None:
    index = open_index(url)
    with pytest.raises(ValueError, match="40 bytes"):
        index.put([document("é" * 21, "eau")])
    index.put([document("é" * 20, "eau")])
    assert found(index, "eau") == {"é" * 20}
    index.close()


def test_words_follow_the_index_that_is_put_in_use(url: str) -> None:
    everyone = frozenset({"public"})
    index = open_index(url)
    index.put([document("a", "ancien", title="Ancienne page")])
    assert rebuild_index(url, lambda after: [document("b", "nouveau", title="Nouvelle page")], 0)
    assert index.suggest("ancie", everyone) == ()
    assert {hit.text for hit in index.suggest("nouv", everyone)} == {"nouveau", "Nouvelle page"}
    index.close()


def test_a_rebuild_can_be_the_first_thing(url: str) -> None:
    assert rebuild_index(url, lambda after: [document("a", "eau")], 7) == Rebuilt(1, 7)
    index = open_index(url)
    assert found(index, "eau") == {"a"}
    index.close()


def test_why_searchers_are_never_refreshed(tmp_path: Path) -> None:
    """The day this fails, the library was repaired and `open_searcher` may use refresh()."""
    index = whoosh.index.create_in(tmp_path, whoosh.fields.Schema(id=whoosh.fields.ID(unique=True)))
    with index.writer() as first:
        for number in range(50):
            first.add_document(id=str(number))
    before = index.searcher()
    with index.writer() as second:
        second.merge = False
        second.update_document(id="1")
    with index.searcher() as fresh, before.refresh() as refreshed:
        assert fresh.doc_count() == 50
        assert refreshed.doc_count() == 51
