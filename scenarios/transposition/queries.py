"""What an adaptation says of its origin's place, and what its own territory could say instead."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.script.reading import parse
from scenarios.transposition.lines import Here, NamedLine, named_lines
from scenarios.transposition.names import names_of
from wiki.pages.models import Page
from wiki.pages.queries import version
from wiki.provenance.models import LINE
from wiki.provenance.queries import derivations
from wiki.territories.models import Territory
from wiki.territories.queries import team

MOST_SEATS = 6


@dataclass(frozen=True)
class Transposition:
    """A page at one of its revisions, and the lines in it that name the origin."""

    page: Page
    number: int
    text: str
    lines: tuple[NamedLine, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names found, in the order of the text."""
        return tuple(dict.fromkeys(name for line in self.lines for name in line.names))


def transposition(session: Session, page: Page, number: int) -> Transposition | None:
    """What is left to transpose in a revision of an adaptation; None where the page is none.

    The page's own first revision is the origin's text, so what became of the origin does not matter.

    Raises:
        NotFound: the page has no such revision.
    """
    origins = _origin_territories(session, page)
    if not origins:
        return None
    text = version(session, page, number).text
    origin = parse(version(session, page, 1).text, kind=page.kind)
    own = _names_of_territory(page.territory)
    theirs = [name for place in origins for name in _names_of_territory(place) if name not in own]
    names = tuple(name for name in names_of(origin, theirs) if name not in own)
    here = _here(session, page.territory, origins)
    lines = named_lines(parse(text, kind=page.kind), origin, names, here)
    return Transposition(page, number, text, tuple(lines))


def _origin_territories(session: Session, page: Page) -> list[Territory]:
    ids = dict.fromkeys(row.territory_id for row in derivations(session, page.id) if row.kind in LINE)
    found = {place.id: place for place in session.scalars(select(Territory).where(Territory.id.in_(ids)))}
    return [found[number] for number in ids]


def _names_of_territory(place: Territory) -> list[str]:
    """What a territory is called, where it lies, its project and who sits in its college."""
    return [place.name, place.place, place.project, *(seat.name for seat in place.college)]


def _here(session: Session, place: Territory, origins: list[Territory]) -> Here:
    people = [person.name for person in team(session, place).referents]
    where = (
        "" if place.latitude is None or place.longitude is None else f"{place.latitude}, {place.longitude}"
    )
    seats = " ; ".join(seat.name for seat in place.college[:MOST_SEATS])
    return Here(
        replaced={origin.name: place.name for origin in origins if origin.name != place.name},
        values={
            "territoire": [place.name],
            "lieu": [place.place or place.name],
            "coordonnées": [where],
            "projet": [place.project],
            "partenaires": [seats],
            "référent": people,
            "auteurs": people,
        },
        origin=origins[0].slug if origins[0].id != place.id else "",
    )
