"""The language switch leads back to where one was and nowhere else; health is told to machines."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from wiki.app import create_app
from wiki.config import Settings
from wiki.db import Database
from wiki.web.actor import current_actor
from wiki.web.views import local_path

ClientOf = Callable[[str], FlaskClient]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ELSEWHERE = [
    "http://ailleurs.example",
    "https:ailleurs.example",
    "//ailleurs.example",
    "///ailleurs.example",
    "////ailleurs.example",
    "/\\ailleurs.example",
    "\\\\ailleurs.example",
    "\\/ailleurs.example",
    "/\t/ailleurs.example",
    "/\n/ailleurs.example",
    "\t//ailleurs.example",
    " //ailleurs.example",
    "\x00//ailleurs.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "ailleurs.example",
    "../ailleurs",
    "?q=1",
    "#x",
    "",
    "/a\r\nLocation: http://ailleurs.example",
    "/a\x00b",
    "/a\u2028b",
    "/\ud83d",
    "//[",
    "http://[::1",
    "//[::1]:http",
    "/\u200b/ailleurs.example",
]
HERE = [
    "/",
    "/trappes/lire-le-climat",
    "/recherche?q=l'%C3%A9t%C3%A9&theme=eau#suite",
    "/recherche?retour=http://ailleurs.example",
    "/été",
    "/a//b",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_link_leads_elsewhere(target: str) -> None:
    assert local_path(target) == "/"


@pytest.mark.parametrize("target", HERE)
def test_links_that_stay_here_are_followed(target: str) -> None:
    assert local_path(target) == target


@sqlite_only
@pytest.mark.parametrize("target", ELSEWHERE)
def test_the_switch_leads_nowhere_else(client_of: ClientOf, target: str) -> None:
    browser = client_of("")
    if target.isprintable():
        shown = browser.get("/langue", query_string={"retour": target})
        assert 'name="retour" value="/"' in shown.text
    answer = browser.post("/langue", data={"langue": "en", "retour": target.encode("utf-8", "replace")})

    assert (answer.status_code, answer.location) == (303, "/")


@sqlite_only
def test_the_switch_is_remembered_and_leads_back(client_of: ClientOf) -> None:
    browser = client_of("")
    answer = browser.post("/langue", data={"langue": "en", "retour": "/langue?retour=/trappes"})

    assert (answer.status_code, answer.location) == (303, "/langue?retour=/trappes")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("langue=en;")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert '<html lang="en">' in browser.get("/langue").text


@sqlite_only
@pytest.mark.parametrize("language", ["tlh", "", "\x00", "fr; Path=/"])
def test_a_language_that_there_is_not_is_not_remembered(client_of: ClientOf, language: str) -> None:
    answer = client_of("").post("/langue", data={"langue": language})

    assert (answer.status_code, answer.location) == (303, "/")
    assert "Set-Cookie" not in answer.headers


@sqlite_only
def test_where_to_go_back_is_shown_escaped(visitor: FlaskClient) -> None:
    page = visitor.get("/langue", query_string={"retour": '/"><script>x</script>'}).text

    assert "<script>x" not in page
    assert 'value="/&#34;&gt;&lt;script&gt;' in page


def test_health_is_told(visitor: FlaskClient) -> None:
    answer = visitor.get("/sante")

    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "text/plain"


@sqlite_only
def test_illness_is_told_too(visitor: FlaskClient, database: Database, settings: Settings) -> None:
    database.dispose()
    for path in settings.data_dir.parent.glob("wiki.sqlite3*"):
        path.unlink()
    (settings.data_dir.parent / "wiki.sqlite3").mkdir()

    assert visitor.get("/sante").status_code == 500


@sqlite_only
def test_the_style_guide_is_for_developers(visitor: FlaskClient, settings: Settings) -> None:
    assert visitor.get("/styleguide").status_code == 404

    app = create_app(replace(settings, debug=True), ("wiki.jobs", "wiki.mail", "wiki.accounts"))
    assert app.test_client().get("/styleguide").status_code == 200
    app.extensions["wiki.database"].dispose()


@sqlite_only
def test_templates_may_ask_what_the_person_may(app: Flask) -> None:
    can = app.jinja_env.globals["can"]
    with app.app_context():
        assert not current_actor().is_authenticated
        assert can("site:jobs:manage") is False
        with pytest.raises(ValueError, match="not a valid Permission"):
            can("site:jobs:dream")
