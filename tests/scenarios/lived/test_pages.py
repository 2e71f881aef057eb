"""What a scenario shows of its retours, to each reader what they may know."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from scenarios.retold.model import Timing
from tests.scenarios.adaptation.conftest import add_people
from tests.scenarios.enactments.conftest import Client, Lived
from tests.scenarios.enactments.test_form import plain
from tests.scenarios.test_page_cost import statements

__all__ = ["statements"]

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def lived(app: Flask, people: dict[str, int], write: Callable[[], Any]) -> Lived:
    add_people(write, people)
    return Lived(app, people, [])


def tell(lived: Lived, scenario: int, **told: Any) -> int:
    return lived.report(
        scenario,
        **{
            "place": "Parvis", "coordinates": (48.774, 2.009), "headcount": 10, "ratings": {"confiance": 3},
            "words": {"confiance": "on ose"}, "minutes": (Timing("Mesurer", 45, 35), Timing("Partager", 0, 10)),
            **told,
        },
    )  # fmt: skip


@ON_SQLITE
def test_each_reader_is_told_of_what_they_may_read(lived: Lived, client_of: Client) -> None:
    scenario = lived.origin()
    page = lived.path(scenario)
    empty = plain(client_of("").get(page).text)
    assert "Aucun retour pour l'instant. Vous l'avez joué ?" in empty
    assert "Aucun retour pour l'instant" in plain(client_of("").get(f"{page}/retours").text)

    public = tell(lived, scenario)
    tell(lived, scenario, audience="members", by="nantaise", headcount=7, words={"confiance": "entre nous"})
    tell(lived, scenario, audience="territory", by="nantaise", place="Chez nous")

    visitor, nina, nantes = (client_of(handle) for handle in ("", "nina", "nantaise"))
    for browser, times in ((visitor, 1), (nina, 2), (nantes, 3)):
        for address in (page, f"{page}/retours"):
            text = plain(browser.get(address).text)
            assert f"Joué {times} fois" in text
            assert f"Retours ({times})" in text
    listing = plain(visitor.get(f"{page}/retours").text)
    assert "10 personnes" in listing
    assert "entre nous" not in listing
    assert "Chez nous" not in listing
    assert "1 avis : trop peu pour une moyenne" in listing
    assert "45 min" in listing
    assert "sautée 1 fois" in listing
    assert lived.path(public) in listing
    assert "En moyenne 3 sur 4, d'après 3 avis" in plain(nantes.get(f"{page}/retours").text)


@ON_SQLITE
def test_versions_and_adaptations_are_told_apart(lived: Lived, client_of: Client) -> None:
    scenario = lived.origin()
    for _ in range(3):
        tell(lived, scenario)
    lived.change(scenario, ("- Durée : 35 min", "- Durée : 40 min"), ("durée: 90 min", "durée: 95 min"))
    for _ in range(3):
        tell(lived, scenario, version=2, ratings={"confiance": 4}, minutes=(Timing("Mesurer", 39, 40),))
    child = lived.adapt(scenario)
    lived.settle(child, audience="public", kind="scenario", by="nantaise")
    tell(lived, child, by="nantaise")

    text = plain(client_of("").get(f"{lived.path(scenario)}/retours").text)

    assert "Joué 6 fois" in text
    assert "et 1 fois dans ses adaptations" in text
    assert "« Mesurer » : 45 min en version 1, 39 min en version 2." in text
    assert "Confiance : 3 sur 4 en version 1, 4 sur 4 en version 2." in text
    assert "et 1 fois dans ses adaptations" in plain(client_of("").get(lived.path(scenario)).text)
    assert f"{lived.path(child)}/retours" in text


@ON_SQLITE
def test_lists_go_on_by_key(lived: Lived, client_of: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenarios.lived.views.SLICE", 2)
    scenario = lived.origin()
    oldest, _, newest = (tell(lived, scenario) for _ in range(3))
    address = f"{lived.path(scenario)}/retours"
    first = client_of("").get(address).text
    assert f'id="retour-{newest}"' in first
    assert f'id="retour-{oldest}"' not in first

    second = client_of("").get(f"{address}?avant={newest - 1}").text
    assert f'id="retour-{oldest}"' in second
    assert "Les quatre fondements" not in second
    assert client_of("").get(f"{address}?avant=1").location == address


@ON_SQLITE
def test_a_reader_pays_no_further_statement(lived: Lived, client_of: Client, statements: Any) -> None:
    scenario = lived.origin()
    retour = tell(lived, scenario)
    for page_id in (scenario, retour):
        for handle, most in (("", 2), ("membre", 3)):
            browser, address = client_of(handle), lived.path(page_id)
            browser.get(address)
            lived.app.extensions["wiki.memo"]._token = None
            with statements() as seen:
                assert browser.get(address).status_code == 200
            assert len(seen) <= most
