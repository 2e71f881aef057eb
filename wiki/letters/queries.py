"""Letters, and what public pages tell since the last one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.letters.models import Letter
from wiki.letters.others import kinds, still_shown
from wiki.pages.models import Page, PageTheme
from wiki.pages.queries import visible_to
from wiki.permissions import VISITOR
from wiki.territories.models import NATIONAL, Territory
from wiki.themes.models import Theme, ThemeFamily

MOST_READ = 1000
TOLD = (
    happens.PAGE_CREATED, happens.PAGE_SHARED, happens.PAGE_EDITED, happens.PAGE_MERGED, happens.PAGE_RESTORED,
    happens.PAGE_FEATURED, happens.PAGE_PLAYED,
)  # fmt: skip


def known(session: Session, email: str, kind: str, thing_id: int) -> Letter | None:
    """The letter of an address about something, confirmed or not."""
    same = (Letter.email == email, Letter.kind == kind, Letter.thing_id == thing_id)
    return session.scalar(select(Letter).where(*same))


def due(session: Session, moment: datetime, limit: int) -> Sequence[int]:
    """The letters that are to leave now."""
    query = select(Letter.id).where(Letter.due_at <= moment).order_by(Letter.due_at, Letter.id)
    return session.scalars(query.limit(limit)).all()


def name_of(session: Session, letter: Letter) -> str:
    """What a letter is about; "" when that is gone."""
    model: Any = {"territory": Territory, "theme": Theme, "family": ThemeFamily}[letter.kind]
    name: str | None = session.scalar(select(model.name).where(model.id == letter.thing_id))
    return name or ""


def last_happening(session: Session) -> int:
    """The number of the last thing that happened."""
    return session.scalar(select(func.max(Happening.id))) or 0


def news(session: Session, letter: Letter) -> Sequence[Happening]:
    """What happened to what everybody may read and a letter is about, since the last one, in order.

    The newest when there is much.
    """
    pages = select(Page.id).where(visible_to(VISITOR), _about(letter))
    of_pages = _newest(session, letter, Happening.kind.in_(TOLD), Happening.page_id.in_(pages))
    return sorted([*of_pages, *_beside_pages(session, letter)], key=lambda one: one.id)


def _beside_pages(session: Session, letter: Letter) -> list[Happening]:
    """Of things that are no pages: by their themes, and all of them in the letter of the national team."""
    if letter.kind == "territory":
        place = session.get(Territory, letter.thing_id)
        themes = None if place is not None and place.slug == NATIONAL else frozenset[int]()
    else:
        themes = frozenset(session.scalars(_themes(letter)))
    if themes == frozenset():
        return []
    found = _newest(session, letter, Happening.kind.in_(kinds()), Happening.page_id.is_(None))
    about = [
        one for one in found if themes is None or not themes.isdisjoint(one.details.get("theme_ids") or ())
    ]
    return still_shown(session, about)


def _newest(session: Session, letter: Letter, *which: ColumnElement[bool]) -> Sequence[Happening]:
    query = select(Happening).where(Happening.id > letter.told_until, *which)
    return session.scalars(query.order_by(Happening.id.desc()).limit(MOST_READ)).all()


def _about(letter: Letter) -> ColumnElement[bool]:
    if letter.kind == "territory":
        return Page.territory_id == letter.thing_id
    return Page.id.in_(select(PageTheme.page_id).where(PageTheme.theme_id.in_(_themes(letter))))


def _themes(letter: Letter) -> Select[int]:
    """The theme that a letter is about, as it is named now, or those of its family."""
    return select(Theme.id).where(
        Theme.family_id == letter.thing_id
        if letter.kind == "family"
        else or_(
            Theme.id == letter.thing_id,
            Theme.id == select(Theme.merged_into_id).where(Theme.id == letter.thing_id).scalar_subquery(),
        )
    )
