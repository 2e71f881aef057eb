"""Who hears of what happened, why, and how often by mail."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.activity import kinds as happens
from wiki.notifications.grouping import Group
from wiki.notifications.people import Reader, who_decides
from wiki.notifications.reasons import (
    ASKING,
    AWAITED,
    DIRECT,
    TOLD_OF_COLLECTIONS,
    TOLD_OF_THEMES,
    TOLD_TO_FOLLOWERS,
    UNIMPORTANT,
    WAITING_FOR_REFERENTS,
)
from wiki.pages.models import Page
from wiki.provenance.models import LINE, Derivation
from wiki.watching.models import IMPORTANT, KINDS, NOTHING, STANDING, USUAL
from wiki.watching.queries import (
    Watch,
    own_watches,
    watches_of,
    watches_of_themes,
    watches_of_thing,
)

_OPENED = (happens.PAGE_CREATED, happens.PAGE_SHARED)
_LEVEL_WEIGHT = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Hearer:
    """Somebody to tell; `mail` is a rhythm, or "" for the person's usual one for this reason."""

    user_id: int
    reason: str
    mail: str = USUAL


def hearers(session: Session, group: Group, page: Page | None) -> dict[int, Hearer]:
    """Everybody whom this may concern, but who did it; whether they may read the page is asked with `may_hear`."""
    found = {hearer.user_id: hearer for hearer in _following(session, group, page)}
    if group.kind in WAITING_FOR_REFERENTS and group.territory_id is not None:
        found.update((one, Hearer(one, AWAITED)) for one in who_decides(session, group.territory_id))
    reason = AWAITED if group.kind in ASKING else DIRECT
    found.update((one, Hearer(one, reason)) for one in _named(group))
    if group.actor_id is not None:
        found.pop(group.actor_id, None)
    return found


def may_hear(reader: Reader, group: Group, page: Page | None) -> bool:
    """Whether a person may know of it: whoever reads the page now, or read it until it was deleted."""
    if group.kind == happens.PAGE_DELETED:
        return reader.actor.sees(str(group.details.get("audience_key", "")))
    return page is None or reader.actor.sees(page.audience_key)


def wanted(watches: Iterable[Watch], group: Group) -> list[Hearer]:
    """Of those who follow, who wants to know of this; the most particular of what one follows decides."""
    chosen: dict[int, Watch] = {}
    for watch in watches:
        if watch.level == NOTHING and watch.kind in STANDING:
            continue
        kept = chosen.get(watch.user_id)
        if kept is None or _LEVEL_WEIGHT[watch.kind] < _LEVEL_WEIGHT[kept.kind]:
            chosen[watch.user_id] = watch
    is_small = group.minor or group.kind in UNIMPORTANT
    return [
        Hearer(watch.user_id, watch.kind, watch.mail)
        for watch in chosen.values()
        if watch.level != NOTHING and not (is_small and watch.level == IMPORTANT)
    ]


def origins(session: Session, page_id: int) -> list[int]:
    """The pages that a page was adapted from."""
    found = select(Derivation.source_id).where(Derivation.page_id == page_id, Derivation.kind.in_(LINE))
    return [number for number in session.scalars(found) if number is not None]


def _following(session: Session, group: Group, page: Page | None) -> list[Hearer]:
    if group.kind in TOLD_OF_THEMES | TOLD_OF_COLLECTIONS:
        return wanted(_watches_without_page(session, group), group)
    if group.kind not in TOLD_TO_FOLLOWERS:
        return []
    if page is None:
        return wanted(watches_of_thing(session, "territory", group.territory_id or 0), group)
    watches = watches_of(session, page)
    if group.kind in _OPENED and (sources := origins(session, page.id)):
        watches += own_watches(session, "adaptations", sources)
    return wanted(watches, group)


def _watches_without_page(session: Session, group: Group) -> list[Watch]:
    watches: list[Watch] = []
    if group.kind in TOLD_OF_THEMES:
        watches += watches_of_themes(session, group.details.get("theme_ids") or [])
    if group.kind in TOLD_OF_COLLECTIONS:
        watches += watches_of_thing(session, "collection", group.about_id or 0)
    return watches


def _named(group: Group) -> list[int]:
    """The people whom the happening itself concerns."""
    named = group.details.get("user_ids") or []
    offerer = group.details.get("offerer_id")
    return [*(one for one in named if isinstance(one, int)), *([offerer] if isinstance(offerer, int) else [])]
