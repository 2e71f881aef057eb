"""Rename a page and move it, and take that back: the page at once, the links of others by a job."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Conflict, Invalid, NotFound
from wiki.jobs.service import enqueue
from wiki.naming.checks import NewName, check_name
from wiki.naming.models import DONE, RUNNING, UNDOING, UNDONE, Renaming
from wiki.naming.rewriting import Rename, rewritten
from wiki.naming.titles import is_same_title, with_title
from wiki.pages.addresses import leave_address
from wiki.pages.kinds import tools_of
from wiki.pages.models import FormerAddress, Page, Revision, audience_key
from wiki.pages.projection import forget_html_linking_to
from wiki.pages.readers import check_readers
from wiki.pages.service import add_revision, locked_page, rerender
from wiki.permissions import Actor, Permission, require
from wiki.rendering.head import read_head, set_head_value
from wiki.territories.models import Territory
from wiki.themes.queries import resolve

REWRITE_JOB = "naming.rewrite"
RESTORE_JOB = "naming.restore"


def rename(session: Session, actor: Actor, new: NewName) -> Renaming | None:
    """Give a page another title, another address, another territory; None where it is so already.

    Raises:
        NotFound: the page or the territory is not there for this person.
        Forbidden: the page is not this person's to settle, or they may not create pages in the territory.
        Invalid: the name cannot be used, or means something that the person has not confirmed.
    """
    page = locked_page(session, new.page_id)
    require(actor, Permission.PAGE_SETTINGS, page)
    territory = _destination(session, actor, page, new.territory_id)
    slug = check_name(session, actor, page, territory, new)
    former = Renaming(
        page_id=page.id, actor_id=actor.user_id, former_territory=page.territory, former_slug=page.slug,
        former_title=page.title, territory=territory, slug=slug, title=new.title,
    )  # fmt: skip
    title = page.title if is_same_title(new.title, page.title) else new.title
    if (territory.id, slug, title) == (page.territory_id, page.slug, page.title):
        return None
    text = _renamed(page, territory, slug, title)
    renaming = _put_at(session, actor, page, former, text, _summary(page, territory, title))
    record(
        session, actor, "page.renamed", kind="page", thing_id=page.id, name=page.path,
        former_path=renaming.former_path,
    )  # fmt: skip
    tell(
        session, actor.user_id, happens.PAGE_MOVED, page_id=page.id, territory_id=page.territory_id,
        former_path=renaming.former_path, former_title=renaming.former_title,
    )  # fmt: skip
    follow(session, renaming)
    return renaming


def undo(session: Session, actor: Actor, page_id: int, renaming_id: int) -> Page:
    """Give a page back the name, the address and the territory it had, and let links follow.

    What others wrote meanwhile stays: a title that was changed again, a sentence that was rewritten.

    Raises:
        NotFound: there is no such renaming of a page that this person may see.
        Forbidden: the page is not this person's to settle, or they may not create pages where it was.
        Conflict: it is undone already, or the page has been renamed since.
        Invalid: another page is at the former address now, or the readers there may not have the page.
    """
    renaming = locked_renaming(session, renaming_id)
    page = locked_page(session, renaming.page_id)
    require(actor, Permission.PAGE_SETTINGS, page)
    if renaming.is_merge or page.id != page_id:
        raise NotFound
    if not is_last(session, renaming):
        raise Conflict
    territory = _destination(session, actor, page, renaming.former_territory_id)
    _check_free(session, page, territory, renaming.former_slug)
    text = _text_before(session, page, renaming, territory)
    _move(session, page, territory, renaming.former_slug)
    _save(session, page, text, actor.user_id, f"Retour au nom d'avant : « {renaming.former_title} »")
    record(
        session, actor, "page.renaming_undone", kind="page", thing_id=page.id, name=page.path,
        former_path=renaming.path,
    )  # fmt: skip
    tell(
        session, actor.user_id, happens.PAGE_MOVED, page_id=page.id, territory_id=page.territory_id,
        former_path=renaming.path, former_title=renaming.title,
    )  # fmt: skip
    put_back(session, renaming)
    return page


def follow(session: Session, renaming: Renaming) -> None:
    """Let the links of other pages follow, where the page is elsewhere now."""
    if renaming.former_path == renaming.path:
        renaming.state = DONE
    else:
        enqueue(session, REWRITE_JOB, {"renaming_id": renaming.id, "after": 0})


def put_back(session: Session, renaming: Renaming) -> None:
    """Let the links that followed lead as they did."""
    if renaming.former_path == renaming.path:
        renaming.state = UNDONE
    else:
        renaming.state = UNDOING
        enqueue(session, RESTORE_JOB, {"renaming_id": renaming.id, "after": 0})


def locked_renaming(session: Session, renaming_id: int) -> Renaming:
    """A renaming, held until the transaction ends.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Renaming, renaming_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def is_last(session: Session, renaming: Renaming) -> bool:
    """Whether it is in force, and nothing has become of the page's name since."""
    last = session.scalar(
        select(Renaming.id)
        .where(Renaming.page_id == renaming.page_id, Renaming.state.in_((RUNNING, DONE)))
        .order_by(Renaming.id.desc())
        .limit(1)
    )
    return last == renaming.id


def text_of(session: Session, page_id: int, number: int) -> str:
    """The text of a revision that is there."""
    return session.scalars(
        select(Revision.text).where(Revision.page_id == page_id, Revision.number == number)
    ).one()


def save_quietly(
    session: Session, page: Page, text: str, author_id: int | None, summary: str, *, minor: bool
) -> Revision:
    """Append a revision that belongs to an act which tells of itself."""
    themes, _ = resolve(session, read_head(text).themes)
    return add_revision(
        session, page, text, themes, author_id=author_id, summary=summary, minor=minor,
        base_number=page.current.number, is_told=False,
    )  # fmt: skip


def _destination(session: Session, actor: Actor, page: Page, territory_id: int) -> Territory:
    """The territory where the page is to be, held so that no other page takes an address there meanwhile."""
    territory = session.get(Territory, territory_id, with_for_update=True)
    if territory is None:
        raise NotFound
    if territory.id != page.territory_id:
        require(actor, Permission.PAGE_CREATE, territory)
    return territory


def _renamed(page: Page, territory: Territory, slug: str, title: str) -> str:
    """The page's own text under its new name, with links to itself and inside the territory it leaves."""
    text = page.current.text if title == page.title else with_title(page.current.text, title)
    own = Rename(page.path, f"{territory.slug}/{slug}", page.title, title)
    text = rewritten(text, [own], home=page.territory.slug, new_home=territory.slug)
    if territory.id != page.territory_id and read_head(text).territory:
        text = set_head_value(text, "territoire", territory.name)
    return text


def _summary(page: Page, territory: Territory, title: str) -> str:
    told = []
    if title != page.title:
        told.append(f"Titre d'avant : « {page.title} »")
    if territory.id != page.territory_id:
        told.append(f"Page déplacée de {page.territory.name} à {territory.name}")
    return ". ".join(told) or "Lien de la page à elle-même mis à jour"


def _put_at(
    session: Session, actor: Actor, page: Page, renaming: Renaming, text: str, summary: str
) -> Renaming:
    changes = text != page.current.text
    _move(session, page, renaming.territory, renaming.slug)
    _save(session, page, text, actor.user_id, summary)
    renaming.number = page.current.number if changes else None
    renaming.title = page.title
    session.add(renaming)
    session.flush()
    return renaming


def _move(session: Session, page: Page, territory: Territory, slug: str) -> None:
    """Put a page at an address; the one that it leaves leads to it."""
    left = page.territory_id, page.slug
    if left == (territory.id, slug):
        return
    key = _readers_in(session, page, territory)
    forget_html_linking_to(session, page.path)
    page.territory, page.territory_id, page.slug = territory, territory.id, slug
    page.audience_key = key
    leave_address(session, page, *left)
    forget_html_linking_to(session, page.path)


def _readers_in(session: Session, page: Page, territory: Territory) -> str:
    """The audience key that a page has in a territory, where no feature refuses it the readers of that place."""
    if page.audience != "territory" or territory.id == page.territory_id:
        return page.audience_key
    key = audience_key("territory", territory.id, page.owner_id)
    try:
        check_readers(session, page, key)
    except Invalid as refused:
        raise Invalid({"territory": refused.errors["audience"]}) from None
    return key


def _save(session: Session, page: Page, text: str, author_id: int | None, summary: str) -> None:
    if text != page.current.text:
        save_quietly(session, page, text, author_id, summary, minor=False)
    else:
        page.changed_at = now()
        rerender(session, page)


def _check_free(session: Session, page: Page, territory: Territory, slug: str) -> None:
    """Refuse to go back to an address that another page has taken, or is led to by now."""
    there = session.scalar(
        select(Page.id).where(Page.territory_id == territory.id, Page.slug == slug, Page.id != page.id)
    )
    former = session.get(FormerAddress, (territory.id, slug))
    if there is not None or (former is not None and former.page_id != page.id):
        message = _l(
            "L'adresse d'avant sert maintenant à une autre page : choisissez-en une dans le formulaire."
        )
        raise Invalid({"": message})


def _text_before(session: Session, page: Page, renaming: Renaming, territory: Territory) -> str:
    """The page's text as it would be if it had not been renamed, with all that was written since."""
    current = page.current.text
    if renaming.number is None:
        merged: Any = current
    else:
        after, before = (
            text_of(session, page.id, number) for number in (renaming.number, renaming.number - 1)
        )
        merged = tools_of(page.kind).merge(after, before, current).text
    if merged is not None:
        return str(merged)
    title = renaming.former_title if page.title == renaming.title else page.title
    return _renamed(page, territory, renaming.former_slug, title)
