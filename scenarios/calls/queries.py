"""Reads of calls: those that are open, to come and past, as the day in the site's time zone says."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from scenarios.calls.models import Call
from scenarios.calls.texts import beginning
from wiki.days import today
from wiki.errors import NotFound
from wiki.finding.looking import looked_for
from wiki.pages.queries import ThemeMark
from wiki.permissions import Actor, Permission, can
from wiki.rendering.slugs import fold, slugify
from wiki.themes.models import Theme
from wiki.web.memo import remembered

MOST_OPEN = 20
SUMMARY = 220
DRAFT, COMING, OPEN, PAST = "draft", "coming", "open", "past"


@dataclass(frozen=True)
class Listed:
    """What the page of calls shows; `past` begins below a key."""

    open: Sequence[Call]
    coming: Sequence[Call]
    past: Sequence[Call]
    drafts: Sequence[Call]


@dataclass(frozen=True)
class OpenCall:
    """A call that can be answered, as other pages show it; outlives the session it was read in."""

    title: str
    path: str
    summary: str
    closes_on: date
    theme_ids: frozenset[int]
    themes: tuple[ThemeMark, ...]


@dataclass(frozen=True)
class Findable:
    """An open call as a search finds it; outlives the session it was read in."""

    title: str
    path: str
    closes_on: date
    folded: str


def state_of(call: Call, day: date | None = None) -> str:
    """Whether a call is a draft, to come, open or past on a day (today)."""
    day = day or today()
    if not call.is_published:
        return DRAFT
    if call.closed_at is not None or call.closes_on < day:
        return PAST
    return OPEN if call.opens_on <= day else COMING


def last_day(call: Call) -> date:
    """The day on which it could be answered last."""
    return call.closes_on if call.closed_at is None else min(call.closes_on, today(call.closed_at))


def days_left(call: Call | OpenCall | Findable) -> int:
    """How many days remain after today until the last one."""
    return (call.closes_on - today()).days


def open_calls(session: Session, day: date | None = None) -> Sequence[Call]:
    """The calls that can be answered on a day (today): what closes first comes first."""
    query = _whole().where(is_open(day or today())).order_by(Call.closes_on, Call.id)
    return session.scalars(query.limit(MOST_OPEN)).all()


def open_now(session: Session) -> tuple[OpenCall, ...]:
    """The open calls as other pages show them, kept until something changes or the day ends."""
    day = today()
    return remembered(("calls.open", day), lambda: tuple(map(_as_open, open_calls(session, day))))


def with_words(session: Session, text: str, limit: int) -> list[Findable]:
    """The open calls whose title or introduction has what was typed; what closes first comes first."""
    day, looked = today(), looked_for(text)
    there = remembered(("calls.findable", day), lambda: _findable(session, day))
    return [call for call in there if looked.is_in(call.folded)][:limit]


def is_open(day: date) -> ColumnElement[bool]:
    """Whether a call can be answered on a day."""
    return and_(_is_running(), Call.opens_on <= day, Call.closes_on >= day)


def listed(session: Session, actor: Actor, before: int | None, limit: int) -> Listed:
    """All calls that this person may know of; the past ones newest first, below an id."""
    day = today()
    coming = _whole().where(_is_running(), Call.opens_on > day).order_by(Call.opens_on, Call.id)
    drafts = _whole().where(Call.published_at.is_(None)).order_by(Call.id.desc())
    return Listed(
        open=open_calls(session, day),
        coming=session.scalars(coming.limit(MOST_OPEN)).all(),
        past=_past(session, day, before, limit),
        drafts=session.scalars(drafts.limit(MOST_OPEN)).all() if _manages(actor) else (),
    )


def call_at(session: Session, actor: Actor, slug: str) -> Call:
    """The call at an address.

    Raises:
        NotFound: there is none, or it is a draft that is not this person's business.
    """
    return _known(actor, session.scalar(_whole().where(Call.slug == slugify(slug))))


def call_numbered(session: Session, actor: Actor, call_id: int) -> Call:
    """The call of a number.

    Raises:
        NotFound: there is none, or it is a draft that is not this person's business.
    """
    return _known(actor, session.scalar(_whole().where(Call.id == call_id)))


def about(calls: Sequence[OpenCall], theme_ids: Sequence[int]) -> list[OpenCall]:
    """Those of some calls that are about one of these themes."""
    return [call for call in calls if not call.theme_ids.isdisjoint(theme_ids)]


def newest(session: Session, limit: int) -> Sequence[Call]:
    """Calls that were published, the last one first."""
    query = _whole().where(Call.published_at.is_not(None)).order_by(Call.published_at.desc(), Call.id.desc())
    return session.scalars(query.limit(limit)).all()


def still_open(session: Session, ids: Collection[int]) -> Sequence[int]:
    """Those of some calls that can be answered now."""
    return session.scalars(select(Call.id).where(Call.id.in_(ids), is_open(today()))).all()


def public_paths(session: Session, limit: int) -> list[str]:
    """Where every call that was published is read, the last one first."""
    query = select(Call.slug).where(Call.published_at.is_not(None)).order_by(Call.id.desc()).limit(limit)
    return [f"/appels/{slug}" for slug in session.scalars(query)]


def _past(session: Session, day: date, before: int | None, limit: int) -> Sequence[Call]:
    query = _whole().where(
        Call.published_at.is_not(None), or_(Call.closed_at.is_not(None), Call.closes_on < day)
    )
    last = session.get(Call, before) if before is not None else None
    if last is not None:
        same_day = and_(Call.closes_on == last.closes_on, Call.id < last.id)
        query = query.where(or_(Call.closes_on < last.closes_on, same_day))
    return session.scalars(query.order_by(Call.closes_on.desc(), Call.id.desc()).limit(limit)).all()


def _findable(session: Session, day: date) -> list[Findable]:
    rows = session.execute(
        select(Call.title, Call.slug, Call.closes_on, Call.introduction)
        .where(is_open(day))
        .order_by(Call.closes_on, Call.id)
        .limit(MOST_OPEN)
    )
    return [
        Findable(title, f"/appels/{slug}", closes_on, fold(f"{title} {introduction}"))
        for title, slug, closes_on, introduction in rows
    ]


def _as_open(call: Call) -> OpenCall:
    marks = tuple(ThemeMark(theme.slug, theme.name, theme.family_key) for theme in call.themes)
    summary = beginning(call.introduction, SUMMARY)
    return OpenCall(call.title, call.path, summary, call.closes_on, frozenset(call.theme_ids), marks)


def _known(actor: Actor, call: Call | None) -> Call:
    if call is None or not (call.is_published or _manages(actor)):
        raise NotFound
    return call


def _manages(actor: Actor) -> bool:
    return can(actor, Permission.CALLS_MANAGE)


def _is_running() -> ColumnElement[bool]:
    return and_(Call.published_at.is_not(None), Call.closed_at.is_(None))


def _whole() -> Select[Call]:
    themes = selectinload(Call.themes).options(joinedload(Theme.family))
    return select(Call).options(joinedload(Call.author), themes)
