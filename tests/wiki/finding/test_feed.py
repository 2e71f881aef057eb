"""The Atom feed of a search."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from tests.reading import select
from tests.wiki.finding.results import found
from wiki.jobs.worker import drain

Client = Callable[..., FlaskClient]
Publish = Callable[..., int]
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client: FlaskClient, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return [title.text or "" for title in etree.fromstring(answer.data).iterfind(f"{ATOM}entry/{ATOM}title")]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_search_can_be_followed(client_of: Client, publish: Publish, app: Flask) -> None:
    publish("---\nthèmes: [Climat]\n---\n# Ancienne\n\nUne ruche.\n", indexed=False)
    publish(
        "---\nthèmes: [Climat]\n---\n# Nouvelle, ruche, ruche\n\nUne ruche.\n", kind="tool", indexed=False
    )
    publish("# Cachée\n\nUne ruche.\n", audience="members", indexed=False)
    publish("# Ailleurs\n\nUn mouton.\n", indexed=False)
    drain(app)
    client = client_of()
    page = found(client, q="ruche thème:climat", tri="courtes", vue="carte", page=2)
    links = [link.get("href") for link in select(page, "link[type=application/atom+xml]")]
    address = links[-1]
    assert address == "/recherche.atom?q=ruche&theme=climat"
    assert address in {a.get("href") for a in select(page, ".results-keep a")}

    # A feed is read without signing in: it says the same to everybody.
    for handle in ("", "membre"):
        assert entries(client_of(handle), address) == ["Nouvelle, ruche, ruche", "Ancienne"]
    assert entries(client, "/recherche.atom?q=ruche&type=tool") == ["Nouvelle, ruche, ruche"]
    # Pages that hold only some of the words are no news.
    assert entries(client, "/recherche.atom?q=ruche+zoo") == []

    answer = client.get(address)
    root = etree.fromstring(answer.data)
    links = {link.get("rel"): link.get("href") for link in root.iterfind(f"{ATOM}link")}
    assert links["self"] == f"http://localhost{address}"
    assert links["alternate"] == "http://localhost/recherche?q=ruche&theme=climat&tri=recents"
    assert root.findtext(f"{ATOM}title") == "ruche · Climat · Territoire @pprenant"
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
