"""Every refusal is a page in plain words, or a problem document; nothing of the inside shows."""

import logging
from collections.abc import Callable

import pytest
from flask import Flask, abort, redirect
from flask.testing import FlaskClient
from werkzeug.exceptions import TooManyRequests

from wiki.config import Settings
from wiki.db import Database

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

STATUSES = {"not-found": 404, "forbidden": 401, "conflict": 409, "invalid": 422, "fault": 500}
INSIDE = ("Traceback", "secret of the inside", "RuntimeError", "sqlalchemy", "/wiki/")


def assert_nothing_inside(text: str) -> None:
    for word in INSIDE:
        assert word not in text


@pytest.mark.parametrize(("name", "status"), STATUSES.items())
def test_an_error_is_a_page(visitor: FlaskClient, name: str, status: int) -> None:
    answer = visitor.get(f"/essai/erreur/{name}")

    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert f"Erreur {status}" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert_nothing_inside(answer.text)


@pytest.mark.parametrize("accepted", ["application/json", "application/problem+json"])
@pytest.mark.parametrize(("name", "status"), STATUSES.items())
def test_an_error_is_a_problem_document_for_a_program(
    visitor: FlaskClient, name: str, status: int, accepted: str
) -> None:
    answer = visitor.get(f"/essai/erreur/{name}", headers={"Accept": accepted})

    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    problem = answer.get_json(force=True)
    assert problem["status"] == status
    assert set(problem) == {"title", "detail", "status"}
    assert_nothing_inside(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "accept" in answer.vary


def test_a_fault_is_written_in_the_log(visitor: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        visitor.get("/essai/erreur/fault")

    assert "secret of the inside" in caplog.text


def test_somebody_signed_in_is_told_that_the_right_is_missing(
    client_of: Callable[[str], FlaskClient],
) -> None:
    assert client_of("nina").get("/essai/erreur/forbidden").status_code == 403


def test_errors_speak_the_language_of_the_request(visitor: FlaskClient) -> None:
    answer = visitor.get("/nulle-part", headers={"Accept-Language": "en"})

    assert '<html lang="en">' in answer.text


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 415, 418, 422, 429, 500, 503])
def test_every_status_has_its_words(app: Flask, visitor: FlaskClient, status: int) -> None:
    app.add_url_rule("/essai/refus", "refuse", lambda: abort(status))
    answer = visitor.get("/essai/refus")

    assert answer.status_code == status
    assert f"Erreur {status}" in answer.text


def test_what_a_refusal_tells_machines_is_kept(app: Flask, visitor: FlaskClient) -> None:
    def refuse() -> str:
        raise TooManyRequests(retry_after=30)

    app.add_url_rule("/essai/trop", "too-many", refuse)

    assert visitor.get("/essai/trop").headers["Retry-After"] == "30"
    wrong_method = visitor.post("/essai/travaux")
    assert wrong_method.status_code == 405
    assert set(wrong_method.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_redirection_is_no_error(app: Flask, visitor: FlaskClient) -> None:
    app.add_url_rule("/essai/dossier/", "folder", lambda: "folder")
    app.add_url_rule("/essai/ailleurs", "away", lambda: abort(redirect("/essai/court")))

    assert visitor.get("/essai/dossier").status_code == 308
    assert visitor.get("/essai/ailleurs").location == "/essai/court"


def test_without_database_there_is_still_a_page(
    app: Flask,
    client_of: Callable[[str], FlaskClient],
    database: Database,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    browser = client_of("nina")
    database.dispose()
    for path in settings.data_dir.parent.glob("wiki.sqlite3*"):
        path.unlink()
    (settings.data_dir.parent / "wiki.sqlite3").mkdir()

    for one in (browser, app.test_client()):
        answer = one.get("/essai/travaux")
        assert answer.status_code == 500
        assert "Ce qui était enregistré est intact" in answer.text
        assert "X-Content-Type-Options" in answer.headers
        assert_nothing_inside(answer.text)


def test_a_page_of_error_that_cannot_be_made_is_told_barely(
    app: Flask, visitor: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    app.jinja_env.globals["slot"] = None
    app.jinja_env.globals["asset"] = None
    with caplog.at_level(logging.ERROR):
        answer = visitor.get("/nulle-part")

    assert answer.status_code == 404
    assert answer.text.startswith("<!doctype html><title>Cette page n’existe pas</title>")
    assert "could not be made" in caplog.text


ODD_PATHS = [
    "/%00", "/a%00b", "/a%00b/c%00d", "/%FF/%FE", "/%ED%A0%80/x", "/%F0%9F", "/..%2f..%2fetc/passwd", "/%2e%2e/x",
    "//x", "/" + "a" * 5000, "/" + "a/" * 500, "/%0d%0aX:1", "/static/../../pyproject.toml", "/static/%00",
    "/personnes/%00", "/personnes/%FF",
]  # fmt: skip
ODD_QUERIES = [
    "retour=%00",
    "retour=%FF",
    "retour=%ED%A0%80",
    "=&=&&&",
    "retour=" + "a" * 20_000,
    "%00=%00",
    "a[]=1",
]


@pytest.mark.parametrize("path", ODD_PATHS)
def test_an_odd_address_does_not_exist(visitor: FlaskClient, path: str) -> None:
    for method in ("GET", "HEAD", "POST"):
        answer = visitor.open(path, method=method)
        assert answer.status_code in (308, 404, 400, 405)
        if answer.status_code == 308:
            assert answer.location.startswith("http://localhost/")


@pytest.mark.parametrize("query", ODD_QUERIES)
def test_an_odd_question_is_answered(visitor: FlaskClient, query: str) -> None:
    assert visitor.get(f"/langue?{query}").status_code == 200


@pytest.mark.parametrize(
    "cookie",
    [
        "session=\x80\xff",
        "session=e30.x.y; langue=\xff",
        "session=" + "a" * 4000,
        "=;=;;",
        'langue="',
        "session=",
    ],
)
def test_odd_cookies_are_nobody_s(app: Flask, cookie: str) -> None:
    browser = app.test_client(use_cookies=False)

    assert browser.get("/essai/travaux", headers={"Cookie": cookie}).status_code == 200
    assert browser.get("/admin/travaux", headers={"Cookie": cookie}).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "\xff"},
        {"Accept": "application/json;q=x, */*"},
        {"If-None-Match": 'W/"', "If-Modified-Since": "yesterday"},
        {"Range": "bytes=0-1,5-"},
        {"Authorization": "Basic \xff"},
        {"Accept-Encoding": "br;q=x, \xff"},
        {"X-Forwarded-For": "\xff, not an address"},
        {"Content-Length": "-5"},
        {"Content-Length": "x"},
        {"Referer": "http://["},
    ],
)
def test_odd_headers_are_overlooked(visitor: FlaskClient, headers: dict[str, str]) -> None:
    assert visitor.get("/essai/travaux", headers=headers).status_code == 200
    assert visitor.get("/essai/erreur/not-found", headers=headers).status_code == 404


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", b"kind=\xff\xfe&csrf_token=\x00"),
        ("application/x-www-form-urlencoded", b"&&&=%ZZ&%00"),
        ("application/x-www-form-urlencoded; charset=utf-42", b"a=1"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense"),
        ("multipart/form-data; boundary=\xff", b"--x\r\n"),
        ("application/json", b"{"),
        ("\xff/\x00", b"?"),
    ],
)
def test_odd_forms_change_nothing(visitor: FlaskClient, content_type: str, body: bytes) -> None:
    assert visitor.post("/essai/formulaire", data=body, content_type=content_type).status_code == 400


def test_too_much_text_is_refused_in_words(app: Flask, visitor: FlaskClient) -> None:
    app.config.update(MAX_CONTENT_LENGTH=1000, MAX_FORM_MEMORY_SIZE=1000)
    answer = visitor.post("/essai/formulaire", data={"kind": "x" * 2000})

    assert answer.status_code == 413
    assert "Partagez-le en plusieurs pages" in answer.text


def test_too_many_fields_are_refused_in_words(visitor: FlaskClient) -> None:
    parts = b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n' for _ in range(1500))
    answer = visitor.post(
        "/essai/formulaire", data=parts + b"--x--\r\n", content_type="multipart/form-data; boundary=x"
    )

    assert answer.status_code == 413


def test_whoever_must_sign_in_first_comes_back_to_the_page(client_of) -> None:
    answer = client_of("").get("/compte?a=1&b=2")

    assert answer.status_code == 401
    assert 'href="/connexion?next=/compte%3Fa%3D1%26b%3D2"' in answer.text
