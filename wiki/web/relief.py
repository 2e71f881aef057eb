"""Contour lines (courbes de niveau) drawn from a territory's slug: the same name gives the same relief.

A smooth height field is the sum of a few hills seeded by the slug; marching squares cut it at even levels;
each line is written as a uniform quadratic B-spline, whose curves meet without a corner.
"""

import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

Point = tuple[int, int]
Edge = tuple[int, int, str]
Field = Callable[[float, float], float]


@dataclass(frozen=True)
class Sheet:
    """The size of a drawing: `columns` × `rows` cells of `cell` units, cut at `levels` heights."""

    columns: int
    rows: int
    cell: int
    levels: int


BANNER = Sheet(columns=46, rows=12, cell=13, levels=12)
CARD = Sheet(columns=26, rows=8, cell=13, levels=8)
FLATNESS = 0.3  # A sheet is about three times wider than high: this keeps hills round.
EVERY_FOURTH = 4  # As on a walker's map, one line in four is drawn stronger.


@lru_cache(maxsize=512)
def contour_lines(slug: str, small: bool = False) -> Markup:
    """The relief of a territory as an SVG picture without meaning of its own (hidden from screen readers)."""
    sheet = CARD if small else BANNER
    heights = _heights(_hills(slug), sheet)
    lines = [_lines_at(level, heights, sheet) for level in _levels(heights, sheet.levels)]
    plain = "".join(path for rank, path in enumerate(lines) if rank % EVERY_FOURTH)
    strong = "".join(lines[::EVERY_FOURTH])
    box = f"0 0 {sheet.columns * sheet.cell * 2} {sheet.rows * sheet.cell * 2}"
    return Markup(
        '<svg class="relief" viewBox="{}" preserveAspectRatio="xMidYMid slice" aria-hidden="true">'
        '<path d="{}"/><path class="relief-index" d="{}"/></svg>'
    ).format(box, plain, strong)


def _hills(slug: str) -> Field:
    chance = random.Random(slug)  # noqa: S311 - a drawing, not a secret
    hills = [
        (chance.uniform(0, 1), chance.uniform(-0.2, 1.2), chance.uniform(0.06, 0.18), chance.uniform(-0.7, 1))
        for _ in range(11)
    ]
    slope, phase = chance.uniform(-0.5, 0.5), chance.uniform(0, math.tau)

    def height(x: float, y: float) -> float:
        ground = slope * x + 0.1 * math.sin(5 * x + 2 * y + phase)
        return ground + sum(
            top * math.exp(-(((x - a) / width) ** 2 + ((y - b) * FLATNESS / width) ** 2))
            for a, b, width, top in hills
        )

    return height


def _heights(field: Field, sheet: Sheet) -> list[list[float]]:
    return [
        [field(column / sheet.columns, row / sheet.rows) for column in range(sheet.columns + 1)]
        for row in range(sheet.rows + 1)
    ]


def _levels(heights: list[list[float]], count: int) -> list[float]:
    low = min(map(min, heights))
    high = max(map(max, heights))
    return [low + (high - low) * (rank + 0.5) / count for rank in range(count)]


def _lines_at(level: float, heights: list[list[float]], sheet: Sheet) -> str:
    places: dict[Edge, Point] = {}
    joined: dict[Edge, list[Edge]] = defaultdict(list)
    for row in range(sheet.rows):
        for column in range(sheet.columns):
            for start, end in _crossings(level, heights, row, column):
                joined[start].append(end)
                joined[end].append(start)
                for edge in (start, end):
                    places.setdefault(edge, _place(level, heights, edge, sheet.cell))
    return "".join(_curve([places[edge] for edge in line]) for line in _chains(joined))


def _crossings(
    level: float, heights: list[list[float]], row: int, column: int
) -> Iterator[tuple[Edge, Edge]]:
    """The pairs of sides of one cell that a line enters and leaves by."""
    corners = (
        heights[row][column],
        heights[row][column + 1],
        heights[row + 1][column + 1],
        heights[row + 1][column],
    )
    above = [corner > level for corner in corners]
    sides: tuple[Edge, ...] = (
        (row, column, "across"),
        (row, column + 1, "down"),
        (row + 1, column, "across"),
        (row, column, "down"),
    )
    crossed = [side for rank, side in enumerate(sides) if above[rank] != above[(rank + 1) % 4]]
    if len(crossed) == 4 and not above[0]:
        crossed = crossed[1:] + crossed[:1]
    yield from zip(crossed[::2], crossed[1::2], strict=True)


def _place(level: float, heights: list[list[float]], edge: Edge, cell: int) -> Point:
    row, column, way = edge
    start = heights[row][column]
    end = heights[row][column + 1] if way == "across" else heights[row + 1][column]
    along = round(cell * (level - start) / (end - start))
    return (column * cell + along, row * cell) if way == "across" else (column * cell, row * cell + along)


def _chains(joined: dict[Edge, list[Edge]]) -> Iterator[list[Edge]]:
    """Walk each line once, with what its curve needs to start and end well.

    An open line starts at one of its ends, which are doubled so that the curve reaches them; a closed one is
    walked on until the curve meets itself.
    """
    seen: set[Edge] = set()
    for start in sorted(joined, key=lambda edge: len(joined[edge])):
        if start in seen:
            continue
        line = [start]
        seen.add(start)
        while onward := next((edge for edge in joined[line[-1]] if edge not in seen), None):
            seen.add(onward)
            line.append(onward)
        closed = len(line) > 2 and start in joined[line[-1]]
        yield [*line, *line[:2]] if closed else [line[0], *line, line[-1]]


def _curve(points: list[Point]) -> str:
    """A B-spline through the middles of `points`.

    In doubled units a middle is the sum of two points: relative steps are whole numbers and add no error.
    """
    (x0, y0), (x1, y1), (x2, y2) = points[:3]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(points[1:], points[3:], strict=False)]
    first = f"M{x0 + x1} {y0 + y1}q{_pair(x1 - x0, y1 - y0)} {_pair(x2 - x0, y2 - y0)}"
    return first + "".join("t" + _pair(*step) for step in steps)


def _pair(x: int, y: int) -> str:
    return f"{x}{y}" if y < 0 else f"{x} {y}"
