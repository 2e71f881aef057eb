"""What is served to whom, and how: rights, kinds, pieces, widths."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from moto.server import ThreadedMotoServer
from werkzeug.test import TestResponse

from tests.wiki.attachments import samples
from wiki.attachments.media import pictures
from wiki.attachments.store.addresses import BucketAddress
from wiki.attachments.store.s3 import S3Store
from wiki.jobs.worker import drain

Client = Callable[[str], FlaskClient]
Send = Callable[..., TestResponse]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BROWSER = {"Accept": "image/avif,image/webp,image/png,*/*;q=0.8"}
SEES = {
    # audience:  visitor, nina, member of Trappes
    "public": (200, 200, 200),
    "members": (404, 200, 200),
    "territory": (404, 404, 200),
}


@sqlite_only
@pytest.mark.parametrize("audience", ["members", "territory"])
def test_a_file_is_for_whom_its_page_is(
    audience: str, publish: Any, send: Send, client_of: Client, settle: Any
) -> None:
    """Versions, smaller pictures, pieces and heads of it, too; and it follows its page at once."""
    page_id = publish("# Autre\n", audience="public", indexed=False)
    url = send(samples.picture(size=(400, 300)), to="trappes/autre").get_json()["url"]
    ways: list[tuple[str, str, dict[str, str]]] = [
        ("GET", url, {}), ("GET", f"{url}?version=1", {}), ("GET", f"{url}?largeur=320", BROWSER),
        ("HEAD", url, {}), ("GET", url, {"Range": "bytes=0-9"}), ("GET", "/fichiers/1", {}),
        ("GET", "/fichiers/1/comparer?de=1&a=1", {}),
    ]  # fmt: skip
    tag = client_of("").get(url).headers["ETag"]
    settle(page_id, audience, indexed=False)
    absent = url.replace("/1/", "/9/")
    for handle, status in zip(("", "nina", "membre"), SEES[audience], strict=True):
        for method, address, headers in ways:
            answer = client_of(handle).open(address, method=method, headers=headers, buffered=True)
            assert answer.status_code == (206 if status == 200 and "Range" in headers else status), (
                handle,
                address,
            )
            assert "public" not in answer.headers["Cache-Control"]
        hidden = client_of(handle).get(url, headers={"If-None-Match": tag})
        assert hidden.status_code == (304 if status == 200 else 404)
        if status == 404:
            assert hidden.text.replace(url, absent) == client_of(handle).get(absent).text


@sqlite_only
def test_what_is_shown_and_what_is_only_downloaded(send: Send, client_of: Client) -> None:
    shown = {"a.jpg": samples.picture(), "b.mp3": samples.MP3, "c.mp4": samples.MP4, "d.pdf": samples.pdf()}
    closed = {"e.svg": samples.SVG, "f.txt": b"<script>alert(1)</script>", "g.zip": samples.named_archive({"a": ""}),
              "h.odt": samples.odt(), "i.gpx": samples.GPX}  # fmt: skip
    for name, data in {**shown, **closed}.items():
        answer = client_of("").get(send(data, name).get_json()["url"])
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith(
            "inline" if name in shown else "attachment"
        ), name
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "sandbox" in policy or name == "d.pdf"
    assert client_of("").get("/fichiers/6/f.txt").content_type == "text/plain; charset=utf-8"
    forced = client_of("").get("/fichiers/1/a.jpg?telecharger")
    assert forced.headers["Content-Disposition"] == "attachment; filename*=UTF-8''a.jpg"


@sqlite_only
def test_sounds_and_films_are_sought_in(send: Send, client_of: Client) -> None:
    data = samples.MP4 + bytes(range(256)) * 1500
    url = send(data, "film.mp4").get_json()["url"]
    client = client_of("")
    whole = client.get(url)
    assert (whole.headers["Accept-Ranges"], whole.content_length, whole.data) == ("bytes", len(data), data)
    for asked, start, stop in (
        ("0-99", 0, 100),
        ("200000-350000", 200_000, 350_001),
        (f"{len(data) - 10}-", -10, None),
    ):
        part = client.get(url, headers={"Range": f"bytes={asked}"}, buffered=True)
        assert part.status_code == 206
        assert part.data == data[start:stop]
        assert part.content_length == len(part.data)
    assert client.get(url, headers={"Range": "bytes=99999999-"}).status_code == 416
    head = client.head(url)
    assert (head.status_code, head.content_length, head.data) == (200, len(data), b"")


@sqlite_only
def test_a_browser_asks_again_and_gets_nothing_new(send: Send, client_of: Client) -> None:
    url = send(samples.picture()).get_json()["url"]
    client = client_of("")
    bare, fixed = client.get(url), client.get(f"{url}?version=1")
    assert bare.headers["Cache-Control"] == "public, no-cache"
    assert fixed.headers["Cache-Control"] == "public, max-age=86400"
    again = client.get(url, headers={"If-None-Match": bare.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    # Nothing was kept for the next one by the cache of whole answers.
    assert client.get(url).data == bare.data


@sqlite_only
def test_widths_and_kinds_are_negotiated(send: Send, client_of: Client, app: Flask) -> None:
    told = send(samples.picture("PNG", size=(1000, 70))).get_json()
    client, url = client_of(""), told["url"]

    def got(width: int | str, **headers: str) -> str:
        answer = client.get(f"{url}?largeur={width}", headers=headers)
        assert answer.status_code == 200
        return answer.content_type

    assert got(320, **BROWSER) == "image/avif"
    assert got(320, Accept="image/webp,*/*") == "image/webp"
    assert got(320, Accept="*/*") == "image/png"
    assert "Accept" in client.get(f"{url}?largeur=320", headers=BROWSER).vary
    for no_width in (321, 1280, 99999, "x", ""):
        assert got(no_width, **BROWSER) == "image/png"
    # Once made, it is kept.
    drain(app)
    assert got(640, Accept="image/webp") == "image/webp"
    moving = send(samples.animation(), "b.gif").get_json()["url"]
    assert client.get(f"{moving}?largeur=320", headers=BROWSER).content_type == "image/gif"


@sqlite_only
def test_a_picture_that_cannot_be_made_smaller_is_shown_as_it_is(
    send: Send, client_of: Client, shelf: Any, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = send(samples.picture("PNG", size=(1000, 70))).get_json()["url"]
    with monkeypatch.context() as patched:
        patched.setattr("wiki.attachments.media.pictures.PATIENCE", 0.01)
        with pictures._one_at_a_time:
            assert client_of("").get(f"{url}?largeur=320", headers=BROWSER).content_type == "image/png"
    app.extensions["wiki.attachments"] = dataclasses.replace(
        shelf, limits=dataclasses.replace(shelf.limits, pixels=10)
    )
    assert client_of("").get(f"{url}?largeur=640", headers=BROWSER).content_type == "image/png"
    app.extensions["wiki.attachments"] = shelf
    # It is known by now that it cannot be made: nobody tries again and again.
    assert client_of("").get(f"{url}?largeur=640", headers=BROWSER).content_type == "image/png"


@sqlite_only
def test_bytes_that_the_store_has_lost_are_not_there(
    send: Send, client_of: Client, shelf: Any, app: Flask
) -> None:
    url = send(samples.picture(size=(400, 300))).get_json()["url"]
    for kept in list(shelf.store.listing()):
        shelf.store.remove(kept.hash)
    assert client_of("").get(url).status_code == 404
    drain(app)


@sqlite_only
def test_any_name_leads_to_the_file(send: Send, client_of: Client) -> None:
    send(name="a.jpg")
    assert client_of("").get("/fichiers/1/autre.png").content_type == "image/jpeg"
    assert client_of("").get("/fichiers/1/a.jpg?version=2").status_code == 404
    assert client_of("").get("/fichiers/1/a.jpg?version=x").status_code == 200


@pytest.fixture
def in_a_bucket(app: Flask, shelf: Any) -> Iterator[None]:
    """The same site with its files in object storage."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    store = S3Store(BucketAddress("seau", "", f"http://{host}:{port}", "us-east-1"), "clef", "secret")
    store._client.create_bucket(Bucket="seau")
    app.extensions["wiki.attachments"] = dataclasses.replace(shelf, store=store)
    yield
    server.stop()


@sqlite_only
def test_the_same_from_object_storage(in_a_bucket: None, send: Send, client_of: Client, app: Flask) -> None:
    data = samples.MP4 + bytes(range(256)) * 1500
    url = send(data, "film.mp4").get_json()["url"]
    client = client_of("")
    assert client.get(url).data == data
    assert (
        client.get(url, headers={"Range": "bytes=300000-300099"}, buffered=True).data == data[300_000:300_100]
    )
    picture = send(samples.picture(size=(400, 300)), "a.jpg").get_json()["url"]
    assert client.get(f"{picture}?largeur=320", headers=BROWSER).content_type == "image/avif"
    send(samples.pdf("Les iris"), "c.pdf")
    drain(app)
    assert client.get("/recherche?q=iris").text.count("c.pdf") == 1
