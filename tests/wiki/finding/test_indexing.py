"""The index follows the pages: once, all of them, and only as they are now."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.wiki.finding.brittle import Brittle
from tests.wiki.finding.following import follow
from tests.wiki.finding.indexes import in_index, waiting
from tests.wiki.finding.results import count, found, titles
from wiki.app import create_app
from wiki.config import Settings
from wiki.db import now
from wiki.finding.election import seat_of
from wiki.finding.finder import NotForWriting, finder_of
from wiki.finding.indexer import BATCH
from wiki.jobs.registry import job_registry
from wiki.jobs.service import enqueue
from wiki.jobs.worker import drain, run
from wiki.outbox.models import Change
from wiki.outbox.service import announce, announce_all
from wiki.pages.models import Page

Client = Callable[..., FlaskClient]
Publish = Callable[..., int]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PAGE = "# Des abeilles\n\nUne ruche.\n"


def put_off_to_now(write: Any) -> None:
    with write() as session:
        session.execute(update(Change).where(Change.done_at.is_(None)).values(due_at=now()))


@sqlite_only
def test_announcing_a_page_again_changes_nothing(app: Flask, publish: Publish, write: Any) -> None:
    page_id = publish(PAGE)
    for _ in range(3):
        with write() as session:
            announce(session, page_id)
    assert follow(app) == 3
    assert in_index(app) == [str(page_id)]
    assert follow(app) == 0


@sqlite_only
def test_a_page_that_is_gone_leaves_the_index(app: Flask, publish: Publish, write: Any) -> None:
    page_id = publish(PAGE)
    with write() as session:
        session.get_one(Page, page_id).current_id = None
        announce_all(session, [page_id, 12345])
    drain(app)
    assert in_index(app) == []
    assert waiting(write) == 0


def test_a_batch_repeated_after_a_crash_gives_the_same_index(
    app: Flask, publish: Publish, write: Any
) -> None:
    """A crash between the commit of the index and the mark leaves just this: in the index, and not marked."""
    pages = [publish(f"# Ruche {number}\n\nDes abeilles.\n", indexed=False) for number in range(3)]
    drain(app)
    with write() as session:
        session.execute(update(Change).values(done_at=None))
    assert follow(app) == 3
    assert sorted(in_index(app, "abeilles")) == sorted(map(str, pages))


def test_more_changes_than_a_batch_are_all_followed(app: Flask, publish: Publish, write: Any) -> None:
    page_id = publish(PAGE, indexed=False)
    with write() as session:
        announce_all(session, range(page_id + 1, page_id + BATCH + 1))
    assert follow(app) == BATCH + 1
    assert in_index(app) == [str(page_id)]


@sqlite_only
def test_what_was_made_private_is_found_by_nobody_else_after_the_batch(
    app: Flask, client_of: Client, publish: Publish, settle: Any
) -> None:
    page_id = publish(PAGE)
    visitor, other = client_of(), client_of("membre")
    assert count(found(visitor, q="ruche")) == 1
    settle(page_id, "draft")
    for client in (visitor, other):
        page = found(client, q="ruche")
        assert (titles(page), count(page)) == ([], 0)
    assert in_index(app, keys={"public", "members", "territory:*"}) == []


@sqlite_only
def test_a_page_that_the_index_still_holds_is_not_shown(
    client_of: Client, publish: Publish, write: Any
) -> None:
    page_id = publish(PAGE)
    with write() as session:
        session.get_one(Page, page_id).audience_key = "draft:0"
    page = found(client_of("admin"), q="ruche")
    assert (titles(page), count(page)) == ([], 0)


def test_a_page_that_cannot_be_told_holds_no_other_back_and_is_tried_again(
    app: Flask, publish: Publish, write: Any, brittle: Brittle, caplog: pytest.LogCaptureFixture
) -> None:
    texts = ("# Un\n\nTexte.\n", "# Deux\n\nUn poison.\n", "# Trois\n\nTexte.\n", "# Quatre\n\nTexte.\n")
    ids = [str(publish(text, kind="page", indexed=False)) for text in texts]
    drain(app)
    assert sorted(in_index(app)) == sorted([ids[0], ids[2], ids[3]])
    assert f"page {ids[1]} cannot be brought into the search index" in caplog.text
    with write() as session:
        (kept,) = session.scalars(select(Change).where(Change.done_at.is_(None)))
        assert (kept.page_id, kept.attempts, kept.error) == (int(ids[1]), 1, "LookupError: cannot be told")
        assert kept.due_at is not None
    assert follow(app) == 0
    put_off_to_now(write)
    drain(app)
    brittle.breaks = False
    put_off_to_now(write)
    drain(app)
    assert sorted(in_index(app)) == sorted(ids)
    assert waiting(write) == 0


def test_a_save_is_found_while_a_long_job_is_done(app: Flask, publish: Publish, write: Any) -> None:
    began, found_meanwhile, stop = threading.Event(), threading.Event(), threading.Event()

    def long(payloads: Any) -> None:
        began.set()
        assert found_meanwhile.wait(120)

    job_registry(app).register("long", long)
    with write() as session:
        enqueue(session, "long", {})
    thread = threading.Thread(target=run, args=[app, stop])
    thread.start()
    try:
        assert began.wait(120)
        publish(PAGE, indexed=False)
        end = time.monotonic() + 120
        while not in_index(app, "ruche"):
            assert time.monotonic() < end
            time.sleep(0.02)
    finally:
        found_meanwhile.set()
        stop.set()
        thread.join(120)
    assert not thread.is_alive()


@sqlite_only
def test_searching_never_writes(app: Flask, client_of: Client, publish: Publish, settings: Settings) -> None:
    publish(PAGE, indexed=False)
    assert count(found(client_of(), q="ruche")) == 0
    index = finder_of(app).index()
    assert index.health().documents == 0
    for change in (lambda: index.put([]), lambda: index.remove(["1"]), index.change):
        with pytest.raises(NotForWriting):
            change()
    with pytest.raises(NotForWriting):
        finder_of(app).index_for_writing(seat_of(settings, app.extensions["wiki.database"]))


@sqlite_only
def test_two_applications_share_one_index(app: Flask, publish: Publish, settings: Settings) -> None:
    other = create_app(settings)
    assert in_index(other) == []
    publish(PAGE)
    assert len(in_index(other, "ruche")) == 1
    other.extensions["wiki.database"].dispose()
