"""Pictures of a page on a sheet that is printed elsewhere."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.wiki.attachments import samples
from wiki.attachments import printing
from wiki.permissions import Actor

Send = Callable[..., TestResponse]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_sheet_shows_what_its_reader_may_see(
    send: Send, publish: Any, app: Flask, shelf: Any, actor_of: Any
) -> None:
    publish("# Interne\n", audience="territory", indexed=False)
    large = send(samples.picture(size=(1200, 800)), "a.jpg").get_json()["url"]
    small = send(samples.picture("PNG"), "b.png").get_json()["url"]
    hidden = send(samples.picture(), "c.jpg", to="trappes/interne").get_json()["url"]
    document = send(samples.pdf(), "d.pdf").get_json()["url"]
    addresses = (f"{large}?version=1&amp;largeur=960", small, hidden, document, "/fichiers/99/x.jpg")
    html = "".join(f'<p><img src="{address}" alt="x"></p>' for address in addresses)
    member = actor_of("membre")
    with app.app_context():
        told, pictures = printing.with_pictures(Actor(), shelf, html, "sheet:picture/")
        assert told == html.replace(addresses[0], "sheet:picture/0").replace(small, "sheet:picture/1")
        assert pictures[0][8:12] == b"WEBP"
        assert pictures[1].startswith(b"\x89PNG")
        assert len(printing.with_pictures(member, shelf, html, "x:")[1]) == 3
        assert len(printing.with_pictures(member, shelf, html, "x:", most=1)[1]) == 1
        for kept in list(shelf.store.listing()):
            shelf.store.remove(kept.hash)
        assert printing.with_pictures(member, shelf, html, "x:")[1] == []
