"""Pages follow what changes around them: themes, territories, accounts."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories
from wiki.accounts.events import AccountDeleted
from wiki.accounts.models import User
from wiki.db import now
from wiki.jobs.worker import begin
from wiki.outbox.models import Change
from wiki.pages import queries, service
from wiki.pages.models import Draft, Page, ReadMark, Revision
from wiki.permissions import Actor
from wiki.territories.events import TerritoryChanged
from wiki.themes.events import ThemeRenamed
from wiki.themes.queries import theme


@pytest.fixture
def trappes_id(write, people):
    with write() as session:
        return factories.territory(session, "trappes").id


@pytest.fixture
def make_page(app: Flask, write, people, trappes_id):
    """A page written by the referent of Trappes, about citizenship; returns its id."""

    def make(title: str, audience: str = "public") -> int:
        actor = Actor(
            user_id=people["referente"],
            territories={trappes_id: "referent"},
            rules=app.extensions["wiki.rules"],
        )
        text = f"---\nthèmes: [Citoyenneté]\n---\n\n# {title}\n\nUn texte.\n"
        with write() as session:
            new = service.NewPage(territory_id=trappes_id, kind="page", audience=audience, text=text)
            return service.create(session, actor, new).id

    return make


def waiting(app: Flask, page_id: int) -> int:
    with app.extensions["wiki.database"].reader() as session:
        return session.scalar(select(func.count()).where(Change.page_id == page_id)) or 0


def leave(app: Flask, user_id: int) -> None:
    """Tell that somebody's account was deleted, as the request or the job that did it does."""
    with app.app_context():
        app.extensions["wiki.events"].tell([AccountDeleted(user_id)])


def test_a_renamed_theme_and_a_changed_territory_reach_the_index(app, write, make_page, trappes_id):
    page_id = make_page("Marcher ensemble")
    before = waiting(app, page_id)
    with write() as session:
        theme_id = theme(session, "Citoyenneté").id
    app.extensions["wiki.events"].tell([ThemeRenamed(theme_id)])
    assert waiting(app, page_id) == before + 1
    app.extensions["wiki.events"].tell([TerritoryChanged(trappes_id)])
    assert waiting(app, page_id) == before + 2


def test_the_name_of_who_left_goes_from_the_index_as_well(app, make_page, people):
    page_id = make_page("Notre marche")
    before = waiting(app, page_id)
    leave(app, people["nina"])
    assert waiting(app, page_id) == before
    leave(app, people["referente"])
    assert waiting(app, page_id) == before + 1


def test_private_drafts_go_with_the_account_and_shared_pages_stay(app, write, make_page, people):
    draft, shared = make_page("Mes notes", "draft"), make_page("Notre marche")
    leave(app, people["referente"])
    with write() as session:
        assert session.get(Page, draft) is None
        assert session.scalar(select(func.count()).where(Revision.page_id == draft)) == 0
        assert session.get(Page, shared) is not None


def test_unsaved_texts_and_marks_of_reading_go_with_the_account(app, write, make_page, people):
    shared, leaving = make_page("Notre marche"), people["nina"]
    mine = {"user_id": leaving, "page_id": shared}
    with write() as session:
        session.add(Draft(**mine, kind="page", version=1, base_number=1, text="Ce que je pense."))
        session.add(ReadMark(**mine, number=1))
        session.add(ReadMark(user_id=people["admin"], page_id=shared, number=1))
    leave(app, leaving)
    with write() as session:
        assert session.scalars(select(Draft)).all() == []
        assert session.scalars(select(ReadMark.user_id).where(ReadMark.page_id == shared)).all() == [
            people["admin"]
        ]


def test_what_a_lost_event_left_behind_goes_when_a_worker_starts(app, write, make_page, people):
    draft, shared = make_page("Mes notes", "draft"), make_page("Notre marche")
    with write() as session:
        kept = {"user_id": people["nina"], "page_id": shared, "kind": "page"}
        session.add(Draft(**kept, version=1, base_number=1, text="À moi."))
        session.get_one(User, people["referente"]).deleted_at = now()
    begin(app)
    with write() as session:
        assert session.get(Page, draft) is None
        assert session.get(Page, shared) is not None
        assert session.scalars(select(Draft.user_id)).all() == [people["nina"]]


def test_territories_know_how_many_pages_each_person_may_read(app, write, make_page, trappes_id):
    make_page("Notre marche")
    make_page("Entre nous", "territory")
    with write() as session:
        assert queries.territory_counts(session, Actor())[trappes_id] == 1
        member = Actor(user_id=1, territories={trappes_id: "member"})
        assert queries.territory_counts(session, member)[trappes_id] == 2
