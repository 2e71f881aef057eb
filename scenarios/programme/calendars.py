"""Events as calendars read them: iCalendar (RFC 5545, RFC 7986), written by the `icalendar` library.

It is loaded where a calendar is asked for: every process would start later for it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from scenarios.programme.models import ProgrammeEvent

if TYPE_CHECKING:
    from icalendar import Event, Timezone

PRODUCT = "-//Territoire apprenant//Programme//FR"
_AGAIN = timedelta(hours=6)
"""How often a calendar need ask again."""
_PARIS = b"""BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
"""The rule in force: the library would list the days of every year instead."""

Address = Callable[[ProgrammeEvent], str]
"""Where an event is read on the site."""


def calendar(
    name: str, events: Sequence[ProgrammeEvent], address: Address, scenarios: dict[int, str] | None = None
) -> bytes:
    """A calendar that somebody can follow or open once.

    Args:
        name: what it is called.
        scenarios: addresses of the pages played at events, by their number, as far as the reader may know them.
    """
    from icalendar import Calendar  # noqa: PLC0415  # see above

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", _AGAIN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT6H")
    for zone in sorted({event.zone for event in events if not event.is_all_day}):
        made.add_component(_zone(zone))
    for event in events:
        made.add_component(_event(event, address(event), (scenarios or {}).get(event.page_id or 0, "")))
    return bytes(made.to_ical())


def _event(event: ProgrammeEvent, address: str, scenario: str) -> "Event":
    from icalendar import Event  # noqa: PLC0415  # see above

    told = Event()
    told.add("uid", event.uid)
    told.add("dtstamp", event.changed_at)
    told.add("created", event.created_at)
    told.add("last-modified", event.changed_at)
    told.add("sequence", event.sequence)
    told.add("summary", event.title)
    for name, moment in _times(event).items():
        told.add(name, moment)
    told.add("status", "CANCELLED" if event.cancelled_at else "CONFIRMED")
    told.add("class", "PUBLIC" if event.is_public else "PRIVATE")
    told.add("transp", "TRANSPARENT" if event.is_all_day or event.cancelled_at else "OPAQUE")
    told.add("url", address)
    words = "\n\n".join(text for text in (event.words, scenario) if text)
    for name, text in (("location", event.place), ("description", words)):
        if text:
            told.add(name, text)
    return told


def _times(event: ProgrammeEvent) -> dict[str, Any]:
    """The end is the first moment that is not in it any more; without one, there is no word of it."""
    if event.starts_at is None:
        return {"dtstart": event.starts_on, "dtend": event.ends_on + timedelta(days=1)}
    zone = ZoneInfo(event.zone)
    start = datetime.combine(event.starts_on, event.starts_at, zone)
    if event.ends_at is None:
        is_one_day = event.ends_on == event.starts_on
        return {"dtstart": start} if is_one_day else {"dtstart": start, "dtend": _midnight(event, zone)}
    return {"dtstart": start, "dtend": datetime.combine(event.ends_on, event.ends_at, zone)}


def _midnight(event: ProgrammeEvent, zone: ZoneInfo) -> datetime:
    return datetime.combine(event.ends_on + timedelta(days=1), datetime.min.time(), zone)


@cache
def _zone(name: str) -> "Timezone":
    from icalendar import Timezone  # noqa: PLC0415  # see above

    if name == "Europe/Paris":
        return Timezone.from_ical(_PARIS)  # type: ignore[return-value]  # that is what stands there
    return Timezone.from_tzid(name)
