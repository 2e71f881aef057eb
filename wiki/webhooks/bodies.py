"""What a message says: stable fields, documented in docs/how-to/operate/webhooks.md; texts are fetched by address."""

from typing import Any

from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.pages.models import Page
from wiki.territories.models import Territory

VERSION = 1
TRIAL = "trial"
_OFFERS = (
    happens.EDIT_OFFERED,
    happens.EDIT_ANSWERED,
    happens.IMPROVEMENT_OFFERED,
    happens.IMPROVEMENT_ANSWERED,
)
KINDS: tuple[str, ...] = (
    happens.PAGE_CREATED, happens.PAGE_EDITED, happens.PAGE_SHARED, happens.PAGE_MOVED, happens.PAGE_MERGED,
    happens.PAGE_DELETED, happens.PAGE_RESTORED, happens.PAGE_ADAPTED, happens.PAGE_FEATURED, happens.PAGE_PLAYED,
    happens.FILE_ADDED, happens.THREAD_OPENED, happens.THREAD_ANSWERED, happens.THREAD_RESOLVED, *_OFFERS,
    happens.NOMINATION_MADE, happens.NOMINATION_DECIDED,
)  # fmt: skip
"""What can be told to other programs: what happens to pages, not to people."""
_OF_A_REVISION = (happens.PAGE_CREATED, happens.PAGE_EDITED, happens.PAGE_FEATURED)


def body(session: Session, one: Happening, page: Page, site: str) -> dict[str, Any]:
    """A happening as a message; who did it is told by the handle that pages show, too."""
    person = session.get(User, one.actor_id) if one.actor_id is not None else None
    shown = person is not None and person.deleted_at is None
    return {
        "version": VERSION,
        "id": one.id,
        "event": one.kind,
        "at": one.at.isoformat(),
        "page": _page(page, one, site),
        "territory": _territory(page.territory, site),
        "actor": {"handle": person.handle, "name": person.name} if person is not None and shown else None,
        "revision": _revision(one),
    }


def trial(site: str) -> dict[str, Any]:
    """A message that tells of nothing, to see whether it arrives."""
    return {"version": VERSION, "id": None, "event": TRIAL, "site": site}


def _revision(one: Happening) -> int | None:
    """The number of the version that it is about, where it is about one."""
    if one.kind in (happens.NOMINATION_MADE, happens.NOMINATION_DECIDED):
        return one.details.get("number")
    return one.about_id if one.kind in _OF_A_REVISION else None


def _page(page: Page, one: Happening, site: str) -> dict[str, Any]:
    """The page as it is now; of a deleted one, as it was."""
    is_gone = one.kind == happens.PAGE_DELETED
    path = str(one.details.get("path", "")) if is_gone else page.path
    return {
        "id": page.id,
        "title": page.title,
        "kind": page.kind,
        "url": f"{site}/{path}",
        "audience": str(one.details.get("audience_key", "")).partition(":")[0] if is_gone else page.audience,
    }


def _territory(territory: Territory, site: str) -> dict[str, Any]:
    return {"slug": territory.slug, "name": territory.name, "url": f"{site}/{territory.slug}"}
