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
