"""Contour lines: the same name gives the same relief, light enough for any page."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.web.relief import contour_lines

TERRITORIES = [
    "sceaux",
    "pays-de-roissy",
    "trappes",
    "hopital-broca",
    "caen",
    "bma",
    "rennes",
    "mont-saint-michel",
    "belle-ile-en-mer",
    "le-mene",
    "pays-de-fougeres",
    "nantes",
    "grand-lyon",
    "porquerolles",
    "apprentis-d-auteuil",
    "national",
]


def test_a_name_always_gives_the_same_relief() -> None:
    drawn = contour_lines("trappes")
    contour_lines.cache_clear()
    assert contour_lines("trappes") == drawn


def test_each_territory_has_its_own_relief() -> None:
    assert len({contour_lines(slug) for slug in TERRITORIES}) == len(TERRITORIES)


@pytest.mark.parametrize("slug", TERRITORIES)
def test_a_relief_is_light(slug: str) -> None:
    assert len(contour_lines(slug)) <= 4096
    assert len(contour_lines(slug, small=True)) <= 2048


def test_a_relief_says_nothing_and_asks_for_no_style() -> None:
    drawn = contour_lines("caen")
    assert 'aria-hidden="true"' in drawn
    assert "style" not in drawn


@given(st.text(min_size=1, max_size=40))
def test_any_name_gives_whole_lines(slug: str) -> None:
    paths = re.findall(r' d="([^"]*)"', contour_lines(slug))
    assert len(paths) == 2
    assert all(re.fullmatch(r"(M\d+ \d+q[-\d ]+(t[-\d ]+)*)*", path) for path in paths)
