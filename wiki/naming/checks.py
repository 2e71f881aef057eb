"""What a new name must satisfy. Every refusal says what to do, and tells nothing of what one may not see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from wiki.errors import Invalid
from wiki.pages.addresses import Former, formerly_at, free_slug
from wiki.pages.checks import check_title
from wiki.pages.models import FormerAddress, Page, audience_key
from wiki.pages.projection import title_key
from wiki.pages.queries import visible_to
from wiki.permissions import Actor
from wiki.rendering.document import TITLE_LENGTH
from wiki.rendering.slugs import slugify
from wiki.territories.models import PRESENTATION, Territory


@dataclass(frozen=True)
class NewName:
    """What a page is to be called, and where it is to be.

    Attributes:
        slug: as typed; made from the title where nothing is.
        is_same_title_meant: another page of the territory has this title, too.
        is_address_meant: the address was once another page's, whose links would lead here.
        is_audience_meant: other people than before will read the page.
    """

    page_id: int
    title: str
    territory_id: int
    slug: str = ""
    is_same_title_meant: bool = False
    is_address_meant: bool = False
    is_audience_meant: bool = False


class NameTaken(Invalid):
    """A name that another page has or had; `meant` is what the person may say to mean it, `page` that page."""

    def __init__(self, field: str, message: Any, page: Page, meant: str = "") -> None:
        super().__init__({field: message})
        self.page = page
        self.meant = meant


class OtherReaders(Invalid):
    """Others than before would read the page, which nobody said is meant."""

    def __init__(self, message: Any) -> None:
        super().__init__({"is_audience_meant": message})
        self.meant = "is_audience_meant"


def check_name(session: Session, actor: Actor, page: Page, territory: Territory, new: NewName) -> str:
    """The address that the page will have in the territory.

    Raises:
        Invalid: the name cannot be used, or means something that the person has not confirmed.
    """
    check_title(new.title, "title")
    if len(new.title) > TITLE_LENGTH:
        raise Invalid({"title": _l("C'est trop long : %(limit)s caractères au plus.", limit=TITLE_LENGTH)})
    slug = slugify(new.slug or new.title)
    if not slug:
        raise Invalid(
            {"slug": _l("Il faut au moins une lettre sans accent ou un chiffre pour faire une adresse.")}
        )
    _check_presentation(page, territory, slug)
    _check_readers(actor, page, territory, new)
    _check_title_free(session, actor, page, territory, new)
    return _free(session, actor, page, territory, slug, new)


def _check_presentation(page: Page, territory: Territory, slug: str) -> None:
    if page.slug == PRESENTATION and (territory.id, slug) != (page.territory_id, page.slug):
        message = _l("Cette page présente son territoire : son titre peut changer, son adresse non.")
        raise Invalid({"slug": message})


def _check_readers(actor: Actor, page: Page, territory: Territory, new: NewName) -> None:
    if territory.id == page.territory_id or page.audience != "territory":
        return
    if not actor.sees(audience_key(page.audience, territory.id, page.owner_id)):
        message = _l(
            "Seuls les membres de %(name)s pourraient lire cette page, et vous n'en êtes pas : vous ne la verriez "
            "plus. Changez d'abord dans les réglages qui peut la lire.",
            name=territory.name,
        )
        raise Invalid({"territory": message})
    if not new.is_audience_meant:
        raise OtherReaders(
            _l(
                "Cette page est réservée aux membres du territoire. Après le déplacement, les membres de "
                "« %(new)s » la liront, et ceux de « %(old)s » ne la verront plus. Confirmez que c'est voulu.",
                new=territory.name,
                old=page.territory.name,
            )
        )


def _check_title_free(session: Session, actor: Actor, page: Page, territory: Territory, new: NewName) -> None:
    is_as_before = territory.id == page.territory_id and title_key(new.title) == page.title_key
    if new.is_same_title_meant or is_as_before:
        return
    same = _visible(session, actor, page, territory, Page.title_key == title_key(new.title))
    if same is not None:
        message = _l("Une page de ce territoire porte déjà ce titre.")
        raise NameTaken("title", message, same, "is_same_title_meant")


def _free(session: Session, actor: Actor, page: Page, territory: Territory, slug: str, new: NewName) -> str:
    """The address, with a number where a page has it, or had it, that the actor may not know of."""
    if (territory.id, slug) == (page.territory_id, page.slug):
        return slug
    there = _visible(session, actor, page, territory, Page.slug == slug)
    if there is not None:
        raise NameTaken("slug", _l("Une page de ce territoire a déjà cette adresse."), there)
    former = session.get(FormerAddress, (territory.id, slug))
    if former is not None and former.page_id == page.id and former.merged_id is None:
        return slug
    seen = formerly_at(session, actor, territory.slug, slug)
    if seen is None:
        return free_slug(session, territory, slug)
    if not new.is_address_meant:
        raise _formerly_of(seen)
    return slug


def _formerly_of(seen: Former) -> NameTaken:
    message = _l(
        "Cette adresse a été celle de « %(title)s » : des liens d'avant y mènent encore. Si vous la prenez, ils "
        "mèneront ici.",
        title=seen.page.title,
    )
    return NameTaken("slug", message, seen.page, "is_address_meant")


def _visible(session: Session, actor: Actor, page: Page, territory: Territory, that: Any) -> Page | None:
    others: Sequence[Any] = (Page.territory_id == territory.id, Page.id != page.id, visible_to(actor))
    query = select(Page).where(*others, that).options(joinedload(Page.territory))
    return session.scalar(query.order_by(Page.id).limit(1))
