"""Parcours made by one or by several: nothing is lost, and nobody else may."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from scenarios.collections import queries, service, steps
from scenarios.collections.models import (
    BY_LINK,
    MOST_COLLECTIONS,
    MOST_EDITORS,
    MOST_ITEMS,
    PRIVATE,
    Collection,
    CollectionItem,
)
from scenarios.collections.owndata import own_steps
from tests import factories
from tests.scenarios.collections.conftest import Gathered
from tests.wiki.pages.conftest import at_once
from wiki.activity.models import Happening
from wiki.db import now
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.jobs.worker import drain
from wiki.notifications.models import Notice
from wiki.pages.purging import held

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_page_is_added_once_and_what_was_taken_out_is_put_back_where_it_was(gathered: Gathered) -> None:
    made = gathered.begin()
    pages = [gathered.page(title) for title in ("Une", "Deux", "Trois")]
    items = gathered.add(made, *pages)
    with pytest.raises(Invalid) as refused:
        gathered.add(made, pages[0])
    assert "déjà" in str(refused.value.errors["collection"])

    gathered.do(steps.remove, made, items[1])
    assert gathered.titles(made) == ["Une", "Trois"]
    gathered.do(steps.put_back, made, items[1])
    assert gathered.titles(made) == ["Une", "Deux", "Trois"]
    gathered.do(steps.remove, made, items[0])
    gathered.add(made, pages[0], note="De retour")
    assert gathered.titles(made) == ["Deux", "Trois", "Une"]
    with pytest.raises(NotFound):
        gathered.do(steps.put_back, made, items[0])


@sqlite_only
def test_words_stand_between_pages_and_everything_can_be_moved(gathered: Gathered) -> None:
    made = gathered.begin()
    first, second = gathered.add(made, gathered.page("Une"), gathered.page("Deux"))
    words = gathered.do(steps.add_note, made, "Puis on **mange**.").id
    gathered.do(steps.move, made, words, "haut")
    assert gathered.titles(made) == ["Une", "Puis on **mange**.", "Deux"]
    gathered.do(steps.move, made, second, "debut")
    gathered.do(steps.move, made, first, "3")
    assert gathered.titles(made) == ["Deux", "Puis on **mange**.", "Une"]
    with pytest.raises(Invalid):
        gathered.do(steps.add_note, made, "  ")
    with pytest.raises(Invalid):
        gathered.do(steps.change_step, made, words, 1, "", None)


def test_two_who_compose_at_once_both_get_their_steps(gathered: Gathered) -> None:
    made = gathered.begin()
    pages = [gathered.page(f"Page {number}") for number in range(4)]
    gathered.actor("nina")
    assert at_once(4, lambda number: gathered.add(made, pages[number])) == []
    with gathered.look() as session:
        found = queries.items(session, [made])
    assert {item.page_id for item in found} == set(pages)
    assert [item.position for item in found] == [0, 1, 2, 3]


@pytest.mark.parametrize("by", ["", "membre", "curatrice", "admin"])
@sqlite_only
def test_nobody_else_changes_it(gathered: Gathered, by: str) -> None:
    made = gathered.begin()
    (item,) = gathered.add(made, gathered.page("Une"))
    acts: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
        (service.change, (made, 1, service.Words("Volé"))), (service.share, (made, PRIVATE)),
        (service.renew_link, (made,)), (service.invite, (made, "membre")), (service.delete, (made,)),
        (service.dismiss, (made, 1)), (steps.add_note, (made, "x")), (steps.move, (made, item, "haut")),
        (steps.remove, (made, item)), (steps.change_step, (made, item, 1, "x", None)),
    ]  # fmt: skip
    for act, arguments in acts:
        with pytest.raises(Forbidden):
            gathered.do(act, *arguments, by=by)
    with pytest.raises(NotFound):
        gathered.do(service.restore, made, by=by)


@sqlite_only
def test_who_is_invited_composes_and_does_not_decide(gathered: Gathered) -> None:
    made = gathered.begin(audience=PRIVATE)
    with pytest.raises(NotFound):
        gathered.read(made, "membre")
    gathered.do(service.invite, made, "@Membre")
    drain(gathered.app)
    with gathered.look() as session:
        notice = session.scalars(select(Notice).where(Notice.kind == "collection.shared")).one()
    assert (notice.user_id, notice.about_id) == (gathered.people["membre"], made)

    gathered.add(made, gathered.page("Une"), by="membre")
    gathered.do(service.change, made, 1, service.Words("À deux"), by="membre")
    assert gathered.collection(made).title == "À deux"
    for act, arguments in (
        (service.share, (made, BY_LINK)),
        (service.delete, (made,)),
        (service.invite, (made, "admin")),
    ):
        with pytest.raises(Forbidden):
            gathered.do(act, *arguments, by="membre")
    for handle in ("membre", "nina", "personne", ""):
        with pytest.raises(Invalid):
            gathered.do(service.invite, made, handle)
    gathered.do(service.dismiss, made, gathered.people["membre"], by="membre")
    with pytest.raises(NotFound):
        gathered.read(made, "membre")
    with pytest.raises(NotFound):
        gathered.do(service.dismiss, made, gathered.people["membre"])


@sqlite_only
def test_nobody_adds_a_page_that_they_may_not_read(gathered: Gathered) -> None:
    made = gathered.begin()
    for page in (gathered.page("Interne", audience="territory"), 999_999):
        with pytest.raises(NotFound):
            gathered.add(made, page)
    with pytest.raises(NotFound):
        gathered.add(made, gathered.page("Une"), number=7)


@sqlite_only
def test_words_and_steps_are_not_written_over(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    made, page = gathered.begin(), gathered.page("Une")
    (item,) = gathered.add(made, page)
    gathered.do(steps.change_step, made, item, 1, "Le sien", 1)
    with pytest.raises(Conflict):
        gathered.do(steps.change_step, made, item, 1, "Le mien", None)
    browser = client_of("nina")
    answer = browser.post(
        f"/parcours/{made}/etapes/{item}", data={"note": "Le mien", "version": "1", "shown": "current"}
    )
    assert (answer.status_code, "Le mien" in answer.text, "Le sien" in answer.text) == (409, True, True)
    again = {"note": "Les deux", "version": "2", "shown": "pinned", "number": "9"}
    assert "pas de version de ce numéro" in browser.post(f"/parcours/{made}/etapes/{item}", data=again).text
    assert browser.post(f"/parcours/{made}/etapes/{item}", data={**again, "number": "1"}).status_code == 303
    assert (gathered.step(item).note, gathered.step(item).number) == ("Les deux", 1)

    gathered.do(service.change, made, 1, service.Words("Le sien"))
    answer = browser.post(f"/parcours/{made}/modifier", data={"title": "Le mien", "version": "1"})
    assert (answer.status_code, "Le mien" in answer.text, "Le sien" in answer.text) == (409, True, True)
    assert browser.post(f"/parcours/{made}/modifier", data={"title": "", "version": "2"}).status_code == 422
    assert (
        browser.post(f"/parcours/{made}/modifier", data={"title": "Le mien", "version": "2"}).status_code
        == 303
    )


@sqlite_only
def test_numbers_and_lengths_have_bounds_that_are_told(gathered: Gathered) -> None:
    made, page = gathered.begin(), gathered.page("Une")
    for words in (service.Words("x" * 161), service.Words("Bon", "x" * 10_001), service.Words("")):
        with pytest.raises(Invalid):
            gathered.do(service.create, words)
    with pytest.raises(Invalid):
        gathered.do(service.create, service.Words("Bon"), "tous")
    with pytest.raises(Invalid):
        gathered.add(made, page, note="x" * 2_001)
    links = " ".join(f"https://site-{number}.example" for number in range(9))
    with pytest.raises(Invalid) as refused:
        gathered.do(steps.add_note, made, links)
    assert "liens" in str(refused.value.errors["note"])
    with gathered.write() as session:
        session.add_all(
            CollectionItem(collection_id=made, kind="note", note="x", position=number)
            for number in range(MOST_ITEMS)
        )
    with pytest.raises(Invalid):
        gathered.add(made, page)
    with gathered.write() as session:
        for number in range(MOST_EDITORS):
            person = factories.user(session, f"invitee-{number}")
            service.invite(session, gathered.actor("nina"), made, person.handle)
    with pytest.raises(Invalid):
        gathered.do(service.invite, made, "membre")
    with gathered.write() as session:
        owner = gathered.people["nina"]
        session.add_all(Collection(slug="x", title="x", owner_id=owner) for _ in range(MOST_COLLECTIONS))
    with pytest.raises(Invalid):
        gathered.do(service.create, service.Words("De trop"))


def test_it_is_deleted_brought_back_and_forgotten_in_the_end(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    made, lost = gathered.begin("Le mien"), gathered.begin("Le vieux")
    key = gathered.collection(made).link_key
    browser = client_of("nina")
    assert browser.post(f"/parcours/{made}/suppression").location == "/compte/parcours#supprimes"
    assert browser.get(f"/parcours/{made}").status_code == 404
    assert client_of("").get(f"/parcours/lien/{key}").status_code == 404
    assert "Le mien" in browser.get("/compte/parcours").text
    assert browser.post(f"/parcours/{made}/retablissement").status_code == 303
    assert gathered.collection(made).audience == PRIVATE
    gathered.do(service.delete, lost)
    with gathered.write() as session:
        assert service.sweep(session) == 0
        assert service.sweep(session, now() + timedelta(days=31)) == 1
    assert "Le vieux" not in browser.get("/compte/parcours").text


@sqlite_only
def test_it_is_taken_up_with_credit_and_without_what_one_may_not_read(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    made = gathered.begin("De Trappes", by="membre", audience=BY_LINK)
    gathered.add(made, gathered.page("Une"), by="membre", note="Son mot")
    gathered.add(made, gathered.page("Interne", audience="territory"), by="membre")
    key = gathered.collection(made).link_key
    answer = client_of("nina").post(f"/parcours/lien/{key}/reprise")
    copy_id = int(answer.location.split("/")[2])

    copied = gathered.collection(copy_id)
    assert (copied.owner_id, copied.audience) == (gathered.people["nina"], PRIVATE)
    assert copied.credit == "« De Trappes », Membre"
    assert gathered.titles(copy_id) == ["Une"]
    assert gathered.read(copy_id, for_editor=True).closed == 0
    shown = client_of("nina").get(copied.path).text
    # What it was taken from is nobody's to find without the link.
    assert "Repris de" in shown
    assert f'href="{gathered.collection(made).path}"' not in shown
    assert client_of("").post(f"/parcours/lien/{key}/reprise").status_code == 401


@sqlite_only
def test_a_page_is_added_from_the_page_itself(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    page = gathered.page("Une")
    address = f"/{gathered.path(page)}/parcours"
    visitor, browser = client_of(""), client_of("nina")
    assert "Ajouter à un parcours" not in visitor.get(f"/{gathered.path(page)}").text
    assert "Se connecter" in visitor.get(address).text
    assert visitor.post(address).status_code == 401
    assert f'href="{address}"' in browser.get(f"/{gathered.path(page)}").text

    assert "Donnez un titre" in browser.post(address, data={"collection": "nouveau"}).text
    form = {"collection": "nouveau", "title": "Ma semaine", "note": "Mon mot", "form_key": "une-fois"}
    assert browser.post(address, data=form).location == f"/{gathered.path(page)}"
    assert "Ma semaine" in browser.get(f"/{gathered.path(page)}").text
    # Sent twice, it is there once and said kindly.
    assert browser.post(address, data=form).status_code == 422
    with gathered.look() as session:
        (made,) = session.scalars(select(Collection.id)).all()
    assert browser.post(address, data={"collection": str(made)}).status_code == 422
    other = gathered.page("Deux")
    assert (
        browser.post(f"/{gathered.path(other)}/parcours", data={"collection": str(made)}).status_code == 303
    )
    assert gathered.titles(made) == ["Une", "Deux"]
    gathered.do(service.share, made, "public")
    assert "Ma semaine" in visitor.get(address).text


@sqlite_only
def test_the_desk_adds_pages_by_any_address_and_gives_back_what_was_typed(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    made, page = gathered.begin(), gathered.page("Une")
    browser, desk = client_of("nina"), f"/parcours/{made}"
    for odd in ("", "n'importe quoi", "http://[", "/trappes/absente"):
        answer = browser.post(f"{desk}/pages", data={"page": odd, "note": "Gardé"})
        assert (answer.status_code, "Gardé" in answer.text) == (422, True), odd
    path = gathered.path(page)
    added = browser.post(f"{desk}/pages", data={"page": f"https://exemple.fr/{path}/version/1?x#y"})
    assert added.status_code == 303
    assert "déjà dans" in browser.post(f"{desk}/pages", data={"page": f"/{path}"}).text
    assert browser.post(f"{desk}/mots", data={"note": ""}).status_code == 422
    assert browser.post(f"{desk}/mots", data={"note": "Une pause"}).status_code == 303
    words = max(item.id for item in items(gathered, made))
    assert browser.post(f"{desk}/etapes/{words}/place", data={"vers": "haut"}).status_code == 303
    assert gathered.titles(made) == ["Une pause", "Une"]
    assert browser.post(f"{desk}/etapes/{words}/retrait").status_code == 303
    assert "La remettre" in browser.get(f"{desk}/composer").text
    assert browser.post(f"{desk}/etapes/{words}/retour").status_code == 303
    assert gathered.titles(made) == ["Une pause", "Une"]


def items(gathered: Gathered, collection_id: int) -> list[CollectionItem]:
    with gathered.look() as session:
        return list(queries.items(session, [collection_id]))


@sqlite_only
def test_sharing_and_curating_work_in_the_browser(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    nina, curator = client_of("nina"), client_of("curatrice")
    form = {"title": "Le mien", "audience": "private", "form_key": "une-fois"}
    location = nina.post("/parcours/nouveau", data=form).location
    assert nina.post("/parcours/nouveau", data=form).location == location
    assert nina.post("/parcours/nouveau", data={"title": ""}).status_code == 422
    place = location.removesuffix("/composer")
    assert nina.post(f"{place}/partage", data={"audience": "tous"}).status_code == 422
    assert nina.post(f"{place}/partage", data={"audience": "public"}).status_code == 303
    assert nina.post(f"{place}/personnes", data={"handle": "personne"}).status_code == 422
    assert nina.post(f"{place}/personnes", data={"handle": "membre"}).status_code == 303
    assert "Membre" in nina.get(f"{place}/partage").text
    number = gathered.people["membre"]
    assert client_of("membre").post(f"{place}/personnes/{number}/retrait").location == "/compte/parcours"
    assert nina.post(f"{place}/lien").status_code == 303

    assert curator.post(f"{place}/mise-en-avant", data={}).status_code == 422
    assert curator.post(f"{place}/mise-en-avant", data={"national_introduction": "Lisez."}).status_code == 303
    assert curator.post(f"{place}/rang", data={"vers": "haut"}).status_code == 303
    gathered.do(service.change, int(place.split("/")[2]), 1, service.Words("Changé"))
    assert "Changé depuis" in curator.get("/parcours/selection").text
    assert curator.post(f"{place}/fin-de-mise-en-avant").status_code == 303
    assert curator.post(f"{place}/retrait", data={}).status_code == 422
    assert curator.post(f"{place}/retrait", data={"reason": "Réclame"}).status_code == 303
    assert curator.get(f"{place}/retrait").status_code == 404
    assert curator.post(f"{place}/remise-en-lecture").status_code == 303


@sqlite_only
def test_the_archive_of_one_s_data_holds_the_steps_and_no_link(gathered: Gathered) -> None:
    made = gathered.begin(audience=BY_LINK)
    gathered.add(made, gathered.page("Une"), note="Mon mot")
    with gathered.look() as session:
        ((name, content),) = own_steps(session, gathered.actor("nina"))
    (step,) = json.loads(content)
    assert (step["mot"], step["page"]) == ("Mon mot", "trappes/une")
    assert gathered.collection(made).link_key not in content
    with gathered.look() as session:
        assert list(own_steps(session, gathered.actor("membre"))) == []
    assert name.startswith("donnees/")


@sqlite_only
def test_who_deletes_a_page_is_told_of_public_parcours_alone(gathered: Gathered) -> None:
    page = gathered.page("Une")
    gathered.add(gathered.begin(audience=PRIVATE), page)
    with gathered.look() as session:
        assert "parcours" not in " ".join(held(session, page))
    gathered.add(gathered.begin("Public"), page)
    with gathered.look() as session:
        assert "une place dans 1 parcours" in held(session, page)


@sqlite_only
def test_every_form_of_a_parcours_gives_back_what_a_service_refuses(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    made = gathered.begin()
    (item,) = gathered.add(made, gathered.page("Une"))
    browser, place = client_of("nina"), f"/parcours/{made}"
    links = " ".join(f"https://site-{number}.example" for number in range(9))
    for path, data in (
        ("/parcours/nouveau", {"title": "Réclame", "introduction": links}),
        (f"{place}/modifier", {"title": "Réclame", "introduction": links, "version": "1"}),
        (f"{place}/mots", {"note": links}),
        (f"{place}/etapes/{item}", {"note": links, "version": "1"}),
    ):
        answer = browser.post(path, data=data)
        assert (answer.status_code, "site-8.example" in answer.text) == (422, True), path
    for path in ("partage", "composer", "modifier", f"etapes/{item}", "suppression"):
        assert browser.get(f"{place}/{path}").status_code == 200
    with gathered.write() as session:
        session.add_all(
            CollectionItem(collection_id=made, kind="note", note="x", position=9) for _ in range(MOST_ITEMS)
        )
        session.get_one(CollectionItem, item).removed_at = now()
    assert browser.post(f"{place}/etapes/{item}/retour", follow_redirects=True).text.count("60 étapes") == 1
    with gathered.write() as session:
        owner = gathered.people["nina"]
        session.add_all(Collection(slug="x", title="x", owner_id=owner) for _ in range(MOST_COLLECTIONS))
    refused = browser.post(f"{place}/reprise", follow_redirects=True)
    assert "Vous avez déjà 100 parcours" in refused.text


@sqlite_only
def test_the_owner_dismisses_and_the_national_team_orders_within_bounds(
    gathered: Gathered, client_of: Callable[[str], FlaskClient]
) -> None:
    made = gathered.begin()
    gathered.do(service.invite, made, "membre")
    number = gathered.people["membre"]
    with pytest.raises(Forbidden):
        gathered.do(service.dismiss, made, gathered.people["nina"], by="membre")
    answer = client_of("nina").post(f"/parcours/{made}/personnes/{number}/retrait")
    assert answer.location == f"/parcours/{made}/partage#personnes"
    curator = client_of("curatrice")
    for path in ("selection", f"{made}/mise-en-avant", f"{made}/retrait"):
        assert curator.get(f"/parcours/{path}").status_code == 200
    for path, field in (("mise-en-avant", "national_introduction"), ("retrait", "reason")):
        assert curator.post(f"/parcours/{made}/{path}", data={field: "\x00"}).status_code == 422
    with gathered.write() as session:
        session.add_all(
            Collection(slug="x", title="x", audience="public", featured_position=rank, featured_at=now())
            for rank in range(queries.MOST_FEATURED)
        )
    full = curator.post(f"/parcours/{made}/mise-en-avant", data={"national_introduction": "Lisez."})
    assert "40 parcours sont déjà mis en avant" in full.text


@sqlite_only
def test_the_same_form_sent_by_another_account_makes_another_parcours(
    gathered: Gathered, client_of: Any
) -> None:
    """As on a device that several people use, after going back in the browser."""
    form = {"title": "Le mien", "audience": "private", "form_key": "une-fois"}

    for handle in ("nina", "membre"):
        assert client_of(handle).post("/parcours/nouveau", data=form).status_code == 303

    with gathered.look() as session:
        assert len(session.scalars(select(Collection)).all()) == 2


@sqlite_only
def test_who_is_invited_again_and_again_is_told_once(gathered: Gathered) -> None:
    made = gathered.begin()
    for _time in range(3):
        gathered.do(service.invite, made, "membre")
        gathered.do(service.dismiss, made, gathered.people["membre"])

    with gathered.look() as session:
        told = select(Happening).where(Happening.kind == "collection.shared")
        assert len(session.scalars(told).all()) == 1
