"""What a retour says of a session, as far as its text says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Played(NamedTuple):
    """The scenario that was played: `territory/slug`, and its version where that is told."""

    path: str
    version: int | None = None


class Timing(NamedTuple):
    """How long an activity lasted. Minutes; `lived` 0 when it was left out, `planned` None where nothing says it."""

    title: str
    lived: int
    planned: int | None = None


class Proposal(NamedTuple):
    """What to do otherwise; `place` names the activity or section it is about, "" for the whole."""

    place: str
    words: str


@dataclass(frozen=True)
class Account:
    """One session told. Nothing here is guessed: what the text does not say is None or empty.

    Attributes:
        coordinates: latitude and longitude, degrees.
        categories: values of `ActorCategory`, each once, in the order of the college.
        ratings: foundation → 1 to 4.
        words: foundation → what is said of it.
        worked, change: Markdown without headings of the first two levels.
    """

    played: Played | None = None
    played_on: date | None = None
    place: str = ""
    coordinates: tuple[float, float] | None = None
    headcount: int | None = None
    categories: tuple[str, ...] = ()
    minutes: tuple[Timing, ...] = ()
    worked: str = ""
    change: str = ""
    ratings: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    proposals: tuple[Proposal, ...] = ()
