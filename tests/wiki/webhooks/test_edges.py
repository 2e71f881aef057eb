"""What webhooks do at the edges: nobody there, gone for good, too many, pages and people that vanish."""

import socket
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.wiki.notifications.conftest import Place, app, place
from tests.wiki.outgoing.sites import says, site
from tests.wiki.webhooks.test_webhooks import NEW, hook, log, settings, time_passes, trappes
from wiki.accounts import service as accounts
from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.db import now
from wiki.errors import Forbidden, Invalid
from wiki.permissions import Actor
from wiki.webhooks import delivering, queries, service
from wiki.webhooks.delivering import Outcome
from wiki.webhooks.models import Delivery, Webhook

__all__ = ["app", "place", "settings"]

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_nobody_there_is_tried_again(place: Place, client_of: Any) -> None:
    with site() as other:
        hook(place, client_of, other)
    with socket.socket() as held:
        # Held, so that nobody else of this machine takes the port meanwhile; it listens to nothing.
        held.bind(("127.0.0.1", 0))
        with place.write() as session:
            session.execute(update(Webhook).values(url=f"http://127.0.0.1:{held.getsockname()[1]}/"))
        place.page()
        place.drain()
    assert log(place) == [(happens.PAGE_CREATED, "waiting", None, 1)]
    assert "prochain essai" in client_of("referente").get("/compte/appels/1").text

    with place.write() as session:
        session.execute(update(Delivery).values(attempts=8))
    time_passes(place)
    place.drain()
    assert log(place)[0][1] == "failed", "a worker that ends each time does not try for ever"


def test_gone_for_good_stops_at_once(place: Place, client_of: Any) -> None:
    with site(says(410)) as other:
        hook(place, client_of, other)
        place.page()
        place.drain()
    with place.write() as session:
        assert session.scalars(select(Webhook.disabled_by_failures)).one()


def test_an_adaptation_is_told_when_everybody_may_read_it(place: Place, client_of: Any) -> None:
    origin, draft, shared = place.page(), place.page("Autre", audience="draft"), place.page("Partagée")
    place.drain()
    with site() as other:
        hook(place, client_of, other)
        with place.write() as session:
            for made in (draft, shared, None):
                tell(session, None, happens.PAGE_ADAPTED, page_id=origin, territory_id=1, about_id=made)
        place.drain()
    assert len(other.asked) == 1


def test_the_way_there_is_for_those_who_may(place: Place, client_of: Any) -> None:
    for handle, may in (("referente", True), ("admin", True), ("membre", False)):
        assert ("Appels sortants" in client_of(handle).get("/compte").text) is may
    assert "/suivre/theme/environnement" in client_of("nina").get("/themes/environnement").text
    assert "/suivre/theme/climat" in client_of("nina").get("/themes/climat").text


def test_what_vanishes_takes_its_messages_along(place: Place, client_of: Any) -> None:
    with site() as other:
        hook(place, client_of, other)
        page = place.page()
        place.drain()
    with place.write() as session:
        delivering.forget_pages(session, [page])
        assert session.scalars(select(Delivery)).all() == []
        delivering.settle(session, 1, Outcome(200), now())
        session.add(
            Delivery(webhook_id=1, kind="trial", body={}, state="done", created_at=now() - timedelta(days=40))
        )
        session.flush()
        delivering.sweep(session)
        assert session.scalars(select(Delivery)).all() == []
        accounts.delete_account(session, place.people["referente"])
    with place.write() as session:
        assert session.scalars(select(Webhook)).all() == []


def test_too_many_and_nowhere(place: Place, client_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST", 1)
    with site() as other:
        hook(place, client_of, other)
        data = {"url": other.url, "territory": trappes(place)}
        assert "supprimez-en" in client_of("referente").post(NEW, data=data).text
        with place.write() as session:
            admin = place.actor(session, "admin")
            for wanted, who in ((999, admin), (None, Actor())):
                with pytest.raises((Invalid, Forbidden)):
                    service.create(session, who, service.Wanted(other.url, [], wanted))
    with place.write() as session:
        for act in (queries.manageable, queries.listing):
            with pytest.raises(Forbidden):
                act(session, Actor())
