"""Letters for people without an account: confirmed by mail, public pages only, stopped by a link."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.wiki.digests.conftest import Bodies, Post, bodies, post
from tests.wiki.notifications.conftest import Place, app, place
from wiki.db import now
from wiki.letters import service
from wiki.letters.models import Letter
from wiki.pages.models import Page
from wiki.themes.models import Theme

__all__ = ["app", "bodies", "place", "post"]

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ASK = {"email": "Voisine@exemple.fr ", "rhythm": "weekly"}
SITE = "http://127.0.0.1:8000"


def link_in(mail: Any) -> str:
    found = re.search(rf"{SITE}(/lettres/\S+)", mail.get_body(("plain",)).get_content())
    assert found
    return found.group(1)


def letters(place: Place) -> list[Letter]:
    with place.write() as session:
        return list(session.scalars(select(Letter)))


def make_due(place: Place) -> None:
    with place.write() as session:
        session.execute(update(Letter).where(Letter.due_at.is_not(None)).values(due_at=now()))


def test_asked_for_confirmed_read_and_stopped(
    place: Place, post: Post, bodies: Bodies, client_of: Any
) -> None:
    place.page("Avant")
    visitor = client_of()
    assert "Un message est en route" in visitor.post("/lettres/territoire/trappes", data=ASK).text
    post.deliver()
    [asked] = post.to("voisine")
    make_due(place)
    post.deliver()
    assert len(post.to("voisine")) == 1, "nothing leaves before it is confirmed"

    confirm = link_in(asked)
    assert "les recevoir" in visitor.get(confirm).text
    assert letters(place)[0].confirmed_at is None, "a look changes nothing"
    assert visitor.post(confirm).status_code == 200
    assert visitor.post(confirm).status_code == 200, "twice is once"

    page, inside = place.page("Lire le vent"), place.page("Interne", audience="members")
    for changed in (page, inside):
        place.edit(changed, "## Sécurité\n\nPrévoir de l'eau.")
    place.edit(place.page("Coquilles"), "Coquille.", minor=True)
    make_due(place)
    post.deliver()
    post.deliver()
    [_asked, letter] = post.to("voisine")
    plain, html = bodies(letter)
    assert letter["Subject"] == "Du nouveau : Trappes"
    assert "Lire le vent" in plain
    assert "Avant" not in plain + html, "what was there before is no news"
    assert "Interne" not in plain + html
    assert letter["List-Unsubscribe"].strip() == f"<{SITE}{link_in(letter)}>"

    place.app.config["WTF_CSRF_ENABLED"] = True
    assert visitor.post(link_in(letter), data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert letters(place) == []
    assert visitor.get(link_in(letter)).status_code == 404


@sqlite_only
@pytest.mark.parametrize("what", ["theme/climat", "territoire/trappes"])
def test_of_a_territory_a_theme_or_a_family(place: Place, post: Post, client_of: Any, what: str) -> None:
    visitor = client_of()
    assert visitor.post(f"/lettres/{what}", data=ASK).status_code == 200
    post.deliver()
    visitor.post(link_in(post.to("voisine")[0]))
    place.page("Lire le vent")
    make_due(place)
    post.deliver()
    assert len(post.to("voisine")) == 2


@sqlite_only
def test_no_news_is_no_mail(place: Place, post: Post, client_of: Any) -> None:
    visitor = client_of()
    visitor.post("/lettres/territoire/trappes", data=ASK)
    post.deliver()
    visitor.post(link_in(post.to("voisine")[0]))
    make_due(place)
    post.deliver()
    assert len(post.to("voisine")) == 1
    assert letters(place)[0].due_at > now()


@sqlite_only
def test_asking_again_tells_the_address_only(place: Place, post: Post, client_of: Any) -> None:
    visitor = client_of()
    first = visitor.post("/lettres/territoire/trappes", data=ASK).text
    post.deliver()
    visitor.post(link_in(post.to("voisine")[0]))
    again = visitor.post("/lettres/territoire/trappes", data=ASK).text
    post.deliver()

    assert again == first
    known = post.to("voisine")[1]
    assert known["Subject"] == "Vous recevez déjà ces nouveautés"
    manage = link_in(known)
    assert "Ne plus rien recevoir" in visitor.get(manage).text
    assert "C’est enregistré" in visitor.post(manage, data={"action": "changer", "rhythm": "daily"}).text
    assert visitor.post(manage, data={"action": "changer", "rhythm": "hourly"}).status_code == 422
    assert letters(place)[0].rhythm == "daily"


@sqlite_only
def test_what_is_wrong_is_said_beside_it(place: Place, client_of: Any) -> None:
    visitor = client_of()
    answer = visitor.post("/lettres/territoire/trappes", data={"email": "voisine", "rhythm": "weekly"})
    assert answer.status_code == 422
    assert "Elle ressemble à" in answer.text
    assert 'value="voisine"' in answer.text
    assert visitor.post("/lettres/territoire/trappes", data={"email": "a@exemple.fr"}).status_code == 422
    for absent in ("territoire/nulle-part", "mot-cle/eau", "recherche/1", "rien/x"):
        assert visitor.get(f"/lettres/{absent}").status_code == 404
    assert letters(place) == []


@sqlite_only
def test_asking_is_limited(place: Place, client_of: Any) -> None:
    object.__setattr__(place.app.extensions["wiki.settings"], "throttle", True)
    codes = [client_of().post("/lettres/territoire/trappes", data=ASK).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]


@sqlite_only
def test_what_nobody_confirmed_is_forgotten(place: Place, post: Post, client_of: Any) -> None:
    visitor = client_of()
    visitor.post("/lettres/territoire/trappes", data=ASK)
    post.deliver()
    confirm = link_in(post.to("voisine")[0])
    with place.write() as session:
        session.execute(update(Letter).values(asked_at=now() - timedelta(days=4)))
    assert visitor.get(confirm).status_code == visitor.post(confirm).status_code == 404
    with place.write() as session:
        service.sweep(session)
    assert letters(place) == []


@sqlite_only
def test_of_a_theme_that_became_another(place: Place, post: Post, client_of: Any) -> None:
    visitor = client_of()
    visitor.post("/lettres/theme/environnement", data=ASK)
    post.deliver()
    visitor.post(link_in(post.to("voisine")[0]))
    page = place.page("Lire le vent")
    with place.write() as session:
        climat = session.get_one(Page, page).themes[0].id
        letter = session.scalars(select(Letter)).one()
        session.get_one(Theme, letter.thing_id).merged_into_id = climat
    make_due(place)
    post.deliver()
    assert len(post.to("voisine")) == 2
