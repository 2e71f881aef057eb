"""What pages do when something they show changes elsewhere."""

from flask import Flask
from sqlalchemy import ColumnElement, String, cast, delete, literal, or_, select
from sqlalchemy.orm import Session

from wiki.accounts.events import AccountDeleted
from wiki.accounts.models import User
from wiki.db import Database
from wiki.events import EventBus
from wiki.jobs.registry import job_registry
from wiki.outbox.service import announce_all
from wiki.pages.models import Draft, Page, PageTheme, ReadMark, Revision
from wiki.pages.purging import erase
from wiki.territories.events import TerritoryChanged
from wiki.themes.events import ThemeRenamed


def follow(app: Flask) -> None:
    """Search documents follow themes and territories; what is private goes with its account."""
    database: Database = app.extensions["wiki.database"]
    events: EventBus = app.extensions["wiki.events"]

    def theme_renamed(event: ThemeRenamed) -> None:
        themed = select(PageTheme.page_id).where(PageTheme.theme_id == event.theme_id)
        _index_again(database, Page.id.in_(themed))

    def territory_changed(event: TerritoryChanged) -> None:
        _index_again(database, Page.territory_id == event.territory_id)

    def account_deleted(event: AccountDeleted) -> None:
        erase_private(database, event.user_id)
        # Who left is nobody's name any more, in the index as well.
        written = select(Revision.page_id).where(Revision.author_id == event.user_id)
        _index_again(database, Page.id.in_(written))

    events.listen(ThemeRenamed, theme_renamed)
    events.listen(TerritoryChanged, territory_changed)
    events.listen(AccountDeleted, account_deleted)
    # An event is lost when its process ends before it is told; what people were promised is not.
    job_registry(app).at_start(lambda: erase_private_of_the_gone(database))


def erase_private_of_the_gone(database: Database) -> None:
    """Remove what may be left of those whose account was deleted."""
    draft_key = literal("draft:").concat(cast(User.id, String))
    has_left = or_(
        select(Page.id).where(Page.audience_key == draft_key).exists(),
        select(Draft.id).where(Draft.user_id == User.id).exists(),
        select(ReadMark.page_id).where(ReadMark.user_id == User.id).exists(),
    )
    with database.reader() as session:
        gone = session.scalars(select(User.id).where(User.deleted_at.is_not(None), has_left)).all()
    for user_id in gone:
        erase_private(database, user_id)


def erase_private(database: Database, user_id: int) -> None:
    """Remove what only a person who left could read: private drafts, unsaved texts, and what they have read."""
    with database.transaction() as session:
        session.execute(delete(Draft).where(Draft.user_id == user_id))
        session.execute(delete(ReadMark).where(ReadMark.user_id == user_id))
        _erase_drafts(session, user_id)


def _erase_drafts(session: Session, user_id: int) -> None:
    erase(session, session.scalars(select(Page.id).where(Page.audience_key == f"draft:{user_id}")).all())


def _index_again(database: Database, which: ColumnElement[bool]) -> None:
    with database.transaction() as session:
        announce_all(session, session.scalars(select(Page.id).where(which)))
