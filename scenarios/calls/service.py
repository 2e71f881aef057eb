"""Write a call, publish it, give it more time, close it; tell those who follow its themes. Never commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.calls.models import LONGEST_ASKER, LONGEST_INTRODUCTION, LONGEST_TITLE, MOST_THEMES, Call
from scenarios.calls.queries import COMING, OPEN, state_of
from scenarios.calls.texts import checked, too_long
from wiki.accounts.models import User
from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.activity.service import tell
from wiki.audit.service import record
from wiki.days import today
from wiki.db import now
from wiki.errors import Conflict, Invalid, NotFound
from wiki.permissions import Actor, Permission, require
from wiki.rendering.slugs import MAX_SLUG, slugify
from wiki.themes.models import Theme

RESERVED_SLUGS = frozenset({"nouveau"})
LONGEST_DAYS = 2 * 366
SOON = timedelta(days=7)
"""So long before its last day, those who follow its themes are told again."""
TOLD_LATELY = timedelta(days=3)
"""Who was told so lately that it is open knows its last day, too."""


@dataclass(frozen=True)
class Wanted:
    """What a call says."""

    title: str
    introduction: str
    asked_by: str
    theme_ids: frozenset[int]
    opens_on: date | None
    closes_on: date | None


def create(session: Session, actor: Actor, wanted: Wanted, form_key: str | None = None) -> Call:
    """Write a call as a draft; the same form sent twice makes one.

    Raises:
        Forbidden: the person does not call for scenarios.
        Invalid: something is missing or too long, or the days are no time.
    """
    require(actor, Permission.CALLS_MANAGE)
    before = session.scalar(select(Call).where(Call.form_key == form_key)) if form_key else None
    if before is not None:
        return before
    made = Call(author_id=actor.user_id, form_key=form_key or None, slug="", version=1)
    _write(session, made, wanted)
    made.slug = _free_slug(session, made.title)
    session.add(made)
    session.flush()
    _record(session, actor, "call.written", made)
    return made


def change(session: Session, actor: Actor, call_id: int, version: int, wanted: Wanted) -> Call:
    """Say it otherwise. The address of a draft follows its title; one that was published keeps its own.

    Raises:
        Forbidden: the person does not call for scenarios.
        NotFound: there is no such call.
        Conflict: somebody changed it since it was read.
        Invalid: something is missing or too long, or the days are no time.
    """
    call = _locked(session, actor, call_id, version)
    _write(session, call, wanted)
    if not call.is_published:
        call.slug = _free_slug(session, call.title, call)
    _changed(call)
    _record(session, actor, "call.changed", call)
    _tell_if_open(session, call, today(), actor)
    return call


def publish(session: Session, actor: Actor, call_id: int) -> Call:
    """Let everybody read it; those who follow its themes are told on the day it opens.

    Raises:
        Forbidden, NotFound: as `change`.
        Invalid: its last day is over.
    """
    call = _locked(session, actor, call_id)
    if call.is_published:
        return call
    if call.closes_on < today():
        raise Invalid({"": _l("Le dernier jour de cet appel est passé : changez ses dates d'abord.")})
    call.published_at = now()
    _changed(call)
    _record(session, actor, "call.published", call)
    _tell_if_open(session, call, today(), actor)
    return call


def extend(session: Session, actor: Actor, call_id: int, until: date | None) -> Call:
    """Give a published call more time, also one that has closed.

    Raises:
        Forbidden, NotFound: as `change`.
        Invalid: the new last day is missing, over, before the present one, or too far away.
    """
    call = _locked(session, actor, call_id)
    if not call.is_published:
        raise Conflict
    if until is None:
        raise Invalid({"closes_on": _l("Donnez le nouveau dernier jour.")})
    if until < max(today(), call.opens_on):
        raise Invalid({"closes_on": _l("Ce jour est passé : donnez-en un à venir.")})
    if call.closed_at is None and until <= call.closes_on:
        raise Invalid({"closes_on": _l("Le dernier jour annoncé est celui-là, ou vient après.")})
    _check_length(call.opens_on, until)
    former, call.closes_on = call.closes_on, until
    call.closed_at = call.reminded_at = None
    _changed(call)
    _record(session, actor, "call.extended", call, former=former.isoformat(), now=until.isoformat())
    return call


def close(session: Session, actor: Actor, call_id: int) -> Call:
    """Take no more answers, before the last day.

    Raises:
        Forbidden, NotFound: as `change`.
        Conflict: it is not open and not to come.
    """
    call = _locked(session, actor, call_id)
    if state_of(call) not in (OPEN, COMING):
        raise Conflict
    call.closed_at = call.reminded_at = now()
    _changed(call)
    _record(session, actor, "call.closed", call)
    return call


def discard(session: Session, actor: Actor, call_id: int) -> None:
    """Throw a draft away; what was published stays as part of the record.

    Raises:
        Forbidden, NotFound: as `change`.
        Conflict: it was published.
    """
    call = _locked(session, actor, call_id)
    if call.is_published:
        raise Conflict
    _record(session, actor, "call.discarded", call)
    session.delete(call)


def tell_of_the_day(session: Session, day: date) -> int:
    """Tell of the calls that open on a day or end soon, and remind the national team of those that closed.

    Returns how many these are.
    """
    waiting = select(Call).where(Call.published_at.is_not(None), Call.closed_at.is_(None))
    opening = waiting.where(Call.told_at.is_(None), Call.opens_on <= day, Call.closes_on >= day)
    closing = waiting.where(Call.reminded_at.is_(None), Call.closes_on < day)
    # Held, so that two workers do not tell twice.
    opened = session.scalars(opening.order_by(Call.id).with_for_update(skip_locked=True)).all()
    closed = session.scalars(closing.order_by(Call.id).with_for_update(skip_locked=True)).all()
    for call in opened:
        _tell_if_open(session, call, day, None)
    for call in closed:
        _remind(session, call)
    return len(opened) + len(closed) + _tell_of_ends(session, day)


def _tell_of_ends(session: Session, day: date) -> int:
    ending = session.scalars(
        select(Call)
        .where(Call.closed_at.is_(None), Call.told_at < now() - TOLD_LATELY)
        .where(Call.closes_on >= day, Call.closes_on <= day + SOON)
        .order_by(Call.id)
        .with_for_update(skip_locked=True)
    ).all()
    news = [call for call in ending if not _end_was_told(session, call)]
    for call in news:
        tell(
            session, None, happens.CALL_CLOSING, about_id=call.id, title=call.title,
            theme_ids=sorted(call.theme_ids), closes_on=call.closes_on.isoformat(),
        )  # fmt: skip
    return len(news)


def _end_was_told(session: Session, call: Call) -> bool:
    """Whether this very last day was told; a call that was given more time ends another day."""
    told = select(Happening.details).where(
        Happening.at > now() - 2 * SOON,
        Happening.kind == happens.CALL_CLOSING,
        Happening.about_id == call.id,
    )
    return any(details["closes_on"] == call.closes_on.isoformat() for details in session.scalars(told))


def _tell_if_open(session: Session, call: Call, day: date, actor: Actor | None) -> None:
    if call.told_at is not None or state_of(call, day) != OPEN:
        return
    call.told_at = now()
    tell(
        session, actor.user_id if actor else call.author_id, happens.CALL_OPENED, about_id=call.id, title=call.title,
        theme_ids=sorted(call.theme_ids),
    )  # fmt: skip


def _remind(session: Session, call: Call) -> None:
    """Whoever answers has done so: it is the national team's turn."""
    call.reminded_at = now()
    team = session.scalars(
        select(User.id).where(User.site_role == "curator", User.deleted_at.is_(None))
    ).all()
    tell(session, None, happens.CALL_CLOSED, about_id=call.id, title=call.title, user_ids=list(team))


def _locked(session: Session, actor: Actor, call_id: int, version: int | None = None) -> Call:
    require(actor, Permission.CALLS_MANAGE)
    call = session.get(Call, call_id, with_for_update=True)
    if call is None:
        raise NotFound
    if version is not None and version != call.version:
        raise Conflict
    return call


def _write(session: Session, call: Call, wanted: Wanted) -> None:
    """Put what was typed into a call.

    Raises:
        Invalid: with everything that is wrong.
    """
    themes = session.scalars(select(Theme).where(Theme.id.in_(wanted.theme_ids))).all()
    faults = {**_faults_of_words(wanted), **_faults_of_themes(themes)}
    try:
        call.opens_on, call.closes_on = _days(wanted)
    except Invalid as error:
        faults.update(error.errors)
    if faults:
        raise Invalid(faults)
    call.title, call.asked_by = wanted.title, wanted.asked_by
    call.introduction = checked(wanted.introduction, LONGEST_INTRODUCTION, "introduction")
    call.themes = list(themes)


def _faults_of_words(wanted: Wanted) -> dict[str, object]:
    faults: dict[str, object] = {}
    if not slugify(wanted.title):
        faults["title"] = _l("Donnez un titre à cet appel.")
    elif len(wanted.title) > LONGEST_TITLE:
        faults["title"] = too_long(LONGEST_TITLE)
    if len(wanted.asked_by) > LONGEST_ASKER:
        faults["asked_by"] = too_long(LONGEST_ASKER)
    if not wanted.introduction.strip():
        faults["introduction"] = _l("Dites en quelques phrases ce que vous cherchez.")
    elif len(wanted.introduction) > LONGEST_INTRODUCTION:
        faults["introduction"] = too_long(LONGEST_INTRODUCTION)
    return faults


def _days(wanted: Wanted) -> tuple[date, date]:
    """The first and the last day.

    Raises:
        Invalid: one is missing, or they are no time.
    """
    if wanted.opens_on is None:
        raise Invalid({"opens_on": _l("Donnez le premier jour.")})
    if wanted.closes_on is None:
        raise Invalid({"closes_on": _l("Donnez le dernier jour.")})
    if wanted.closes_on < wanted.opens_on:
        raise Invalid({"closes_on": _l("Le dernier jour vient avant le premier.")})
    _check_length(wanted.opens_on, wanted.closes_on)
    return wanted.opens_on, wanted.closes_on


def _check_length(opens_on: date, closes_on: date) -> None:
    if (closes_on - opens_on).days > LONGEST_DAYS:
        raise Invalid({"closes_on": _l("Un appel dure deux ans au plus.")})


def _faults_of_themes(themes: Sequence[Theme]) -> dict[str, object]:
    if not themes:
        return {"themes": _l("Choisissez au moins un thème : c'est par lui qu'on l'apprend.")}
    if len(themes) > MOST_THEMES:
        return {"themes": _l("Choisissez %(most)s thèmes au plus.", most=MOST_THEMES)}
    return {}


def _free_slug(session: Session, title: str, call: Call | None = None) -> str:
    bare = slugify(title)
    # A number alone leads to the call of that number.
    if bare.isdigit() or bare in RESERVED_SLUGS:
        bare = f"appel-{bare}"
    beginning = bare[: MAX_SLUG - 4].rstrip("-")
    for number in count(1):
        slug = bare if number == 1 else f"{beginning}-{number}"
        holder = session.scalar(select(Call.id).where(Call.slug == slug))
        if holder is None or (call is not None and holder == call.id):
            return slug
    raise AssertionError  # numbers do not end


def _changed(call: Call) -> None:
    call.version += 1
    call.changed_at = now()


def _record(session: Session, actor: Actor, act: str, call: Call, **details: str) -> None:
    record(session, actor, act, kind="call", thing_id=call.id, name=call.title, **details)
