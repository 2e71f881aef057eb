"""Events go through iCalendar and come back as they were, whatever people typed."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from scenarios.programme.calendars import calendar
from scenarios.programme.labels import ZONES
from scenarios.programme.models import ProgrammeEvent
from wiki.web.forms import tidy

PARIS = ZoneInfo("Europe/Paris")
CHANGED = datetime(2026, 11, 20, 9, tzinfo=UTC)
NASTY = "Un « goûter »; à 5 %, \\n pas\\, un saut\nBEGIN:VALARM\r\nEND:VCALENDAR 🐝é" * 4
typed = st.text(max_size=200).map(tidy)


def event(**values: object) -> ProgrammeEvent:
    usual: dict[str, object] = {
        "uid": "1@territoire-apprenant", "title": "Marche", "zone": "Europe/Paris", "sequence": 0,
        "starts_on": date(2027, 3, 27), "ends_on": date(2027, 3, 27),
        "is_public": True, "created_at": CHANGED, "changed_at": CHANGED,
    }  # fmt: skip
    return ProgrammeEvent(**{**usual, **values})


def written(*events: ProgrammeEvent) -> bytes:
    return calendar(
        "Agenda",
        events,
        lambda one: f"https://exemple.fr/agenda/{one.uid}",
        {7: "Jouer : https://exemple.fr/x"},
    )


def read(*events: ProgrammeEvent) -> list[Any]:
    return list(Calendar.from_ical(written(*events)).walk("VEVENT"))


@given(st.lists(st.tuples(typed, typed, typed), min_size=1, max_size=3))
def test_texts_come_back_and_no_line_is_longer_than_the_rule_allows(
    texts: list[tuple[str, str, str]],
) -> None:
    events = [event(uid=str(n), title=t, words=w, place=p) for n, (t, w, p) in enumerate(texts)]
    body = written(*events)

    assert b"\n" not in body.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    found = Calendar.from_ical(body).walk("VEVENT")
    assert [
        (str(one["summary"]), str(one.get("description", "")), str(one.get("location", ""))) for one in found
    ] == texts


def test_a_text_cannot_add_a_line_of_its_own() -> None:
    found = read(event(title=tidy(NASTY), words=tidy(NASTY)))

    assert len(found) == 1
    assert str(found[0]["summary"]) == tidy(NASTY)
    assert b"\r\nBEGIN:VALARM" not in written(event(title=tidy(NASTY)))


@given(
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.times(),
    st.integers(0, 366),
    st.times(),
    st.sampled_from(list(ZONES)),
)
def test_moments_come_back_by_the_clock_of_the_place(
    day: date, start: time, length: int, end: time, zone: str
) -> None:
    start, end = start.replace(microsecond=0), end.replace(microsecond=0)
    last = day + timedelta(days=length)
    found = read(event(starts_on=day, starts_at=start, ends_on=last, ends_at=end, zone=zone))[0]

    began, ended = found["dtstart"].dt, found["dtend"].dt
    assert (began.replace(tzinfo=None), ended.replace(tzinfo=None)) == (
        datetime.combine(day, start), datetime.combine(last, end)
    )  # fmt: skip
    assert str(began.tzinfo) == zone


def test_the_last_day_of_whole_days_is_in_it() -> None:
    found = read(event(ends_on=date(2027, 3, 29)))[0]

    assert (found["dtstart"].dt, found["dtend"].dt) == (date(2027, 3, 27), date(2027, 3, 30))


@pytest.mark.parametrize(
    ("last", "end"),
    [(date(2027, 3, 27), None), (date(2027, 3, 28), datetime(2027, 3, 29, 0, 0, tzinfo=PARIS))],
)
def test_an_end_that_nobody_said_is_none_or_the_end_of_the_last_day(last: date, end: datetime | None) -> None:
    found = read(event(starts_at=time(14), ends_on=last))[0]

    assert (found["dtend"].dt if "dtend" in found else None) == end  # type: ignore[index, operator]


def test_the_clock_of_paris_is_told_with_its_rule() -> None:
    body = written(event(starts_at=time(14)))

    assert b"TZID:Europe/Paris" in body
    assert b"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in body
    assert b"DTSTART;TZID=Europe/Paris:20270327T140000" in body
    assert b"VTIMEZONE" not in written(event())


def test_what_calendars_must_know_is_said() -> None:
    found = read(event(cancelled_at=CHANGED, sequence=3, is_public=False, page_id=7, words="Venez"))[0]
    told = {name: str(found[name]) for name in ("status", "class", "transp", "url", "description", "uid")}

    assert told == {
        "status": "CANCELLED", "class": "PRIVATE", "transp": "TRANSPARENT", "uid": "1@territoire-apprenant",
        "url": "https://exemple.fr/agenda/1@territoire-apprenant", "description": "Venez\n\nJouer : https://exemple.fr/x",
    }  # fmt: skip
    assert found["sequence"] == 3
    assert found["dtstamp"].dt == CHANGED
