"""Protect a page, or open it to all members of its territory again."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Invalid
from wiki.pages.models import PROTECTIONS, Page
from wiki.pages.service import locked_page
from wiki.permissions import Actor, Permission, require


def levels_for(actor: Actor) -> tuple[str, ...]:
    """The levels that a person may choose: only the national team can keep a page for itself."""
    return PROTECTIONS if actor.is_curator else PROTECTIONS[:2]


def protect(
    session: Session, actor: Actor, page_id: int, level: str, *, lasts: timedelta | None, reason: str
) -> Page:
    """Say who may edit a page from now on.

    Args:
        level: one of `PROTECTIONS`.
        lasts: how long, None for good.
        reason: why, told in the audit log.

    Raises:
        NotFound, Forbidden: the page is not this person's to protect.
        Invalid: no such level, or one that is not this person's to choose.
    """
    page = locked_page(session, page_id)
    require(actor, Permission.PAGE_PROTECT, page)
    if level not in levels_for(actor):
        raise Invalid({"level": _l("Choisissez dans la liste qui peut modifier la page.")})
    page.protection = level
    page.protected_until = now() + lasts if level and lasts is not None else None
    until = page.protected_until.isoformat() if page.protected_until is not None else ""
    record(session, actor, "page.protected" if level else "page.unprotected", kind="page", thing_id=page.id,
           name=page.path, level=level, until=until, reason=reason[:300])  # fmt: skip
    return page
