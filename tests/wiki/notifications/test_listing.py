"""*Notifications*: the bell, the list, what is read."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.reading import select as chosen
from tests.reading import tree, words
from tests.wiki.notifications.conftest import Place
from wiki.accounts import service as accounts
from wiki.activity import kinds as happens
from wiki.db import now
from wiki.notifications import service
from wiki.notifications.models import Notice, ToldHappening
from wiki.pages import service as pages
from wiki.pages.purging import holdings
from wiki.watching.models import Subscription

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def bell(browser: Any) -> str:
    page = tree(browser.get("/notifications").text)
    return " ".join(str(chosen(page, "a.bell")[0].get("aria-label")).split())


def lines(browser: Any, address: str = "/notifications") -> list[str]:
    return [words(line) for line in chosen(tree(browser.get(address).text), ".notice-words")]


def edited(place: Place, *titles: str) -> list[int]:
    made = [place.page(title) for title in titles]
    place.drain()
    for page in made:
        place.edit(page, "Encore.")
    place.drain()
    return made


def test_the_bell_the_list_and_what_is_read(place: Place, client_of: Any) -> None:
    edited(place, "Lire le climat", "Lire le vent")
    referent = client_of("referente")
    assert bell(referent) == "Notifications : 2 non lues"
    assert not chosen(tree(client_of().get("/").text), ".bell"), "visitors have none"
    first, second = lines(referent)
    assert first.startswith("Lire le vent (non lue) Membre a modifié cette page · Trappes")
    assert "Vous avez écrit dans cette page" in second

    answer = referent.get("/notifications/1")
    assert answer.headers["Location"] == "/trappes/lire-le-climat/comparer?de=1&a=2"
    assert bell(referent) == "Notifications : 1 non lue"
    assert len(lines(referent, "/notifications?voir=non-lues")) == 1
    referent.post("/notifications/1/etat", data={"action": "non-lue"})
    referent.post("/notifications/2/etat", data={"action": "lue"})
    assert bell(referent) == "Notifications : 1 non lue"

    place.edit(1, "Une troisième fois.", by="curatrice")
    place.drain()
    referent.post("/notifications/lues", data={"jusqu-a": "2"})
    assert bell(referent) == "Notifications : 1 non lue", "what came since nobody has seen"
    assert lines(referent, "/notifications?voir=pour-moi") == []


@sqlite_only
def test_nothing_to_tell_invites(place: Place, client_of: Any) -> None:
    nina = client_of("nina")
    assert bell(nina) == "Notifications"
    for address, told in (
        ("/notifications", "Aucune notification"),
        ("/notifications?voir=non-lues", "Tout est lu"),
        ("/notifications?voir=pour-moi", "Rien ici"),
        ("/notifications?voir=x", "Aucune notification"),
    ):
        assert told in nina.get(address).text


@sqlite_only
def test_what_may_not_be_read_any_more_waits_nowhere(place: Place, client_of: Any) -> None:
    page = place.page()
    place.drain()
    place.follow("nina", "page", page)
    place.edit(page, "Encore.")
    place.drain()
    nina = client_of("nina")
    with place.write() as session:
        pages.settle(session, place.actor(session, "referente"), page, kind="page", audience="territory")

    assert nina.get("/notifications/1").status_code == 404
    assert lines(nina) == []
    assert bell(nina) == "Notifications"


@sqlite_only
def test_nobody_reads_what_others_were_told(place: Place, client_of: Any) -> None:
    edited(place, "Lire le climat")
    membre = client_of("membre")
    assert membre.get("/notifications/1").status_code == 404
    assert membre.post("/notifications/1/etat").status_code == 404
    membre.post("/notifications/lues", data={"jusqu-a": "99"})
    assert bell(client_of("referente")) == "Notifications : 1 non lue"


@sqlite_only
def test_the_list_is_paged_by_number(place: Place, client_of: Any) -> None:
    with place.write() as session:
        for number in range(120):
            session.add(
                Notice(user_id=place.people["nina"], kind=happens.MEMBERSHIP_GIVEN, reason="direct", territory_id=1,
                       about_id=number)
            )  # fmt: skip
    nina = client_of("nina")
    assert bell(nina) == "Notifications : plus de 99 non lues"
    first = tree(nina.get("/notifications").text)
    assert "99+" in words(chosen(first, ".bell-count")[0])
    [older] = first.xpath("//a[@rel='next']/@href")
    assert len(lines(nina)) == len(lines(nina, older)) == 30
    assert lines(nina, "/notifications?avant=1") == []


@sqlite_only
def test_every_kind_is_told_in_words_and_leads_somewhere(place: Place, client_of: Any) -> None:
    page = place.page()
    place.drain()
    kinds = [getattr(happens, name) for name in dir(happens) if name.isupper()]
    with place.write() as session:
        session.add_all(
            Notice(
                user_id=place.people["nina"], kind=kind, reason="direct", page_id=page, territory_id=1,
                actor_id=place.people["membre"], first_id=2, about_id=3, count=count,
                details={"thread_id": 1, "outcome": outcome, "name": "plan.pdf", "audience_key": "public"},
            )
            for kind in kinds
            for count, outcome in ((1, ""), (3, ""), (1, "declined"))
        )  # fmt: skip
        for kind in (
            happens.PAGE_EDITED,
            happens.PAGE_CREATED,
            happens.MEMBERSHIP_ASKED,
            happens.WEBHOOK_STOPPED,
        ):
            session.add_all(
                Notice(
                    user_id=place.people["nina"],
                    kind=kind,
                    reason="territory",
                    territory_id=territory,
                    count=count,
                )
                for territory in (1, None)
                for count in (1, 7)
            )
    nina, told, older = client_of("nina"), [], "/notifications"
    while older:
        page_of = tree(nina.get(older).text)
        told += [words(line) for line in chosen(page_of, ".notice-words")]
        older = next(iter(page_of.xpath("//a[@rel='next']/@href")), "")
    assert len(told) == len(kinds) * 3 + 16
    assert not [line for line in told if "%(" in line or "a agi ici" in line]
    for number in range(1, len(told) + 1):
        answer = nina.get(f"/notifications/{number}")
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/")
    assert "Quelqu’un" in "".join(told)


@sqlite_only
def test_what_is_looked_at_by_a_program_is_not_read(place: Place, client_of: Any) -> None:
    edited(place, "Lire le climat")
    referent = client_of("referente")
    referent.get("/notifications/1", headers={"Sec-Purpose": "prefetch"})
    assert bell(referent) == "Notifications : 1 non lue"


@sqlite_only
def test_what_is_old_is_forgotten_and_the_rest_goes_with_page_and_account(place: Place) -> None:
    first, second = edited(place, "Lire le climat", "Lire le vent")
    with place.app.app_context(), place.write() as session:
        old = session.scalars(select(Notice).where(Notice.page_id == second)).one()
        old.read_at = old.at = now().replace(year=2020)
        session.add(ToldHappening(happening_id=9999, at=now().replace(year=2020)))
        session.flush()
        service.sweep(session)
    assert [notice.page_id for notice in place.told("referente")] == [first]

    place.follow("nina", "page", first)
    with place.app.app_context(), place.write() as session:
        for holding in holdings():
            holding.remove(session, [first])
        assert session.scalars(select(Subscription)).all() == []
    assert place.told("referente") == []

    edited(place, "Lire la pluie")
    with place.write() as session:
        accounts.delete_account(session, place.people["referente"])
    assert place.told("referente") == []
