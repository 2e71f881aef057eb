"""Reads of adaptation: what the origin improved since, and whom to ask where a licence forbids."""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from scenarios.adaptation.changes import Difference, changes_between, fingerprints
from scenarios.adaptation.models import RefusedChange, TakenText
from wiki.nested import Rows
from wiki.pages.beside import Beside, Readable, Told
from wiki.pages.models import Page, Revision
from wiki.pages.queries import version, visible_to
from wiki.permissions import Actor
from wiki.provenance.columns import line_in
from wiki.provenance.models import LINE, Derivation


@dataclass(frozen=True)
class Following:
    """A page and the origin that it follows, both as they stand.

    `base` is the origin as far as the page has taken it; `number` the revision of the origin decided about;
    `refused` the fingerprints of the changes that the page said no to.
    """

    page: Page
    origin: Page
    number: int
    base: str
    refused: frozenset[str]

    @property
    def mark(self) -> str:
        """Which base this is: a change shown by its place in a list is another one once the base is another."""
        return hashlib.blake2b(self.base.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def following(session: Session, actor: Actor, page: Page) -> Following | None:
    """The origin that a page follows: the one it was adapted from, or the nearest that this person may read."""
    base = aliased(Revision)
    nearest = session.execute(
        select(Page, func.coalesce(TakenText.number, base.number), func.coalesce(TakenText.text, base.text),
               _refused_by(page.id))
        .join(Derivation, Derivation.source_id == Page.id)
        .join(Page.territory)
        .join(base, and_(base.page_id == Page.id, base.number == Derivation.source_number))
        .outerjoin(TakenText, and_(TakenText.page_id == page.id, TakenText.source_id == Page.id))
        .where(Derivation.page_id == page.id, Derivation.kind.in_(LINE), visible_to(actor))
        .options(contains_eager(Page.territory), joinedload(Page.current))
        .order_by(Derivation.id)
        .limit(1)
    ).one_or_none()  # fmt: skip
    if nearest is None:
        return None
    origin, number, text, refused = nearest
    return Following(page, origin, number, text, frozenset(mark for (mark,) in refused or ()))


def may_have_improved(told: Told) -> bool:
    """Whether the origin that a page follows has a revision that nobody looked at (see `DECIDED`)."""
    nearest = next(iter(line_in(told)), None)
    if nearest is None:
        return False
    decided: dict[int | None, int] = dict(told[DECIDED.name] or ())
    return (nearest.current_number or 0) > decided.get(nearest.source_id, nearest.source_number)


def improvements(session: Session, found: Following, number: int | None = None) -> Difference:
    """What the origin changed since, up to its current revision or the one given; what both did alike is known.

    Raises:
        NotFound: the origin has no such revision.
    """
    origin = found.origin
    after = origin.current if number is None else version(session, origin, number)
    own = fingerprints(changes_between(found.base, found.page.current.text))
    return Difference(found.base, after.text, own, found.refused)


def own_changes(found: Following) -> Difference:
    """What the page changed since it was adapted and the origin has not."""
    theirs = fingerprints(changes_between(found.base, found.origin.current.text))
    return Difference(found.base, found.page.current.text, theirs)


def _refused_by(page_id: Any) -> ColumnElement[Any]:
    return select(Rows(RefusedChange.fingerprint)).where(RefusedChange.page_id == page_id).scalar_subquery()


def _decided(readable: Readable) -> ColumnElement[Any]:
    rows = select(Rows(TakenText.source_id, TakenText.number)).where(TakenText.page_id == Page.id)
    return rows.correlate(Page).scalar_subquery()


DECIDED = Beside("adaptation.decided", _decided)
"""Up to which revision of each origin a page has decided."""
