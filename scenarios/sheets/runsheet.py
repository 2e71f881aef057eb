"""The run sheet: what happens when, who leads it, where, with what. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from scenarios.script.durations import write_duration
from scenarios.script.model import Activity, Script
from scenarios.script.timeline import Step, Timeline
from scenarios.sheets.patterns import TypeLook, look_of
from scenarios.sheets.prose import is_french, key_instruction

DAY = 24 * 60
FEW = 6
INSTRUCTION, SHORT_INSTRUCTION = 220, 120
"""Characters of an instruction, of a few activities or of more: the sheet has one page."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A moment: the hour of the day, and how many days after the first."""

    text: str
    days_later: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One activity of the run sheet. `start` and `end` are hours of the day, or elapsed time without a start."""

    number: int
    title: str
    phase: str
    is_parallel: bool
    look: TypeLook
    start: Clock
    end: Clock
    minutes: int
    duration: str
    who: str
    form: str
    place: str
    material: str
    instruction: str
    prose: str


def run_sheet(script: Script, timeline: Timeline, start: int | None) -> list[Line]:
    """The lines of the run sheet. `start` is in minutes from midnight; None counts from zero."""
    return list(_lines(script, timeline, start))


def moments(lines: list[Line]) -> list[list[Line]]:
    """The lines grouped by what runs at the same time: an activity, with those in parallel to it."""
    grouped = list[list[Line]]()
    for line in lines:
        if line.is_parallel and grouped:
            grouped[-1].append(line)
        else:
            grouped.append([line])
    return grouped


def moment(minutes: int, start: int | None) -> Clock:
    """The clock after some minutes; elapsed time where no start was chosen."""
    if start is None:
        return Clock(clock_of(minutes))
    days, rest = divmod(start + minutes, DAY)
    return Clock(f"{rest // 60:02}:{rest % 60:02}", days)


def clock_of(minutes: int) -> str:
    """Elapsed time as a watch that was started: 0:00, 1:30."""
    return f"{minutes // 60}:{minutes % 60:02}"


def _lines(script: Script, timeline: Timeline, start: int | None) -> Iterator[Line]:
    french = is_french(script.head.text("langue"))
    room = INSTRUCTION if len(timeline.steps) <= FEW else SHORT_INSTRUCTION
    for number, step in enumerate(timeline.steps, 1):
        yield _line(number, script.activities[step.index], step, start, french, room)


def _line(number: int, activity: Activity, step: Step, start: int | None, french: bool, room: int) -> Line:
    minutes = step.minutes or 0
    return Line(
        number=number,
        title=activity.title,
        phase=activity.phase or "",
        is_parallel=step.is_parallel,
        look=look_of(step.type),
        start=moment(step.start, start),
        end=moment(step.end, start),
        minutes=minutes,
        duration=write_duration(minutes) if minutes else "",
        who=activity.get("Rôles"),
        form=activity.get("Forme"),
        place=activity.place,
        material=activity.get("Matériel"),
        instruction=key_instruction(activity.prose, french, room),
        prose=activity.prose,
    )
