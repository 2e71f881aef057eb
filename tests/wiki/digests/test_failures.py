"""What is wrong with one mail keeps nobody else waiting."""

from typing import Any

import pytest
from sqlalchemy import select, update

from tests.wiki.digests.conftest import Post
from tests.wiki.notifications.conftest import Place
from wiki.db import now
from wiki.digests import service as digests
from wiki.letters import service as letters
from wiki.letters.models import Letter
from wiki.notifications.models import Notice
from wiki.savedsearches.models import SavedSearch
from wiki.searchwatch import wiring as searchwatch
from wiki.watching.models import Subscription

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def fail(*_arguments: Any, **_named: Any) -> Any:
    raise RuntimeError("on purpose")


@sqlite_only
def test_a_person_s_mail_that_cannot_be_written_is_tried_later(
    place: Place, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = place.page()
    place.drain()
    place.edit(page, "Encore.")
    place.drain()
    post.comes_due()
    monkeypatch.setattr(digests, "items", fail)
    post.deliver()
    [notice] = place.told("referente")
    assert notice.mail_due is not None
    assert notice.mail_due > now()
    assert notice.mailed_at is None

    monkeypatch.undo()
    post.comes_due()
    post.deliver()
    assert len(post.to("referente")) == 1


@sqlite_only
def test_a_letter_that_cannot_be_written_is_tried_later(
    place: Place, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place.write() as session:
        session.add(
            Letter(
                email="a@exemple.fr",
                kind="territory",
                thing_id=1,
                rhythm="daily",
                confirmed_at=now(),
                due_at=now(),
            )
        )
    place.page()
    monkeypatch.setattr(letters, "items", fail)
    place.drain()
    with place.write() as session:
        assert session.scalars(select(Letter.due_at)).one() > now()
        session.execute(update(Letter).values(due_at=now()))
    monkeypatch.undo()
    post.deliver()
    assert len(post.to("a")) == 1


@sqlite_only
def test_a_search_that_cannot_be_asked_is_passed_over(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with place.write() as session:
        session.add(SavedSearch(id=1, user_id=place.people["nina"], name="Eau", arguments="q=eau"))
    place.follow("nina", "search", 1)
    place.page()
    monkeypatch.setattr(searchwatch, "look", fail)
    with place.write() as session:
        session.execute(update(Subscription).values(looked_at=now().replace(year=2020)))
        page_long_ago = now().replace(year=2021)
        session.connection().exec_driver_sql("UPDATE happening SET at = '2021-01-01 00:00:00'")
    with place.app.app_context():
        assert searchwatch.look_through() == 0
    with place.write() as session:
        assert session.scalars(select(Subscription.looked_at)).one() > page_long_ago
        assert session.scalars(select(Notice).where(Notice.reason == "search")).all() == []
