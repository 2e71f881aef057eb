"""Pages as axe-core sees them: every rule by light on a phone, then what dark and width change.

Most of axe's time goes into comparing each text with what lies behind it, on pages made of the same few kinds of
text within the same header and footer. So contrast is judged once for each look (see `looks.js`), by light and
again by dark; only pages with a new kind of text are seen on a desktop; a header or footer is examined once. The
rest is examined on every page.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.layout import DESKTOP, PHONE, sticking_out

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
LOOKS = Path(__file__).with_name("looks.js")
EVERY_RULE = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
OTHERWISE = [*OF_COLOURS, "scrollable-region-focusable", "target-size", "label"]
"""The rules that light and width can change; the others say the same of the same page."""
SEEN = {"viewport": PHONE, "color_scheme": "light", "reduced_motion": "reduce"}
"""How an `Examiner` wants pages opened. Colours on their way from one light to the other are nobody's."""


def examination(rules: Sequence[str], where: str = "document") -> str:
    """The script that examines what the expression `where` means by these rules or kinds of rules."""
    options = {
        "runOnly": list(rules),
        "resultTypes": ["violations"],
        "elementRef": False,
        # No rule that is on reads style sheets, so they are not fetched a second time.
        "preload": {"assets": ["media"]},
    }
    return f"""axe.run({where}, {{ ...{json.dumps(options)}, reporter: (rules, _, done) => done(
        rules.filter((rule) => rule.violations.length).map((rule) => ({{
            rule: rule.id,
            places: rule.violations.slice(0, 3).map(({{ node, any, all, none }}) =>
                `${{node.selector}}: ${{[...any, ...all, ...none].map((check) => check.message).join("; ")}}`),
        }}))) }})"""


EXAMINE = examination(EVERY_RULE)
_ALL_BUT_PARTS = "{ exclude: partsNamed(parts) }"
_AS_IT_STANDS = f"([parts, names]) => judging(names, () => {examination(EVERY_RULE, _ALL_BUT_PARTS)})"
_BY_DARK = f"names => judging(names, () => {examination(OF_COLOURS)})"
_BY_DARK_ON_A_DESKTOP = f"names => judging(names, () => {examination(OTHERWISE)})"


class Examiner:
    """Remembers, for the pages to come, in what it found nothing."""

    def __init__(self) -> None:
        self._parts: set[str] = set()
        self._by_light: set[str] = set()
        self._by_dark: set[str] = set()
        self._on_a_desktop: set[str] = set()

    def prepare(self, page: Page) -> None:
        """Give the pages that will be opened here what `faults` needs."""
        page.add_init_script(path=AXE)
        page.add_init_script(path=LOOKS)

    def faults(self, page: Page) -> list[Any]:
        """What is found on a page that is `SEEN`, as it stands and, where it looks new, otherwise."""
        names = self._names(page)
        new = _unless_known(self._by_light, names["looks"] + names["places"])
        found = sticking_out(page) + page.evaluate(_AS_IT_STANDS, [list(self._parts), new])
        if not self._parts.issuperset(names["parts"]) or not self._on_a_desktop.issuperset(names["kinds"]):
            found += self._by_dark_on_a_desktop(page, names["kinds"])
        elif new:
            found += self._by_dark_as_it_stands(page)
        if not found:
            self._parts.update(names["parts"])
            self._by_light.update(new)
        return list(found)

    def _by_dark_on_a_desktop(self, page: Page, kinds: list[str]) -> list[Any]:
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(DESKTOP)
        names = self._names(page)
        new = _unless_known(self._by_dark, names["colours"])
        places = _unless_known(self._on_a_desktop, names["places"])
        found = sticking_out(page) + page.evaluate(_BY_DARK_ON_A_DESKTOP, new + places)
        page.set_viewport_size(PHONE)
        page.emulate_media(color_scheme="light")
        if not found:
            self._by_dark.update(new)
            self._on_a_desktop.update(kinds, names["kinds"], places)
        return found

    def _by_dark_as_it_stands(self, page: Page) -> list[Any]:
        page.emulate_media(color_scheme="dark")
        new = _unless_known(self._by_dark, self._names(page)["colours"])
        found = list(page.evaluate(_BY_DARK, new)) if new else []
        page.emulate_media(color_scheme="light")
        if not found:
            self._by_dark.update(new)
        return found

    def _names(self, page: Page) -> dict[str, list[str]]:
        return dict(page.evaluate("parts => namesOfPage(parts)", list(self._parts)))


def _unless_known(known: set[str], names: list[str]) -> list[str]:
    return [name for name in names if name not in known]
