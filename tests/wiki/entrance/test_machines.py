"""Feeds, site map and robots: what machines read is valid, absolute and public."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy import update

from wiki.app import create_app
from wiki.config import Settings
from wiki.pages.models import Revision

Client = Callable[..., FlaskClient]
Publish = Callable[..., int]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
ISLAND = '---\nthèmes: [Environnement]\n---\n# Îlot & <fraîcheur>\n\nOn mesure "tout".\n'


def xml(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    return etree.fromstring(answer.data)


def entries(client: FlaskClient, address: str) -> list[str]:
    return [
        str(title) for title in xml(client, address).xpath("/a:feed/a:entry/a:title/text()", namespaces=ATOM)
    ]


def locations(client: FlaskClient, address: str) -> list[str]:
    return [str(place) for place in xml(client, address).xpath("//s:loc/text()", namespaces=MAP)]


def check_atom(feed: Any) -> None:
    """What RFC 4287 asks of a feed and its entries (4.1.1, 4.1.2)."""
    for holder in (feed, *feed.xpath("a:entry", namespaces=ATOM)):
        for name in ("id", "title", "updated"):
            [element] = holder.xpath(f"a:{name}", namespaces=ATOM)
            assert element.text
        [updated] = holder.xpath("a:updated/text()", namespaces=ATOM)
        assert datetime.fromisoformat(updated).tzinfo is not None
        for href in holder.xpath("a:link/@href", namespaces=ATOM):
            assert href.startswith("http")
        assert len(holder.xpath("a:link[@rel='alternate']", namespaces=ATOM)) == 1
        assert len(holder.xpath("a:summary", namespaces=ATOM)) <= 1
    assert feed.xpath("a:author/a:name/text()", namespaces=ATOM)
    assert len(feed.xpath("a:link[@rel='self']", namespaces=ATOM)) == 1
    ids = feed.xpath("//a:id/text()", namespaces=ATOM)
    assert len(ids) == len(set(ids))
    assert all(name.startswith("tag:") for name in ids)


@sqlite_only
def test_feeds_are_valid(client_of: Client, publish: Publish) -> None:
    publish(ISLAND, indexed=False)
    client = client_of()
    for place, expected in (
        ("", ["Îlot & <fraîcheur>"]),
        ("/trappes", ["Îlot & <fraîcheur>"]),
        ("/themes/climat", ["Îlot & <fraîcheur>"]),
        ("/themes/environnement", ["Îlot & <fraîcheur>"]),
        ("/nantes", []),
    ):
        address = f"{place}/flux.atom"
        answer = client.get(address)
        assert answer.content_type == "application/atom+xml; charset=utf-8", address
        feed = etree.fromstring(answer.data)
        assert feed.tag == "{http://www.w3.org/2005/Atom}feed", address
        check_atom(feed)
        assert entries(client, address) == expected, address
        terms = feed.xpath("a:entry/a:category/@term", namespaces=ATOM)
        assert terms == ["environnement"] * len(expected), address


def test_what_does_not_exist_has_no_feed(client_of: Client) -> None:
    client = client_of()
    for address in ("/nulle-part/flux.atom", "/themes/rien/flux.atom", "/themes/%00/flux.atom"):
        assert client.get(address).status_code == 404, address


def test_feeds_and_site_map_are_public_even_for_who_sees_more(
    client_of: Client, publish: Publish, settle: Callable[..., None]
) -> None:
    page_id = publish(ISLAND, indexed=False)
    publish(ISLAND.replace("Îlot", "Membres"), audience="members", indexed=False)
    publish(ISLAND.replace("Îlot", "Brouillon"), audience="draft", indexed=False)
    for handle in ("", "membre", "curatrice", "admin"):
        client = client_of(handle)
        for address in ("/flux.atom", "/trappes/flux.atom", "/themes/climat/flux.atom"):
            assert entries(client, address) == ["Îlot & <fraîcheur>"]
        assert sum("/trappes/" in place for place in locations(client, "/sitemap.xml")) == 1
    settle(page_id, "territory", indexed=False)
    for handle in ("", "admin"):
        assert entries(client_of(handle), "/flux.atom") == []
        assert not any("/trappes/" in place for place in locations(client_of(handle), "/sitemap.xml"))


@sqlite_only
def test_who_has_it_already_is_told_so(client_of: Client, publish: Publish) -> None:
    publish(ISLAND, indexed=False)
    client = client_of("nina")
    etags = {address: client.get(address).headers["ETag"] for address in ("/flux.atom", "/sitemap.xml")}
    for address, etag in etags.items():
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304, address
    publish(ISLAND.replace("Îlot", "Autre"), indexed=False)
    for address, etag in etags.items():
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 200, address


@sqlite_only
def test_addresses_are_those_of_the_settings(app: Flask, settings: Settings, publish: Publish) -> None:
    publish(ISLAND, indexed=False)
    public = create_app(replace(settings, site_url="https://territoire.example/"))
    client = public.test_client()
    feed = xml(client, "/flux.atom")
    hrefs = feed.xpath("//a:link/@href", namespaces=ATOM)
    assert all(href.startswith("https://territoire.example/") for href in hrefs)
    assert "//" not in hrefs[-1].removeprefix("https://")
    assert feed.xpath("a:entry/a:id/text()", namespaces=ATOM)[0].startswith(
        "tag:territoire.example,2026:page-"
    )
    assert "https://territoire.example/" in locations(client, "/sitemap.xml")
    assert client.get("/robots.txt").text.endswith("Sitemap: https://territoire.example/sitemap.xml\n")
    public.extensions["wiki.database"].dispose()


@sqlite_only
def test_an_author_who_left_is_not_named(client_of: Client, publish: Publish, write: Any) -> None:
    publish(ISLAND, indexed=False)
    client = client_of()
    named = xml(client, "/flux.atom").xpath("a:entry/a:author/a:name/text()", namespaces=ATOM)
    assert named == ["Curatrice"]
    with write() as session:
        session.execute(update(Revision).values(author_id=None))
    feed = xml(client, "/flux.atom")
    check_atom(feed)
    assert not feed.xpath("a:entry/a:author", namespaces=ATOM)


@sqlite_only
def test_the_site_map_lists_pages_territories_and_themes(client_of: Client, publish: Publish) -> None:
    publish(ISLAND, indexed=False)
    places = locations(client_of(), "/sitemap.xml")
    root = "http://localhost"
    wanted = ["/", "/themes", "/territoires", "/trappes", "/themes/climat", "/themes/environnement"]
    assert {root + path for path in wanted} < set(places)
    assert places[-1] == f"{root}/trappes/ilot-fraicheur"
    assert len(places) == len(set(places))
    [moment] = xml(client_of(), "/sitemap.xml").xpath("//s:lastmod/text()", namespaces=MAP)
    assert datetime.fromisoformat(moment).tzinfo is not None


@sqlite_only
def test_a_large_site_map_is_an_index(app: Flask, client_of: Client, publish: Publish) -> None:
    app.config["SITEMAP_PAGES_PER_PART"] = 2
    for number in range(3):
        publish(f"# Page {number}\n\nTexte.\n", indexed=False)
    client = client_of()
    parts = locations(client, "/sitemap.xml")
    assert parts == [f"http://localhost/sitemap.xml?partie={number}" for number in (1, 2)]
    first, second = (locations(client, part.removeprefix("http://localhost")) for part in parts)
    assert first[0] == "http://localhost/"
    assert second == ["http://localhost/trappes/page-2"]
    for nonsense in ("0", "3", "x", "9" * 30):
        assert client.get(f"/sitemap.xml?partie={nonsense}").status_code == 404


@sqlite_only
def test_robots_are_kept_from_forms(client_of: Client) -> None:
    answer = client_of().get("/robots.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert "Disallow: /nouveau" in answer.text
    assert "Sitemap: http://localhost/sitemap.xml" in answer.text
