"""Feeds of a page, of what is said of it, and of what one is told; with a key that can be taken back."""

import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy import select

from tests.reading import select as chosen
from tests.reading import tree
from tests.wiki.notifications.conftest import Place, app, place
from wiki.accounts.models import User
from wiki.config import Settings
from wiki.db import now
from wiki.discussion import moderation
from wiki.discussion import service as discussion
from wiki.pages import service as pages

__all__ = ["app", "place"]

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ATOM = "{http://www.w3.org/2005/Atom}"


def titles(answer: Any) -> list[str]:
    assert answer.status_code == 200
    feed = etree.fromstring(answer.data)
    assert feed.tag == f"{ATOM}feed"
    return [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]


def key_of(browser: FlaskClient, action: str = "nouvelle") -> str:
    """The path of one's own feed, as the page of what one follows shows it."""
    assert browser.post("/compte/suivis/flux", data={"action": action}).status_code == 303
    found = chosen(tree(browser.get("/compte/suivis").text), "#feed-address")
    return re.sub(r"^https?://[^/]+", "", found[0].get("value")) if found else ""


@sqlite_only
def test_versions_of_a_page(place: Place, client_of: Any) -> None:
    page = place.page()
    place.edit(page, "Un chapeau & de l'eau.")
    visitor = client_of()

    answer = visitor.get("/trappes/lire-le-climat/flux.atom")
    assert titles(answer) == ["Version 2 : Un chapeau & de l'eau.", "Version 1"]
    again = visitor.get(
        "/trappes/lire-le-climat/flux.atom", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


@sqlite_only
def test_what_is_said_of_a_page(place: Place, client_of: Any) -> None:
    page = place.page()
    with place.app.test_request_context(), place.write() as session:
        actor = place.actor(session, "membre")
        discussion.open_thread(session, actor, discussion.NewThread(page, "Et s'il **pleut** ?", "La pluie"))

    assert titles(client_of().get("/trappes/lire-le-climat/discussion.atom")) == ["La pluie"]


@sqlite_only
def test_the_subject_of_a_hidden_message_is_told_by_no_answer(place: Place, client_of: Any) -> None:
    page = place.page()
    with place.app.test_request_context(), place.write() as session:
        new = discussion.NewThread(page, "Une injure.", "Une injure")
        thread = discussion.open_thread(session, place.actor(session, "membre"), new)
        discussion.answer(session, place.actor(session, "nina"), thread.id, "Restons calmes.")
        moderation.hide(session, place.actor(session, "referente"), 1, "Une injure.")

    answer = client_of().get("/trappes/lire-le-climat/discussion.atom")

    assert titles(answer) == ["Restons calmes."]
    assert "injure" not in answer.text


@sqlite_only
def test_a_tag(place: Place, client_of: Any) -> None:
    place.page()
    assert titles(client_of().get("/mots-cles/eau/flux.atom")) == ["Lire le climat"]
    assert client_of().get("/mots-cles/feu/flux.atom").status_code == 404


def test_one_s_own_feed_is_read_with_its_key_until_it_is_taken_back(place: Place, client_of: Any) -> None:
    page = place.page(audience="territory")
    place.drain()
    place.edit(page, "Entre nous.")
    place.drain()
    owner, reader = client_of("referente"), client_of()
    first = key_of(owner)

    assert titles(reader.get(first)) == ["Lire le climat : Membre a modifié cette page"]
    assert titles(reader.get(first)) == ["Lire le climat : Membre a modifié cette page"], "kept answers too"
    private = f"/trappes/lire-le-climat/flux.atom?{first.partition('?')[2]}"
    assert len(titles(reader.get(private))) == 2
    assert reader.get(private.partition("?")[0]).status_code == 404

    second = key_of(owner)
    assert first != second
    assert reader.get(first).status_code == reader.get(private).status_code == 404, "refused at once"
    assert len(titles(reader.get(second))) == 1
    assert key_of(owner, "retirer") == ""
    assert reader.get(second).status_code == 404
    assert key_of(owner) not in (first, second), "a key that was taken back never serves again"


@sqlite_only
def test_a_key_shows_what_its_owner_may_read_now(place: Place, client_of: Any) -> None:
    page = place.page()
    place.drain()
    place.follow("nina", "page", page)
    place.edit(page, "Encore.")
    place.drain()
    address = key_of(client_of("nina"))
    assert len(titles(client_of().get(address))) == 1

    with place.write() as session:
        pages.settle(session, place.actor(session, "referente"), page, kind="page", audience="territory")
    assert titles(client_of().get(address)) == []
    with place.write() as session:
        session.scalars(select(User).where(User.handle == "nina")).one().blocked_at = now()
    assert client_of().get(address).status_code == 404


@sqlite_only
def test_what_is_no_key_is_refused(place: Place, client_of: Any, subtests: pytest.Subtests) -> None:
    nina = client_of("nina")
    key_of(nina)
    for key in ("", "1", "1-", "1-abc", "x-1", "99999999999-a", "١-a", "1-é", "-", "999-abc"):
        with subtests.test(key):
            assert client_of().get(f"/flux/suivis.atom?cle={key}").status_code == 404
            assert nina.get(f"/flux/suivis.atom?cle={key}").status_code == 404


@sqlite_only
def test_without_a_key_one_s_own_feed_is_for_who_is_signed_in(place: Place, client_of: Any) -> None:
    assert client_of().get("/flux/suivis.atom").status_code == 404
    assert titles(client_of("nina").get("/flux/suivis.atom")) == []


class TestSecondFactorAskedFor:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, second_factor_for="admin")

    @sqlite_only
    def test_a_key_gives_no_role_that_wants_a_second_step(self, place: Place, client_of: Any) -> None:
        place.page(audience="territory")
        key = key_of(client_of("admin")).partition("?")[2]

        assert client_of().get(f"/trappes/lire-le-climat/flux.atom?{key}").status_code == 404
        assert client_of("admin").get("/trappes/lire-le-climat").status_code == 404
