"""What was asked over some days, as far as it may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from wiki.permissions import Actor, Permission, require
from wiki.searchlog.models import AskedText
from wiki.searchlog.privacy import SHOWN_DAYS, SHOWN_TIMES, first_day

SHOWN = 50
MOST = 5_000
"""Most lines of a download."""

Order = Literal["asked", "empty"]


@dataclass(frozen=True)
class Asked:
    """A search text over some days: how often asked, how often nothing was found, pages found the last time."""

    text: str
    asked: int
    empty: int
    total: int
    last_day: date


def asked(
    session: Session, actor: Actor, *, days: int, order: Order = "asked", limit: int = SHOWN
) -> Sequence[Asked]:
    """Texts asked over the last `days`, most frequent first; `empty`: those that found nothing the last time.

    A text that was typed less than three times, on one day only, is not told: it may be somebody's name.

    Raises:
        Forbidden: the actor does not look after search.
    """
    require(actor, Permission.SEARCH_MANAGE)
    since = first_day(days)
    summed = (
        select(
            AskedText.text,
            func.sum(AskedText.asked).label("asked"),
            func.sum(AskedText.empty).label("empty"),
            func.max(AskedText.day).label("last_day"),
        )
        .where(AskedText.day >= since)
        .group_by(AskedText.text)
        .having(or_(func.sum(AskedText.asked) >= SHOWN_TIMES, func.count() >= SHOWN_DAYS))
        .subquery()
    )
    query = select(summed, AskedText.total).join(
        AskedText, (AskedText.text == summed.c.text) & (AskedText.day == summed.c.last_day)
    )
    if order == "empty":
        query = query.where(AskedText.total == 0)
    rows = session.execute(query.order_by(summed.c[order].desc(), summed.c.text).limit(limit))
    return [Asked(row.text, int(row.asked), int(row.empty), row.total, row.last_day) for row in rows]
