"""Pages like the one that is read."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.reading import select, tree, words
from wiki.finding.queries import SIMILAR
from wiki.jobs.worker import drain

Client = Callable[..., FlaskClient]
Publish = Callable[..., int]
TEXT = "# {}\n\nMesurer la température de l'îlot de fraîcheur à l'ombre des platanes.\n"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
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


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_page_like_no_other_says_so(client_of: Client, publish: Publish) -> None:
    publish("# Seule\n\nUn texte sans pareil.\n")
    assert "Aucune page ne ressemble à celle-ci" in words(
        tree(client_of().get("/trappes/seule/semblables").text)
    )
    assert client_of().get("/trappes/seule/semblables?partie=oui").text.strip() == ""
