"""The demonstration's calls for scenarios and parcours; dates are told as days before today."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.calls.models import Call
from scenarios.collections.models import (
    BY_LINK,
    NOTE,
    PAGE,
    Collection,
    CollectionEditor,
    CollectionItem,
)
from scenarios.demonstration.content import read_yaml
from wiki.accounts.models import User
from wiki.days import today
from wiki.db import now
from wiki.pages.models import Page
from wiki.rendering.slugs import fold, slugify
from wiki.territories.models import Territory
from wiki.themes.queries import resolve

CONTENT = Path(__file__).with_name("content") / "collections.yaml"
LINK_OF_THE_DEMONSTRATION = "demonstration-pour-la-reunion-de-jeudi"
"""Nobody's secret: it stands in this file."""


def add_gathering(session: Session, users: Mapping[str, User]) -> None:
    """Add the calls and parcours that are missing."""
    told = read_yaml(CONTENT)
    _add_calls(session, told["appels"], users)
    _add_collections(session, told["parcours"], users)
    session.flush()


def _add_calls(session: Session, told: Iterable[Mapping[str, Any]], users: Mapping[str, User]) -> None:
    present = set(session.scalars(select(Call.slug)))
    for one in told:
        slug = slugify(one["titre"])
        if slug in present:
            continue
        themes, _unknown = resolve(session, one["themes"])
        opened = now() - timedelta(days=one["depuis"])
        first = today() - timedelta(days=one["depuis"])
        last = first + timedelta(days=one["pendant"])
        session.add(
            Call(
                slug=slug, title=one["titre"], introduction=one["texte"].strip(), asked_by=one["qui"], themes=themes,
                opens_on=first, closes_on=last, author_id=users[one["par"]].id, created_at=opened,
                changed_at=opened, published_at=opened, told_at=opened, reminded_at=now() if last < today() else None,
            )
        )  # fmt: skip


def _add_collections(session: Session, told: Iterable[Mapping[str, Any]], users: Mapping[str, User]) -> None:
    present = set(session.scalars(select(Collection.slug)))
    rows = session.execute(
        select(Territory.slug, Page.slug, Page.id).join(Page, Page.territory_id == Territory.id)
    )
    pages = {f"{place}/{slug}": number for place, slug, number in rows}
    missing = (one for one in told if slugify(one["titre"]) not in present)
    for rank, one in enumerate(missing, start=1):
        found = _collection(one, rank, users)
        session.add(found)
        session.flush()
        session.add_all(_items(one["etapes"], found, pages))


def _collection(told: Mapping[str, Any], rank: int, users: Mapping[str, User]) -> Collection:
    made_at = now() - timedelta(days=told["age"])
    title, introduction = told["titre"], told["introduction"].strip()
    words = str(told.get("mis-en-avant", "")).strip()
    return Collection(
        slug=slugify(title), title=title, introduction=introduction, folded=fold(f"{title} {introduction}"),
        audience=told["pour"], link_key=LINK_OF_THE_DEMONSTRATION if told["pour"] == BY_LINK else None,
        owner_id=users[told["par"]].id, created_at=made_at, changed_at=made_at,
        featured_position=rank if words else None, featured_at=made_at if words else None,
        national_introduction=words,
        editors=[CollectionEditor(user_id=users[handle].id, added_at=made_at) for handle in told.get("avec", ())],
    )  # fmt: skip


def _items(
    told: Iterable[Mapping[str, Any]], found: Collection, pages: Mapping[str, int]
) -> Iterable[CollectionItem]:
    """The steps whose page is there."""
    for position, one in enumerate(told):
        page_id = pages.get(one.get("page", ""))
        if page_id is not None or "page" not in one:
            yield CollectionItem(
                collection_id=found.id, position=position, kind=PAGE if page_id else NOTE, page_id=page_id,
                number=one.get("version"), note=one.get("mot", ""), added_at=found.created_at,
                added_by=found.owner_id,
            )  # fmt: skip
