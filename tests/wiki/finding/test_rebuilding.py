"""An index that cannot be trusted is built again, resumably, and nothing saved meanwhile is lost."""

import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from search.documents import Document
from search.engines import whoosh_folder, whoosh_rebuild
from search.index import open_index
from search.results import Rebuilt
from tests.wiki.finding.brittle import Brittle
from tests.wiki.finding.indexes import in_index, indexer_of, waiting
from tests.wiki.finding.results import found, titles
from wiki.app import create_app
from wiki.config import Settings
from wiki.db import database
from wiki.finding.election import seat_of
from wiki.finding.finder import finder_of
from wiki.finding.indexer import Indexer
from wiki.finding.rebuilding import Watch, rebuild
from wiki.jobs.worker import drain
from wiki.outbox import queries as outbox
from wiki.outbox.models import Change
from wiki.outbox.service import announce
from wiki.pages.models import Page

Client = Callable[..., FlaskClient]
Publish = Callable[..., int]
PATIENCE = 90
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Where it is the index that matters, not what the database says of it."""
PAGE = "# Des abeilles\n\nUne ruche.\n"


@pytest.fixture
def folder(settings: Settings) -> Path:
    """Where the index lies."""
    return settings.data_dir / "search"


@pytest.fixture
def fresh(settings: Settings) -> Iterator[Callable[[], Flask]]:
    """`fresh()` is the application in another process, as it were."""
    made: list[Flask] = []

    def app() -> Flask:
        made.append(create_app(settings))
        return made[-1]

    yield app
    for each in made:
        each.extensions["wiki.database"].dispose()


def spoil(folder: Path) -> None:
    """Damage the index so that it cannot be opened."""
    (folder / "current").write_text("index-nowhere")


def build(app: Flask, watch: Watch) -> Rebuilt:
    """Build the index as the command does."""
    with app.app_context():
        return rebuild(
            database(), finder_of(app), seat_of(app.extensions["wiki.settings"], database()), watch
        )


@contextmanager
def working(app: Flask) -> Iterator[Indexer]:
    """A worker's indexer that runs until the block ends."""
    indexer, stop = indexer_of(app), threading.Event()
    thread = threading.Thread(target=indexer.run, args=[stop])
    thread.start()
    try:
        yield indexer
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def work(app: Flask) -> None:
    """What a worker does from its start until everything is followed."""
    with working(app) as indexer:
        assert indexer.at_rest.wait(PATIENCE)


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@ON_SQLITE
def test_an_index_that_is_not_there_is_built_when_a_worker_starts(
    app: Flask, publish: Publish, folder: Path, fresh: Callable[[], Flask]
) -> None:
    publish(PAGE)
    shutil.rmtree(folder)
    work(fresh())
    assert len(in_index(fresh(), "ruche")) == 1


@ON_SQLITE
def test_where_there_is_no_index_searching_makes_none(app: Flask, client_of: Client, folder: Path) -> None:
    """An empty one would say that nothing is found."""
    shutil.rmtree(folder)
    assert client_of().get("/recherche?q=ruche").status_code == 503
    assert not folder.exists()


@ON_SQLITE
def test_an_index_that_lacks_pages_is_built_again_when_a_worker_starts(
    app: Flask, publish: Publish, folder: Path, settings: Settings, fresh: Callable[[], Flask]
) -> None:
    publish(PAGE)
    shutil.rmtree(folder)
    open_index(settings.search).close()
    other = fresh()
    work(other)
    assert len(in_index(other, "ruche")) == 1


@ON_SQLITE
def test_a_worker_does_not_rebuild_for_pages_that_are_on_their_way(
    app: Flask, publish: Publish, write: Any, caplog: pytest.LogCaptureFixture
) -> None:
    publish(PAGE)
    publish(PAGE.replace("abeilles", "guêpes"), indexed=False)
    work(app)
    assert len(in_index(app)) == 2
    assert "built again" not in caplog.text


@ON_SQLITE
def test_a_damaged_index_is_built_again_when_a_worker_starts(
    app: Flask, publish: Publish, folder: Path, fresh: Callable[[], Flask]
) -> None:
    publish(PAGE)
    spoil(folder)
    other = fresh()
    work(other)
    assert len(in_index(other, "ruche")) == 1


@ON_SQLITE
def test_a_change_that_meets_a_damaged_index_builds_it_again(
    app: Flask, publish: Publish, folder: Path
) -> None:
    publish(PAGE)
    spoil(folder)
    publish("# Autre\n\nUne ruche aussi.\n")
    assert len(in_index(app, "ruche")) == 2


@ON_SQLITE
def test_while_the_index_is_away_people_are_told_and_it_comes_back(
    app: Flask, client_of: Client, publish: Publish, folder: Path, write: Any
) -> None:
    publish(PAGE)
    spoil(folder)
    client = client_of()
    for _ in range(2):
        answer = client.get("/recherche?q=ruche")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "60"
    assert waiting(write) == 1
    drain(app)
    assert waiting(write) == 0
    assert titles(found(client, q="ruche")) == ["Des abeilles"]


def test_commits_lost_in_a_power_cut_are_made_again(
    app: Flask, publish: Publish, settle: Any, folder: Path, tmp_path: Path, fresh: Callable[[], Flask]
) -> None:
    """Nothing of an index is flushed: after a power cut it may be as it was some commits ago."""
    secret, kept = publish(PAGE), publish("# Deux\n\nUne ruche.\n")
    shutil.copytree(folder, tmp_path / "before")
    settle(secret, "draft")
    late = publish("# Trois\n\nUne ruche.\n")
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "before", folder)
    other = fresh()
    assert sorted(in_index(other, "ruche", keys={"public"})) == sorted(map(str, (secret, kept)))
    work(other)
    assert sorted(in_index(other, "ruche", keys={"public"})) == sorted(map(str, (kept, late)))


def test_an_index_of_a_future_that_the_database_does_not_know_is_built_again(
    app: Flask, publish: Publish, write: Any, fresh: Callable[[], Flask], caplog: pytest.LogCaptureFixture
) -> None:
    """As after restoring a backup of the database beside a newer index."""
    publish(PAGE)
    gone = publish("# Demain\n\nUne ruche.\n")
    with write() as session:
        session.execute(delete(Change).where(Change.page_id == gone))
        session.get_one(Page, gone).current_id = None
    work(fresh())
    assert "built again" in caplog.text
    assert len(in_index(fresh(), "ruche")) == 1


def test_an_interrupted_rebuild_goes_on_and_loses_nothing_saved_meanwhile(
    app: Flask,
    publish: Publish,
    settle: Any,
    rewrite: Any,
    fresh: Callable[[], Flask],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(whoosh_rebuild, "_BATCH", 3)
    pages = [publish(f"# Ruche {number}\n\nDes abeilles.\n", indexed=number == 11) for number in range(12)]
    passed: list[str] = []

    def until(limit: int) -> Callable[[Iterable[Document], int], Iterator[Document]]:
        def watch(documents: Iterable[Document], before: int) -> Iterator[Document]:
            resumed.append(before)
            for document in documents:
                if len(passed) == limit:
                    raise KeyboardInterrupt
                passed.append(document.id)
                yield document

        return watch

    resumed: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        build(app, until(8))
    # The old index answers meanwhile, and follows.
    settle(pages[0], "draft")
    rewrite(pages[1], "# Autre chose\n\nDes guêpes.\n")
    settle(pages[10], "draft")
    new = publish("# Nouvelle\n\nDes abeilles.\n")
    assert len(in_index(app, "abeilles", keys={"public"})) == 10
    other = fresh()
    rebuilt = build(other, until(1000))
    assert rebuilt.documents == 13
    assert resumed == [0, 6]
    work(other)
    expected = {str(page_id) for page_id in (*pages[2:10], pages[11], new)}
    assert set(in_index(other, "abeilles", keys={"public"})) == expected
    assert in_index(other, "guepes") == [str(pages[1])]


@ON_SQLITE
def test_a_rebuild_that_is_told_to_stop_goes_on_at_the_next_start(
    app: Flask, publish: Publish, folder: Path, brittle: Brittle
) -> None:
    for number in range(3):
        publish(f"# Ruche {number}\n\nDes abeilles.\n", kind="page", indexed=number == 2)
    shutil.rmtree(folder)
    stop = threading.Event()
    brittle.watch = stop.set
    indexer_of(app).run(stop)
    assert not (folder / "current").exists() or in_index(app) == []
    brittle.watch = lambda: None
    work(app)
    assert len(in_index(app, "abeilles")) == 3


def test_a_page_that_cannot_be_told_keeps_no_rebuild_back(
    app: Flask, publish: Publish, folder: Path, brittle: Brittle, write: Any
) -> None:
    pages = [
        publish(f"# {word}\n\nTexte.\n", kind="page", indexed=False) for word in ("abeille", "poison", "nid")
    ]
    spoil(folder)
    work(app)
    assert sorted(in_index(app)) == [str(pages[0]), str(pages[2])]
    with write() as session:
        lag = outbox.lag(session)
    assert (lag.waiting, lag.failing) == (0, 2)
    brittle.breaks = False
    with write() as session:
        announce(session, pages[1])
    work(app)
    assert len(in_index(app)) == 3
    assert waiting(write) == 0


@ON_SQLITE
def test_an_indexer_waits_while_another_process_builds(
    app: Flask, publish: Publish, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    publish(PAGE)
    spoil(folder)
    with whoosh_folder.building(folder), working(app):
        wait_until(lambda: "could not follow: IndexBusy" in caplog.text)
    work(app)
    assert len(in_index(app, "ruche")) == 1


def test_an_indexer_outlives_a_database_that_is_away_for_a_moment(
    app: Flask, publish: Publish, write: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def rename(old: str, new: str) -> None:
        with write() as session:
            session.connection().exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")

    publish(PAGE, indexed=False)
    rename("outbox", "away")
    with working(app):
        wait_until(lambda: "could not follow" in caplog.text)
        rename("away", "outbox")
        wait_until(lambda: len(in_index(app, "ruche")) == 1)


@ON_SQLITE
def test_a_second_indexer_stands_by_and_takes_over(app: Flask, publish: Publish, fresh: Any) -> None:
    with ExitStack() as second:
        with working(app) as first:
            assert first.at_rest.wait(PATIENCE)
            standby = second.enter_context(working(fresh()))
            publish(PAGE, indexed=False)
            wait_until(lambda: len(in_index(app, "ruche")) == 1)
            assert not standby.at_rest.is_set()
        assert standby.at_rest.wait(PATIENCE)


@ON_SQLITE
def test_the_old_index_follows_while_the_indexer_builds_a_new_one(app: Flask, publish: Publish) -> None:
    document = Document(id="1", title="", body="")
    seat = seat_of(app.extensions["wiki.settings"], app.extensions["wiki.database"])
    seat.take()
    indexer = Indexer(app, finder_of(app), seat, poll=0)
    publish(PAGE, indexed=False)
    with app.app_context():
        for _ in indexer.keeping_in_step([document], 0):
            assert len(in_index(app, "ruche")) == 1
    seat.release()
