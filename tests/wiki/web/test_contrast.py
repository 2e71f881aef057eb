"""Every colour of the identity can be read by everyone who must read it (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

PALETTE = Path(__file__).parents[3] / "assets" / "scss" / "_palette.scss"
BASE = Path(__file__).parents[3] / "templates" / "base.html"
TEXT, BOUNDARY = 4.5, 3.0
FAMILIES = {"climat", "mobilite", "nutrition", "urbanite", "entrepreneuriat", "arts", "sciences"}


def colours(name: str) -> dict[str, str]:
    source = re.search(rf"^\${name}: \((.*?)^\);", PALETTE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert source, f"no ${name} in {PALETTE.name}"
    return dict(re.findall(r"([\w-]+): (#[0-9a-f]{6})", source[1]))


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_the_known_maximum() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("light", ["light", "dark"])
def test_words_can_be_read_on_every_background(light: str) -> None:
    words, under = colours(light), colours(f"{light}-surfaces")
    grounds = {"paper": words.pop("paper"), "surface": under["surface"], "sunken": under["sunken"]}
    too_faint = {
        (word, ground): round(ratio, 2)
        for word, colour in words.items()
        for ground, background in grounds.items()
        if (ratio := contrast(colour, background)) < TEXT
    }
    assert not too_faint


@pytest.mark.parametrize("light", ["light", "dark"])
def test_edges_of_fields_can_be_seen(light: str) -> None:
    under = colours(f"{light}-surfaces")
    for ground in (colours(light)["paper"], under["surface"]):
        assert contrast(under["field-line"], ground) >= BOUNDARY


@pytest.mark.parametrize("light", ["light", "dark"])
def test_each_theme_family_has_its_own_colour(light: str) -> None:
    palette = colours(light)
    assert len({palette[family] for family in FAMILIES}) == len(FAMILIES)


@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_browser_frame_takes_the_colour_of_the_paper(light: str) -> None:
    frame = f'content="{colours(light)["paper"]}" media="(prefers-color-scheme: {light})"'
    assert frame in BASE.read_text("utf-8")
