"""What pages do when something they show changes elsewhere."""

from flask import Flask
from sqlalchemy import ColumnElement, delete, select, update

from wiki.accounts.events import AccountDeleted
from wiki.db import Database
from wiki.events import EventBus
from wiki.jobs.service import enqueue
from wiki.pages.models import Page, PageTheme, RenderedRevision, Revision
from wiki.pages.projection import INDEX_JOB
from wiki.territories.events import TerritoryChanged
from wiki.themes.events import ThemeRenamed


def follow(app: Flask) -> None:
    """Search documents follow themes and territories; private drafts go with the account that wrote them."""
    database: Database = app.extensions["wiki.database"]
    events: EventBus = app.extensions["wiki.events"]

    def theme_renamed(event: ThemeRenamed) -> None:
        themed = select(PageTheme.page_id).where(PageTheme.theme_id == event.theme_id)
        _index_again(database, Page.id.in_(themed))

    def territory_changed(event: TerritoryChanged) -> None:
        _index_again(database, Page.territory_id == event.territory_id)

    def account_deleted(event: AccountDeleted) -> None:
        erase_drafts(database, event.user_id)

    events.listen(ThemeRenamed, theme_renamed)
    events.listen(TerritoryChanged, territory_changed)
    events.listen(AccountDeleted, account_deleted)


def erase_drafts(database: Database, user_id: int) -> None:
    """Remove the private drafts of a person who left: nobody else may ever read them."""
    with database.transaction() as session:
        ids = session.scalars(select(Page.id).where(Page.audience_key == f"draft:{user_id}")).all()
        session.execute(update(Page).where(Page.id.in_(ids)).values(current_id=None))
        revisions = select(Revision.id).where(Revision.page_id.in_(ids))
        session.execute(delete(RenderedRevision).where(RenderedRevision.revision_id.in_(revisions)))
        session.execute(delete(Revision).where(Revision.page_id.in_(ids)))
        session.execute(delete(Page).where(Page.id.in_(ids)))
        for page_id in ids:
            enqueue(session, INDEX_JOB, {"page_id": page_id})


def _index_again(database: Database, which: ColumnElement[bool]) -> None:
    with database.transaction() as session:
        for page_id in session.scalars(select(Page.id).where(which)):
            enqueue(session, INDEX_JOB, {"page_id": page_id})
