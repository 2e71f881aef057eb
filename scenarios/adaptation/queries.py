"""Reads of adaptation: what the origin improved since, and whom to ask where a licence forbids."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.adaptation.changes import Difference, changes_between, fingerprints
from scenarios.adaptation.models import RefusedChange, TakenText
from wiki.pages.models import Page
from wiki.pages.queries import version
from wiki.permissions import Actor
from wiki.provenance.queries import ancestors


@dataclass(frozen=True)
class Following:
    """A page and the origin that it follows, both as they stand.

    `base` is the origin as far as the page has taken it; `number` the revision of the origin decided about.
    """

    page: Page
    origin: Page
    number: int
    base: str

    @property
    def is_up_to_date(self) -> bool:
        """Whether the origin has no revision that nobody looked at."""
        return self.origin.current.number <= self.number


def following(session: Session, actor: Actor, page: Page) -> Following | None:
    """The origin that a page follows: the one it was adapted from, or the nearest that this person may read."""
    nearest = next(iter(ancestors(session, actor, page)), None)
    if nearest is None:
        return None
    taken = session.get(TakenText, (page.id, nearest.page.id))
    if taken is not None:
        return Following(page, nearest.page, taken.number, taken.text)
    base = version(session, nearest.page, nearest.number)
    return Following(page, nearest.page, nearest.number, base.text)


def improvements(session: Session, found: Following, number: int | None = None) -> Difference:
    """What the origin changed since, up to its current revision or the one given; what both did alike is known.

    Raises:
        NotFound: the origin has no such revision.
    """
    origin = found.origin
    after = origin.current if number is None else version(session, origin, number)
    own = fingerprints(changes_between(found.base, found.page.current.text))
    return Difference(found.base, after.text, own, refused_changes(session, found.page))


def own_changes(found: Following) -> Difference:
    """What the page changed since it was adapted and the origin has not."""
    theirs = fingerprints(changes_between(found.base, found.origin.current.text))
    return Difference(found.base, found.page.current.text, theirs)


def refused_changes(session: Session, page: Page) -> frozenset[str]:
    """What a page said no to."""
    query = select(RefusedChange.fingerprint).where(RefusedChange.page_id == page.id)
    return frozenset(session.scalars(query))
