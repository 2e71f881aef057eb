"""New pages that answer a search which somebody follows."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.wiki.notifications.conftest import Place, place
from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.db import now
from wiki.savedsearches.models import SavedSearch
from wiki.searchwatch import wiring
from wiki.searchwatch.wiring import look_through
from wiki.watching.models import Subscription

__all__ = ["place"]

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def followed(place: Place, arguments: str) -> None:
    with place.write() as session:
        kept = SavedSearch(user_id=place.people["nina"], name=arguments, arguments=arguments)
        session.add(kept)
        session.flush()
        number = kept.id
    place.follow("nina", "search", number)


def a_while_later(place: Place) -> None:
    """The indexer has seen everything, and some minutes pass."""
    place.drain()
    with place.write() as session:
        for model, moment in ((Happening, Happening.at), (Subscription, Subscription.looked_at)):
            session.execute(update(model).values({moment.key: now() - timedelta(minutes=5)}))
        session.execute(update(Subscription).values(looked_at=now() - timedelta(minutes=10)))
    with place.app.app_context():
        look_through()


@sqlite_only
def test_new_pages_that_answer_are_told_once(place: Place) -> None:
    followed(place, "q=pluie&territoire=trappes")
    place.page("Mesurer la pluie")
    place.page("Mesurer le vent")
    place.page("La pluie entre nous", audience="territory")
    a_while_later(place)
    assert place.said("nina") == [(happens.PAGE_CREATED, "search", 1)]
    with place.app.app_context():
        look_through()
    a_while_later(place)
    assert len(place.said("nina")) == 1


@sqlite_only
def test_what_the_person_knows_already_is_not_told(place: Place) -> None:
    followed(place, "q=pluie")
    place.follow("nina", "territory", 1)
    place.page("Mesurer la pluie")
    a_while_later(place)
    assert [reason for _kind, reason, _count in place.said("nina")] == ["territory"]


@sqlite_only
def test_searches_that_are_gone_or_silent_tell_nothing(place: Place) -> None:
    followed(place, "q=pluie")
    with place.write() as session:
        session.delete(session.scalars(select(SavedSearch)).one())
    place.page("Mesurer la pluie")
    a_while_later(place)
    assert place.said("nina") == []


@sqlite_only
def test_nothing_new_is_nothing_to_look_at(place: Place) -> None:
    followed(place, "")
    with place.app.app_context():
        assert look_through() == 0
    a_while_later(place)
    assert place.said("nina") == []


@sqlite_only
def test_a_page_written_in_the_last_minute_waits_for_the_index(place: Place, client_of: Any) -> None:
    followed(place, "")
    place.page("Mesurer la pluie")
    place.drain()
    with place.app.app_context():
        assert look_through() == 0
    a_while_later(place)
    assert len(place.said("nina")) == 1


@sqlite_only
def test_a_search_that_cannot_be_asked_keeps_no_other_waiting(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed(place, "q=pluie")
    followed(place, "")
    place.page("Mesurer la pluie")
    look = wiring.look

    def fail_at_first(session: Any, finder: Any, rules: Any, zone: Any, number: int, moment: Any) -> int:
        if number == 1:
            raise RuntimeError("on purpose")
        return look(session, finder, rules, zone, number, moment)

    monkeypatch.setattr(wiring, "look", fail_at_first)
    a_while_later(place)
    assert place.said("nina") == [(happens.PAGE_CREATED, "search", 1)]
    monkeypatch.undo()
    with place.app.app_context():
        assert look_through() == 0, "it is asked again when there is something new"
