"""What a parcours holds for one reader: its pages as cards, with the time they take."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from scenarios.collections.models import MOST_ITEMS, PAGE, Collection, CollectionItem
from scenarios.collections.queries import items
from scenarios.collections.summing import Sizes, Sum, sizes, total
from scenarios.reading.queries import read_text
from scenarios.script.durations import read_duration
from wiki.pages.models import FormerAddress, Page, Revision
from wiki.pages.queries import Card, ThemeMark, cards, marks_of, visible_to
from wiki.permissions import Actor
from wiki.rendering.document import read

MOST_THEMES = 4


@dataclass(frozen=True)
class Step:
    """A step as one reader sees it.

    Attributes:
        place: which page of the parcours it is, from 1; 0 for words and for what the reader may not read.
        page, revision, card: None for words, and for a page that is gone or that the reader may not read.
    """

    item: CollectionItem
    place: int = 0
    page: Page | None = None
    revision: Revision | None = None
    card: Card | None = None
    minutes: int | None = None
    size: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether a page stood here that the reader may not know of."""
        return self.item.kind == PAGE and self.page is None

    @property
    def is_older(self) -> bool:
        """Whether the page has a version that is younger than the one shown."""
        return (
            self.page is not None and self.revision is not None and self.revision.id != self.page.current_id
        )

    @property
    def is_open_to_all(self) -> bool:
        """Whether everybody who reads the parcours may read the page."""
        return self.page is not None and self.page.audience_key == "public"


@dataclass(frozen=True)
class Reading:
    """A parcours as one reader sees it."""

    collection: Collection
    steps: tuple[Step, ...]
    themes: tuple[ThemeMark, ...] = field(default=())

    @property
    def pages(self) -> list[Step]:
        """The steps that are pages."""
        return [step for step in self.steps if step.page is not None]

    @property
    def sum(self) -> Sum:
        """How long its pages take together."""
        return total(step.minutes for step in self.pages)

    @property
    def sizes(self) -> Sizes | None:
        """For how many people."""
        return sizes([step.size for step in self.pages if step.size])

    @property
    def closed(self) -> int:
        """How many steps not everybody may read."""
        return sum(step.item.kind == PAGE and not step.is_open_to_all for step in self.steps)


@dataclass(frozen=True)
class Outline:
    """A parcours in a list."""

    collection: Collection
    pages: int
    sum: Sum
    themes: tuple[ThemeMark, ...]


def reading(session: Session, actor: Actor, found: Collection, *, for_editor: bool = False) -> Reading:
    """A parcours for one reader.

    Args:
        for_editor: with the steps that the reader may not read, as blanks; without, they are as if they were not.
    """
    steps = items(session, [found.id])
    pages = _pages(session, actor, steps)
    known = {card.id: card for card in cards(session, actor, ids=_ids(pages.values()), limit=MOST_ITEMS)}
    versions = _pinned(session, steps)
    told = [_step(item, pages, known, versions) for item in steps]
    shown = [step for step in told if for_editor or not step.is_gone]
    themes = _most_common(step.card.themes for step in shown if step.card is not None)
    return Reading(found, tuple(_numbered(shown)), themes)


def outlines(session: Session, actor: Actor, collections: Sequence[Collection]) -> list[Outline]:
    """Some parcours for a list, in a fixed number of statements."""
    steps = items(session, [found.id for found in collections])
    pages = _pages(session, actor, steps)
    versions = _pinned(session, steps)
    marks = marks_of(session, _ids(pages.values()))
    told: dict[int, list[Step]] = {}
    for item in steps:
        step = _step(item, pages, {}, versions)
        if step.page is not None:
            told.setdefault(item.collection_id, []).append(step)
    return [_outline(found, told.get(found.id, []), marks) for found in collections]


def _outline(found: Collection, steps: Sequence[Step], marks: Mapping[int, tuple[ThemeMark, ...]]) -> Outline:
    themes = _most_common(marks.get(step.page.id, ()) for step in steps if step.page is not None)
    return Outline(found, len(steps), total(step.minutes for step in steps), themes)


def _step(
    item: CollectionItem,
    pages: Mapping[int, Page],
    known: Mapping[int, Card],
    versions: Mapping[tuple[int, int], Revision],
) -> Step:
    page = pages.get(item.id)
    if page is None:
        return Step(item)
    pinned = versions.get((page.id, item.number or 0))
    card = known.get(page.id)
    if pinned is None or pinned.id == page.current_id:
        head = dict(page.facts.get("head", []))
        return Step(item, 0, page, page.current, card, _minutes(page.kind, head, page.current), _size(head))
    source = read(pinned.text, home=page.territory.slug)
    head = dict(source.head.values)
    if card is not None:
        address = f"/{page.path}/version/{pinned.number}"
        card = replace(card, title=source.title or card.title, summary=source.summary, url=address)
    return Step(item, 0, page, pinned, card, _minutes(page.kind, head, pinned), _size(head))


def _minutes(kind: str, head: Mapping[str, Any], revision: Revision) -> int | None:
    """What the head announces; of a scenario that announces nothing, what its activities add up to."""
    announced = read_duration(str(head.get("durée", "")))
    if announced is not None or kind != "scenario":
        return announced
    return read_text(revision.text)[1].total or None


def _size(head: Mapping[str, Any]) -> str:
    return str(head.get("effectif", ""))


def _numbered(steps: Iterable[Step]) -> Iterable[Step]:
    place = 0
    for step in steps:
        place += step.page is not None
        yield replace(step, place=place) if step.page is not None else step


def _pages(session: Session, actor: Actor, steps: Sequence[CollectionItem]) -> dict[int, Page]:
    """The pages of some steps that a person may read, by step; one that was merged is the page it is part of now."""
    wanted = {step.page_id for step in steps if step.page_id is not None}
    found = _visible(session, actor, wanted)
    lost = wanted - found.keys()
    became = _merged(session, lost) if lost else {}
    heirs = _visible(session, actor, set(became.values()))
    # A page that stands in the same parcours already is not shown twice.
    there = {(step.collection_id, step.page_id) for step in steps}
    pages: dict[int, Page] = {}
    for step in steps:
        heir = became.get(step.page_id or 0)
        if step.page_id in found:
            pages[step.id] = found[step.page_id]
        elif heir in heirs and (step.collection_id, heir) not in there:
            pages[step.id] = heirs[heir]
            there.add((step.collection_id, heir))
    return pages


def _visible(session: Session, actor: Actor, ids: set[int]) -> dict[int, Page]:
    if not ids:
        return {}
    query = select(Page).where(Page.id.in_(ids), visible_to(actor))
    query = query.options(joinedload(Page.territory), joinedload(Page.current).joinedload(Revision.author))
    return {page.id: page for page in session.scalars(query)}


def _merged(session: Session, ids: set[int]) -> dict[int, int]:
    rows = select(FormerAddress.merged_id, FormerAddress.page_id).where(FormerAddress.merged_id.in_(ids))
    return {merged: page for merged, page in session.execute(rows) if merged is not None}


def _pinned(session: Session, steps: Sequence[CollectionItem]) -> dict[tuple[int, int], Revision]:
    wanted = [(step.page_id, step.number) for step in steps if step.page_id and step.number]
    if not wanted:
        return {}
    one_of = or_(*(and_(Revision.page_id == page, Revision.number == number) for page, number in wanted))
    found = session.scalars(select(Revision).where(one_of).options(joinedload(Revision.author)))
    return {(revision.page_id, revision.number): revision for revision in found}


def _ids(pages: Iterable[Page]) -> list[int]:
    return sorted({page.id for page in pages})


def _most_common(marks: Iterable[Sequence[ThemeMark]]) -> tuple[ThemeMark, ...]:
    counted = Counter(mark for of_one in marks for mark in of_one)
    return tuple(mark for mark, _count in counted.most_common(MOST_THEMES))
