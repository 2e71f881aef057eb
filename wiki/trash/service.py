"""Delete pages, restore them, empty the trash. Nothing is removed before the trash is emptied."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Invalid, NotFound
from wiki.events import emit
from wiki.outbox.service import announce
from wiki.pages.addresses import free_slug
from wiki.pages.events import PageSettled
from wiki.pages.models import TELLS_OF_OTHERS, Page
from wiki.pages.projection import announce_linked, forget_html_linking_to
from wiki.pages.purging import erase
from wiki.pages.service import locked_page, rerender
from wiki.permissions import Actor, Permission, require
from wiki.trash.models import MAX_REASON, TrashedPage, hidden_slug, trash_key

_AT_ONCE = 50
"""Pages that are purged in one transaction when the trash empties itself."""


@dataclass(frozen=True)
class Restored:
    """A page is back; `is_moved` when another page took its address meanwhile."""

    page: Page
    is_moved: bool


def delete(session: Session, actor: Actor, page_id: int, reason: str) -> TrashedPage:
    """Put a page into the trash: nobody sees it any more, nothing of it is lost.

    Raises:
        NotFound, Forbidden: the page is not this person's to delete.
        Invalid: no reason is given, or too long a one.
    """
    page = locked_page(session, page_id)
    require(actor, Permission.PAGE_DELETE, page)
    reason = checked_reason(reason)
    path, key = page.path, page.audience_key
    trashed = TrashedPage(
        page_id=page.id, page=page, former_key=key, former_slug=page.slug, reason=reason,
        deleted_by=actor.user_id,
    )  # fmt: skip
    session.add(trashed)
    _move(session, page, key=trash_key(page.territory_id), slug=hidden_slug(page.id))
    forget_html_linking_to(session, path)
    announce(session, page.id, page.current_id)
    tell(
        session, actor.user_id, happens.PAGE_DELETED, page_id=page.id, territory_id=page.territory_id,
        title=page.title, path=path, audience_key=key, reason=reason,
    )  # fmt: skip
    _record(session, actor, "page.deleted", trashed, path, reason=reason)
    emit(session, PageSettled(page.id))
    return trashed


def restore(session: Session, actor: Actor, page_id: int) -> Restored:
    """Bring a deleted page back with everything, at its address or, where that was taken, at one beside it.

    Raises:
        NotFound: there is no such page in the trash, or not for this person.
    """
    page = locked_page(session, page_id)
    trashed = _trashed(session, actor, page_id)
    slug = free_slug(session, page.territory, trashed.former_slug)
    is_moved = slug != trashed.former_slug
    _move(session, page, key=trashed.former_key, slug=slug)
    session.delete(trashed)
    session.flush()
    forget_html_linking_to(session, page.path)
    rerender(session, page)
    tell(session, actor.user_id, happens.PAGE_RESTORED, page_id=page.id, territory_id=page.territory_id)
    _record(session, actor, "page.restored", trashed, page.path)
    emit(session, PageSettled(page.id))
    return Restored(page, is_moved)


def empty(session: Session, days: int) -> int:
    """Purge some pages that were deleted longer ago than so many days; returns how many."""
    long_ago = now() - timedelta(days=days)
    old = session.scalars(
        select(TrashedPage).where(TrashedPage.deleted_at < long_ago).order_by(TrashedPage.id).limit(_AT_ONCE)
    ).all()
    for trashed in old:
        _record(session, None, "page.emptied", trashed, trashed.former_path)
    erase(session, [trashed.page_id for trashed in old])
    return len(old)


def erase_drafts_of(session: Session, user_id: int) -> int:
    """Take away the private drafts that somebody who left had deleted; returns how many."""
    theirs = session.scalars(
        select(TrashedPage.page_id).where(TrashedPage.former_key == f"draft:{user_id}")
    ).all()
    erase(session, theirs)
    return len(theirs)


def checked_reason(reason: str) -> str:
    """The reason as it is kept.

    Raises:
        Invalid: it is empty or too long.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise Invalid({"reason": _l("Dites en quelques mots pourquoi : la raison est montrée et gardée.")})
    if len(reason) > MAX_REASON:
        raise Invalid({"reason": _l("C'est trop long : %(limit)s caractères au plus.", limit=MAX_REASON)})
    return reason


def _record(
    session: Session, actor: Actor | None, act: str, trashed: TrashedPage, path: str, **details: str
) -> None:
    """Write the act down; of a private draft neither its name nor words about it."""
    is_private = trashed.former_audience == "draft"
    record(session, actor, act, kind="page", thing_id=trashed.page_id, name="" if is_private else path,
           **({} if is_private else details))  # fmt: skip


def _move(session: Session, page: Page, *, key: str, slug: str) -> None:
    """Give the page another audience and address; what it tells of others counts no more, or counts again."""
    page.audience_key, page.slug = key, slug
    session.flush()
    if page.kind == TELLS_OF_OTHERS:
        announce_linked(session, page.id)


def _trashed(session: Session, actor: Actor, page_id: int) -> TrashedPage:
    found = session.scalar(select(TrashedPage).where(TrashedPage.page_id == page_id))
    if found is None:
        raise NotFound
    # Not `Forbidden`: who may not restore a page must not learn that it was there.
    if not actor.rules.can(actor, Permission.PAGE_RESTORE, found):
        raise NotFound
    return found
