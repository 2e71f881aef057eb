"""Links to other sites: asked of a real server, one at a time, and dead only after three days."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.wiki.trash.conftest import said
from wiki.config import Settings
from wiki.db import now
from wiki.housekeeping import checking, service
from wiki.housekeeping.checking import Finding
from wiki.housekeeping.models import ExternalAddress
from wiki.housekeeping.tasks import check_one_link
from wiki.permissions import Actor
from wiki.territories.models import Territory

Client = Callable[..., FlaskClient]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ENOUGH = "Des mots qui disent quelque chose. " * 8


class Site(BaseHTTPRequestHandler):
    """Answers as its address says: `/404`, `/head-405`, `/to/404` …; notes who asked for what."""

    asked: ClassVar[list[tuple[str, str, str]]] = []

    def do_HEAD(self) -> None:
        self._answer(405 if self.path == "/head-405" else None)

    def do_GET(self) -> None:
        self._answer(206 if self.path == "/head-405" else None)

    def _answer(self, status: int | None) -> None:
        self.asked.append((self.command, self.path, self.headers.get("User-Agent", "")))
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to"))
        else:
            self.send_response(status or int(self.path.strip("/") or 200))
        self.end_headers()

    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    Site.asked.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def with_settings(app: Flask, *, in_context: bool = True, **values: Any) -> Iterator[None]:
    before: Settings = app.extensions["wiki.settings"]
    app.extensions["wiki.settings"] = Settings(data_dir=before.data_dir, **values)
    with app.app_context() if in_context else nullcontext():
        yield
    app.extensions["wiki.settings"] = before


ANSWERS = (
    ("/200", Finding("", 200), ["HEAD"]),
    ("/head-405", Finding("", 206), ["HEAD", "GET"]),
    ("/404", Finding("status", 404), ["HEAD", "GET"]),
    ("/500", Finding("status", 500), ["HEAD", "GET"]),
    ("/403", Finding("", 403), ["HEAD", "GET"]),
    ("/to/to/200", Finding("", 200), ["HEAD"] * 3),
    ("/to/404", Finding("status", 404), ["HEAD", "HEAD", "GET", "GET"]),
    ("/to/to/to/to/to/to/200", Finding("refused"), ["HEAD"] * 6),
)


def test_what_an_answer_means(app: Flask, site: str) -> None:
    with with_settings(app, outgoing_private=True, site_url="https://wiki.example"):
        for path, finding, methods in ANSWERS:
            before = len(Site.asked)
            assert checking.ask(f"{site}{path}") == finding, path
            assert [method for method, _path, _agent in Site.asked[before:]] == methods, path
    assert {agent for *_rest, agent in Site.asked} == {"territoire-apprenant (+https://wiki.example)"}


def test_private_addresses_are_never_called(app: Flask, site: str) -> None:
    with with_settings(app):
        for url in (
            f"{site}/200",
            "http://localhost/",
            "http://169.254.169.254/",
            "http://[::1]/",
            "ftp://a.example",
        ):
            assert checking.ask(url) == Finding("refused"), url
    assert Site.asked == []


def test_who_does_not_answer(app: Flask, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with with_settings(app, outgoing_private=True):
        assert checking.ask("http://127.0.0.1:1/") == Finding("unreachable")
        monkeypatch.setattr(checking, "TIMEOUT", 0.0)
        assert checking.ask(f"{site}/200") == Finding("slow")


@pytest.fixture
def known(write: Any, people: dict[str, int]) -> None:
    with write() as session:
        for url in ("https://a.example/1", "https://a.example/2", "https://b.example/1"):
            host = url.split("/")[2]
            session.add(ExternalAddress(url=url, digest=service.digest_of(url), host=host))


def address(write: Any, url: str) -> ExternalAddress:
    with write() as session:
        found: ExternalAddress = session.scalars(
            select(ExternalAddress).where(ExternalAddress.url == url)
        ).one()
        return found


def test_one_site_is_never_asked_twice_at_once_nor_soon(write: Any, known: None) -> None:
    def take() -> str | None:
        with write() as session:
            found = checking.take_one(session)
            return found.url if found else None

    assert take() == "https://a.example/1"
    assert take() == "https://b.example/1"
    assert take() is None
    before = now()
    with write() as session:
        checking.put_back(session, address_id(session, "https://a.example/1"), Finding("", 200))
        checking.put_back(session, 99, Finding("", 200))
        assert not checking.is_any_due(session)
    second = address(write, "https://a.example/2")
    assert before + timedelta(seconds=20) < second.due_at < now() + timedelta(seconds=40)
    assert address(write, "https://a.example/1").due_at > now() + timedelta(days=29)


def address_id(session: Any, url: str) -> int:
    found: int = session.scalars(select(ExternalAddress.id).where(ExternalAddress.url == url)).one()
    return found


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    def travel(hours: int) -> None:
        moment = datetime(2026, 11, 26, 8, tzinfo=UTC) + timedelta(hours=hours)
        monkeypatch.setattr(checking, "now", lambda: moment)

    return travel


def test_dead_only_after_three_different_days(write: Any, known: None, at: Callable[[int], None]) -> None:
    url = "https://a.example/1"

    def learn(hours: int, finding: Finding) -> tuple[int, bool]:
        at(hours)
        with write() as session:
            checking.put_back(session, address_id(session, url), finding)
        found = address(write, url)
        return found.failures, found.is_dead

    gone = Finding("status", 404)
    assert [learn(hours, gone) for hours in (0, 2, 24, 26, 49)] == [
        (1, False), (1, False), (2, False), (2, False), (3, True)
    ]  # fmt: skip
    dead = address(write, url)
    assert dead.failing_since == datetime(2026, 11, 26, 8, tzinfo=UTC)
    assert dead.checked_at is not None
    assert dead.due_at - dead.checked_at == checking.IS_DEAD
    assert learn(60, Finding("", 200)) == (0, False)
    assert address(write, url).failing_since is None
    assert learn(90, gone) == (1, False)
    assert learn(120, Finding("refused")) == (0, False)
    assert address(write, url).due_at > now() + timedelta(days=100)


def test_nothing_is_asked_unless_the_settings_allow_it(
    app: Flask, write: Any, site: str, people: dict[str, int]
) -> None:
    with write() as session:
        session.add(ExternalAddress(url=f"{site}/404", digest="x", host="127.0.0.1"))
    with with_settings(app, outgoing_private=True):
        assert check_one_link() == 0
    assert Site.asked == []
    with with_settings(app, outgoing_private=True, check_links=True):
        assert check_one_link() == 1
        assert check_one_link() == 0
    found = address(write, f"{site}/404")
    assert (found.status, found.fault, found.failures) == (404, "status", 1)


def test_a_referent_has_links_checked_and_sees_how_far_it_is(
    app: Flask, client_of: Client, write: Any, publish: Callable[..., int]
) -> None:
    publish(
        f"# Une\n\n{ENOUGH} [a](https://a.example) [b](https://b.example)\n", kind="page", territory="trappes"
    )
    with write() as session:
        session.execute(update(ExternalAddress).values(due_at=now() + timedelta(days=9)))
        first = update(ExternalAddress).where(ExternalAddress.host == "a.example")
        session.execute(first.values(checked_at=now() - timedelta(days=3)))
    browser, page = client_of("referente"), "/territoires/trappes/entretien/liens-morts"
    assert "n'a pas ouvert la vérification" in said(browser.get(page).text)
    assert browser.post(page).status_code == 404

    with with_settings(app, in_context=False, check_links=True):
        assert "1 lien vérifié sur 2." in said(browser.get(page).text)
        assert "2 liens vont être vérifiés" in said(browser.post(page, follow_redirects=True).text)
        assert "ont été vérifiés aujourd'hui" in said(browser.post(page, follow_redirects=True).text)
        assert client_of("membre").post(page).status_code == 403
        national = client_of("curatrice").post("/pages/entretien/liens-morts")
        assert national.headers["Location"] == "/pages/entretien/liens-morts"
        assert browser.post("/pages/entretien/liens-morts").status_code == 403


def test_what_was_asked_today_is_not_asked_again(
    write: Any, known: None, actor_of: Callable[[str], Actor]
) -> None:
    curator = actor_of("curatrice")
    with write() as session:
        session.execute(update(ExternalAddress).values(due_at=now() + timedelta(days=9), checked_at=now()))
        place = session.scalars(select(Territory).where(Territory.slug == "trappes")).one()
        assert service.ask_to_check(session, curator, place) == 0
