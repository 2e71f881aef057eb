"""What people write in a territory's programme, one thing at a time: its fields, its limits, what tells it apart.

Fields have the names of the form's and of the row's, so that what somebody else wrote meanwhile can be shown beside
each.
"""

import hashlib
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from flask_babel import format_time
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scenarios.programme import models
from scenarios.programme.labels import SOURCES, ZONES
from scenarios.programme.models import MAX_CENTS, MAX_LINK, MAX_PLACE, MAX_TITLE, MAX_WORDS
from scenarios.programme.money import written
from wiki.territories.models import STATES, StateStep
from wiki.territories.states import STATE_LABELS
from wiki.web.clock import day_in_words

FIRST_YEAR, LAST_YEAR = 1990, 2099
LONGEST_EVENT = 366
_REQUIRED = _l("À remplir.")


@dataclass(frozen=True)
class Entry:
    """One thing of a programme as somebody wrote it."""

    MODEL: ClassVar[Any]
    LIMITS: ClassVar[dict[str, int]] = {}
    REQUIRED: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def of(cls, row: Any) -> Self:
        """What a row says."""
        return cls(**{item.name: getattr(row, item.name) for item in fields(cls)})

    def digest(self) -> str:
        """Differs as soon as the entry does; sent with the form to notice that somebody else was faster."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]

    def errors(self) -> dict[str, Any]:
        """What is wrong, by field."""
        found: dict[str, Any] = {name: _REQUIRED for name in self.REQUIRED if not getattr(self, name)}
        for name, limit in self.LIMITS.items():
            if len(getattr(self, name)) > limit:
                found[name] = _l("C'est trop long : %(limit)s caractères au plus.", limit=limit)
        return found | self.faults()

    def faults(self) -> dict[str, Any]:
        """What is wrong beside lengths and empty fields."""
        return {}

    def differences(self, present: "Entry") -> dict[str, Any]:
        """What another person wrote meanwhile, beside each field that says otherwise."""
        found: dict[str, Any] = {
            "": _l(
                "Quelqu'un a changé ceci pendant que vous écriviez. Votre texte est gardé ci-dessous : comparez, "
                "puis enregistrez de nouveau."
            )
        }
        for item in fields(self):
            theirs = getattr(present, item.name)
            if getattr(self, item.name) != theirs:
                found[item.name] = _l(
                    "Entre-temps, quelqu'un a écrit : « %(text)s ».", text=shown(item.name, theirs)
                )
        return found


@dataclass(frozen=True)
class BudgetEntry(Entry):
    """A line of the budget; `cents` is None where no amount could be read."""

    MODEL: ClassVar[Any] = models.BudgetLine
    LIMITS: ClassVar[dict[str, int]] = {"label": MAX_TITLE}
    REQUIRED: ClassVar[tuple[str, ...]] = ("label",)

    year: int
    label: str
    cents: int
    source: str

    def faults(self) -> dict[str, Any]:
        found = _year_fault("year", self.year)
        if not 0 < self.cents <= MAX_CENTS:
            found["cents"] = _l("Écrivez un montant en euros, par exemple 12 500 ou 480,50.")
        if self.source not in SOURCES:
            found["source"] = _l("Choisissez une origine de la liste.")
        return found


@dataclass(frozen=True)
class SponsorEntry(Entry):
    """A person or body of *La Ruche de l'Apprenance*."""

    MODEL: ClassVar[Any] = models.Sponsor
    LIMITS: ClassVar[dict[str, int]] = {
        "name": MAX_TITLE, "quality": MAX_TITLE, "words": MAX_WORDS, "link": MAX_LINK
    }  # fmt: skip
    REQUIRED: ClassVar[tuple[str, ...]] = ("name",)

    name: str
    quality: str = ""
    words: str = ""
    link: str = ""
    since_year: int | None = None

    def faults(self) -> dict[str, Any]:
        found = _year_fault("since_year", self.since_year)
        if self.link and not _is_web_address(self.link):
            found["link"] = _l("Écrivez une adresse complète, qui commence par https://.")
        return found


@dataclass(frozen=True)
class MilestoneEntry(Entry):
    """A step of the project."""

    MODEL: ClassVar[Any] = models.Milestone
    LIMITS: ClassVar[dict[str, int]] = {"title": MAX_TITLE, "words": MAX_WORDS}
    REQUIRED: ClassVar[tuple[str, ...]] = ("title", "starts_on")

    title: str
    starts_on: date
    ends_on: date | None = None
    is_done: bool = False
    is_public: bool = True
    words: str = ""

    def faults(self) -> dict[str, Any]:
        return _span_faults(self.starts_on, self.ends_on)


@dataclass(frozen=True)
class EventEntry(Entry):
    """A meeting; `page` is the path of the scenario played there, "" for none."""

    MODEL: ClassVar[Any] = models.ProgrammeEvent
    LIMITS: ClassVar[dict[str, int]] = {"title": MAX_TITLE, "place": MAX_PLACE, "words": MAX_WORDS}
    REQUIRED: ClassVar[tuple[str, ...]] = ("title", "starts_on")

    title: str
    starts_on: date
    starts_at: time | None = None
    ends_on: date | None = None
    ends_at: time | None = None
    zone: str = "Europe/Paris"
    place: str = ""
    words: str = ""
    page: str = ""
    is_public: bool = True

    def faults(self) -> dict[str, Any]:
        found = _span_faults(self.starts_on, self.ends_on)
        if self.zone not in ZONES:
            found["zone"] = _l("Choisissez une heure de la liste.")
        if self.ends_at is not None and self.starts_at is None:
            found["starts_at"] = _l(
                "Donnez aussi l'heure du début, ou aucune : l'événement dure alors la journée."
            )
        elif self._ends_before_it_starts:
            found["ends_at"] = _l("La fin est avant le début.")
        if not found and self.ends_on and (self.ends_on - self.starts_on).days > LONGEST_EVENT:
            found["ends_on"] = _l("Un événement dure un an au plus.")
        return found

    @property
    def _ends_before_it_starts(self) -> bool:
        is_one_day = self.ends_on in (None, self.starts_on)
        return bool(is_one_day and self.starts_at and self.ends_at and self.ends_at < self.starts_at)

    @property
    def when_and_where(self) -> tuple[object, ...]:
        """What those who come must hear of when it changes."""
        return (
            self.starts_on, self.starts_at, self.ends_on or self.starts_on, self.ends_at, self.zone, self.place
        )  # fmt: skip


@dataclass(frozen=True)
class StepEntry(Entry):
    """A decision of the national team about a territory's state."""

    MODEL: ClassVar[Any] = StateStep
    LIMITS: ClassVar[dict[str, int]] = {"body": 200, "words": 500}

    state: str
    decided_on: date | None = None
    body: str = ""
    words: str = ""

    def faults(self) -> dict[str, Any]:
        found = _date_fault("decided_on", self.decided_on)
        if self.state not in STATES:
            found["state"] = _l("Choisissez un état de la liste.")
        return found


def shown(name: str, value: Any) -> str:
    """A value as the person who typed it would write it."""
    match value:
        case None | "":
            return "…"
        case bool():
            return str(_("oui") if value else _("non"))
        case date():
            return day_in_words(value)
        case time():
            return str(format_time(value, "short", rebase=False))
    if name == "cents":
        return written(value)
    labels: dict[str, Any] = {"source": SOURCES, "state": STATE_LABELS, "zone": ZONES}.get(name, {})
    return str(labels.get(value, value))


def _year_fault(name: str, year: int | None) -> dict[str, Any]:
    if year is None or FIRST_YEAR <= year <= LAST_YEAR:
        return {}
    return {name: _l("Écrivez une année entre %(first)s et %(last)s.", first=FIRST_YEAR, last=LAST_YEAR)}


def _date_fault(name: str, day: date | None) -> dict[str, Any]:
    return _year_fault(name, day.year if day is not None else None)


def _span_faults(starts_on: date | None, ends_on: date | None) -> dict[str, Any]:
    found = _date_fault("starts_on", starts_on) | _date_fault("ends_on", ends_on)
    if not found and starts_on is not None and ends_on is not None and ends_on < starts_on:
        found["ends_on"] = _l("La fin est avant le début.")
    return found


def _is_web_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(map(str.isspace, link))
