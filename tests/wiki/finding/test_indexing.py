"""The index follows the pages, and is built again whenever it cannot be trusted."""

import shutil
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from search.documents import Document
from search.errors import IndexStale
from search.index import open_index
from search.query import Query
from tests.wiki.finding.results import count, found, titles
from wiki.app import create_app
from wiki.config import Settings
from wiki.finding import tasks
from wiki.finding.finder import PlainTexts, finder_of
from wiki.finding.service import REBUILD_JOB
from wiki.jobs.models import Job
from wiki.jobs.service import enqueue
from wiki.jobs.worker import begin, drain
from wiki.pages.models import Page
from wiki.pages.projection import INDEX_JOB

Client = Callable[..., FlaskClient]
Publish = Callable[..., int]
PAGE = "---\nthèmes: [Climat, Environnement, Citoyenneté]\nlangue: fr-FR\n---\n# Des abeilles\n\nUne ruche.\n"


def waiting(write: Any, kind: str) -> int:
    with write() as session:
        return session.scalar(select(func.count()).select_from(Job).where(Job.kind == kind)) or 0


def in_index(app: Flask, text: str = "", **filters: tuple[str, ...]) -> list[str]:
    """The ids in the index, whoever may see them."""
    keys = frozenset({"public", "members", "territory:*", "draft:*"})
    return [hit.id for hit in finder_of(app).index().search(Query(text, audience=keys, filters=filters)).hits]


def spoil(settings: Settings) -> None:
    """Damage the index so that it cannot be opened."""
    folder = settings.data_dir / "search"
    (folder / "current").write_text("index-nowhere")


def test_a_document_says_what_the_page_says(app: Flask, publish: Publish, write: Any) -> None:
    page_id = publish(PAGE)
    with write() as session:
        [document] = tasks.all_documents(lambda: session)
    assert isinstance(document, Document)
    assert (document.id, document.title, document.body) == (str(page_id), "Des abeilles", "Une ruche.")
    assert (document.audience, document.territory, document.kind) == ("public", "trappes", "scenario")
    assert (document.url, document.language, document.region) == (
        "/trappes/des-abeilles",
        "fr",
        "Île-de-France",
    )
    assert sum(code.startswith("family:") for code in document.themes) == 2
    assert sum(code.startswith("theme:") for code in document.themes) == 3


def test_the_same_job_twice_changes_nothing(app: Flask, publish: Publish, write: Any) -> None:
    page_id = publish(PAGE)
    with write() as session:
        for _ in range(3):
            enqueue(session, INDEX_JOB, {"page_id": page_id})
    assert drain(app) == 3
    assert in_index(app) == [str(page_id)]


def test_a_page_that_is_gone_leaves_the_index(app: Flask, publish: Publish, write: Any) -> None:
    page_id = publish(PAGE)
    with write() as session:
        page = session.get_one(Page, page_id)
        page.current_id = None
        enqueue(session, INDEX_JOB, {"page_id": page_id})
        enqueue(session, INDEX_JOB, {"page_id": 12345})
    drain(app)
    assert in_index(app) == []


def test_a_page_that_the_index_still_holds_is_not_shown(
    client_of: Client, publish: Publish, write: Any
) -> None:
    page_id = publish("# Des abeilles\n\nUne ruche.\n")
    with write() as session:
        session.get_one(Page, page_id).audience_key = "draft:0"
    page = found(client_of("admin"), q="ruche")
    assert (titles(page), count(page)) == ([], 0)


def test_the_command_builds_the_index_again(
    app: Flask, client_of: Client, publish: Publish, settings: Settings
) -> None:
    for number in range(3):
        publish(f"# Page {number}\n\nDes abeilles.\n")
    client = client_of()
    assert count(found(client, q="abeilles")) == 3
    shutil.rmtree(settings.data_dir / "search")
    result = app.test_cli_runner().invoke(app.cli.commands["reindex"])
    assert (result.exit_code, result.exception) == (0, None)
    assert "3 pages in the search index." in result.output
    assert len(in_index(app, "abeilles")) == 3


def test_pages_changed_while_the_index_is_built_are_put_again(
    app: Flask, publish: Publish, write: Any
) -> None:
    first, second = publish("# Une\n\nTexte.\n"), publish("# Deux\n\nTexte.\n")

    def watch(documents: Any) -> Any:
        for document in documents:
            with write() as session:
                page = session.get_one(Page, first)
                page.audience_key = "members"
            yield document

    with app.app_context():
        assert tasks.rebuild(watch) == 2
    with write() as session:
        jobs = session.scalars(select(Job).where(Job.kind == INDEX_JOB)).all()
        assert [job.payload for job in jobs] == [{"page_id": first}]
    drain(app)
    assert sorted(in_index(app)) == sorted([str(first), str(second)])


def test_a_worker_rebuilds_an_empty_index_when_it_starts(
    app: Flask, publish: Publish, write: Any, settings: Settings
) -> None:
    publish(PAGE)
    begin(app)
    assert waiting(write, REBUILD_JOB) == 0
    shutil.rmtree(settings.data_dir / "search")
    open_index(settings.search).close()
    begin(app)
    begin(app)
    assert waiting(write, REBUILD_JOB) == 1
    drain(app)
    assert len(in_index(app, "ruche")) == 1


def test_a_worker_does_not_rebuild_for_pages_that_are_on_their_way(
    app: Flask, publish: Publish, write: Any
) -> None:
    publish(PAGE, indexed=False)
    begin(app)
    assert waiting(write, REBUILD_JOB) == 0


def test_a_worker_rebuilds_a_damaged_index_when_it_starts(
    app: Flask, publish: Publish, write: Any, settings: Settings
) -> None:
    publish(PAGE)
    spoil(settings)
    fresh = create_app(settings)
    begin(fresh)
    drain(fresh)
    assert len(in_index(fresh, "ruche")) == 1
    fresh.extensions["wiki.database"].dispose()


def test_a_job_that_meets_a_damaged_index_builds_it_again(
    app: Flask, publish: Publish, write: Any, settings: Settings
) -> None:
    publish(PAGE)
    spoil(settings)
    publish("# Autre\n\nUne ruche aussi.\n")
    assert len(in_index(app, "ruche")) == 2


def test_while_the_index_is_away_people_are_told_and_it_comes_back(
    app: Flask, client_of: Client, publish: Publish, settings: Settings, write: Any
) -> None:
    publish(PAGE)
    spoil(settings)
    client = client_of()
    for _ in range(2):
        answer = client.get("/recherche?q=ruche")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "60"
        assert "aucune page n’est perdue" in answer.text
    assert waiting(write, REBUILD_JOB) == 1
    drain(app)
    assert titles(found(client, q="ruche")) == ["Des abeilles"]


def test_what_fails_at_the_start_of_a_worker_holds_nothing_up(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def failing() -> None:
        raise IndexStale("no")

    app.extensions["wiki.jobs"].at_start(failing)
    begin(app)
    assert "failed at the start of the worker" in caplog.text


def test_searching_never_writes_documents(
    app: Flask, client_of: Client, publish: Publish, settings: Settings
) -> None:
    publish(PAGE, indexed=False)
    assert count(found(client_of(), q="ruche")) == 0
    assert finder_of(app).index().health().documents == 0


def test_two_applications_share_one_index(app: Flask, publish: Publish, settings: Settings) -> None:
    other = create_app(settings)
    assert in_index(other) == []
    publish(PAGE)
    assert len(in_index(other, "ruche")) == 1
    other.extensions["wiki.database"].dispose()


def test_plain_texts_forget_the_least_recently_used() -> None:
    texts = PlainTexts(limit=2)
    texts.keep(1, "un")
    texts.keep(2, "deux")
    assert texts.get(1) == "un"
    texts.keep(3, "trois")
    assert [texts.get(number) for number in (1, 2, 3)] == ["un", None, "trois"]
