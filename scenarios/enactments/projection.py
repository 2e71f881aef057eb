"""Keep what the text of a retour says, in the transaction of its save and again by a rebuild."""

from typing import Any

from sqlalchemy import CompoundSelect, literal, select, tuple_, union_all, update
from sqlalchemy.orm import Session

from scenarios.enactments.models import LONGEST_PATH, Enactment
from scenarios.retold.model import Account
from scenarios.retold.reading import read
from wiki.outbox.service import announce_all
from wiki.pages.models import TELLS_OF_OTHERS, FormerAddress, Page
from wiki.rendering.document import Source
from wiki.territories.models import Territory

PLAYED_KIND = "scenario"
_MOST_LINKS = 40


def note(session: Session, page: Page, source: Source) -> None:
    """Keep what a page tells of a session, and let the scenario that it tells of be counted anew.

    Of a page that is of this kind no more the row stays; whoever counts asks for the kind.
    """
    if page.kind == TELLS_OF_OTHERS:
        _keep(session, page, source)
    elif page.kind == PLAYED_KIND and page.current_id is None:
        _find_waiting(session, page)


def _keep(session: Session, page: Page, source: Source) -> None:
    said = values_of(read(source.text))
    path = said["scenario_path"]
    said["scenario_id"] = _page_at(session, path) if path else _first_linked(session, source)
    if said["scenario_id"] == page.id:
        said["scenario_id"] = None
    row = session.get(Enactment, page.id)
    before = row.scenario_id if row is not None else None
    if row is None:
        session.add(Enactment(page_id=page.id, **said))
    elif all(getattr(row, name) == value for name, value in said.items()):
        return
    else:
        for name, value in said.items():
            setattr(row, name, value)
    session.flush()
    announce_all(session, {number for number in (before, said["scenario_id"]) if number is not None})


def values_of(account: Account) -> dict[str, Any]:
    """What a row keeps of an account; `scenario_id` apart, which no text says."""
    latitude, longitude = account.coordinates or (None, None)
    return {
        "scenario_path": account.played.path[:LONGEST_PATH] if account.played else "",
        "version": account.played.version if account.played else None,
        "played_on": account.played_on,
        "place": account.place,
        "latitude": latitude,
        "longitude": longitude,
        "headcount": account.headcount,
        "categories": list(account.categories),
        "ratings": dict(account.ratings),
        "words": dict(account.words),
        "minutes": [list(timing) for timing in account.minutes],
    }


def _find_waiting(session: Session, page: Page) -> None:
    """A scenario appears that retours named before it was there."""
    session.execute(
        update(Enactment).where(Enactment.scenario_id.is_(None), Enactment.scenario_path == page.path)
        .values(scenario_id=page.id).execution_options(synchronize_session=False)
    )  # fmt: skip


def _page_at(session: Session, path: str) -> int | None:
    """The page that is at an address, or was."""
    rows = session.execute(_at([tuple(path.split("/"))]))
    found: dict[bool, int] = {bool(former): page_id for former, page_id, *_ in rows}
    return found.get(False) or found.get(True)


def _first_linked(session: Session, source: Source) -> int | None:
    """The first scenario that a text links to, where its head does not say what was played."""
    paths = [link.path for link in (*source.links, *source.addresses)][:_MOST_LINKS]
    if not paths:
        return None
    rows = session.execute(_at([tuple(path.split("/")) for path in paths if path.count("/") == 1]))
    found = {f"{place}/{slug}": page_id for _, page_id, kind, place, slug in rows if kind == PLAYED_KIND}
    return next((found[path] for path in paths if path in found), None)


def _at(places: list[tuple[str, ...]]) -> CompoundSelect[Any]:
    """Whether it is a former address, page, kind and address of those at some addresses."""
    now = (
        select(literal(False), Page.id, Page.kind, Territory.slug, Page.slug)
        .join(Page.territory)
        .where(tuple_(Territory.slug, Page.slug).in_(places))
    )
    once = (
        select(literal(True), Page.id, Page.kind, Territory.slug, FormerAddress.slug)
        .join(FormerAddress, FormerAddress.territory_id == Territory.id)
        .join(Page, Page.id == FormerAddress.page_id)
        .where(tuple_(Territory.slug, FormerAddress.slug).in_(places))
    )
    return union_all(now, once)
