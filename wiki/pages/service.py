"""Create, edit, restore and settle pages. Nothing acknowledged is ever lost, nothing typed is thrown away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from wiki.db import now
from wiki.errors import Conflict, Invalid, NotFound
from wiki.events import emit
from wiki.jobs.service import enqueue
from wiki.pages.checks import check_head, check_themes, tidy_text
from wiki.pages.events import PageSaved, PageSettled
from wiki.pages.merge import Merge, merge
from wiki.pages.models import AUDIENCES, KINDS, KeptText, Page, ReadMark, Revision, audience_key
from wiki.pages.projection import INDEX_JOB, forget_html_linking_to, project, title_key
from wiki.permissions import Actor, Permission, require
from wiki.rendering.document import Source, read
from wiki.rendering.slugs import slugify
from wiki.territories.models import Territory
from wiki.themes.models import Theme
from wiki.themes.queries import resolve


@dataclass(frozen=True)
class NewPage:
    """A page to create. `slug` is made from the title unless it is given; `form_key` marks one filled-in form."""

    territory_id: int
    kind: str
    audience: str
    text: str
    summary: str = ""
    form_key: str | None = None
    same_title_meant: bool = False
    slug: str = ""


@dataclass(frozen=True)
class Edit:
    """A change of a page's text, made from its version `base_number`."""

    page_id: int
    base_number: int
    text: str
    summary: str = ""
    minor: bool = False
    form_key: str | None = None


@dataclass(frozen=True)
class Saved:
    """What a save did: `saved`, `merged` with somebody's change, `unchanged`, or `repeated` (saved before)."""

    page: Page
    number: int
    outcome: str


class SameTitle(Invalid):
    """A page that the actor can see has this title in this territory; `path` is where it is."""

    def __init__(self, path: str) -> None:
        message = _l(
            "Une page de ce territoire porte déjà ce titre. Complétez-la, ou choisissez un autre titre."
        )
        super().__init__({"title": message})
        self.path = path


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
    """
    territory = session.get(Territory, new.territory_id, with_for_update=True)
    if territory is None:
        raise NotFound
    require(actor, Permission.PAGE_CREATE, territory)
    before = _posted_before(session, actor, new.form_key)
    if before is not None:
        return before.page
    _check_choices(new.kind, new.audience)
    text = tidy_text(new.text)
    source = read(text, home=territory.slug)
    themes = _checked_themes(session, source, is_draft=new.audience == "draft")
    slug = _free_slug(session, actor, territory, source.title, new)
    page = Page(
        territory=territory,
        territory_id=territory.id,
        slug=slug,
        kind=new.kind,
        audience_key=audience_key(new.audience, territory.id, actor.user_id),
        owner_id=actor.user_id,
    )
    session.add(page)
    session.flush()
    add_revision(
        session, page, text, themes, author_id=actor.user_id, summary=new.summary, form_key=new.form_key
    )
    forget_html_linking_to(session, page.path)
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
    before = _posted_before(session, actor, change.form_key)
    if before is not None:
        return Saved(page, before.number, "repeated")
    text = tidy_text(change.text)
    current = page.current
    merged = text if change.base_number == current.number else _merged(session, actor, page, change, text)
    return save_text(session, actor, page, merged, change, was_merged=change.base_number != current.number)


def save_text(
    session: Session, actor: Actor, page: Page, text: str, change: Edit, *, was_merged: bool = False
) -> Saved:
    """Add a revision with this text unless the page says exactly that already."""
    if text == page.current.text:
        drop_kept_text(session, actor, page.id)
        return Saved(page, page.current.number, "unchanged")
    source = read(text, home=page.territory.slug)
    themes = _checked_themes(session, source, is_draft=page.audience == "draft")
    revision = add_revision(
        session,
        page,
        text,
        themes,
        source=source,
        author_id=actor.user_id,
        summary=change.summary,
        minor=change.minor,
        form_key=change.form_key,
        base_number=change.base_number,
    )
    drop_kept_text(session, actor, page.id)
    mark_read(session, actor, page.id, revision.number)
    return Saved(page, revision.number, "merged" if was_merged else "saved")


def restore(session: Session, actor: Actor, page_id: int, number: int, form_key: str | None) -> Saved:
    """Make an earlier version current again, as a new revision.

    Raises:
        NotFound, Forbidden: the page or version is not there, or not this person's to edit.
    """
    page = locked_page(session, page_id)
    require(actor, Permission.PAGE_EDIT, page)
    before = _posted_before(session, actor, form_key)
    if before is not None:
        return Saved(page, before.number, "repeated")
    earlier = session.scalar(select(Revision).where(Revision.page_id == page.id, Revision.number == number))
    if earlier is None:
        raise NotFound
    current = page.current
    if earlier.text == current.text:
        return Saved(page, current.number, "unchanged")
    source = read(earlier.text, home=page.territory.slug)
    themes, _ = resolve(session, source.head.themes)
    revision = add_revision(
        session, page, earlier.text, themes, source=source, author_id=actor.user_id,
        summary=f"Version {number} rétablie", form_key=form_key, base_number=current.number,
    )  # fmt: skip
    return Saved(page, revision.number, "saved")


def settle(session: Session, actor: Actor, page_id: int, *, kind: str, audience: str) -> Page:
    """Change a page's kind and who may read it.

    Raises:
        NotFound, Forbidden: not this person's to settle.
        Invalid: unknown kind or audience, or a shared page made a private draft by somebody else.
    """
    page = locked_page(session, page_id)
    require(actor, Permission.PAGE_SETTINGS, page)
    _check_choices(kind, audience)
    if audience == "draft" and page.owner_id != actor.user_id:
        message = _l("Seule la personne qui a créé la page peut la remettre en brouillon privé.")
        raise Invalid({"audience": message})
    if audience != "draft":
        source = read(page.current.text, home=page.territory.slug)
        _checked_themes(session, source, is_draft=False)
    page.kind = kind
    page.audience_key = audience_key(audience, page.territory_id, page.owner_id)
    page.changed_at = now()
    session.flush()
    forget_html_linking_to(session, page.path)
    rerender(session, page)
    enqueue(session, INDEX_JOB, {"page_id": page.id})
    emit(session, PageSettled(page.id))
    return page


def add_revision(
    session: Session,
    page: Page,
    text: str,
    themes: Sequence[Theme],
    *,
    author_id: int | None,
    source: Source | None = None,
    summary: str = "",
    minor: bool = False,
    form_key: str | None = None,
    base_number: int | None = None,
    created_at: datetime | None = None,
) -> Revision:
    """Append the next revision to a page whose row the caller has locked, and make the page say what it says."""
    last = session.scalar(select(func.max(Revision.number)).where(Revision.page_id == page.id)) or 0
    revision = Revision(
        page_id=page.id,
        number=last + 1,
        text=text,
        author_id=author_id,
        summary=summary[:300],
        minor=minor,
        form_key=form_key or None,
        base_number=base_number,
        created_at=created_at or now(),
    )
    session.add(revision)
    session.flush()
    page.current = revision
    page.changed_at = revision.created_at
    project(session, page, revision, source or read(text, home=page.territory.slug), themes)
    session.flush()
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
    page = session.get(Page, page_id, with_for_update=True, populate_existing=True)
    if page is None:
        raise NotFound
    return page


def keep_text(session: Session, actor: Actor, change: Edit) -> None:
    """Keep on the server what somebody was writing and what could not be saved."""
    if actor.user_id is None:
        return
    kept = session.get(KeptText, (actor.user_id, change.page_id))
    if kept is None:
        kept = KeptText(user_id=actor.user_id, page_id=change.page_id)
        session.add(kept)
    kept.base_number, kept.text, kept.summary = change.base_number, change.text, change.summary[:300]
    kept.kept_at = now()


def drop_kept_text(session: Session, actor: Actor, page_id: int) -> None:
    """Forget what was kept: it is saved now, or given up."""
    kept = session.get(KeptText, (actor.user_id, page_id)) if actor.user_id is not None else None
    if kept is not None:
        session.delete(kept)


def mark_read(session: Session, actor: Actor, page_id: int, number: int) -> None:
    """Remember the version that a person has seen."""
    if actor.user_id is None:
        return
    seen = update(ReadMark).where(ReadMark.user_id == actor.user_id, ReadMark.page_id == page_id)
    changed: Any = session.execute(seen.values(number=number))
    if changed.rowcount == 0:
        session.add(ReadMark(user_id=actor.user_id, page_id=page_id, number=number))


def _merged(session: Session, actor: Actor, page: Page, change: Edit, text: str) -> str:
    """Our text and the current one, from the version we started at.

    Raises:
        Invalid: there is no such version.
        EditConflict: both changed the same sentences.
    """
    base = session.scalar(
        select(Revision).where(Revision.page_id == page.id, Revision.number == change.base_number)
    )
    if base is None:
        raise Invalid({"": _l("La version dont vous êtes parti n'existe pas. Rechargez la page.")})
    merged = merge(base.text, text, page.current.text)
    if merged.text is None:
        raise EditConflict(merged, page.current)
    return merged.text


def _posted_before(session: Session, actor: Actor, form_key: str | None) -> Revision | None:
    """The revision that this very form made when it was posted the first time."""
    if not form_key:
        return None
    found = session.scalar(select(Revision).where(Revision.form_key == form_key))
    if found is not None and found.author_id != actor.user_id:
        raise Invalid({"": _l("Ce formulaire a déjà servi. Rechargez la page, puis recommencez.")})
    return found


def _check_choices(kind: str, audience: str) -> None:
    if kind not in KINDS:
        raise Invalid({"kind": _l("Choisissez une sorte de page dans la liste.")})
    if audience not in AUDIENCES:
        raise Invalid({"audience": _l("Choisissez qui peut lire la page.")})


def _checked_themes(session: Session, source: Source, *, is_draft: bool) -> Sequence[Theme]:
    """The themes of a text. A private draft may be wrong for a while; a shared page may not."""
    themes, unknown = resolve(session, source.head.themes)
    if not is_draft:
        check_head(source.head.diagnostics)
        check_themes(unknown)
    return themes


def _free_slug(session: Session, actor: Actor, territory: Territory, title: str, new: NewPage) -> str:
    """The address of a new page: its title, with a number when another page has it already.

    A page that the actor may not see must not be told of: the number is then given without a word.

    Raises:
        Invalid: a title without a single letter or digit has no address.
        SameTitle: a visible page has this title and a second one is not meant.
    """
    slug = new.slug or slugify(title)
    if not slug:
        message = _l("Donnez un titre qui contient au moins une lettre ou un chiffre.")
        raise Invalid({"title": message})
    same = session.scalar(
        select(Page).where(
            Page.territory_id == territory.id, (Page.slug == slug) | (Page.title_key == title_key(title))
        )
    )
    if same is not None and actor.sees(same.audience_key) and not new.same_title_meant:
        raise SameTitle(same.path)
    taken = set(
        session.scalars(
            select(Page.slug).where(
                Page.territory_id == territory.id, (Page.slug == slug) | Page.slug.startswith(f"{slug}-")
            )
        )
    )
    return next(free for free in _numbered(slug) if free not in taken)


def _numbered(slug: str) -> Iterator[str]:
    yield slug
    number = 2
    while True:
        yield f"{slug[:74]}-{number}"
        number += 1
