"""The timeline as it is drawn: numbers to place shapes by, and words already cut to the room they have.

Pure: templates put a Drawing on the page (`templates/reading/parts.html`) and calculate nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scenarios.script.durations import write_duration
from scenarios.script.roles import PARTICIPANTS
from scenarios.script.timeline import Step, Timeline
from scenarios.script.vocabulary import TYPES
from scenarios.sheets.patterns import TypeLook, look_of
from scenarios.sheets.runsheet import clock_of

WIDTH = 760
GUTTER = 148
"""Room for the names of roles at the left."""
PLOT = WIDTH - GUTTER - 2
AXIS = 26
PHASE = 24
BLOCK = 76
LANE = 30
MOST_LANES = 8
MOST_TICKS = 9
CHARACTER = 6.6
"""The width of an average letter of the drawing, a little more than it is so that nothing runs over."""
LINES = 3
LANE_LINES = 2
TALLEST, SHORTEST = 150, 38
"""Of the bar of an activity in the list of narrow screens, in pixels."""

_TICKS = (5, 10, 15, 30, 60, 120, 210, 420, 840, 2100, 4200)


@dataclass(frozen=True, slots=True)
class Row:
    """One activity in words: for the list of narrow screens and for the table."""

    index: int
    number: int
    title: str
    look: TypeLook
    type_name: str
    start: str
    end: str
    duration: str
    roles: str
    phase: str
    is_parallel: bool
    bar: int


@dataclass(frozen=True, slots=True)
class Block:
    """One activity on the wide drawing; `lines` are its title as far as it fits."""

    row: Row
    x: float
    y: float
    width: float
    lines: tuple[str, ...]
    shows_number: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """What one role does, from where to where."""

    look: TypeLook
    x: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One role and when it acts; `lines` are its name as far as it fits."""

    name: str
    lines: tuple[str, ...]
    y: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Words at a place: a tick of the axis, or a phase over its activities."""

    x: float
    width: float
    label: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the time one learning type takes; the percents of all add up to 100.

    `x` and `width` place it on a bar, in exact percents of it.
    """

    look: TypeLook
    name: str
    duration: str
    percent: int
    x: float
    width: float


@dataclass(frozen=True)
class Drawing:
    """A timeline ready to be put on a page. Without minutes it has rows and nothing to draw."""

    rows: tuple[Row, ...] = ()
    blocks: tuple[Block, ...] = ()
    lanes: tuple[Lane, ...] = ()
    ticks: tuple[Mark, ...] = ()
    phases: tuple[Mark, ...] = ()
    shares: tuple[Share, ...] = ()
    total: str = ""
    announced: str = ""
    axis_y: float = 0
    height: float = 0
    width: int = field(default=WIDTH)

    @property
    def bottom_of_blocks(self) -> float:
        """Where the lanes begin."""
        return max((block.y + BLOCK for block in self.blocks), default=0)


def draw(timeline: Timeline, language: str = "fr") -> Drawing:
    """The drawing of a timeline, its words in French or English."""
    rows = tuple(_rows(timeline, language))
    if not timeline.total:
        return Drawing(rows)
    scale = PLOT / timeline.total
    phases = tuple(_phases(timeline.steps, scale))
    axis_y = PHASE if phases else 0
    blocks = tuple(_blocks(timeline.steps, rows, scale, axis_y + AXIS))
    lanes_y = max((block.y for block in blocks), default=0) + BLOCK + 10
    lanes = tuple(_lanes(timeline, scale, lanes_y, language))
    return Drawing(
        rows=rows,
        blocks=blocks,
        lanes=lanes,
        ticks=tuple(_ticks(timeline.total, scale)),
        phases=phases,
        shares=tuple(_shares(timeline, language)),
        total=write_duration(timeline.total),
        announced=_announced(timeline),
        axis_y=axis_y,
        height=lanes_y + LANE * len(lanes),
    )


def _announced(timeline: Timeline) -> str:
    """The announced duration where it is another than the sum."""
    told = timeline.announced
    return write_duration(told) if told and told != timeline.total else ""


def _rows(timeline: Timeline, language: str) -> Iterator[Row]:
    longest = max((step.minutes or 0 for step in timeline.steps), default=0) or 1
    for number, step in enumerate(timeline.steps, 1):
        look, minutes = look_of(step.type), step.minutes or 0
        yield Row(
            index=step.index,
            number=number,
            title=step.title,
            look=look,
            type_name=TYPES.in_language(look.name, language) if look.name else "",
            start=clock_of(step.start),
            end=clock_of(step.end),
            duration=write_duration(minutes) if minutes else "",
            roles=", ".join(lane for lane in step.lanes if lane != PARTICIPANTS),
            phase=step.phase or "",
            is_parallel=step.is_parallel,
            bar=round(SHORTEST + (TALLEST - SHORTEST) * minutes / longest),
        )


def _blocks(steps: Sequence[Step], rows: Sequence[Row], scale: float, top: float) -> Iterator[Block]:
    level = 0
    for step, row in zip(steps, rows, strict=True):
        level = level + 1 if step.is_parallel else 0
        width = max(2.0, (step.minutes or 0) * scale)
        yield Block(
            row=row,
            x=round(GUTTER + step.start * scale, 1),
            y=top + level * (BLOCK + 4),
            width=round(width, 1),
            lines=wrap(step.title, width - 10, LINES),
            shows_number=width > 46,
        )


def _lanes(timeline: Timeline, scale: float, top: float, language: str) -> Iterator[Lane]:
    """The roles, each on its line; beyond a number of them the last line stands for all others.

    Where nobody but the participants is named, the blocks say it all.
    """
    names = [] if timeline.lanes == (PARTICIPANTS,) else list(timeline.lanes)
    kept = names if len(names) <= MOST_LANES else names[: MOST_LANES - 1]
    groups = [(name, {name}) for name in kept]
    if others := set(names) - set(kept):
        groups.append(("other roles" if language.startswith("en") else "autres rôles", others))
    for place, (name, members) in enumerate(groups):
        bars = tuple(_bars(timeline.steps, members, scale))
        yield Lane(name, wrap(name, GUTTER - 4, LANE_LINES), top + LANE * place, bars)


def _bars(steps: Sequence[Step], members: set[str], scale: float) -> Iterator[Bar]:
    for number, step in enumerate(steps, 1):
        if step.minutes and members.intersection(step.lanes):
            look, width = look_of(step.type), step.minutes * scale
            x = round(GUTTER + step.start * scale, 1)
            yield Bar(look, x, round(width, 1), f"{number}. {step.title}")


def _ticks(total: int, scale: float) -> Iterator[Mark]:
    """Round minutes along the axis; the end has its own, and no other stands too near to it."""
    step = next((step for step in _TICKS if total / step <= MOST_TICKS), total)
    for minutes in range(0, total, step):
        if minutes == 0 or (total - minutes) * scale > 52:
            anchor = "start" if minutes == 0 else "middle"
            yield Mark(round(GUTTER + minutes * scale, 1), 0, _tick_label(minutes), anchor)
    yield Mark(round(GUTTER + total * scale, 1), 0, _tick_label(total), "end")


def _tick_label(minutes: int) -> str:
    return write_duration(minutes) if minutes else "0"


def _phases(steps: Sequence[Step], scale: float) -> Iterator[Mark]:
    place = 0
    while place < len(steps):
        first, end = steps[place], place
        while end < len(steps) and steps[end].phase == first.phase:
            end += 1
        until = max(step.end for step in steps[place:end])
        if first.phase:
            width = (until - first.start) * scale
            label = next(iter(wrap(first.phase, width - 6, 1)), "")
            yield Mark(round(GUTTER + first.start * scale, 1), round(width, 1), label)
        place = end


def _shares(timeline: Timeline, language: str) -> Iterator[Share]:
    present = {name: minutes for name, minutes in timeline.shares.items() if minutes}
    whole, x, percents = sum(present.values()), 0.0, timeline.percents
    for name, minutes in present.items():
        width = 100 * minutes / whole
        words = TYPES.in_language(name, language) if name else ""
        yield Share(
            look_of(name), words, write_duration(minutes), percents[name], round(x, 2), round(width, 2)
        )
        x += width


def wrap(text: str, room: float, lines: int) -> tuple[str, ...]:
    """Words set in lines of that room in pixels; what does not fit ends in an ellipsis, nothing where none fits."""
    most = int(room / CHARACTER)
    if most < 4:
        return ()
    wrapped, words = [""], text[:400].split()
    for word in words:
        longer = f"{wrapped[-1]} {word}".strip()
        if len(longer) <= most:
            wrapped[-1] = longer
        else:
            wrapped.append(word)
    wrapped = [line for line in wrapped if line]
    shown = [_cut(line, most) for line in wrapped[:lines]]
    if len(wrapped) > lines:
        shown[-1] = _cut(f"{shown[-1].rstrip('…')}…", most)
    return tuple(shown)


def _cut(line: str, most: int) -> str:
    return line if len(line) <= most else f"{line[: most - 1].rstrip(' …')}…"
