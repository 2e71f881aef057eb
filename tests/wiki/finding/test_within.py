"""Where the index lies in the database of the pages, a page is found the moment it is saved."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from search.errors import IndexBusy
from tests.wiki.finding.following import follow
from tests.wiki.finding.indexes import in_index, indexer_of, waiting
from wiki.config import IN_DATABASE, Settings
from wiki.db import Database
from wiki.finding import within
from wiki.finding.finder import finder_of
from wiki.jobs.worker import drain
from wiki.outbox.models import Change
from wiki.outbox.registry import AT_MOST_WITHIN
from wiki.outbox.service import announce, announce_all
from wiki.pages import service
from wiki.pages.models import Page
from wiki.permissions import Actor

Publish = Callable[..., int]
pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]


@pytest.fixture
def settings(database_url: str, tmp_path: Any) -> Settings:
    return Settings(
        data_dir=tmp_path / "data", database_url=database_url, search_url=IN_DATABASE, secret_key="for tests only"
    )  # fmt: skip


@pytest.fixture
def save(publish: Publish) -> Callable[..., int]:
    """`save(text)`: a page that no indexer has seen."""
    return lambda text, **values: publish(text, indexed=False, **values)


def sequence_of(app: Flask) -> int | None:
    return finder_of(app).index().health().sequence


def test_a_page_is_found_once_it_is_saved_by_whoever_may_see_it(
    app: Flask, save: Callable[..., int], write: Any, client_of: Callable[[str], FlaskClient]
) -> None:
    page_id = save("# Des abeilles\n\nUne ruche.\n", audience="members")
    assert in_index(app, "ruche") == [str(page_id)]
    assert in_index(app, "ruche", keys=["public"]) == []
    assert waiting(write) == 0
    with write() as session:
        assert sequence_of(app) == session.scalar(select(Change.sequence))
    assert "abeilles" in client_of("membre").get("/recherche?q=ruche").text
    assert "abeilles" not in client_of("").get("/recherche?q=ruche").text


def test_a_save_that_is_undone_leaves_nothing_in_the_index(
    app: Flask, save: Callable[..., int], write: Any, actor_of: Callable[[str], Actor]
) -> None:
    page_id = save("# Des abeilles\n\nUne ruche.\n")

    def fail() -> None:
        with write() as session:
            service.settle(session, actor_of("curatrice"), page_id, kind="page", audience="members")
            for act in app.extensions["wiki.database"].before_commit:
                act(session)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert in_index(app, "ruche", keys=["public"]) == [str(page_id)]


def test_a_page_that_is_withdrawn_or_removed_is_found_no_more(
    app: Flask, save: Callable[..., int], write: Any, actor_of: Callable[[str], Actor]
) -> None:
    hidden, gone = save("# Une ruche\n\nTexte.\n"), save("# Deux ruches\n\nTexte.\n")
    with write() as session:
        service.settle(session, actor_of("curatrice"), hidden, kind="scenario", audience="members")
        announce(session, gone)
        session.execute(update(Page).where(Page.id == gone).values(current_id=None))
    assert in_index(app, "ruche", keys=["public"]) == []
    with write() as session:
        announce(session, 987_654)
    assert waiting(write) == 0


def test_many_pages_at_once_are_left_to_the_indexer(app: Flask, save: Callable[..., int], write: Any) -> None:
    page_id = save("# Une ruche\n\nTexte.\n")
    with write() as session:
        session.execute(update(Page).values(title="Cabane"))
        announce_all(session, [page_id, *range(10_000, 10_000 + AT_MOST_WITHIN)])
    assert in_index(app, "cabane") == []
    assert waiting(write) == AT_MOST_WITHIN + 1
    assert follow(app) == AT_MOST_WITHIN + 1
    assert in_index(app, "cabane") == [str(page_id)]
    assert follow(app) == 0


def test_a_page_that_somebody_else_is_changing_is_left_to_the_indexer(
    app: Flask, save: Callable[..., int], write: Any
) -> None:
    one, other = save("# Une ruche\n\nTexte.\n"), save("# Deux ruches\n\nTexte.\n")
    database: Database = app.extensions["wiki.database"]
    with database.reader() as somebody:
        somebody.execute(update(Page).where(Page.id == one).values(title="Cabane"))
        with write() as session:
            announce_all(session, [one, other])
        assert waiting(write) == 1
        assert follow(app) == 1
        assert waiting(write) == 1
        somebody.commit()
    with write() as session:
        session.execute(update(Change).values(due_at=None))
    assert follow(app) == 1
    assert in_index(app, "cabane") == [str(one)]


def test_a_save_does_not_fail_for_the_sake_of_the_index(
    app: Flask, save: Callable[..., int], write: Any, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def broken(session: Session, page_ids: object) -> list[object]:
        session.connection().exec_driver_sql("SELECT nothing")
        return []

    with monkeypatch.context() as patched:
        patched.setattr(within, "documents_of", broken)
        page_id = save("# Une ruche\n\nTexte.\n")
    assert "could not be brought" in caplog.text
    assert in_index(app) == []
    assert waiting(write) == 1
    assert follow(app) == 1
    assert in_index(app) == [str(page_id)]


def test_a_page_that_cannot_be_told_keeps_no_other_back(
    app: Flask, save: Callable[..., int], write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = save("# Une ruche\n\nTexte.\n")
    documents_of = within.documents_of

    def brittle(session: Session, page_ids: list[int]) -> list[Any]:
        if bad in page_ids:
            raise LookupError
        return documents_of(session, page_ids)

    monkeypatch.setattr(within, "documents_of", brittle)
    with write() as session:
        session.execute(update(Page).values(title="Cabane"))
        announce(session, bad)
    good = save("# Deux ruches\n\nTexte.\n")
    with write() as session:
        session.execute(update(Page).values(title="Cabane"))
        announce_all(session, [*range(bad, good + 1), *range(10_000, 10_000 + AT_MOST_WITHIN)])
    drain(app)
    assert in_index(app, "cabane") == [str(good)]
    with write() as session:
        assert {
            change.page_id for change in session.scalars(select(Change).where(Change.done_at.is_(None)))
        } == {bad}


def test_a_database_that_does_not_do_it_blames_no_page(
    app: Flask, save: Callable[..., int], write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page_id = save("# Une ruche\n\nTexte.\n")

    def late(*arguments: object, **values: object) -> None:
        raise psycopg.errors.LockNotAvailable

    monkeypatch.setattr(within, "write", late)

    def bring() -> None:
        with app.app_context(), write() as session:
            within.bring(session, [page_id], 1)

    with pytest.raises(IndexBusy):
        bring()


def test_what_was_saved_during_a_rebuild_is_followed_again(
    app: Flask, save: Callable[..., int], write: Any
) -> None:
    page_id = save("# Une ruche\n\nTexte.\n")
    finder, ran = finder_of(app), []

    def documents(after: str | None) -> list[Any]:
        with write() as session:
            before = within.documents_of(session, [page_id])
        with write() as session:
            session.execute(update(Page).values(current_id=None))
            announce(session, page_id)
        assert in_index(app) == []
        ran.append(after)
        return before

    finder.rebuild(documents, sequence_of(app) or 0)
    indexer = indexer_of(app)
    with app.app_context():
        indexer.drain()
        assert indexer._seat.take()
        indexer._look()
        indexer._seat.release()
    assert ran == [None]
    assert in_index(app) == []


def test_a_search_that_takes_too_long_says_so(
    app: Flask,
    save: Callable[..., int],
    client_of: Callable[[str], FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page_id = save("# Une ruche\n\nTexte.\n")
    slow = "SET LOCAL statement_timeout = '1ms'; SELECT pg_sleep(1)"
    assert in_index(app) == [str(page_id)]
    monkeypatch.setattr("search.engines.postgresql.READING", slow)
    visitor = client_of("")
    answer = visitor.get("/recherche?q=ruche")
    assert (answer.status_code, "/recherche?q=ruche" in answer.text) == (503, True)
    assert visitor.get("/recherche/suggestions?q=ruc").status_code == 200
    assert visitor.get("/trappes/une-ruche/semblables").status_code == 200
