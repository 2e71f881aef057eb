"""The kinds of charts that pages show, each told by the numbers that stand in the table beside it.

Sizes are in units of the drawing, which is as wide as a phone: a chart that fills its column is read there, too.
"""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from pygal import HorizontalBar, HorizontalStackedBar, Line, PluginImportFixer
from pygal.style import Style

from scenarios.charts.cleaning import cleaned

# The library puts a finder for its maps among those of Python, of a kind that Python warns of at every import that
# nobody answers. We draw no map with it.
sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, PluginImportFixer)]

WIDTH = 420
SMALL_WIDTH, SMALL_HEIGHT = 300, 150
FONT = 14
ROW = 30
"""Height of a bar with the room around it."""
AROUND = 46
"""Height of the scale below the bars."""
LEGEND = 40
LONGEST_LABEL = 22
"""Characters of a label; the table has the whole of it."""
MOST_ROWS = 30
"""Bars of one chart: with more, nobody reads it, and the table says the rest."""

_STYLE = Style(
    label_font_size=FONT, major_label_font_size=FONT, value_font_size=FONT, legend_font_size=FONT,
    font_family="sans-serif",
)  # fmt: skip
_ALWAYS: Mapping[str, Any] = {
    "style": _STYLE, "js": (), "show_legend": False, "disable_xml_declaration": True, "margin": 4,
    "no_data_text": "", "formatter": lambda value: f"{value:g}", "truncate_label": -1,
}  # fmt: skip
_STEPS = (1, 2, 5)


def bars(key: str, label: str, rows: Sequence[tuple[str, int]], marks: Sequence[str] = ()) -> Markup:
    """A bar for each row, from top to bottom, with its number.

    Args:
        key: a name that no other chart of the page has.
        label: what the picture says to who does not see it; the table beside says it all.
        marks: a class for each row, such as that of its family.
    """
    shown = rows[:MOST_ROWS]
    chart = HorizontalBar(
        **_ALWAYS, width=WIDTH, height=AROUND + ROW * len(shown), print_values=True, print_zeroes=True,
        print_values_position="top", range=_range(value for _name, value in shown), spacing=4,
        y_labels=_scale(value for _name, value in shown), show_x_guides=True, show_y_guides=False,
    )  # fmt: skip
    chart.x_labels = [_short(name) for name, _value in reversed(shown)]
    chart.add("", [value for _name, value in reversed(shown)])
    return _drawn(chart, key, label, list(reversed(marks[:MOST_ROWS])))


def stacked(
    key: str, label: str, names: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]
) -> Markup:
    """A bar for each name, made of one piece for each series; up to three series, each with its pattern."""
    totals = [sum(values) for values in zip(*(values for _title, values in series), strict=True)]
    chart = HorizontalStackedBar(
        **{**_ALWAYS, "show_legend": True}, width=WIDTH, height=AROUND + LEGEND + ROW * len(names),
        legend_at_bottom=True, legend_at_bottom_columns=len(series), legend_box_size=FONT,
        print_values=False, range=_range(totals), y_labels=_scale(totals), spacing=4, show_x_guides=True,
        show_y_guides=False,
    )  # fmt: skip
    chart.x_labels = [_short(name) for name in reversed(names)]
    for title, values in series:
        chart.add(title, list(reversed(values)))
    return _drawn(chart, key, label)


def area(key: str, label: str, points: Sequence[tuple[str, int]]) -> Markup:
    """How a number grew: an area from the first moment to the last, which are named below it."""
    chart = Line(
        **_ALWAYS, width=SMALL_WIDTH, height=SMALL_HEIGHT, fill=True, show_dots=len(points) == 1,
        range=_range(value for _name, value in points), y_labels=_scale(value for _name, value in points),
        show_x_guides=False, show_minor_x_labels=False,
    )  # fmt: skip
    chart.x_labels = [name for name, _value in points]
    chart.x_labels_major = list(dict.fromkeys([points[0][0], points[-1][0]])) if points else []
    chart.add("", [value for _name, value in points])
    return _drawn(chart, key, label)


def _drawn(chart: Any, key: str, label: str, marks: Sequence[str] = ()) -> Markup:
    # What the library wrote was taken apart and put together again by an XML serialiser.
    return Markup(cleaned(chart.render(), key, label, marks))  # noqa: S704


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1].rstrip()}…"


def _range(values: Any) -> tuple[int, int]:
    """From nothing to the end of the scale."""
    return 0, _scale(values)[-1]


def _scale(values: Any) -> list[int]:
    """Up to five whole numbers that people count in, the last of them no less than the largest value.

    >>> _scale([3, 17])
    [0, 5, 10, 15, 20]
    """
    most = max([*values, 1])
    step = next(unit * 10**power for power in range(12) for unit in _STEPS if unit * 10**power * 4 >= most)
    return list(range(0, most + step, step)) if most % step else list(range(0, most + 1, step))
