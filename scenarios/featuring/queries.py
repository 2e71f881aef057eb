"""Reads of what the nation retains: what runs, what ended, whose page it is, what is to be looked at again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload, undefer

from scenarios.featuring.models import REMOVED, Feature, FeatureFile, FeatureTheme
from wiki.accounts.models import User
from wiki.attachments.consents import is_shown
from wiki.attachments.models import File
from wiki.errors import NotFound
from wiki.nested import Rows
from wiki.pages.beside import Beside, Readable, Told
from wiki.pages.models import Page, Revision
from wiki.pages.queries import CARD_FACTS, ThemeMark, visible_to
from wiki.permissions import Actor, Permission, require
from wiki.themes.models import Theme, ThemeFamily

MOST_RUNNING = 200
"""More than the nation retains; every list of running features is shown whole."""
SOON = timedelta(days=60)
"""How long before its date a feature is said to be renewed soon."""


@dataclass(frozen=True)
class FeatureCard:
    """A feature in a list, as it was retained."""

    id: int
    title: str
    summary: str
    introduction: str
    language: str
    territory_name: str
    territory_slug: str
    number: int
    facts: tuple[str, ...]
    themes: tuple[ThemeMark, ...]
    retained_at: Any
    ended_at: Any

    @property
    def url(self) -> str:
        return f"/a-la-une/{self.id}"


@dataclass(frozen=True)
class Kept:
    """A feature as those who look after it see it, with its page as it is now, as far as they may read that."""

    feature: Feature
    page: Page | None
    current_number: int

    @property
    def has_newer(self) -> bool:
        """Whether there is a newer version that could be retained instead."""
        return self.page is not None and self.current_number > self.feature.number

    def is_due(self, today: date) -> bool:
        """Whether its date has come."""
        return self.feature.renew_by <= today

    def is_soon(self, today: date) -> bool:
        """Whether its date comes soon, or has come."""
        return self.feature.renew_by <= today + SOON


class Mark(NamedTuple):
    """What the page of a scenario tells of its feature."""

    id: int
    number: int


def running(
    session: Session, *, theme_ids: Sequence[int] | None = None, territory_id: int | None = None
) -> list[FeatureCard]:
    """Features that run, in the order that the national team gave them; everybody may read them."""
    query = _listed().where(Feature.ended_at.is_(None)).order_by(Feature.position, Feature.id)
    if theme_ids is not None:
        query = query.where(Feature.id.in_(_with_themes(theme_ids)))
    if territory_id is not None:
        query = query.where(Feature.territory_id == territory_id)
    return _cards(session, session.scalars(query.limit(MOST_RUNNING)).all())


def ended(session: Session, actor: Actor, before: int | None, limit: int) -> list[FeatureCard]:
    """Features that ended, the last retained first, as far as this person may read their pages."""
    query = _listed().where(Feature.id.in_(_readable_ended(actor)))
    if before is not None:
        query = query.where(Feature.id < before)
    return _cards(session, session.scalars(query.order_by(Feature.id.desc()).limit(limit)).all())


def shown(session: Session, actor: Actor, feature_id: int) -> Feature:
    """A feature with its whole copy.

    One that runs is everybody's, whatever became of its page; one that ended is for those who may read the page.

    Raises:
        NotFound: there is none, its text was taken out for good, or it ended and its page is not for this person.
    """
    whole = [undefer(Feature.text), undefer(Feature.html), undefer(Feature.contents)]
    found = session.scalar(
        select(Feature)
        .where(Feature.id == feature_id, or_(_runs(), Feature.id.in_(_readable_ended(actor))))
        .options(
            *whole,
            joinedload(Feature.territory),
            selectinload(Feature.themes),
            selectinload(Feature.files),
        )
    )
    if found is None:
        raise NotFound
    return found


def files_shown(session: Session, feature: Feature) -> list[FeatureFile]:
    """The copies of its files, but those of photos that are held back now: somebody recognised themselves on them."""
    kept = {each.file_id: each for each in feature.files}
    held_back = set(session.scalars(select(File.id).where(File.id.in_(kept), ~is_shown())))
    return [each for number, each in kept.items() if number not in held_back]


def page_now(session: Session, actor: Actor, feature: Feature) -> Page | None:
    """The page behind a feature with its current version, if this person may read it."""
    return session.scalar(
        select(Page)
        .join(Page.current)
        .where(Page.id == feature.page_id, visible_to(actor))
        .options(joinedload(Page.territory), joinedload(Page.current).load_only(Revision.number))
    )


def feature_of(session: Session, page: Page) -> Feature:
    """The feature of a page that its reader found: the one that runs, else the last one.

    Raises:
        NotFound: it has none.
    """
    of_page = select(Feature).where(Feature.page_id == page.id, Feature.ending != REMOVED)
    found = session.scalar(of_page.order_by(Feature.ended_at.is_not(None), Feature.id.desc()).limit(1))
    if found is None:
        raise NotFound
    return found


def running_by(session: Session, nomination_id: int) -> int | None:
    """The running feature that a nomination led to."""
    return session.scalar(select(Feature.id).where(Feature.nomination_id == nomination_id, _runs()).limit(1))


def feature(session: Session, actor: Actor, feature_id: int) -> Feature:
    """A feature for those who look after it.

    Raises:
        Forbidden: the actor does not.
        NotFound: there is none, or its text was taken out for good.
    """
    require(actor, Permission.FEATURES_MANAGE)
    found = session.get(Feature, feature_id)
    if found is None or found.ending == REMOVED:
        raise NotFound
    return found


def kept(session: Session, actor: Actor) -> list[Kept]:
    """Everything that runs, in order, for those who look after it.

    Raises:
        Forbidden: the actor does not.
    """
    require(actor, Permission.FEATURES_MANAGE)
    rows = session.execute(
        select(Feature, Page, Revision.number)
        .outerjoin(Page, and_(Page.id == Feature.page_id, visible_to(actor)))
        .outerjoin(Revision, Revision.id == Page.current_id)
        .where(_runs())
        .options(joinedload(Feature.territory), joinedload(Page.territory))
        .order_by(Feature.position, Feature.id)
        .limit(MOST_RUNNING)
    )
    return [Kept(found, page, number or 0) for found, page, number in rows]


def ended_by_hand(session: Session, actor: Actor, limit: int = 20) -> Sequence[Feature]:
    """The last ones that ended, for those who may bring them back.

    Raises:
        Forbidden: the actor does not look after features.
    """
    require(actor, Permission.FEATURES_MANAGE)
    query = select(Feature).where(Feature.ended_at.is_not(None), Feature.ending != REMOVED)
    return session.scalars(query.order_by(Feature.ended_at.desc(), Feature.id.desc()).limit(limit)).all()


def retained_among(session: Session, page_ids: Sequence[int]) -> Iterable[int]:
    """Those of the pages that have a running feature, for search."""
    return session.scalars(select(Feature.page_id).where(Feature.page_id.in_(page_ids), _runs())).all()  # type: ignore[return-value]  # never None: asked by what it is


def national_team(session: Session) -> list[int]:
    """The accounts of those who look after features."""
    query = select(User.id).where(User.site_role == "curator", User.deleted_at.is_(None))
    return list(session.scalars(query.order_by(User.id)))


def mark_in(told: Told) -> Mark | None:
    """The feature of a page, from what its reader was told beside it."""
    rows = told[FEATURED.name]
    return Mark(*rows[0]) if rows else None


def marks_of(session: Session, features: Iterable[Feature]) -> dict[int, tuple[ThemeMark, ...]]:
    """The themes of features as they are called now, in one statement: a merged one is the one it became."""
    named = {theme.theme_id for each in features for theme in each.themes}
    if not named:
        return {}
    successor = aliased(Theme)
    rows = session.execute(
        select(Theme.id, successor.slug, successor.name, ThemeFamily.slug)
        .join(successor, successor.id == func.coalesce(Theme.merged_into_id, Theme.id))
        .join(ThemeFamily, ThemeFamily.id == successor.family_id)
        .where(Theme.id.in_(named))
    )
    marks = {theme_id: ThemeMark(*mark) for theme_id, *mark in rows}
    return {
        each.id: tuple(
            dict.fromkeys(marks[theme.theme_id] for theme in each.themes if theme.theme_id in marks)
        )
        for each in features
    }


def facts_of(found: Feature) -> dict[str, Any]:
    """What the head of the retained version said."""
    return dict(found.facts.get("head", []))


def _runs() -> ColumnElement[bool]:
    return Feature.ended_at.is_(None)


def _listed() -> Select[Feature]:
    return select(Feature).options(joinedload(Feature.territory), selectinload(Feature.themes))


def _with_themes(theme_ids: Sequence[int]) -> Select[int]:
    """The features of some themes, and of those that became part of them since."""
    return (
        select(FeatureTheme.feature_id)
        .join(Theme, Theme.id == FeatureTheme.theme_id)
        .where(or_(Theme.id.in_(theme_ids), Theme.merged_into_id.in_(theme_ids)))
    )


def _readable_ended(actor: Actor) -> Select[int]:
    return (
        select(Feature.id)
        .join(Page, Page.id == Feature.page_id)
        .where(Feature.ended_at.is_not(None), Feature.ending != REMOVED, visible_to(actor))
    )


def _cards(session: Session, features: Sequence[Feature]) -> list[FeatureCard]:
    marks = marks_of(session, features)
    return [_card(found, marks.get(found.id, ())) for found in features]


def _card(found: Feature, themes: tuple[ThemeMark, ...]) -> FeatureCard:
    head = facts_of(found)
    return FeatureCard(
        id=found.id,
        title=found.title,
        summary=found.summary,
        introduction=found.introduction,
        language=found.language,
        territory_name=found.territory_name,
        territory_slug=found.territory.slug,
        number=found.number,
        facts=tuple(str(head[key]) for key in CARD_FACTS if isinstance(head.get(key), str)),
        themes=themes,
        retained_at=found.retained_at,
        ended_at=found.ended_at,
    )


def _featured(readable: Readable) -> ColumnElement[Any]:
    found = (
        select(Feature.id, Feature.number)
        .where(Feature.page_id == Page.id, _runs())
        .limit(1)
        .correlate(Page)
        .subquery()
    )
    return select(Rows(*found.c)).select_from(found).correlate(Page).scalar_subquery()


FEATURED = Beside("featuring.feature", _featured)
"""The running feature of a page: its number among features, and the version that was retained."""
