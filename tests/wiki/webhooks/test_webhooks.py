"""Happenings are told to other programs: signed, tried again, of what they may know only."""

import hashlib
import hmac
import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.reading import select as chosen
from tests.reading import tree
from tests.wiki.notifications.conftest import Place, app, place
from tests.wiki.outgoing.sites import Site, says, site
from wiki.activity import kinds as happens
from wiki.audit.models import AuditEntry
from wiki.config import Settings
from wiki.db import now
from wiki.pages import service as pages
from wiki.territories.models import Membership, Territory
from wiki.trash import service as trash
from wiki.webhooks.delivering import MOST_FAILURES, PAUSES
from wiki.webhooks.models import Delivery, Webhook

__all__ = ["app", "place"]

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NEW = "/compte/appels/nouveau"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation that may call its own machine."""
    return replace(settings, outgoing_private=True)


def trappes(place: Place) -> str:
    with place.write() as session:
        return str(session.scalars(select(Territory.id).where(Territory.slug == "trappes")).one())


def hook(place: Place, client_of: Any, other: Site, **more: Any) -> str:
    """Set one up as the referent; returns its secret."""
    answer = client_of("referente").post(
        NEW, data={"url": f"{other.url}/appel", "territory": trappes(place), **more}
    )
    assert answer.status_code == 200, answer.text
    [field] = chosen(tree(answer.text), "#secret")
    return str(field.get("value"))


def log(place: Place) -> list[tuple[str, str, int | None, int]]:
    with place.write() as session:
        rows = session.scalars(select(Delivery).order_by(Delivery.id))
        return [(one.kind, one.state, one.status, one.attempts) for one in rows]


def time_passes(place: Place) -> None:
    """Until everything that waits is due, and no webhook is paused."""
    with place.write() as session:
        session.execute(update(Delivery).values(due_at=now() - timedelta(seconds=1)))
        session.execute(update(Webhook).values(paused_until=None))


def test_what_happens_is_told_signed_and_once(place: Place, client_of: Any) -> None:
    with site(says(204)) as other:
        secret = hook(place, client_of, other)
        place.page("Lire le climat")
        place.drain()
        place.drain()

    [asked] = other.asked
    told = json.loads(asked.body)
    stamp = asked.headers["X-Territoire-Timestamp"]
    expected = hmac.new(secret.encode(), f"{stamp}.".encode() + asked.body, hashlib.sha256).hexdigest()
    assert asked.headers["X-Territoire-Signature"] == f"sha256={expected}"
    assert abs(int(stamp) - now().timestamp()) < 60
    assert asked.headers["X-Territoire-Event"] == told["event"] == happens.PAGE_CREATED
    assert told["page"]["title"] == "Lire le climat"
    assert told["page"]["url"] == "http://127.0.0.1:8000/trappes/lire-le-climat"
    assert told["territory"]["slug"] == "trappes"
    assert told["actor"] == {"handle": "referente", "name": "Referente"}
    assert set(told) == {"version", "id", "event", "at", "page", "territory", "actor", "revision"}
    assert log(place) == [(happens.PAGE_CREATED, "done", 204, 1)]
    with place.app.app_context():
        place.app.extensions["wiki.jobs"].handler("webhooks.write")([{"happenings": [told["id"]]}])
    assert len(log(place)) == 1, "a job that runs twice tells once"


@sqlite_only
def test_only_the_kinds_the_territory_and_the_pages_that_were_chosen(place: Place, client_of: Any) -> None:
    with site() as other:
        hook(place, client_of, other, kinds=happens.PAGE_EDITED)
        hook(place, client_of, other, with_territory="y")
        public, inside = place.page(), place.page("Interne", audience="territory")
        place.page("Brouillon", audience="draft")
        place.edit(public, "Encore.")
        place.edit(inside, "Encore.")
        place.drain()
    told = [
        (json.loads(asked.body)["event"], json.loads(asked.body)["page"]["title"]) for asked in other.asked
    ]
    assert sorted(told) == [
        ("page.created", "Interne"),
        ("page.created", "Lire le climat"),
        ("page.edited", "Interne"),
        ("page.edited", "Lire le climat"),
        ("page.edited", "Lire le climat"),
    ]


@sqlite_only
def test_a_deleted_page_is_told_as_it_was(place: Place, client_of: Any) -> None:
    with site() as other:
        page, inside = place.page(), place.page("Interne", audience="members")
        place.drain()
        hook(place, client_of, other)
        with place.write() as session:
            for number in (page, inside):
                trash.delete(session, place.actor(session, "referente"), number, "Doublon")
        place.drain()
    [asked] = other.asked
    assert json.loads(asked.body)["page"]["url"].endswith("/trappes/lire-le-climat")


@sqlite_only
def test_what_was_closed_meanwhile_does_not_leave(place: Place, client_of: Any) -> None:
    with site(says(500, b"plus tard"), says(200)) as other:
        hook(place, client_of, other)
        page = place.page()
        place.drain()
        with place.write() as session:
            pages.settle(session, place.actor(session, "referente"), page, kind="page", audience="territory")
        time_passes(place)
        place.drain()
    assert len(other.asked) == 1
    assert log(place)[0][:2] == (happens.PAGE_CREATED, "failed")


@sqlite_only
def test_a_referent_who_steps_down_hears_nothing_more(place: Place, client_of: Any) -> None:
    with site() as other:
        hook(place, client_of, other)
        with place.write() as session:
            session.execute(
                update(Membership)
                .where(Membership.user_id == place.people["referente"])
                .values(role="member")
            )
        place.page(by="membre")
        place.drain()
    assert other.asked == []


@sqlite_only
def test_a_site_that_fails_is_tried_again_further_and_further_apart(place: Place, client_of: Any) -> None:
    with site(says(503, b"en panne")) as other:
        hook(place, client_of, other)
        place.page()
        place.edit(place.page("Autre"), "Encore.")
        place.drain()
        assert len(other.asked) == 1, "the others wait until it answers"
        waits = []
        for _ in range(len(PAUSES)):
            with place.write() as session:
                first = session.scalars(select(Delivery).order_by(Delivery.id)).first()
                waits.append(round((first.due_at - now()).total_seconds() / 60))
                session.execute(update(Delivery).where(Delivery.id != first.id).values(state="done"))
            time_passes(place)
            place.drain()
    assert waits == sorted(waits)
    assert waits[0] == 1
    assert waits[-1] == 24 * 60
    assert log(place)[0] == (happens.PAGE_CREATED, "failed", 503, 8)


@sqlite_only
def test_one_that_never_answers_is_stopped_and_its_owner_told(place: Place, client_of: Any) -> None:
    with site(says(503)) as other:
        hook(place, client_of, other)
        page = place.page()
        for _ in range(MOST_FAILURES):
            place.edit(page, f"Encore, {now()}.")
        place.drain()
        with place.write() as session:
            session.execute(update(Delivery).values(attempts=len(PAUSES)))
        for _ in range(MOST_FAILURES):
            time_passes(place)
            place.drain()
    assert ("webhook.stopped", "direct", 1) in place.said("referente")
    with place.write() as session:
        stopped = session.scalars(select(Webhook)).one()
        assert stopped.disabled_by_failures
        assert session.scalars(select(Delivery).where(Delivery.state == "waiting")).all() == []
        acts = session.scalars(select(AuditEntry.act).where(AuditEntry.kind == "webhook")).all()
        assert acts == ["webhook.created", "webhook.given_up"]
    referent = client_of("referente")
    assert "ne répond plus" in referent.get("/compte/appels").text
    listed = referent.get("/notifications").text
    assert "Un appel sortant est arrêté" in listed

    assert referent.post("/compte/appels/1/etat", data={"action": "reprise"}).status_code == 303
    assert "Envoyer un essai" in referent.get("/compte/appels/1").text


@sqlite_only
def test_a_trial_and_sending_again(place: Place, client_of: Any) -> None:
    with site(says(500, b"non"), says(200)) as other:
        hook(place, client_of, other)
        referent = client_of("referente")
        referent.post("/compte/appels/1/etat", data={"action": "essai"})
        place.drain()
        shown = referent.get("/compte/appels/1").text
        assert "Un essai" in shown
        assert "non" in shown
        referent.post("/compte/appels/1/envois/1")
        place.drain()
    assert [json.loads(asked.body)["event"] for asked in other.asked] == ["trial", "trial"]
    assert log(place) == [("trial", "done", 200, 1)]


@sqlite_only
def test_private_addresses_are_refused_after_their_names_were_looked_up(place: Place, client_of: Any) -> None:
    with site() as other:
        hook(place, client_of, other)
        object.__setattr__(place.app.extensions["wiki.settings"], "outgoing_private", False)
        with place.write() as session:
            # `localhost` looks like any name, until somebody asks where it leads.
            session.execute(update(Webhook).values(url="http://localhost:8080/appel"))
        place.page()
        place.drain()
    assert other.asked == []
    assert log(place) == [(happens.PAGE_CREATED, "failed", None, 1)]
    with place.write() as session:
        assert "not public" in session.scalars(select(Delivery.error)).one()


@sqlite_only
def test_another_secret_signs_from_now_on(place: Place, client_of: Any) -> None:
    with site() as other:
        first = hook(place, client_of, other)
        answer = client_of("referente").post("/compte/appels/1/secret")
        second = re.search(r'value="(whs_\w+)"', answer.text)
        assert second
        assert second.group(1) != first
        assert first not in client_of("referente").get("/compte/appels/1").text


@sqlite_only
def test_who_looks_after_what(place: Place, client_of: Any) -> None:
    with site() as other:
        hook(place, client_of, other)
        assert client_of("admin").post(NEW, data={"url": other.url, "territory": "site"}).status_code == 200
    assert client_of().get("/compte/appels").status_code == 401
    for handle in ("nina", "membre", "ambassadeur", "curatrice"):
        assert client_of(handle).get("/compte/appels").status_code == 403
        assert client_of(handle).get(NEW).status_code == 403
        assert client_of(handle).get("/compte/appels/1").status_code == 404
    referent = client_of("referente")
    assert referent.get("/compte/appels/2").status_code == referent.get("/compte/appels/9").status_code == 404
    assert referent.post(NEW, data={"url": other.url, "territory": "site"}).status_code == 422
    assert "Tout le site" in client_of("admin").get("/compte/appels").text
    for path in ("/compte/appels/2/etat", "/compte/appels/2/envois/1", "/compte/appels/2/secret"):
        assert referent.post(path, data={"action": "arret"}).status_code == 404
    assert referent.post("/compte/appels/1/etat", data={"action": "x"}).status_code == 404
    assert referent.post("/compte/appels/1/envois/99").status_code == 404


@sqlite_only
def test_changed_stopped_and_removed(place: Place, client_of: Any) -> None:
    with site() as other:
        hook(place, client_of, other)
        referent = client_of("referente")
        changed = {"url": f"{other.url}/autre", "territory": trappes(place), "kinds": [happens.PAGE_EDITED]}
        assert referent.post("/compte/appels/1/modifier", data=changed).status_code == 303
        bad = {**changed, "url": "ftp://exemple.fr"}
        answer = referent.post("/compte/appels/1/modifier", data=bad)
        assert answer.status_code == 422
        assert 'value="ftp://exemple.fr"' in answer.text
        assert referent.post("/compte/appels/1/modifier", data={**changed, "kinds": "x"}).status_code == 422
        referent.post("/compte/appels/1/etat", data={"action": "arret"})
        place.edit(place.page(), "Encore.")
        place.drain()
        again = referent.post("/compte/appels/1/etat", data={"action": "essai"}, follow_redirects=True)
        assert "reprenez-le" in again.text
        assert other.asked == []
    assert "Supprimer cet appel" in referent.get("/compte/appels/1/suppression").text
    assert referent.post("/compte/appels/1/suppression").status_code == 303
    assert "Aucun appel sortant" in referent.get("/compte/appels").text


@sqlite_only
def test_addresses_of_the_house_are_refused_when_typed(place: Place, client_of: Any) -> None:
    object.__setattr__(place.app.extensions["wiki.settings"], "outgoing_private", False)
    referent = client_of("referente")
    for url in ("http://exemple.fr:22/", "https://nom:secret@exemple.fr/", "ftp://exemple.fr/", "exemple"):
        answer = referent.post(NEW, data={"url": url, "territory": trappes(place)})
        assert answer.status_code == 422
        assert "Donnez l’adresse d’un site" in answer.text
