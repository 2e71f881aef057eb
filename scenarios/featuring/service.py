"""Retain a scenario at one version, introduce it, order, renew, end."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenarios.featuring.copying import KIND, copy_into
from scenarios.featuring.models import BY_HAND, MAX_INTRODUCTION, MAX_REASON, REMOVED, REPLACED, Feature
from scenarios.featuring.terms import term
from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.audit.service import record
from wiki.days import today
from wiki.db import now
from wiki.errors import Conflict, Invalid, NotFound
from wiki.outbox.service import announce
from wiki.pages.models import Page, Revision
from wiki.pages.service import locked_page
from wiki.permissions import Actor, Permission, require
from wiki.provenance.licences import Licence
from wiki.rendering.head import read_head

FURTHEST = timedelta(days=5 * 366)
"""How far away the date of a renewal may lie: what nobody looks at again is forgotten."""


@dataclass(frozen=True)
class Words:
    """What the national team says of a feature, and until when it runs."""

    introduction: str
    renew_by: date


class Rewritten(Conflict):
    """Somebody else changed the words meanwhile; `now` is the feature as it is."""

    def __init__(self, now: Feature) -> None:
        super().__init__()
        self.now = now


def retain(
    session: Session, actor: Actor, page: Page, number: int, nomination_id: int | None = None
) -> Feature:
    """Retain a public scenario at one version, in the transaction of the decision; a copy is shown from then on.

    A page has one feature at a time: one at another version ends, and its place in the order is kept. The same
    version retained again is the feature that there is.

    Raises:
        NotFound: the actor may not see the page, or there is no such version.
        Forbidden: the actor does not look after features.
        Invalid: the page is not public, is no scenario, its licence is not free, or the version was withdrawn.
    """
    page = locked_page(session, page.id)
    require(actor, Permission.FEATURES_MANAGE, page)
    revision = _retainable(session, page, number)
    former = _running_of(session, page.id)
    if former is not None and former.number == number:
        former.nomination_id = nomination_id or former.nomination_id
        return former
    if former is not None:
        former.ended_at, former.ended_by, former.ending = now(), actor.user_id, REPLACED
        session.flush()
    made = copied(
        session, page, revision, retained_by=actor.user_id, nomination_id=nomination_id,
        position=former.position if former else _last_place(session),
        introduction=former.introduction if former else "",
    )  # fmt: skip
    announce(session, page.id, page.current_id)
    record(
        session, actor, "feature.retained", kind="feature", thing_id=made.id, name=page.path, number=number
    )
    tell(
        session, actor.user_id, happens.PAGE_FEATURED, page_id=page.id, territory_id=page.territory_id,
        about_id=number, feature_id=made.id,
    )  # fmt: skip
    return made


def copied(session: Session, page: Page, revision: Revision, **values: Any) -> Feature:
    """A feature of a version, with its copy; who calls has asked for the right to, and whether it may be retained."""
    made = Feature(page_id=page.id, number=revision.number, renew_by=today(now() + term()), **values)
    copy_into(session, made, page, revision)
    return made


def introduce(session: Session, actor: Actor, feature_id: int, turn: int, words: Words) -> Feature:
    """Say why a feature is worth reading, and until when it runs before it is looked at again.

    Raises:
        Forbidden: the actor does not look after features.
        NotFound: there is none.
        Rewritten: the words are not those that the actor read (`turn`).
        Invalid: they are too long, or the day is past or far away.
    """
    found = _held(session, actor, feature_id)
    if (found.introduction, found.renew_by) == (words.introduction, words.renew_by):
        return found
    if found.turn != turn:
        raise Rewritten(found)
    _check(words)
    if found.renew_by != words.renew_by:
        found.reminded_at = None
    found.introduction, found.renew_by = words.introduction, words.renew_by
    found.turn += 1
    _record(session, actor, "feature.introduced", found, renew_by=words.renew_by.isoformat())
    return found


def move(session: Session, actor: Actor, feature_id: int, place: int, step: int) -> Feature:
    """Move a feature up (-1) or down (1), from the place where the actor saw it; once, if sent twice.

    Raises:
        Forbidden: the actor does not look after features.
        NotFound: there is none.
        Conflict: it does not run any more, or somebody else moved it.
    """
    line = _line(session, actor)
    found = next((each for each in line if each.id == feature_id), None)
    if found is None:
        _held(session, actor, feature_id)
        raise Conflict
    here, wanted = line.index(found), place + step
    if here == wanted:
        return found
    if here != place or not 0 <= wanted < len(line):
        raise Conflict
    line.insert(wanted, line.pop(here))
    for position, each in enumerate(line):
        each.position = position
    _record(session, actor, "feature.moved", found)
    return found


def renew(session: Session, actor: Actor, feature_id: int) -> Feature:
    """Let a feature run for another term, counted from today.

    Raises:
        Forbidden: the actor does not look after features.
        NotFound: there is none.
        Conflict: it does not run any more.
    """
    found = _held(session, actor, feature_id)
    if not found.is_running:
        raise Conflict
    renewed = today(now() + term())
    if found.renew_by < renewed:
        found.renew_by, found.reminded_at = renewed, None
        found.turn += 1
        _record(session, actor, "feature.renewed", found, renew_by=renewed.isoformat())
    return found


def end(session: Session, actor: Actor, feature_id: int, reason: str) -> Feature:
    """Show a feature no more; ended twice, it ended the first time.

    Raises:
        Forbidden: the actor does not look after features.
        NotFound: there is none.
        Invalid: no reason is given, or too long a one.
    """
    found = _held(session, actor, feature_id)
    if not found.is_running:
        return found
    reason = " ".join(reason.split())
    if not reason:
        raise Invalid({"reason": _l("Dites en une phrase pourquoi : la raison est gardée.")})
    if len(reason) > MAX_REASON:
        raise Invalid({"reason": _l("C'est trop long : %(limit)s caractères au plus.", limit=MAX_REASON)})
    found.ended_at, found.ended_by, found.ending, found.reason = now(), actor.user_id, BY_HAND, reason
    _announce(session, found)
    _record(session, actor, "feature.ended", found, reason=reason)
    return found


def resume(session: Session, actor: Actor, feature_id: int) -> Feature:
    """Show a feature again that somebody ended, at the end of the order.

    Raises:
        Forbidden: the actor does not look after features.
        NotFound: there is none.
        Conflict: another version of its page was retained meanwhile.
    """
    found = _held(session, actor, feature_id)
    if found.is_running:
        return found
    if found.page_id is not None:
        locked_page(session, found.page_id)
        if _running_of(session, found.page_id) is not None:
            raise Conflict
    found.position = _last_place(session)
    found.ended_at, found.ended_by, found.ending, found.reason = None, None, "", ""
    found.reminded_at = None
    session.flush()
    _announce(session, found)
    _record(session, actor, "feature.resumed", found)
    return found


def _retainable(session: Session, page: Page, number: int) -> Revision:
    """The version, if everybody may read it and go on with it: it will be shown whatever becomes of the page."""
    if page.audience_key != "public":
        raise Invalid({"": _l("Seule une page publique peut être retenue : celle-ci ne l'est pas.")})
    if page.kind != KIND:
        raise Invalid({"": _l("Seul un scénario peut être retenu : cette page n'en est pas un.")})
    revision = session.scalar(select(Revision).where(Revision.page_id == page.id, Revision.number == number))
    if revision is None:
        raise NotFound
    if revision.withdrawn_at is not None:
        raise Invalid({"": _l("Cette version a été retirée : elle ne peut pas être retenue.")})
    if Licence(read_head(revision.text).licence).refusal is not None:
        raise Invalid(
            {"": _l("La licence de cette version n'est pas libre : elle ne peut pas être retenue.")}
        )
    return revision


def _held(session: Session, actor: Actor, feature_id: int) -> Feature:
    """A feature, once whoever changes it at this moment is done."""
    require(actor, Permission.FEATURES_MANAGE)
    found = session.get(Feature, feature_id, with_for_update=True, populate_existing=True)
    if found is None or found.ending == REMOVED:
        raise NotFound
    return found


def _line(session: Session, actor: Actor) -> list[Feature]:
    """Everything that runs, in order, held until the transaction ends."""
    require(actor, Permission.FEATURES_MANAGE)
    # In one order everywhere: two who order at once never wait in a circle.
    query = select(Feature).where(Feature.ended_at.is_(None)).order_by(Feature.id).with_for_update()
    held = session.scalars(query.execution_options(populate_existing=True)).all()
    return sorted(held, key=lambda each: (each.position, each.id))


def _running_of(session: Session, page_id: int) -> Feature | None:
    return session.scalar(select(Feature).where(Feature.page_id == page_id, Feature.ended_at.is_(None)))


def _check(words: Words) -> None:
    errors: dict[str, Any] = {}
    if len(words.introduction) > MAX_INTRODUCTION:
        errors["introduction"] = _l("C'est trop long : %(limit)s caractères au plus.", limit=MAX_INTRODUCTION)
    if words.renew_by <= today():
        errors["renew_by"] = _l("Choisissez un jour à venir.")
    elif words.renew_by > today() + FURTHEST:
        errors["renew_by"] = _l("Choisissez un jour dans les cinq ans : ce que personne ne relit s'oublie.")
    if errors:
        raise Invalid(errors)


def _announce(session: Session, found: Feature) -> None:
    """Let search know that the mark of a page changed."""
    if found.page_id is not None:
        announce(session, found.page_id)


def _record(session: Session, actor: Actor, act: str, found: Feature, **details: Any) -> None:
    """Write an act down under the address of the page, so that a purge makes it forgotten with that."""
    name = f"{found.territory.slug}/{found.slug}"
    record(session, actor, act, kind="feature", thing_id=found.id, name=name, **details)


def _last_place(session: Session) -> int:
    last = session.scalar(select(func.max(Feature.position)).where(Feature.ended_at.is_(None)))
    return 0 if last is None else last + 1
