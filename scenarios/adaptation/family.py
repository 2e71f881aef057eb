"""The family of a page: what it was adapted from, and all that was adapted from that."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scenarios.adaptation.changes import changes_between, is_local
from scenarios.adaptation.models import TakenText
from scenarios.script.telling import Change
from wiki.pages.models import Page
from wiki.pages.queries import version
from wiki.permissions import Actor
from wiki.provenance.queries import Ancestor, ancestors, lines_below
from wiki.territories.map import Point, read_point

MOST_PAGES = 200
MOST_TOLD = 40
"""Pages of which the changes are told: reading two texts takes a moment each."""
SENTENCES = 6
MOST_SENTENCES = 60
SIDE_BY_SIDE = 0.56
_SAID_BY_THE_TREE = frozenset({"head:territoire", "head:coordonnées", "head:adapté de"})


@dataclass(frozen=True)
class Member:
    """A page of the family. `depth` is 0 for the first one; `changes`: what its parent does not say."""

    page: Page
    depth: int
    point: Point | None
    changes: tuple[Change, ...] = ()

    @property
    def first_changes(self) -> tuple[Change, ...]:
        return self.changes[:SENTENCES]

    @property
    def more_changes(self) -> tuple[Change, ...]:
        return self.changes[SENTENCES:]

    @property
    def place(self) -> str:
        return str(dict(self.page.facts.get("head", [])).get("lieu", ""))


@dataclass(frozen=True)
class Dot:
    """A page on the map, by its number in the list."""

    number: int
    member: Member
    x: float
    y: float


@dataclass(frozen=True)
class Family:
    """Pages in the order of their tree: each before those that were adapted from it."""

    members: tuple[Member, ...]
    is_cut: bool

    @property
    def dots(self) -> tuple[Dot, ...]:
        """The pages on the map; those at one place stand side by side."""
        taken: Counter[tuple[float, float]] = Counter()
        found = []
        for number, member in enumerate(self.members, start=1):
            if member.point and member.point.is_on_map:
                at = round(member.point.x, 1), round(member.point.y, 1)
                found.append(Dot(number, member, member.point.x + SIDE_BY_SIDE * taken[at], member.point.y))
                taken[at] += 1
        return tuple(found)


def family_of(session: Session, actor: Actor, page: Page) -> Family:
    """The family of a page as far as this person may read it; what they may not is counted nowhere."""
    line = ancestors(session, actor, page)
    first = line[-1].page if line else page
    lines = lines_below(session, actor, first, MOST_PAGES + 1)
    shown = dict(list(lines.items())[:MOST_PAGES])
    found = session.scalars(
        select(Page)
        .where(Page.id.in_(shown))
        .options(joinedload(Page.territory), joinedload(Page.current))
        .order_by(Page.id)
    )
    children: dict[int, list[Page]] = {}
    for child in found:
        children.setdefault(shown[child.id][0].page.id, []).append(child)
    members = [
        _member(session, member, depth, shown.get(member.id, []), is_told=number < MOST_TOLD)
        for number, (member, depth) in enumerate(_walk(first, children))
    ]
    return Family(tuple(members), len(lines) > MOST_PAGES)


def _walk(first: Page, children: dict[int, list[Page]]) -> Iterator[tuple[Page, int]]:
    """Each page once, parents first; a page that would come a second time is left out."""
    waiting, seen = [(first, 0)], set[int]()
    while waiting:
        page, depth = waiting.pop()
        if page.id in seen:
            continue
        seen.add(page.id)
        yield page, depth
        waiting += [(child, depth + 1) for child in reversed(children.get(page.id, []))]


def _member(session: Session, page: Page, depth: int, line: list[Ancestor], *, is_told: bool) -> Member:
    head = dict(page.facts.get("head", []))
    point = read_point(str(head.get("coordonnées", "")))
    if not line or not is_told:
        return Member(page, depth, point)
    found = _changes_since(session, page, line[0])
    told = (change for change in found if change.place not in _SAID_BY_THE_TREE)
    return Member(page, depth, point, tuple(sorted(told, key=_interest)[:MOST_SENTENCES]))


def _interest(change: Change) -> int:
    """What people do comes first, what every place says of itself last."""
    if is_local(change):
        return 2
    return 0 if change.place.startswith("activit") else 1


def _changes_since(session: Session, page: Page, parent: Ancestor) -> Sequence[Change]:
    """What a page says otherwise than its parent, as far as it has taken that one."""
    taken = session.get(TakenText, (page.id, parent.page.id))
    before = taken.text if taken else version(session, parent.page, parent.number).text
    return changes_between(before, page.current.text)
