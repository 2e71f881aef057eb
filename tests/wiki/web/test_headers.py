"""Every answer carries the headers that keep a browser safe; pages are compressed and conditional."""

import gzip
import json

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from wiki.config import Settings
from wiki.web.assets import ADDRESS, DIST
from wiki.web.headers import HEADERS

pytestmark = [
    pytest.mark.usefixtures("database_url"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


def asset(name: str) -> str:
    return ADDRESS + json.loads((DIST / "manifest.json").read_text())[name]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/essai/travaux", 200),
        ("HEAD", "/essai/travaux", 200),
        ("OPTIONS", "/essai/travaux", 200),
        ("GET", "/sante", 200),
        ("GET", "/nulle-part", 404),
        ("PUT", "/essai/travaux", 405),
        ("GET", "/essai/erreur/forbidden", 401),
        ("GET", "/essai/erreur/fault", 500),
        ("POST", "/essai/formulaire", 400),
        ("GET", "/admin/travaux", 401),
    ],
)
def test_every_answer_is_guarded(visitor: FlaskClient, method: str, path: str, status: int) -> None:
    for _cold_then_warm in range(2):
        answer = visitor.open(path, method=method)

        assert answer.status_code == status
        for name, value in HEADERS.items():
            assert answer.headers.getlist(name) == [value], name
        assert answer.headers.getlist("Cache-Control") in (["no-store"], ["private, no-cache"])
        assert set(answer.vary) >= {"Cookie", "Accept-Language"}


def test_no_script_or_style_may_stand_in_a_page() -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


def test_static_files_are_not_guessed_at_and_kept_for_ever(visitor: FlaskClient) -> None:
    with visitor.get(asset("main.css")) as answer:
        assert answer.status_code == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
        assert "immutable" in answer.headers["Cache-Control"]


def test_static_files_are_sent_packed(visitor: FlaskClient) -> None:
    for accepted, sent in (("br, gzip", "br"), ("gzip", "gzip"), ("", None)):
        with visitor.get(asset("main.css"), headers={"Accept-Encoding": accepted}) as answer:
            assert answer.headers.get("Content-Encoding") == sent


def test_https_is_remembered_where_it_is_used(visitor: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in visitor.get("/essai/court").headers
    secure = visitor.get("/essai/court", base_url="https://wiki.exemple.fr")
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_pages_are_packed_as_the_browser_asks(visitor: FlaskClient) -> None:
    def get(accepted: str) -> tuple[str | None, bytes]:
        answer = visitor.get("/essai/travaux", headers={"Accept-Encoding": accepted})
        assert "accept-encoding" in answer.vary
        return answer.headers.get("Content-Encoding"), answer.data

    plain = get("")[1]
    for _cold_then_warm in range(2):
        encoding, body = get("gzip, deflate, br, zstd")
        assert (encoding, brotli.decompress(body)) == ("br", plain)
        encoding, body = get("gzip")
        assert (encoding, gzip.decompress(body)) == ("gzip", plain)
        assert get("identity") == (None, plain)
        assert get("x-unknown") == (None, plain)
        assert get("br;q=0.1, gzip")[0] == "gzip"
        assert get("br")[0] == "br"


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
@pytest.mark.parametrize("path", ["/essai/travaux", "/essai/court"])
def test_what_did_not_change_is_not_sent_again(visitor: FlaskClient, path: str, encoding: str) -> None:
    headers = {"Accept-Encoding": encoding}
    for _cold_then_warm in range(2):
        first = visitor.get(path, headers=headers)
        again = visitor.get(path, headers={**headers, "If-None-Match": first.headers["ETag"]})

        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert visitor.get(path, headers={**headers, "If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", ["/essai/travaux", "/essai/court", "/sante"])
def test_head_tells_what_get_would(visitor: FlaskClient, path: str) -> None:
    def told(method: str) -> dict[str, str]:
        answer = visitor.open(path, method=method, headers={"Accept-Encoding": "br"})
        assert method == "GET" or answer.data == b""
        return {name: value for name, value in answer.headers if name != "Date"}

    assert told("HEAD") == told("GET")
    assert told("HEAD") == told("GET")


class TestBehindProxies:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return Settings(
            data_dir=settings.data_dir,
            database_url=settings.database_url,
            secret_key="x",
            trusted_proxies=1,
            secure_cookies=True,
        )

    def test_the_nearest_proxy_is_believed(self, app: Flask) -> None:
        headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "wiki.exemple.fr"}
        answer = app.test_client().get("/essai/formulaire", headers=headers)

        assert "Strict-Transport-Security" in answer.headers
        assert "; Secure" in answer.headers["Set-Cookie"]
        assert "SameSite=Lax" in answer.headers["Set-Cookie"]


def test_nobody_is_believed_without_proxies(visitor: FlaskClient) -> None:
    answer = visitor.get("/essai/court", headers={"X-Forwarded-Proto": "https"})

    assert "Strict-Transport-Security" not in answer.headers
