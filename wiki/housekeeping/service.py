"""Keep in step with the texts what lists of things to mend are made from."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, delete, exists, insert, or_, select, update
from sqlalchemy.orm import Session

from wiki.db import now
from wiki.housekeeping.findings import Findings, findings, host_of
from wiki.housekeeping.models import AnchorLink, ExternalAddress, ExternalLink, PageUpkeep
from wiki.pages.models import Page
from wiki.permissions import Actor, Permission, require
from wiki.rendering.document import read
from wiki.territories.models import Territory

AT_ONCE = 50


def unread(session: Session, limit: int = AT_ONCE) -> Sequence[int]:
    """Some pages whose current text was not read yet."""
    seen = and_(PageUpkeep.page_id == Page.id, PageUpkeep.revision_id == Page.current_id)
    query = select(Page.id).where(Page.current_id.is_not(None), ~exists().where(seen))
    return session.scalars(query.order_by(Page.id).limit(limit)).all()


def look_at(session: Session, page_id: int, own_host: str = "") -> None:
    """Read the current text of a page, if it is still there.

    Args:
        own_host: of this site: links to it are not links to another.
    """
    page = session.get(Page, page_id, with_for_update=True)
    if page is None or page.current_id is None:
        return
    found = findings(read(page.current.text, home=page.territory.slug))
    session.merge(
        PageUpkeep(
            page_id=page.id, revision_id=page.current_id, words=found.words,
            images_without_alt=found.images_without_alt, anchors=list(found.anchors),
        )
    )  # fmt: skip
    _put_anchor_links(session, page, found)
    _put_external_links(session, page.id, [url for url in found.external if host_of(url) != own_host])


def ask_to_check(session: Session, actor: Actor, territory: Territory | None) -> int:
    """Let addresses of a territory's pages, or of all, be asked soon that were not asked today; returns how many.

    Raises:
        Forbidden: the actor does not look after them.
    """
    require(actor, Permission.TERRITORY_UPKEEP, territory)
    here = select(ExternalLink.address_id).join(Page, Page.id == ExternalLink.page_id)
    if territory is not None:
        here = here.where(Page.territory_id == territory.id)
    today = now().replace(hour=0, minute=0, second=0, microsecond=0)
    done = session.execute(
        update(ExternalAddress)
        .where(ExternalAddress.id.in_(here), ExternalAddress.due_at > now(), _not_since(today))
        .values(due_at=now())
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]  # an update has a cursor


def forget_unlinked(session: Session) -> None:
    """Forget addresses that no page leads to any more."""
    linked = exists().where(ExternalLink.address_id == ExternalAddress.id)
    session.execute(delete(ExternalAddress).where(~linked).execution_options(synchronize_session=False))


def digest_of(url: str) -> str:
    """By which an address is found."""
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()


def _not_since(moment: object) -> ColumnElement[bool]:
    return or_(ExternalAddress.checked_at.is_(None), ExternalAddress.checked_at < moment)


def _put_anchor_links(session: Session, page: Page, found: Findings) -> None:
    """Write the page's links into other pages, and see anew whether those of others into this page hold."""
    session.execute(delete(AnchorLink).where(AnchorLink.source_id == page.id))
    anchors = _anchors_at(session, {path for path, _anchor in found.anchor_links})
    anchors[page.path] = set(found.anchors)
    rows = [
        {"source_id": page.id, "path": path, "anchor": anchor,
         "is_broken": path in anchors and anchor not in anchors[path]}
        for path, anchor in sorted(found.anchor_links)
    ]  # fmt: skip
    if rows:
        session.execute(insert(AnchorLink), rows)
    here = AnchorLink.path == page.path
    for is_broken, which in (
        (False, AnchorLink.anchor.in_(found.anchors)),
        (True, AnchorLink.anchor.not_in(found.anchors)),
    ):
        session.execute(
            update(AnchorLink).where(here, which).values(is_broken=is_broken)
            .execution_options(synchronize_session=False)
        )  # fmt: skip


def _anchors_at(session: Session, paths: set[str]) -> dict[str, set[str]]:
    """The places inside pages that were read already; of others nothing is known yet."""
    path = Territory.slug.concat("/").concat(Page.slug)
    places = {path.partition("/")[0] for path in paths}
    slugs = {path.partition("/")[2] for path in paths}
    rows = session.execute(
        select(path, PageUpkeep.anchors)
        .join(Page, Page.id == PageUpkeep.page_id)
        .join(Territory, Territory.id == Page.territory_id)
        .where(Territory.slug.in_(places), Page.slug.in_(slugs))
    )
    return {at: set(anchors) for at, anchors in rows if at in paths}


def _put_external_links(session: Session, page_id: int, urls: Sequence[str]) -> None:
    wanted = _addresses(session, urls)
    kept = set(session.scalars(select(ExternalLink.address_id).where(ExternalLink.page_id == page_id)))
    if kept - wanted:
        gone = and_(ExternalLink.page_id == page_id, ExternalLink.address_id.in_(kept - wanted))
        session.execute(delete(ExternalLink).where(gone))
    if wanted - kept:
        rows = [{"page_id": page_id, "address_id": number} for number in sorted(wanted - kept)]
        session.execute(insert(ExternalLink), rows)


def _addresses(session: Session, urls: Sequence[str]) -> set[int]:
    """The numbers of addresses, given to those that are new."""
    by_digest = {digest_of(url): url for url in urls}
    known = select(ExternalAddress.digest, ExternalAddress.id).where(ExternalAddress.digest.in_(by_digest))
    found = dict(session.execute(known).all())
    for digest, url in sorted(by_digest.items()):
        if digest not in found:
            made = ExternalAddress(url=url, digest=digest, host=host_of(url))
            session.add(made)
            session.flush()
            found[digest] = made.id
    return set(found.values())
