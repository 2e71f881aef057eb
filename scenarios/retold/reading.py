"""From the text of a retour to what it says. Total: any text gives an account."""

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from scenarios.retold.dates import read_date
from scenarios.retold.items import Item, items_in, read_proposal, read_rating, read_timing
from scenarios.retold.model import Account, Played, Proposal, Timing
from scenarios.retold.vocabulary import (
    CATEGORY_CODES,
    CHANGE,
    COORDINATES,
    FOUNDATIONS,
    HEADCOUNT,
    MINUTES,
    PLACE,
    PLAYED_ON,
    PROPOSALS,
    SCENARIO,
    SECTIONS,
    WHOM,
    WORKED,
)
from scenarios.script.lines import bare
from scenarios.script.model import Script, Section
from scenarios.script.reading import parse
from scenarios.script.roles import categories_in
from wiki.territories.map import read_point

MOST_ITEMS = 100
"""Of a list; nobody plays as many activities."""
LONGEST_PLACE = 200
_MOST_PEOPLE = 1_000_000
_PLAYED = re.compile(
    r"(?:https?://[^/\s]{1,200})?/?(?P<path>[a-z0-9-]{1,80}/[a-z0-9-]{1,80})/?(?:@[vV]?(?P<version>\d{1,8}))?"
)
_NUMBER = re.compile(r"\d{1,7}")

Said = TypeVar("Said")


def read(text: str) -> Account:
    """What a text says of the session it tells."""
    return read_script(parse(text, kind="enactment"))


def read_script(script: Script) -> Account:
    """What a parsed text says."""
    head = script.head
    rated = [found for _, found in said_in(script, FOUNDATIONS, read_rating)]
    return Account(
        played=read_played(head.text(SCENARIO)),
        played_on=read_date(head.text(PLAYED_ON)),
        place=" ".join(head.text(PLACE).split())[:LONGEST_PLACE],
        coordinates=read_coordinates(head.text(COORDINATES)),
        headcount=_headcount(head.text(HEADCOUNT)),
        categories=categories_of(head.several(WHOM)),
        minutes=_timings(script),
        worked=_body(script, WORKED),
        change=_body(script, CHANGE),
        ratings={code: rating for code, rating, _ in reversed(rated) if rating},
        words={code: words for code, _, words in reversed(rated) if words},
        proposals=_proposals(script),
    )


def read_played(text: str) -> Played | None:
    """`territoire/page@3`, also as an address; None when it names no page."""
    found = _PLAYED.fullmatch(text.strip()[:300])
    return Played(found["path"], int(found["version"] or 0) or None) if found else None


def read_coordinates(text: str) -> tuple[float, float] | None:
    """Latitude and longitude, as exact as a footstep; None where the text names no place on Earth."""
    point = read_point(text)
    return (round(point.latitude, 6), round(point.longitude, 6)) if point else None


def categories_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """The categories that a list of people names, in the order of the college."""
    found = {CATEGORY_CODES[name] for item in names for name in categories_in(item)}
    return tuple(code for code in CATEGORY_CODES.values() if code in found)


def section_of(script: Script, name: str) -> Section | None:
    """The first section of a name, in any spelling that is understood."""
    return next((found for found in script.sections if SECTIONS.recognise(found.heading) == name), None)


def said_in(script: Script, name: str, reader: Callable[[str], Said | None]) -> list[tuple[Item, Said]]:
    """The items of a section that say what the reader looks for."""
    section = section_of(script, name)
    if section is None:
        return []
    lines = [bare(line) for line in script.text.split("\n")]
    listed = items_in(lines, section.first_line + 1, section.last_line)
    read_items = ((item, reader(item.said)) for item in listed)
    return [(item, said) for item, said in read_items if said is not None][:MOST_ITEMS]


def _timings(script: Script) -> tuple[Timing, ...]:
    first = {said.timing.title: said.timing for _, said in reversed(said_in(script, MINUTES, read_timing))}
    return tuple(reversed(first.values()))


def _proposals(script: Script) -> tuple[Proposal, ...]:
    return tuple(_each_once(said for _, said in said_in(script, PROPOSALS, read_proposal)))


def _each_once(proposals: Iterator[Proposal]) -> Iterator[Proposal]:
    yield from dict.fromkeys(proposals)


def _body(script: Script, name: str) -> str:
    section = section_of(script, name)
    return section.body if section else ""


def _headcount(text: str) -> int | None:
    """How many people; a span such as `12 à 24` says what was planned, not who came."""
    numbers = _NUMBER.findall(text[:80])
    return int(numbers[0]) if len(numbers) == 1 and 0 < int(numbers[0]) <= _MOST_PEOPLE else None
