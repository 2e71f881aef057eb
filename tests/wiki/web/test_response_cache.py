"""Kept answers are for visitors alone, never old, and never those of somebody else."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from flask import Flask, make_response, stream_with_context
from flask.testing import FlaskClient
from sqlalchemy import event

from tests.wiki.web.test_memo import WRITE_ELSEWHERE
from wiki.db import Database
from wiki.jobs.models import Job
from wiki.web.response_cache import Answer, KeptAnswers

Counter = Callable[[], int]


@pytest.fixture
def statements(database: Database) -> Counter:
    """How many SQL statements were sent since the last question, but for the one that asks for changes."""
    sent: list[str] = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if "pg_current_snapshot" not in statement and not statement.startswith("BEGIN"):
            sent.append(statement)

    def count() -> int:
        number = len(sent)
        sent.clear()
        return number

    return count


def add_job(database: Database, kind: str = "new") -> None:
    with database.transaction() as session:
        session.add(Job(kind=kind, payload={}))


def test_a_second_visit_asks_the_database_nothing(visitor: FlaskClient, statements: Counter) -> None:
    first = visitor.get("/essai/travaux")
    assert statements() == 1
    second = visitor.get("/essai/travaux")

    assert statements() == 0
    assert second.data == first.data
    assert dict(second.headers) | {"Date": ""} == dict(first.headers) | {"Date": ""}


def test_any_commit_makes_the_answer_new(visitor: FlaskClient, database: Database) -> None:
    assert "new" not in visitor.get("/essai/travaux").text
    add_job(database)
    assert "new" in visitor.get("/essai/travaux").text


def test_a_commit_of_another_process_makes_the_answer_new(visitor: FlaskClient, database_url: str) -> None:
    before = visitor.get("/essai/travaux")
    subprocess.run([sys.executable, "-c", WRITE_ELSEWHERE, database_url], check=True)
    after = visitor.get("/essai/travaux", headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert "elsewhere" in after.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestWhatIsKept:
    """The same on either database."""

    def test_languages_are_kept_apart(self, visitor: FlaskClient) -> None:
        def get(language: str) -> str:
            return visitor.get("/essai/travaux", headers={"Accept-Language": language}).text

        for _ in range(2):
            assert "lang=fr" in get("fr")
            assert "lang=en" in get("en-GB,en;q=0.9")
        visitor.set_cookie("langue", "en")
        assert "lang=en" in get("fr")

    def test_addresses_are_kept_apart(self, app: Flask, visitor: FlaskClient) -> None:
        app.add_url_rule("/essai/ou", "where", lambda: __import__("flask").request.url)

        for address in ("/essai/ou?a=1", "/essai/ou?a=2", "/essai/ou"):
            for host in ("http://un.exemple", "http://deux.exemple", "https://un.exemple"):
                for _ in range(2):
                    assert visitor.get(address, base_url=host).text.rstrip("?") == host + address

    def test_a_visitor_with_the_language_cookie_alone_is_served(
        self, visitor: FlaskClient, statements: Counter
    ) -> None:
        visitor.set_cookie("langue", "en")
        visitor.get("/essai/travaux")
        statements()
        visitor.get("/essai/travaux")

        assert statements() == 0

    @pytest.mark.parametrize("cookie", ["session", "remember_token", "whatever"])
    def test_any_other_cookie_is_answered_afresh(
        self, visitor: FlaskClient, statements: Counter, cookie: str
    ) -> None:
        visitor.get("/essai/travaux")
        visitor.set_cookie(cookie, "x")
        statements()
        visitor.get("/essai/travaux")

        assert statements() >= 1

    def test_a_program_that_says_who_it_is_is_answered_afresh(
        self, visitor: FlaskClient, statements: Counter
    ) -> None:
        visitor.get("/essai/travaux")
        statements()
        visitor.get("/essai/travaux", headers={"Authorization": "Bearer x"})

        assert statements() >= 1

    def test_what_a_signed_in_person_sees_is_not_kept(
        self, app: Flask, client_of: Callable[[str], FlaskClient]
    ) -> None:
        app.add_url_rule("/essai/qui", "who", lambda: __import__("flask").g.actor.handle or "visiteur")

        assert client_of("nina").get("/essai/qui").text == "nina"
        assert client_of("").get("/essai/qui").text == "visiteur"
        assert client_of("admin").get("/essai/qui").text == "admin"
        assert client_of("").get("/essai/qui").text == "visiteur"

    def test_what_sets_a_cookie_is_not_kept(self, app: Flask) -> None:
        cookies = {app.test_client().get("/essai/formulaire").headers["Set-Cookie"] for _ in range(2)}

        assert len(cookies) == 2

    def test_what_may_not_be_stored_is_not_kept(self, visitor: FlaskClient, statements: Counter) -> None:
        visitor.get("/sante")
        statements()
        visitor.get("/sante")

        assert statements() == 1

    @pytest.mark.parametrize("path", ["/essai/erreur/not-found", "/essai/erreur/fault", "/nulle-part"])
    def test_errors_are_not_kept(self, app: Flask, visitor: FlaskClient, path: str) -> None:
        visitor.get(path)

        assert self._kept(app) == 0

    @staticmethod
    def _kept(app: Flask) -> int:
        values = app.extensions["wiki.memo"]._values.values()
        return sum(len(value) for value in values if isinstance(value, KeptAnswers))

    def test_streams_and_very_long_answers_are_not_kept(self, app: Flask, visitor: FlaskClient) -> None:
        app.add_url_rule(
            "/essai/flot", "stream", lambda: app.response_class(stream_with_context(iter(["a", "b"])))
        )
        app.add_url_rule("/essai/long", "long", lambda: make_response("y" * 600_000))
        for path in ("/essai/flot", "/essai/long"):
            assert visitor.get(path).status_code == 200

        assert self._kept(app) == 0

    def test_endless_questions_are_not_kept(self, app: Flask, visitor: FlaskClient) -> None:
        visitor.get("/essai/travaux", query_string={"q": "x" * 300})
        visitor.get("/essai/travaux", headers={"Accept-Encoding": "gzip," + "x" * 300})

        assert self._kept(app) == 0

    def test_a_change_is_never_answered_from_what_is_kept(
        self, app: Flask, visitor: FlaskClient, database: Database
    ) -> None:
        app.config["WTF_CSRF_ENABLED"] = False
        for _ in range(2):
            assert visitor.post("/essai/formulaire").text == "changed"

        assert visitor.get("/essai/travaux").text.count("changed") == 2

    def test_an_answer_is_made_again_from_time_to_time(
        self, visitor: FlaskClient, statements: Counter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        visitor.get("/essai/travaux")
        statements()
        monkeypatch.setattr("wiki.web.response_cache._SECONDS", 1_000_000_000)
        visitor.get("/essai/travaux")

        assert statements() == 1


def answer_of(length: int) -> Answer:
    return Answer(b"x" * length, 200, [])


def test_kept_answers_stay_within_their_bytes_whoever_asks_for_what() -> None:
    kept = KeptAnswers(most_bytes=10 * answer_of(1000).size)
    for number in range(500):
        kept.keep(number, answer_of(1000))
        kept.get(0)

    assert len(kept) == 10
    assert [bool(kept.get(number)) for number in (0, 1, 499)] == [True, False, True]


def test_an_answer_kept_again_takes_its_place_once() -> None:
    kept = KeptAnswers(most_bytes=10 * answer_of(1000).size)
    kept.keep("other", answer_of(1000))
    for _ in range(100):
        kept.keep("same", answer_of(1000))

    assert len(kept) == 2


def test_an_answer_too_great_for_the_whole_is_not_kept() -> None:
    kept = KeptAnswers(most_bytes=1000)
    kept.keep("great", answer_of(5000))
    kept.keep("greater", answer_of(6000))

    assert len(kept) == 0
