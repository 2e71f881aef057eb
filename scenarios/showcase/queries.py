"""A feature as it is read: the scenario of its copy, and whom it owes thanks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scenarios.featuring.copying import KIND, leading_to_copies, render
from scenarios.featuring.models import Feature
from scenarios.reading.queries import Reading, read_text
from wiki.accounts.models import User
from wiki.pages.models import Page, Revision
from wiki.pages.queries import visible_to
from wiki.permissions import Actor
from wiki.provenance.licences import Licence
from wiki.provenance.queries import Contributor, Credit, Source
from wiki.rendering.document import RENDERER_VERSION, read
from wiki.rendering.head import DEFAULT_LICENCE
from wiki.territories.models import Territory


@dataclass(frozen=True)
class Retained(Reading):
    """A scenario read from a copy: whatever became of its page, and at an address of its own.

    `page_path` is where the page is now, empty for who may not read it.
    """

    number: int = 0
    page_path: str = ""

    @property
    def told_at(self) -> str:
        return self.page_path

    @property
    def is_current(self) -> bool:
        """What is retained stands for itself: its sheets lead nowhere else."""
        return True

    @property
    def title(self) -> str:
        return self.page.title

    @property
    def path(self) -> str:
        return f"a-la-une/{self.number}"


def retained(session: Session, actor: Actor, feature: Feature, page_now: Page | None) -> Retained:
    """The copy as a scenario, with the objects that sheets ask of a page; nothing of them is kept."""
    place = Territory(slug=feature.territory.slug, name=feature.territory_name)
    page = Page(
        territory=place, slug=feature.slug, kind=KIND, audience_key="public", title=feature.title,
        summary=feature.summary, language=feature.language, facts=feature.facts,
        created_at=feature.written_at, changed_at=feature.written_at,
    )  # fmt: skip
    revision = Revision(number=feature.number, text=feature.text, created_at=feature.written_at)
    script, steps = read_text(feature.text)
    return Retained(
        page, revision, script, steps, credit_of(session, actor, feature), number=feature.id,
        page_path=page_now.path if page_now else "",
    )  # fmt: skip


def html_of(session: Session, feature: Feature) -> tuple[str, str]:
    """Clean HTML and table of contents of the copy, with its files at the addresses that the text names."""
    if feature.renderer == RENDERER_VERSION:
        return feature.html, feature.contents
    rendered = render(session, feature, read(feature.text, home=feature.territory.slug))
    return rendered.html, rendered.toc


def shown_html(session: Session, feature: Feature) -> tuple[str, str]:
    """The same with its files where their copies are."""
    html, contents = html_of(session, feature)
    return leading_to_copies(html, feature), contents


def credit_of(session: Session, actor: Actor, feature: Feature) -> Credit:
    """Whom the retained version owes thanks, by the names that accounts have now."""
    kept = feature.credit
    sources = kept.get("sources", [])
    people = _people(session, [*kept.get("writers", []), *_thanked(sources)])
    return Credit(
        path=f"a-la-une/{feature.id}",
        title=feature.title,
        territory=feature.territory_name,
        contributors=_named(people, kept.get("writers", []), kept.get("guests", [])),
        authors=kept.get("authors", ""),
        stated=Licence(kept.get("licence") or DEFAULT_LICENCE),
        sources=_sources(session, actor, sources, people),
    )


def _thanked(sources: list[dict[str, Any]]) -> list[int]:
    return [number for source in sources for number in source["contributors"]]


def _people(session: Session, ids: list[int]) -> dict[int, Contributor]:
    if not ids:
        return {}
    found = session.scalars(select(User).where(User.id.in_(ids)))
    return {one.id: Contributor(one.name, "" if one.deleted_at else one.handle) for one in found}


def _named(people: Mapping[int, Contributor], ids: list[int], guests: list[str]) -> tuple[Contributor, ...]:
    named = (people[number] for number in ids if number in people)
    return (*named, *(Contributor(name, "") for name in guests))


def _sources(
    session: Session, actor: Actor, owed: list[dict[str, Any]], people: Mapping[int, Contributor]
) -> tuple[Source, ...]:
    """What the version took from: named by its title for who may read that page now."""
    if not owed:
        return ()
    ids = [source["page_id"] for source in owed if source["page_id"] is not None]
    pages = session.scalars(
        select(Page).where(Page.id.in_(ids), visible_to(actor)).options(joinedload(Page.territory))
    )
    readable = {page.id: page for page in pages}
    places = {place.id: place.name for place in session.scalars(select(Territory))}
    return tuple(
        _source(source, readable.get(source["page_id"]), places.get(source["territory_id"], ""), people)
        for source in owed
    )


def _source(
    owed: dict[str, Any], page: Page | None, territory: str, people: Mapping[int, Contributor]
) -> Source:
    return Source(
        territory=territory,
        licence=Licence(owed["licence"]),
        contributors=_named(people, owed["contributors"], owed["guests"]),
        authors=owed["authors"],
        is_origin=owed["is_origin"],
        title=page.title if page else "",
        path=page.path if page else "",
        number=owed["number"] if page else 0,
    )
