"""Create, edit, restore and settle pages. Nothing acknowledged is ever lost, nothing typed is thrown away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Conflict, Invalid, NotFound
from wiki.events import emit
from wiki.pages import keeping
from wiki.pages.addresses import free_slug, refuse_same_title
from wiki.pages.checks import check_title, tidy_text
from wiki.pages.events import PageSaved, PageSettled
from wiki.pages.guards import check_guards
from wiki.pages.keeping import Hand, mark_read
from wiki.pages.kinds import tools_of
from wiki.pages.merge import Merge
from wiki.pages.models import TELLS_OF_OTHERS, Page, Revision, audience_key
from wiki.pages.posting import form_mark, posted_before
from wiki.pages.projection import announce_linked, forget_html_linking_to, project
from wiki.pages.readers import check_readers
from wiki.pages.readiness import check_choices, check_complete, checked_themes
from wiki.permissions import Actor, Permission, require
from wiki.rendering.document import Source, read
from wiki.rendering.slugs import slugify
from wiki.territories.models import Territory
from wiki.themes.models import Theme
from wiki.themes.queries import resolve


@dataclass(frozen=True)
class NewPage:
    """A page to create. `slug` is made from the title unless it is given; `form_key` marks one filled-in form.

    `draft`: the window that wrote it, so that the draft of this form is forgotten with the save.

    A document brought in from elsewhere is shared `as_found`, though its kind may ask for more than it says.
    """

    territory_id: int
    kind: str
    audience: str
    text: str
    summary: str = ""
    form_key: str | None = None
    same_title_meant: bool = False
    slug: str = ""
    as_found: bool = False
    draft: Hand | None = None


@dataclass(frozen=True)
class Offerer:
    """Who wrote a change that somebody else takes up: an account, or the name of somebody who has none."""

    user_id: int | None
    guest_name: str = ""


@dataclass(frozen=True)
class Edit:
    """A change of a page's text, made from its version `base_number`.

    `draft`: the window that wrote it, so that its draft is forgotten with the save; None when it was not made in an
    editor: what the person was writing there stays kept for them.
    `offerer` when the words are somebody else's, who is then the author of the version.
    """

    page_id: int
    base_number: int
    text: str
    summary: str = ""
    minor: bool = False
    form_key: str | None = None
    draft: Hand | None = None
    offerer: Offerer | None = None


@dataclass(frozen=True)
class Saved:
    """What a save did: `saved`, `merged` with somebody's change, `unchanged`, or `repeated` (saved before)."""

    page: Page
    number: int
    outcome: str


class EditConflict(Conflict):
    """Somebody changed the same sentences meanwhile; `merge` holds both versions of each passage."""

    def __init__(self, merged: Merge, current: Revision) -> None:
        super().__init__()
        self.merge = merged
        self.current = current


def create(session: Session, actor: Actor, new: NewPage) -> Page:
    """Create a page with its first revision.

    Raises:
        NotFound: no such territory.
        Forbidden: the actor does not belong there.
        Invalid: the text, its title, kind or audience cannot be used.
        SameTitle: a visible page has this title and a second one is not meant.
        Incomplete: others are to read it, and it lacks what its kind needs for that.
    """
    territory = _held(session, new.territory_id)
    require(actor, Permission.PAGE_CREATE, territory)
    form_key = form_mark(actor, new.form_key, "create", territory.id, new.text)
    before = posted_before(session, form_key)
    return before.page if before is not None else _create(session, actor, territory, new, form_key)


def create_with_leave(session: Session, actor: Actor, new: NewPage, form_key: str | None) -> Page:
    """Create a page for somebody who may do so by another right than that of its territory: the caller asked for it.

    Args:
        form_key: what marks the form (`wiki.pages.posting`), which was not posted before.

    Raises:
        As `create` does, but for `Forbidden`.
    """
    return _create(session, actor, _held(session, new.territory_id), new, form_key)


def _held(session: Session, territory_id: int) -> Territory:
    territory = session.get(Territory, territory_id, with_for_update=True)
    if territory is None:
        raise NotFound
    return territory


def _create(session: Session, actor: Actor, territory: Territory, new: NewPage, form_key: str | None) -> Page:
    check_choices(new.kind, new.audience)
    text = tidy_text(new.text)
    if not new.as_found:
        check_guards(session, actor, "", text)
    source = read(text, home=territory.slug)
    check_title(source.title, "title")
    if not new.same_title_meant:
        refuse_same_title(session, actor, territory, source.title, new.slug)
    themes = checked_themes(session, source, is_draft=new.audience == "draft")
    if new.audience != "draft" and not new.as_found:
        check_complete(new.kind, text, is_new=True)
    page = Page(
        territory=territory,
        territory_id=territory.id,
        slug=free_slug(session, territory, new.slug or slugify(source.title)),
        kind=new.kind,
        audience_key=audience_key(new.audience, territory.id, actor.user_id),
        owner_id=actor.user_id,
    )
    session.add(page)
    session.flush()
    add_revision(
        session, page, text, themes, source=source, author_id=actor.user_id, summary=new.summary,
        form_key=form_key,
    )  # fmt: skip
    forget_html_linking_to(session, page.path)
    if new.draft is not None:
        keeping.drop(session, actor, new.draft, new.text, form_key=new.form_key)
    return page


def edit(session: Session, actor: Actor, change: Edit) -> Saved:
    """Save a change; if the page moved on meanwhile, merge both.

    Raises:
        NotFound, Forbidden: the page is not this person's to edit.
        Invalid: the text cannot be used.
        EditConflict: the same sentences were changed; the actor's text is kept on the server meanwhile.
    """
    page = locked_page(session, change.page_id)
    require(actor, Permission.PAGE_EDIT, page)
    form_key = form_mark(actor, change.form_key, "edit", page.id, change.base_number, change.text)
    before = posted_before(session, form_key)
    if before is not None:
        return Saved(page, before.number, "repeated")
    text = tidy_text(change.text)
    has_moved_on = change.base_number != page.current.number
    if has_moved_on:
        text = _merged(session, page, change.base_number, text)
    if change.draft is not None:
        keeping.drop(session, actor, change.draft, change.text, page_id=page.id)
    if text == page.current.text:
        return Saved(page, page.current.number, "unchanged")
    check_guards(session, actor, page.current.text, text)
    source = read(text, home=page.territory.slug)
    check_title(source.title, "text")
    themes = checked_themes(session, source, is_draft=page.audience == "draft")
    revision = add_revision(
        session,
        page,
        text,
        themes,
        source=source,
        author_id=change.offerer.user_id if change.offerer else actor.user_id,
        guest_name=change.offerer.guest_name if change.offerer else "",
        approver_id=actor.user_id if change.offerer else None,
        summary=change.summary,
        minor=change.minor,
        form_key=form_key,
        base_number=change.base_number,
    )
    mark_read(session, actor, page.id, revision.number)
    return Saved(page, revision.number, "merged" if has_moved_on else "saved")


def restore(session: Session, actor: Actor, page_id: int, number: int, form_key: str | None) -> Saved:
    """Make an earlier version current again, as a new revision.

    Raises:
        NotFound, Forbidden: the page or version is not there, or not this person's to edit.
    """
    page = locked_page(session, page_id)
    require(actor, Permission.PAGE_EDIT, page)
    form_key = form_mark(actor, form_key, "restore", page.id, number)
    before = posted_before(session, form_key)
    if before is not None:
        return Saved(page, before.number, "repeated")
    earlier = session.scalar(select(Revision).where(Revision.page_id == page.id, Revision.number == number))
    if earlier is None or earlier.withdrawn_at is not None:
        raise NotFound
    return put_back(session, actor, page, earlier.text, f"Version {number} rétablie", form_key)


def put_back(
    session: Session, actor: Actor, page: Page, text: str, summary: str, form_key: str | None = None
) -> Saved:
    """Make a text current that was there before, whole or in part, of a page whose row the caller has locked.

    What it says was right once: a theme that went meanwhile is no reason to refuse it.
    """
    current = page.current
    if text == current.text:
        return Saved(page, current.number, "unchanged")
    source = read(text, home=page.territory.slug)
    themes, _ = resolve(session, source.head.themes)
    revision = add_revision(
        session, page, text, themes, source=source, author_id=actor.user_id,
        summary=summary, form_key=form_key, base_number=current.number,
    )  # fmt: skip
    mark_read(session, actor, page.id, revision.number)
    return Saved(page, revision.number, "saved")


def settle(session: Session, actor: Actor, page_id: int, *, kind: str, audience: str) -> Page:
    """Change a page's kind and who may read it.

    Raises:
        NotFound, Forbidden: not this person's to settle.
        Invalid: unknown kind or audience, or a shared page made a private draft by somebody else.
        Incomplete: a private draft lacks what its kind needs before others read it.
    """
    page = locked_page(session, page_id)
    require(actor, Permission.PAGE_SETTINGS, page)
    check_choices(kind, audience)
    if audience == "draft" and page.owner_id != actor.user_id:
        message = _l("Seule la personne qui a créé la page peut la remettre en brouillon privé.")
        raise Invalid({"audience": message})
    key = audience_key(audience, page.territory_id, page.owner_id)
    if (kind, key) == (page.kind, page.audience_key):
        return page
    if key != page.audience_key:
        check_readers(session, page, key)
    if page.audience == "draft" or (page.kind == TELLS_OF_OTHERS and kind != page.kind):
        # A draft stays its owner's wherever they go, as does what somebody told of a session; sharing the one, and
        # making something else of the other, takes the right to write there.
        require(actor, Permission.PAGE_CREATE, page.territory)
    if audience != "draft":
        source = read(page.current.text, home=page.territory.slug)
        checked_themes(session, source, is_draft=False)
        if page.audience == "draft":
            check_complete(kind, page.current.text)
    if TELLS_OF_OTHERS in (page.kind, kind):
        announce_linked(session, page.id)
    if page.audience == "draft" and audience != "draft":
        tell(session, actor.user_id, happens.PAGE_SHARED, page_id=page.id, territory_id=page.territory_id)
    _record_settling(session, actor, page, kind, audience)
    page.kind, page.audience_key, page.changed_at = kind, key, now()
    session.flush()
    forget_html_linking_to(session, page.path)
    rerender(session, page)
    emit(session, PageSettled(page.id))
    return page


def _record_settling(session: Session, actor: Actor, page: Page, kind: str, audience: str) -> None:
    """Write down who may read a page from now on, and what it is; of a private draft not its name."""
    name = "" if "draft" in (page.audience, audience) else page.path
    record(session, actor, "page.settled", kind="page", thing_id=page.id, name=name,
           former=[page.audience, page.kind], now=[audience, kind])  # fmt: skip


def add_revision(
    session: Session,
    page: Page,
    text: str,
    themes: Sequence[Theme],
    *,
    author_id: int | None,
    guest_name: str = "",
    approver_id: int | None = None,
    source: Source | None = None,
    summary: str = "",
    minor: bool = False,
    form_key: str | None = None,
    base_number: int | None = None,
    created_at: datetime | None = None,
    is_told: bool = True,
) -> Revision:
    """Append the next revision to a page whose row the caller has locked, and make the page say what it says.

    `is_told` unless it is one of many of an act that tells of itself.
    """
    revision = Revision(
        page_id=page.id,
        number=page.current.number + 1 if page.current_id is not None else 1,
        text=text,
        author_id=author_id,
        guest_name=guest_name,
        approver_id=approver_id,
        summary=summary[:300],
        minor=minor,
        form_key=form_key,
        base_number=base_number,
        created_at=created_at or now(),
    )
    session.add(revision)
    session.flush()
    # The page's own row is written once, at the end.
    with session.no_autoflush:
        project(session, page, revision, source or read(text, home=page.territory.slug), themes)
        page.current = revision
        page.changed_at = revision.created_at
    session.flush()
    if is_told:
        tell(
            session, author_id, happens.PAGE_CREATED if revision.number == 1 else happens.PAGE_EDITED,
            page_id=page.id, territory_id=page.territory_id, about_id=revision.number, at=revision.created_at,
            **({"name": guest_name} if guest_name else {}),
        )  # fmt: skip
    emit(session, PageSaved(page.id, revision.number))
    return revision


def rerender(session: Session, page: Page) -> None:
    """Make every projection of a page again from its current text."""
    source = read(page.current.text, home=page.territory.slug)
    themes, _ = resolve(session, source.head.themes)
    project(session, page, page.current, source, themes)


def locked_page(session: Session, page_id: int) -> Page:
    """The page, held until the transaction ends, so that two saves follow one another.

    Raises:
        NotFound: there is none.
    """
    # The current version is read once the lock is held: joined to a row that was waited for, PostgreSQL would give
    # the one from before. Where the page was moved to another territory meanwhile it finds no row: it is asked again.
    where = joinedload(Page.territory, innerjoin=True)
    page = session.get(Page, page_id, options=[where], with_for_update={"of": Page}, populate_existing=True)
    page = page or session.get(Page, page_id, with_for_update=True, populate_existing=True)
    if page is None:
        raise NotFound
    return page


def _merged(session: Session, page: Page, base_number: int, text: str) -> str:
    """A text and the page's current one together, from the version that the text was made from.

    Raises:
        Invalid: there is no such version.
        EditConflict: both changed the same sentences.
    """
    base = session.scalar(select(Revision).where(Revision.page_id == page.id, Revision.number == base_number))
    if base is None:
        raise Invalid({"": _l("La version dont vous êtes parti n'existe pas. Rechargez la page.")})
    merged = tools_of(page.kind).merge(base.text, text, page.current.text)
    if merged.text is None:
        raise EditConflict(merged, page.current)
    return merged.text
