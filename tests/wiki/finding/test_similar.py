"""Pages like the one that is read."""

import shutil
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.reading import select, tree, words
from tests.wiki.pages.conftest import statements
from wiki.finding.queries import SIMILAR
from wiki.jobs.worker import drain

Client = Callable[..., FlaskClient]
Publish = Callable[..., int]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

__all__ = ["statements"]
TEXT = "# {}\n\nMesurer la température de l'îlot de fraîcheur à l'ombre des platanes.\n"


@sqlite_only
def test_a_page_leads_to_pages_like_it(client_of: Client, publish: Publish, app: Flask) -> None:
    publish(TEXT.format("Fraîcheur"), indexed=False)
    for number in range(SIMILAR + 1):
        publish(TEXT.format(f"Fraîcheur {number}"), indexed=False)
    publish(TEXT.format("Fraîcheur cachée"), audience="territory", indexed=False)
    publish("# Tartes\n\nDes pommes, du beurre, de la farine.\n", indexed=False)
    drain(app)
    [door] = select(tree(client_of().get("/trappes/fraicheur").text), ".similar")
    assert [link.get("href") for link in select(door, ".similar a")][:1] == ["/trappes/fraicheur/semblables"]

    piece = tree(client_of().get(door.get("data-similar")).text)
    found = [words(title) for title in select(piece, "li h3")]
    assert len(found) == SIMILAR
    assert all(title.startswith("Fraîcheur ") and title != "Fraîcheur cachée" for title in found)
    assert not select(piece, "header.site-header")

    alone = tree(client_of("membre").get("/trappes/fraicheur/semblables").text)
    assert len(select(alone, ".page-card")) == SIMILAR
    assert words(select(alone, "h1")[0]).startswith("Pages semblables à")


@sqlite_only
def test_a_page_like_no_other_says_so(client_of: Client, publish: Publish) -> None:
    publish("# Seule\n\nUn texte sans pareil.\n")
    assert "Aucune page ne ressemble à celle-ci" in words(
        tree(client_of().get("/trappes/seule/semblables").text)
    )
    assert client_of().get("/trappes/seule/semblables?partie=oui").text.strip() == ""


@sqlite_only
def test_while_the_index_is_away_nothing_is_like_it(client_of: Client, publish: Publish, app: Flask) -> None:
    publish("# Seule\n\nUn texte sans pareil.\n")
    shutil.rmtree(urlsplit(app.extensions["wiki.settings"].search).path)
    answer = client_of().get("/trappes/seule/semblables?partie=oui")
    assert (answer.status_code, answer.text.strip()) == (200, "")


@sqlite_only
def test_what_a_search_and_similar_pages_cost(
    client_of: Client, publish: Publish, app: Flask, statements: Any
) -> None:
    publish(TEXT.format("Fraîcheur"), indexed=False)
    publish(TEXT.format("Fraîcheur 2"), indexed=False)
    drain(app)
    client = client_of()
    costs = []
    for address in (
        "/recherche?q=platanes",
        "/recherche?vue=carte",
        "/trappes/fraicheur/semblables?partie=oui",
    ):
        with statements() as sent:
            assert client.get(address).status_code == 200
        costs.append(len(sent))
    # Names, equivalents and how far the index is behind are remembered until the database changes.
    # Two say which of the pages shown are retained, and how often they were played,
    # and two look for calls and for parcours of these words.
    assert costs[0] <= 13
    assert costs[1] <= 1
    assert costs[2] <= 11
