"""Merge two pages into one, with the histories of both to read; take them apart again.

The page that goes keeps its row and its versions, under an audience that nobody belongs to; its addresses lead to the
page that stays, which alone decides who reads its versions.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, update
from sqlalchemy.orm import Session

from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Conflict, Invalid, NotFound
from wiki.naming.checks import OtherReaders
from wiki.naming.heirlooms import give_back, hand_over
from wiki.naming.models import DONE, RUNNING, Renaming
from wiki.naming.queries import MERGED, merged_pages
from wiki.naming.service import follow, is_last, locked_renaming, put_back, save_quietly, text_of
from wiki.pages.addresses import free_slug
from wiki.pages.checks import check_head, check_themes, check_title, tidy_text
from wiki.pages.guards import check_guards
from wiki.pages.labels import AUDIENCES
from wiki.pages.models import FormerAddress, Page
from wiki.pages.projection import all_see, forget_html_linking_to
from wiki.pages.service import locked_page, rerender
from wiki.permissions import Actor, Permission, require
from wiki.provenance import service as provenance
from wiki.provenance.licences import refusal_to_take, why_not
from wiki.provenance.models import TAKEN
from wiki.rendering.document import read
from wiki.rendering.head import read_head
from wiki.territories.models import PRESENTATION
from wiki.themes.queries import resolve


@dataclass(frozen=True)
class Merging:
    """Page `other_id` goes into `page_id`, whose text becomes `text`.

    `seen` and `other_seen` are the versions that the person looked at. `is_audience_meant` when other people than
    before will read what the page that goes says.
    """

    page_id: int
    other_id: int
    text: str
    seen: int
    other_seen: int
    is_audience_meant: bool = False


class MovedOn(Conflict):
    """One of the pages has a newer version than the person looked at."""


def merge(session: Session, actor: Actor, merging: Merging) -> Renaming:
    """Let one page take another in.

    Raises:
        NotFound, Forbidden: one of the pages is not this person's to settle.
        MovedOn: one of them was changed meanwhile.
        OtherReaders: others than before would read the page that goes, which nobody said is meant.
        Invalid: they cannot be merged, or the text cannot be used.
    """
    page, other = _locked(session, merging.page_id, merging.other_id)
    for each in (page, other):
        require(actor, Permission.PAGE_SETTINGS, each)
    if (page.current.number, other.current.number) != (merging.seen, merging.other_seen):
        raise MovedOn
    _check_pair(page, other, merging)
    text = _checked_text(session, actor, page, merging.text)
    return _join(session, actor, page, other, text)


def separate(session: Session, actor: Actor, page_id: int, renaming_id: int) -> Page:
    """Take a page out again that was merged into another; returns it.

    Raises:
        NotFound: there is no such merge of a page that this person may see.
        Forbidden: the page is not this person's to settle.
        Conflict: they are apart already.
        Invalid: the page has changed since.
    """
    renaming = locked_renaming(session, renaming_id)
    if renaming.merged_id is None or renaming.page_id != page_id:
        raise NotFound
    page, other = _locked(session, page_id, renaming.merged_id)
    require(actor, Permission.PAGE_SETTINGS, page)
    if renaming.state not in (RUNNING, DONE):
        raise Conflict
    if renaming.number is None or page.current.number != renaming.number or not is_last(session, renaming):
        raise Invalid({"": _changed_since(renaming)})
    before = text_of(session, page.id, renaming.number - 1)
    if before != page.current.text:
        summary = f"« {renaming.former_title} » de nouveau à part"
        save_quietly(session, page, before, actor.user_id, summary, minor=False)
    _put_apart(session, page, other, renaming)
    give_back(session, renaming.handed, other.id, page.id)
    record(session, actor, "page.separated", kind="page", thing_id=page.id, name=page.path, other_id=other.id)
    put_back(session, renaming)
    return other


def readers_change(page: Page, other: Page) -> bool:
    """Whether others than before read what `other` says, once it is part of `page`."""
    return page.audience_key != other.audience_key


def _locked(session: Session, page_id: int, other_id: int) -> tuple[Page, Page]:
    """Both pages, held in an order that two people who merge keep alike.

    Raises:
        NotFound: one is not there.
        Invalid: they are one.
    """
    if page_id == other_id:
        raise Invalid({"": _l("Une page ne peut pas être fusionnée avec elle-même.")})
    found = {each: locked_page(session, each) for each in sorted((page_id, other_id))}
    return found[page_id], found[other_id]


def _check_pair(page: Page, other: Page, merging: Merging) -> None:
    if other.slug == PRESENTATION:
        raise Invalid({"": _l("La page qui présente un territoire ne peut pas disparaître dans une autre.")})
    licence, into = read_head(other.current.text).licence, read_head(page.current.text).licence
    refusal = refusal_to_take(licence, into)
    if refusal is not None:
        raise Invalid({"": why_not(refusal, licence)})
    if readers_change(page, other) and not merging.is_audience_meant:
        raise OtherReaders(_told_readers(page, other))


def _told_readers(page: Page, other: Page) -> Any:
    before, after = AUDIENCES[other.audience], AUDIENCES[page.audience]
    if all_see(page.audience_key, other.audience_key):
        return _l(
            "Moins de personnes pourront lire « %(other)s » : aujourd'hui %(before)s, ensuite %(after)s (%(place)s). "
            "Confirmez que c'est voulu.",
            other=other.title, before=before, after=after, place=page.territory.name,
        )  # fmt: skip
    return _l(
        "D'autres personnes liront « %(other)s » et toutes ses versions : aujourd'hui %(before)s, ensuite %(after)s "
        "(%(place)s). Confirmez que c'est voulu.",
        other=other.title, before=before, after=after, place=page.territory.name,
    )  # fmt: skip


def _checked_text(session: Session, actor: Actor, page: Page, typed: str) -> str:
    text = tidy_text(typed)
    source = read(text, home=page.territory.slug)
    check_title(source.title, "text")
    if page.audience != "draft":
        check_head(source.head.diagnostics)
        check_themes(resolve(session, source.head.themes)[1])
    check_guards(session, actor, page.current.text, text)
    return text


def _join(session: Session, actor: Actor, page: Page, other: Page, text: str) -> Renaming:
    summary = f"Fusion avec « {other.title} » ({other.path})"
    made = save_quietly(session, page, text, actor.user_id, summary, minor=False)
    provenance.record(session, page, other, other.current.number, TAKEN)
    renaming = Renaming(
        page_id=page.id, merged_id=other.id, actor_id=actor.user_id, former_territory=other.territory,
        former_slug=other.slug, former_title=other.title, former_audience_key=other.audience_key,
        territory=page.territory, slug=page.slug, title=page.title, number=made.number,
        handed=hand_over(session, other.id, page.id, read_until=made.number - 1),
    )  # fmt: skip
    session.add(renaming)
    _take_in(session, page, other)
    record(
        session, actor, "page.merged", kind="page", thing_id=page.id, name=page.path, other_id=other.id,
        former_path=renaming.former_path,
    )  # fmt: skip
    tell(
        session, actor.user_id, happens.PAGE_MERGED, page_id=page.id, territory_id=page.territory_id,
        about_id=made.number, former_path=renaming.former_path, former_title=renaming.former_title,
    )  # fmt: skip
    follow(session, renaming)
    return renaming


def _take_in(session: Session, page: Page, other: Page) -> None:
    """Let the addresses of a page lead to the one that takes it in, and hide it."""
    session.execute(
        update(FormerAddress)
        .where(FormerAddress.page_id == other.id)
        .values(page_id=page.id, merged_id=func.coalesce(FormerAddress.merged_id, other.id))
    )
    session.add(
        FormerAddress(
            territory_id=other.territory_id, slug=other.slug, page_id=page.id, merged_id=other.id, left_at=now()
        )
    )  # fmt: skip
    forget_html_linking_to(session, other.path)
    # No title gives two hyphens in a row: nobody else asks for this address.
    other.slug, other.audience_key = f"fusion--{other.id}", f"{MERGED}{page.id}"
    session.flush()
    rerender(session, other)


def _put_apart(session: Session, page: Page, other: Page, renaming: Renaming) -> None:
    """Let a page stand at its address again, and lead its former addresses to it."""
    own = [other.id, *(each.id for each in merged_pages(session, other))]
    session.execute(
        update(FormerAddress)
        .where(FormerAddress.page_id == page.id, FormerAddress.merged_id.in_(own))
        .values(page_id=other.id)
    )
    session.execute(
        update(FormerAddress)
        .where(FormerAddress.page_id == other.id, FormerAddress.merged_id == other.id)
        .values(merged_id=None)
    )
    own_address = session.get(FormerAddress, (renaming.former_territory_id, renaming.former_slug))
    if own_address is not None and own_address.page_id == other.id:
        session.delete(own_address)
        session.flush()
    other.slug = free_slug(session, renaming.former_territory, renaming.former_slug)
    other.audience_key, other.changed_at = renaming.former_audience_key, now()
    session.flush()
    forget_html_linking_to(session, renaming.former_path)
    rerender(session, other)


def _changed_since(renaming: Renaming) -> Any:
    return _l(
        "La page a été modifiée depuis la fusion : les séparer effacerait ces changements. Le texte de « %(title)s » "
        "se lit toujours dans l'historique ; copiez-le dans une nouvelle page si vous en avez besoin.",
        title=renaming.former_title,
    )
