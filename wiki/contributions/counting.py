"""How much waits, as pages show it everywhere: in the statement of the page, and in that of the reader."""

from typing import Any

from sqlalchemy import ColumnElement, String, and_, bindparam, cast, func, literal, or_, select

from wiki.accounts.models import MEMBERSHIP, User
from wiki.contributions.models import OPEN, Contribution
from wiki.db import UtcDateTime, now
from wiki.pages.beside import Beside, Readable
from wiki.pages.models import Page

TO_REVIEW = "contributions"
"""The name of `to_review` in `Actor.counts`."""


def to_review() -> ColumnElement[int]:
    """How many offers wait for the answer of `User`: `queries.decided_by`, said of whoever reads."""
    waiting = select(func.count()).select_from(Contribution).join(Page, Page.id == Contribution.page_id)
    return waiting.where(Contribution.state == OPEN, _decides()).correlate(User).scalar_subquery()


def _decides() -> ColumnElement[bool]:
    for_accounts = Page.audience_key.in_(("public", "members"))
    of_territory = Page.audience_key == literal("territory:").concat(cast(Page.territory_id, String))
    return or_(
        and_(User.site_role.in_(("curator", "admin")), for_accounts),
        and_(User.site_role == "admin", of_territory),
        and_(or_(for_accounts, of_territory), _is_admitted()),
    )


def _is_admitted() -> ColumnElement[bool]:
    """Whether the page is of a territory of `User`, whose protection lets them through."""
    # Asked at each execution: the statement is kept.
    moment: Any = bindparam("moment_of_review", callable_=now, type_=UtcDateTime())
    passes = or_(
        Page.protection == "",
        Page.protected_until <= moment,
        and_(Page.protection == "referents", MEMBERSHIP.c.role == "referent"),
    )
    admitted = (
        select(MEMBERSHIP.c.user_id)
        .where(
            MEMBERSHIP.c.user_id == User.id,
            MEMBERSHIP.c.territory_id == Page.territory_id,
            MEMBERSHIP.c.admitted_at.is_not(None),
            passes,
        )
        .correlate(User, Page)
    )
    return admitted.exists()


def _open(readable: Readable) -> ColumnElement[int]:
    waiting = select(func.count()).where(Contribution.page_id == Page.id, Contribution.state == OPEN)
    return waiting.correlate(Page).scalar_subquery()


OPEN_COUNT = Beside("contributions.open", _open)
"""How many offers to the page wait for an answer."""
