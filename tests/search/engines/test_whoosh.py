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
from search.errors import IndexBusy, IndexStale
from search.index import Index, open_index, rebuild_index
from search.results import Rebuilt
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
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def found(index: Index, text: str) -> set[str]:
    return {hit.id for hit in index.search(query(text, limit=10_000)).hits}


def folder_of(url: str) -> Path:
    return whoosh_folder.in_use(Path(url.removeprefix("whoosh://")))


def test_killed_while_writing_nothing_told_is_lost(url: str) -> None:
    told: set[str] = set()
    for round_ in range(6):
        with writer(url, f"{round_}-", 1_000) as process:
            assert process.stdout is not None
            first = process.stdout.readline()
            time.sleep(0.01 + 0.017 * round_)
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
    with writer(url, "a", 30) as one, writer(url, "b", 30) as other:
        assert (one.wait(60), other.wait(60)) == (0, 0)
    index = open_index(url)
    assert found(index, "eau") == {f"{name}{number}" for name in "ab" for number in range(30)}
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
    index = open_index(url)
    index.put(document(str(number), "eau") for number in range(30))
    answers: list[int] = []

    def ask() -> None:
        answers.extend(index.search(query("eau")).total for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    index.put([document("0", "eau")])
    for thread in threads:
        thread.join()
    index.close()
    assert answers == [30] * 80


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
    for number in range(60):
        index.put([document(str(number), "eau")])
    names = {path.name for path in folder_of(url).iterdir()}
    assert len({name.split(".")[0] for name in names if name.endswith(".trm")}) <= 2 * whoosh_writing._FAN
    assert not any(name.endswith(".seg") for name in names)
    assert len(found(index, "eau")) == 60
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
    (Path(url.removeprefix("whoosh://")) / "current").unlink()
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
    assert len([*Path(url.removeprefix("whoosh://")).glob("index-*")]) == 1


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
