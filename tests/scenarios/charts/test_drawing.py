"""Charts are pieces of our pages: shapes and words, nothing that a page forbids or that would act."""

import re
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from scenarios.charts.drawing import LONGEST_LABEL, MOST_ROWS, _scale, area, bars, stacked

SVG = "{http://www.w3.org/2000/svg}"
names = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40)
numbers = st.integers(0, 10**7)
ELEMENTS = {"svg", "g", "path", "rect", "circle", "text", "defs", "pattern"}
FORBIDDEN = re.compile(r"style|^on|href|src", re.IGNORECASE)


def read(drawn: str) -> etree._Element:
    return etree.fromstring(drawn)


def texts(root: etree._Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


@given(st.lists(st.tuples(names, numbers), min_size=1, max_size=8))
def test_only_shapes_and_words_are_left(rows: list[tuple[str, int]]) -> None:
    root = read(bars("essai", "Un essai", rows))

    for element in root.iter():
        assert etree.QName(element).localname in ELEMENTS
        assert not any(FORBIDDEN.search(str(name)) for name in element.attrib)
    assert (root.get("role"), root.get("aria-label")) == ("img", "Un essai")
    assert len(
        list(root.iterfind(f".//{SVG}g[@class='bar']")) + list(root.iterfind(f".//{SVG}g[@class='bar ']"))
    ) == len(rows)


def test_what_people_write_stays_text() -> None:
    drawn = str(bars("essai", 'A "label" & more', [("<script>x</script>", 2), ("&amp; <b>", 1)]))

    assert "<script" not in drawn
    assert "<b>" not in drawn
    assert {"<script>x</script>", "&amp; <b>"} <= set(texts(read(drawn)))
    assert read(drawn).get("aria-label") == 'A "label" & more'


def test_bars_stand_from_top_to_bottom_with_their_numbers_and_marks() -> None:
    root = read(
        bars("essai", "x", [("Un", 3), ("Deux", 0), ("Trois", 12)], ["family-climat", "", "family-arts"])
    )

    tops = {
        bar.get("class"): float(bar[0].get("y", ""))
        for bar in root.iter(f"{SVG}g")
        if (bar.get("class") or "").startswith("bar ")
    }
    assert tops["bar family-climat"] < tops["bar family-arts"]
    labels = {
        element.text: float(element.get("y", ""))
        for element in root.iterfind(f".//{SVG}g[@class='axis y always_show']//{SVG}text")
    }
    assert labels["Un"] < labels["Deux"] < labels["Trois"]
    assert [element.text for element in root.iter(f"{SVG}text") if element.get("class") == "value"] == [
        "12",
        "0",
        "3",
    ]


def test_a_long_name_is_cut_and_a_long_list_too() -> None:
    root = read(bars("essai", "x", [("Acteurs de l'insertion et des qualifications", 1)] * (MOST_ROWS + 5)))

    cut = [text for text in texts(root) if text.startswith("Acteurs")]
    assert len(cut) == MOST_ROWS
    assert all(len(text) <= LONGEST_LABEL and text.endswith("…") for text in cut)


def test_each_series_after_the_first_has_a_pattern_of_its_own_in_its_bars_and_in_the_legend() -> None:
    series = [("Un", [1, 2]), ("Deux", [2, 0]), ("Trois", [1, 1])]
    root = read(stacked("piles", "x", ["a", "b"], series))

    patterns = {pattern.get("id") for pattern in root.iter(f"{SVG}pattern")}
    assert patterns == {"piles-1", "piles-2"}
    for number in (1, 2):
        filled = [shape for shape in root.iter(f"{SVG}rect") if shape.get("fill") == f"url(#piles-{number})"]
        assert len(filled) == 3  # two bars and the legend
    assert {"Un", "Deux", "Trois"} <= set(texts(root))


@pytest.mark.parametrize("points", [[("nov. 2026", 3)], [("oct. 2026", 0), ("nov. 2026", 4)]])
def test_growth_names_its_first_and_last_month(points: list[tuple[str, int]]) -> None:
    root = read(area("mois", "x", points))

    assert {points[0][0], points[-1][0]} <= set(texts(root))
    assert root.find(f".//{SVG}g[@class='series serie-0 color-0']/{SVG}path") is not None


@given(st.lists(numbers, max_size=6))
def test_a_scale_begins_at_nothing_reaches_the_largest_and_has_few_whole_steps(values: list[int]) -> None:
    scale = _scale(values)

    assert scale[0] == 0
    assert scale[-1] >= max([*values, 1])
    assert 2 <= len(scale) <= 6
    assert len({after - before for before, after in pairwise(scale)}) == 1


def test_the_library_leaves_no_finder_of_its_own_among_those_of_python() -> None:
    assert not [finder for finder in sys.meta_path if type(finder).__module__.startswith("pygal")]
