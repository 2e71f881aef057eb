"""Keep a territory's programme: add, change, take away, put back, cancel. Never commits.

Every verb waits for the others of its territory, so that two people who write at once reach one result.
"""

import secrets
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from scenarios.programme.entries import Entry, EventEntry
from scenarios.programme.models import ProgrammeEvent
from scenarios.programme.queries import MOST_ROWS, entry_of, forgettable, steps_of
from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.audit.service import record
from wiki.days import today
from wiki.db import now
from wiki.errors import Conflict, Invalid, NotFound
from wiki.events import emit
from wiki.pages.models import Page
from wiki.pages.posting import form_mark
from wiki.pages.queries import page_at
from wiki.permissions import Actor, Permission, require
from wiki.territories.events import TerritoryChanged
from wiki.territories.models import StateStep, Territory
from wiki.territories.service import lock

PLANNED, MOVED, CANCELLED = "event_planned", "event_moved", "event_cancelled"
"""What followers hear of an event: the outcomes of one kind of happening."""


def may_keep(model: Any) -> Permission:
    """The right to write things of this kind: the state of a territory is the national team's to decide."""
    return Permission.TERRITORY_STATE if model is StateStep else Permission.PROGRAMME_EDIT


def add(
    session: Session, actor: Actor, territory: Territory, entry: Entry, form_key: str | None = None
) -> Any:
    """Write something new; the same form sent twice makes one row.

    Raises:
        Forbidden: the actor does not keep this.
        Invalid: something is wrong with it, or there is too much already.
    """
    model = entry.MODEL
    require(actor, may_keep(model), territory)
    lock(session, territory)
    mark = form_mark(actor, form_key, model.__tablename__, territory.id, entry)
    before = session.scalar(select(model).where(model.form_key == mark)) if mark else None
    if before is not None:
        return before
    _check(entry)
    _refuse_too_many(session, territory, model)
    row = model(territory_id=territory.id, author_id=actor.user_id, form_key=mark)
    if isinstance(row, ProgrammeEvent):
        row.uid = f"{secrets.token_hex(12)}@territoire-apprenant"
    _write(session, actor, row, entry)
    session.add(row)
    session.flush()
    _note(session, actor, territory, "programme.added", row)
    if isinstance(row, ProgrammeEvent):
        _tell(session, actor, row, PLANNED)
    return row


def change(
    session: Session, actor: Actor, territory: Territory, row_id: int, entry: Entry, seen: str | None = None
) -> Any:
    """Write something anew.

    Args:
        seen: digest of the entry that the person started from; None does not look.

    Raises:
        Forbidden: the actor does not keep this.
        NotFound: there is none.
        Conflict: it was taken away meanwhile.
        Invalid: something is wrong with it, or somebody else changed it meanwhile.
    """
    row = _row(session, actor, territory, entry.MODEL, row_id)
    if row.removed_at is not None:
        raise Conflict
    _check(entry)
    present = entry_of(session, actor, type(entry), row)
    if entry == present:
        return row
    if seen not in (None, present.digest()):
        raise Invalid(entry.differences(present))
    was_public = getattr(row, "is_public", True)
    _write(session, actor, row, entry, present)
    row.changed_at = now()
    session.flush()
    _note(session, actor, territory, "programme.changed", row)
    if isinstance(row, ProgrammeEvent) and isinstance(entry, EventEntry) and isinstance(present, EventEntry):
        row.sequence += 1
        if not was_public:
            _tell(session, actor, row, PLANNED)
        elif entry.when_and_where != present.when_and_where:
            _tell(session, actor, row, MOVED)
    return row


def remove(session: Session, actor: Actor, territory: Territory, model: Any, row_id: int) -> Any:
    """Take something away; what is gone already stays so.

    Raises:
        Forbidden: the actor does not keep this.
        NotFound: there never was such a thing.
        Invalid: it is the only decision about the territory's state.
    """
    row = _row(session, actor, territory, model, row_id)
    if row.removed_at is None:
        if model is StateStep and len(steps_of(session, territory)) < 2:
            raise Invalid({"": _l("C'est la seule étape : corrigez-la plutôt.")})
        row.removed_at = now()
        session.flush()
        _note(session, actor, territory, "programme.removed", row)
    return row


def restore(session: Session, actor: Actor, territory: Territory, model: Any, row_id: int) -> Any:
    """Put back what was taken away.

    Raises:
        Forbidden: the actor does not keep this.
        NotFound: there is none any more.
        Invalid: there is too much already.
    """
    row = _row(session, actor, territory, model, row_id)
    if row.removed_at is not None:
        _refuse_too_many(session, territory, model)
        row.removed_at = None
        session.flush()
        _note(session, actor, territory, "programme.restored", row)
    return row


def cancel(session: Session, actor: Actor, territory: Territory, event_id: int, is_off: bool = True) -> Any:
    """Say that an event does not take place, or that it does after all; calendars learn of it.

    Raises:
        Forbidden: the actor does not keep the programme.
        NotFound: there is no such event.
        Conflict: it was taken away meanwhile.
    """
    row = _row(session, actor, territory, ProgrammeEvent, event_id)
    if row.removed_at is not None:
        raise Conflict
    if (row.cancelled_at is not None) != is_off:
        row.cancelled_at = now() if is_off else None
        row.changed_at = now()
        row.sequence += 1
        _note(session, actor, territory, "programme.cancelled" if is_off else "programme.kept", row)
        _tell(session, actor, row, CANCELLED if is_off else PLANNED)
    return row


def forget_removed(session: Session, moment: datetime) -> int:
    """Delete what was taken away long ago; returns how much."""
    done = 0
    for model, is_old in forgettable(moment).items():
        done += session.execute(delete(model).where(is_old)).rowcount  # type: ignore[attr-defined]  # a deletion
    return done


def _check(entry: Entry) -> None:
    errors = entry.errors()
    if errors:
        raise Invalid(errors)


def _row(session: Session, actor: Actor, territory: Territory, model: Any, row_id: int) -> Any:
    require(actor, may_keep(model), territory)
    lock(session, territory)
    found = session.get(model, row_id, populate_existing=True)
    if found is None or found.territory_id != territory.id:
        raise NotFound
    return found


def _refuse_too_many(session: Session, territory: Territory, model: Any) -> None:
    count = select(func.count()).where(model.territory_id == territory.id, model.removed_at.is_(None))
    if (session.scalar(count) or 0) >= MOST_ROWS:
        raise Invalid(
            {"": _l("Il y en a déjà %(limit)s : retirez d'abord ce qui ne sert plus.", limit=MOST_ROWS)}
        )


def _write(session: Session, actor: Actor, row: Any, entry: Entry, present: Entry | None = None) -> None:
    for name, value in vars(entry).items():
        if name != "page":
            setattr(row, name, value)
    if isinstance(entry, EventEntry):
        row.ends_on = entry.ends_on or entry.starts_on
        # An unchanged address leaves the link alone: it may lead to a page that this person may not read.
        if not isinstance(present, EventEntry) or entry.page != present.page:
            row.page_id = _scenario(session, actor, entry.page).id if entry.page else None


def _scenario(session: Session, actor: Actor, path: str) -> Page:
    """The shared scenario at an address.

    Raises:
        Invalid: there is none that this person may read.
    """
    territory, _slash, slug = path.partition("/")
    try:
        page = page_at(session, actor, territory, slug)
    except NotFound:
        raise Invalid({"page": _l("Aucune page que vous puissiez lire n'est à cette adresse.")}) from None
    if page.kind != "scenario" or page.audience == "draft":
        raise Invalid({"page": _l("Cette page n'est pas un scénario partagé.")})
    return page


def _note(session: Session, actor: Actor, territory: Territory, act: str, row: Any) -> None:
    record(session, actor, act, kind="territory", thing_id=territory.id, name=territory.slug,
           what=row.__tablename__, number=row.id)  # fmt: skip
    if isinstance(row, StateStep):
        _follow_decisions(session, actor, territory)


def _follow_decisions(session: Session, actor: Actor, territory: Territory) -> None:
    """The state of a territory is what was decided last."""
    state = steps_of(session, territory)[-1].state
    if state != territory.state:
        record(session, actor, "territory.state_changed", kind="territory", thing_id=territory.id,
               name=territory.slug, former=territory.state, now=state)  # fmt: skip
        territory.state = state
        emit(session, TerritoryChanged(territory.id))


def _tell(session: Session, actor: Actor, row: ProgrammeEvent, outcome: str) -> None:
    """Let those who follow the territory hear of a public event that is not over."""
    is_news = row.is_public and row.ends_on >= today()
    if is_news and (row.cancelled_at is None or outcome == CANCELLED):
        tell(session, actor.user_id, happens.EVENT_PLANNED, territory_id=row.territory_id,
             about_id=row.id, outcome=outcome, title=row.title)  # fmt: skip
