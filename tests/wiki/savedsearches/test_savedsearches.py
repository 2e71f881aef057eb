"""*Mes recherches*."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func
from sqlalchemy import select as select_rows

from tests.reading import select, tree, words
from wiki.accounts import service as accounts
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.permissions import Actor
from wiki.savedsearches import queries, service
from wiki.savedsearches.models import LONGEST_NAME, SavedSearch

Client = Callable[..., FlaskClient]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SAVE = "/compte/recherches/nouvelle?q=eau&territoire=trappes"


@pytest.fixture
def nina(people: dict[str, int]) -> Actor:
    return Actor(people["nina"])


def listed(client: FlaskClient) -> dict[str, str]:
    page = tree(client.get("/compte/recherches").text)
    return {words(link): link.get("href") for link in select(page, ".saved-name")}


def test_kept_opened_renamed_and_deleted(client_of: Client, people: dict[str, int]) -> None:
    client = client_of("nina")
    assert "aucune recherche" in client.get("/compte/recherches").text
    form = tree(client.get(SAVE).text)
    assert select(form, "input[name=name]")[0].get("value") == "eau · Trappes"

    answer = client.post(SAVE, data={"name": "  L'eau  à Trappes "})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/recherche?q=eau&territoire=trappes")
    [(name, address)] = listed(client).items()
    assert address == "/recherche?q=eau&territoire=trappes"
    assert name.startswith("L'eau")
    [link] = [
        a.get("href")
        for a in select(tree(client.get("/compte/recherches").text), "a")
        if words(a).startswith("Renommer")
    ]

    assert client.post(link, data={"name": "Eau"}).status_code == 303
    assert listed(client) == {"Eau": address}
    assert "Supprimer « Eau »" in words(tree(client.get(f"{link}/suppression").text))
    assert listed(client) == {"Eau": address}
    assert client.post(f"{link}/suppression").status_code == 303
    assert listed(client) == {}


@sqlite_only
def test_what_is_typed_comes_back_with_what_is_wrong(client_of: Client) -> None:
    client = client_of("nina")
    client.post(SAVE, data={"name": "Eau"})
    client.post("/compte/recherches/nouvelle?q=feu", data={"name": "Feu"})
    for address in (SAVE, "/compte/recherches/2"):
        for name, fault in (
            ("EAU", "déjà une recherche de ce nom"),
            ("", "Donnez un nom"),
            ("é" * 121, "120"),
        ):
            answer = client.post(address, data={"name": name})
            assert answer.status_code == 422
            page = tree(answer.text)
            assert fault in words(select(page, ".error-summary")[0])
            assert (select(page, "input[name=name]")[0].get("value") or "") == name
    assert list(listed(client)) == ["Eau", "Feu"]
    # Its own name is not taken.
    assert client.post("/compte/recherches/2", data={"name": "feu"}).status_code == 303


@sqlite_only
def test_nobody_knows_of_the_searches_of_others(
    client_of: Client, write: Any, nina: Actor, people: dict[str, int]
) -> None:
    with write() as session:
        kept = service.save(session, nina, "Eau", "q=eau").id
    other = Actor(people["membre"])
    assert listed(client_of("membre")) == {}
    with write() as session:
        for act in (
            lambda: queries.my_own(session, other, kept),
            lambda: service.rename(session, other, kept, "Feu"),
            lambda: service.forget(session, other, kept),
            lambda: queries.my_own(session, other, kept + 1),
        ):
            with pytest.raises(NotFound):
                act()
        with pytest.raises(Forbidden):
            queries.mine(session, Actor())
        with pytest.raises(Forbidden):
            service.save(session, Actor(), "Eau", "")


@sqlite_only
def test_bounds(write: Any, nina: Actor) -> None:
    with write() as session:
        for number in range(service.MOST):
            service.save(session, nina, f"Recherche {number}", "")
        with pytest.raises(Invalid, match="50"):
            service.save(session, nina, "Encore", "")
        first = queries.mine(session, nina)[0]
        assert (first.address, first.feed) == ("/recherche", "/recherche.atom")
        service.forget(session, nina, first.id)
        with pytest.raises(Invalid, match="trop longue"):
            service.save(session, nina, "Longue", "q=" + "x" * service.LONGEST_ARGUMENTS)
        with pytest.raises(Invalid):
            service.save(session, nina, "x" * (LONGEST_NAME + 1), "")
        with pytest.raises(Invalid):
            service.save(session, nina, "", "")


def test_they_go_with_the_account(app: Flask, write: Any, nina: Actor, people: dict[str, int]) -> None:
    with write() as session:
        service.save(session, nina, "Eau", "q=eau")
        service.save(session, Actor(people["membre"]), "Feu", "")
    with write() as session:
        accounts.delete_account(session, people["nina"])
    with write() as session:
        assert session.scalars(select_rows(SavedSearch.name)).all() == ["Feu"]
        assert session.scalar(select_rows(func.count()).select_from(SavedSearch)) == 1
