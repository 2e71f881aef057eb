"""Retain a scenario at one version, introduce it, order, renew, end."""

from datetime import timedelta

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenarios.featuring.copying import copy_into
from scenarios.featuring.models import REPLACED, Feature
from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.audit.service import record
from wiki.config import Settings
from wiki.db import now
from wiki.errors import Invalid, NotFound
from wiki.outbox.service import announce
from wiki.pages.models import Page, Revision
from wiki.pages.service import locked_page
from wiki.permissions import Actor, Permission, require
from wiki.provenance.licences import Licence
from wiki.rendering.head import read_head

KIND = "scenario"


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
    former = session.scalar(select(Feature).where(Feature.page_id == page.id, Feature.ended_at.is_(None)))
    if former is not None and former.number == number:
        former.nomination_id = nomination_id or former.nomination_id
        return former
    if former is not None:
        former.ended_at, former.ended_by, former.ending = now(), actor.user_id, REPLACED
        session.flush()
    made = Feature(
        page_id=page.id, number=number, nomination_id=nomination_id, retained_by=actor.user_id,
        renew_by=(now() + _term()).date(), position=former.position if former else _last_place(session),
        introduction=former.introduction if former else "",
    )  # fmt: skip
    copy_into(session, made, page, revision)
    announce(session, page.id, page.current_id)
    record(
        session, actor, "feature.retained", kind="feature", thing_id=made.id, name=page.path, number=number
    )
    tell(
        session, actor.user_id, happens.PAGE_FEATURED, page_id=page.id, territory_id=page.territory_id,
        about_id=number, feature_id=made.id,
    )  # fmt: skip
    return made


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


def _term() -> timedelta:
    """How long a feature runs before it is looked at again."""
    settings: Settings = current_app.extensions["wiki.settings"]
    return timedelta(days=settings.feature_days)


def _last_place(session: Session) -> int:
    last = session.scalar(select(func.max(Feature.position)).where(Feature.ended_at.is_(None)))
    return 0 if last is None else last + 1
