"""Take words out of the database for good: a page of the trash, or the text of some versions of a page.

For a legal request. What is left names nothing of what was there: a line of the audit log, and for a version its
number, so that numbers stay without gaps.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, contains_eager

from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.audit.service import forget_name, record
from wiki.days import in_words
from wiki.db import now
from wiki.errors import Invalid
from wiki.jobs.service import enqueue
from wiki.pages.checks import readable
from wiki.pages.models import Page, RenderedRevision, Revision
from wiki.pages.purging import erase, holdings
from wiki.pages.queries import visible_to
from wiki.pages.service import locked_page
from wiki.permissions import Actor, Permission, require
from wiki.trash.queries import trashed as trashed_page
from wiki.trash.service import checked_reason

SCOUR_JOB = "trash.scour"
QUOTES_SHOWN = 200
SHORTEST_PASSAGE = 8
"""Shorter ones stand everywhere, and every text of the wiki is read for them."""


@dataclass(frozen=True)
class Quotes:
    """Versions that hold a passage: those that the administrator may read, and how many they may not."""

    versions: Sequence[Revision]
    hidden: int


def purge(
    session: Session, actor: Actor, page_id: int, *, title: str, reason: str, with_name: bool = False
) -> None:
    """Take a page of the trash out for good, with all that belongs to it or was copied from it.

    Args:
        title: of the page, typed by hand, so that it is this one that is meant.
        with_name: the audit log forgets what the page was called, too.

    Raises:
        NotFound: there is no such page in the trash, or not for this person.
        Forbidden: the actor is no administrator.
        Invalid: another title, or no reason.
    """
    trashed = trashed_page(session, actor, page_id)
    require(actor, Permission.PAGE_PURGE, trashed)
    reason = checked_reason(reason)
    if _plain(title) != _plain(trashed.page.title):
        raise Invalid({"title": _l("Ce n'est pas le titre de cette page : rien n'a été retiré.")})
    if with_name:
        forget_name(session, "page", page_id, trashed.former_path)
    name = "" if with_name else trashed.former_path
    record(session, actor, "page.purged", kind="page", thing_id=page_id, name=name, reason=reason)
    erase(session, [page_id], with_copies=True)
    enqueue(session, SCOUR_JOB, {})


def withdraw(
    session: Session, actor: Actor, page_id: int, numbers: Collection[int], *, reason: str
) -> list[int]:
    """Take the text of some versions out for good; returns which, without those that were taken out before.

    Raises:
        NotFound: the actor may not see the page.
        Forbidden: the actor is no administrator.
        Invalid: no reason, no version, or the current one.
    """
    page = locked_page(session, page_id)
    require(actor, Permission.PAGE_PURGE, page)
    reason = checked_reason(reason)
    if page.current.number in numbers:
        message = _l(
            "La version actuelle ne se retire pas : modifiez d'abord la page, pour que le passage n'y soit plus."
        )
        raise Invalid({"versions": message})
    found = session.scalars(
        select(Revision)
        .where(Revision.page_id == page.id, Revision.number.in_(numbers), Revision.withdrawn_at.is_(None))
        .order_by(Revision.number)
    ).all()
    if not found:
        raise Invalid({"versions": _l("Choisissez au moins une version.")})
    for revision in found:
        _blank(session, page, revision)
    done = [revision.number for revision in found]
    record(session, actor, "revision.withdrawn", kind="page", thing_id=page.id, name=page.path,
           numbers=done, reason=reason)  # fmt: skip
    enqueue(session, SCOUR_JOB, {})
    return done


def quotes(session: Session, actor: Actor, passage: str) -> Quotes:
    """Where a passage still stands, as it is written, newest first."""
    passage = readable(passage.replace("\r\n", "\n")).strip()
    if len(passage) < SHORTEST_PASSAGE:
        return Quotes((), 0)
    holds = Revision.text.contains(passage, autoescape=True)
    query = (
        select(Revision).join(Page, Page.id == Revision.page_id).join(Page.territory).where(holds)
        .options(contains_eager(Revision.page).contains_eager(Page.territory))
    )  # fmt: skip
    seen = session.scalars(
        query.where(visible_to(actor)).order_by(Page.id, Revision.number.desc()).limit(QUOTES_SHOWN)
    ).all()
    hidden = select(func.count()).select_from(Revision).join(Page, Page.id == Revision.page_id)
    return Quotes(seen, session.scalar(hidden.where(holds, ~visible_to(actor))) or 0)


def own_words(session: Session, page: Page, revision: Revision) -> str:
    """The longest line that a version brought: what it was probably about."""
    before = session.scalar(
        select(Revision.text).where(Revision.page_id == page.id, Revision.number == revision.number - 1)
    )
    known = set((before or "").splitlines())
    return max((line for line in revision.text.splitlines() if line not in known), key=len, default="")


def stub(title: str, moment: datetime) -> str:
    """What stands where a text was."""
    day = in_words(moment, "long", "fr")
    return f"# {title}\n\nCette version a été retirée par l'administration le {day}.\n"


def _blank(session: Session, page: Page, revision: Revision) -> None:
    for holding in holdings():
        holding.forget_version(session, revision)
    moment = now()
    revision.text, revision.summary, revision.withdrawn_at = stub(page.title, moment), "", moment
    session.execute(delete(RenderedRevision).where(RenderedRevision.revision_id == revision.id))
    session.execute(
        update(Happening)
        .where(
            Happening.page_id == page.id,
            Happening.kind.in_((happens.PAGE_CREATED, happens.PAGE_EDITED)),
            Happening.about_id == revision.number,
        )
        .values(details={})
    )


def _plain(title: str) -> str:
    """A title as typed by somebody who reads it: spaces and capitals do not matter."""
    return " ".join(title.split()).casefold()
