"""*Suivre* and *Mes suivis*."""

from typing import Any

import pytest
from sqlalchemy import delete, select

from tests.reading import select as chosen
from tests.reading import tree, words
from tests.wiki.notifications.conftest import Place, place
from wiki.accounts import service as accounts
from wiki.errors import Forbidden, Invalid
from wiki.permissions import Actor
from wiki.savedsearches.models import SavedSearch
from wiki.watching import queries, service
from wiki.watching.keys import feed_key, is_key, owner_in
from wiki.watching.models import Subscription, WatchSettings
from wiki.watching.subjects import standing

__all__ = ["place"]

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PAGE = "/trappes/lire-le-climat"


def listed(browser: Any) -> list[str]:
    page = tree(browser.get("/compte/suivis").text)
    return [words(line) for line in chosen(page, ".watch-what")]


def test_a_page_is_followed_otherwise_and_no_more(place: Place, client_of: Any) -> None:
    place.page()
    nina = client_of("nina")
    assert "Suivre" in words(tree(nina.get(PAGE).text))
    form = nina.get(f"{PAGE}/suivre").text
    assert "Ne plus suivre" not in form

    answer = nina.post(f"{PAGE}/suivre", data={"level": "all", "mail": "usual"})
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    shown = nina.get(PAGE).text
    assert "Suivie" in shown
    assert "Vous suivez" in shown
    assert "Lire le climat Page · Tout · Une fois par jour" in listed(nina)

    nina.post(f"{PAGE}/suivre", data={"level": "none", "mail": "weekly"})
    assert "En sourdine" in nina.get(PAGE).text
    assert nina.post(f"{PAGE}/suivre", data={"action": "arreter"}).status_code == 303
    assert len(listed(nina)) == 2, "what is one's own is always there"


@sqlite_only
def test_everything_else_that_can_be_followed(place: Place, client_of: Any, write: Any) -> None:
    place.page()
    with write() as session:
        session.add(SavedSearch(user_id=place.people["nina"], name="Eau", arguments="q=eau"))
    nina = client_of("nina")
    paths = ("territoire/trappes", "theme/climat", "theme/environnement", "mot-cle/eau", "recherche/1")
    for path in paths:
        assert nina.post(f"/suivre/{path}", data={"level": "important", "mail": "once"}).status_code == 303, (
            path
        )
    assert [line.split(" · ")[-1] for line in listed(nina)[2:]] == ["Aussitôt"] * 5
    for address, link in (("/trappes", "territoire/trappes"), ("/mots-cles/eau", "mot-cle/eau")):
        assert f"/suivre/{link}" in nina.get(address).text
    assert "/suivre/recherche/1" in nina.get("/compte/recherches").text
    assert "/lettres/territoire/trappes" in client_of().get("/trappes").text

    for stopped in range(1, 6):
        assert nina.post(f"/compte/suivis/{stopped}/arret").status_code == 303
    assert len(listed(nina)) == 2


@sqlite_only
def test_what_is_one_s_own_is_followed_until_one_says_otherwise(place: Place, client_of: Any) -> None:
    nina = client_of("nina")
    assert listed(nina)[0].startswith("Toutes les pages où vous avez écrit Mes pages · Tout")
    assert "Ne plus suivre" in nina.get("/suivre/mes-pages/toutes").text
    nina.post("/suivre/mes-pages/toutes", data={"action": "arreter"})
    nina.post("/suivre/mes-adaptations/toutes", data={"level": "important", "mail": "never"})
    own, adaptations = listed(nina)
    assert own.endswith("en sourdine")
    assert adaptations.endswith("seulement sur le site")


@sqlite_only
def test_what_is_not_there_cannot_be_followed(place: Place, client_of: Any) -> None:
    nina = client_of("nina")
    for path in (
        "territoire/nulle-part",
        "theme/rien",
        "mot-cle/rien",
        "recherche/1",
        "recherche/x",
        "rien/x",
        "mes-pages/x",
    ):
        address = f"/suivre/{path}"
        assert nina.get(address).status_code == 404, path
        assert nina.post(address, data={"level": "all", "mail": "usual"}).status_code == 404, path


@sqlite_only
def test_somebody_else_s_search_is_not_there(place: Place, client_of: Any, write: Any) -> None:
    with write() as session:
        session.add(SavedSearch(user_id=place.people["nina"], name="Eau", arguments="q=eau"))
    assert client_of("membre").get("/suivre/recherche/1").status_code == 404
    place.follow("nina", "territory", 1)
    assert client_of("membre").post("/compte/suivis/1/arret").status_code == 404


@sqlite_only
def test_what_is_gone_can_be_stopped(place: Place, client_of: Any, write: Any) -> None:
    page = place.page(audience="territory")
    place.follow("nina", "page", page)
    nina = client_of("nina")
    [gone] = listed(nina)[2:]
    assert "plus là" in gone
    assert "Lire le climat" not in gone
    nina.post("/compte/suivis/1/arret")
    assert len(listed(nina)) == 2


@sqlite_only
def test_wrong_choices_are_said(place: Place, client_of: Any) -> None:
    nina = client_of("nina")
    for data in ({}, {"level": "x"}, {"level": "all", "mail": "x"}, {"level": "none", "mail": "usual"}):
        assert nina.post("/suivre/territoire/trappes", data=data).status_code == 422
    with place.write() as session, pytest.raises(Invalid):
        service.follow(session, place.actor(session, "nina"), standing("mine"), level="x", mail="")
    with place.write() as session, pytest.raises(Invalid):
        service.follow(session, place.actor(session, "nina"), standing("mine"), level="all", mail="x")


@sqlite_only
def test_too_much_is_too_much(
    place: Place, client_of: Any, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST", 1)
    place.follow("nina", "territory", 99)
    answer = client_of("nina").post("/suivre/territoire/trappes", data={"level": "all", "mail": "usual"})
    assert answer.status_code == 422
    assert "cessez d’en suivre une" in answer.text


@sqlite_only
def test_the_list_is_paged(place: Place, client_of: Any, write: Any) -> None:
    with write() as session:
        for number in range(60):
            session.add(Subscription(user_id=place.people["nina"], kind="tag", thing_id=number))
    nina = client_of("nina")
    first = tree(nina.get("/compte/suivis").text)
    [older] = first.xpath("//a[@rel='next']/@href")
    assert len(chosen(first, ".watch")) == 52
    assert len(chosen(tree(nina.get(older).text), ".watch")) == 12


@sqlite_only
def test_when_to_be_written_to(place: Place, client_of: Any, write: Any) -> None:
    nina = client_of("nina")
    wanted = {
        "mail": "weekly", "direct_mail": "never", "digest_hour": "18", "digest_day": "4",
        "quiet_from": "20", "quiet_until": "8",
    }  # fmt: skip
    assert nina.post("/compte/suivis/reglages", data=wanted).status_code == 303
    with write() as session:
        kept = session.get_one(WatchSettings, place.people["nina"])
        assert (kept.mail, kept.direct_mail, kept.digest_hour, kept.digest_day) == ("weekly", "never", 18, 4)
        assert (kept.quiet_from, kept.quiet_until) == (20, 8)
    page = tree(nina.get("/compte/suivis/reglages").text)
    assert page.xpath("//select[@name='quiet_from']/option[@selected]/@value") == ["20"]
    answer = nina.post("/compte/suivis/reglages", data={**wanted, "quiet_until": ""})
    assert answer.status_code == 422
    assert "ou aucun des deux" in answer.text
    assert nina.post("/compte/suivis/reglages", data={**wanted, "digest_hour": "24"}).status_code == 422
    assert nina.post("/compte/suivis/reglages", data={"mail": "x"}).status_code == 422


@sqlite_only
def test_habits_are_checked_by_the_service_too(place: Place) -> None:
    wanted = {
        "mail": "daily", "direct_mail": "once", "digest_hour": 7, "digest_day": 0, "quiet_from": 1, "quiet_until": 2,
    }  # fmt: skip
    for field, value in (
        ("mail", "x"), ("direct_mail", ""), ("digest_hour", 24), ("digest_day", 7), ("quiet_from", 99)
    ):  # fmt: skip
        with place.write() as session, pytest.raises(Invalid) as refused:
            service.change_habits(
                session, place.actor(session, "nina"), service.Habits(**{**wanted, field: value})
            )
        assert list(refused.value.errors) == [field]


@sqlite_only
def test_visitors_follow_nothing(place: Place) -> None:
    for act in (
        lambda session: queries.mine(session, Actor(), None, 1),
        lambda session: service.stop(session, Actor(), standing("mine")),
        lambda session: service.renew_feed_key(session, Actor()),
        lambda session: service.drop_feed_key(session, Actor()),
    ):
        with place.write() as session, pytest.raises(Forbidden):
            act(session)


@sqlite_only
def test_all_of_it_goes_with_the_account(place: Place, write: Any) -> None:
    place.follow("nina", "territory", 1)
    with write() as session:
        service.kept_settings(session, place.people["nina"])
        accounts.delete_account(session, place.people["nina"])
    with write() as session:
        assert session.scalars(select(Subscription)).all() == []
        assert session.scalars(select(WatchSettings)).all() == []
        session.execute(delete(Subscription))


def test_keys_are_a_person_s_and_a_serial_s() -> None:
    key = feed_key("secret", 7, 1)
    assert owner_in(key) == 7
    assert is_key("secret", 7, 1, key)
    assert not is_key("secret", 7, 2, key)
    assert not is_key("autre", 7, 1, key)
    assert not is_key("secret", 7, 0, feed_key("secret", 7, 0)), "none before there was one"
    assert not is_key("secret", 7, -1, feed_key("secret", 7, -1)), "none after it was taken away"
    assert not is_key("secret", 7, 1, "7-é\udcff")
