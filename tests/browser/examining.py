"""Pages as axe-core sees them: every rule by light on a phone, then what dark and width change on a desktop.

Most of axe's time goes into comparing each text with what lies behind it, on pages made of the same few kinds of
text within the same header and footer. So contrast is judged once for each look (see `looks.js`), by light and by
dark, only pages on which something is new are seen on a desktop, and a header or footer is examined once. All else
is examined on every page.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.layout import sticking_out

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
LOOKS = Path(__file__).with_name("looks.js")
EVERY_RULE = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
OF_LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
"""The rules that say the same of what looks the same, and has the room it needs."""
OTHERWISE = [*OF_LOOKS, "label"]
"""The rules that light and width can change; the others say the same of the same page."""


def examination(rules: Sequence[str], where: str = "document", but: Sequence[str] = ()) -> str:
    """The script that examines what the expression `where` means by these rules or kinds of rules but for some."""
    options = {
        "runOnly": list(rules),
        "rules": {rule: {"enabled": False} for rule in but},
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
_ALL_BUT_LOOKS = "names => " + examination(EVERY_RULE, "{ exclude: elementsNamed(names) }", but=OF_LOOKS)
_LOOKS = "names => " + examination(OTHERWISE, "{ include: elementsNamed(names) }")


class Examiner:
    """Remembers, for the pages to come, in what it found nothing."""

    def __init__(self) -> None:
        self._by_light: set[str] = set()
        self._by_dark: set[str] = set()

    def prepare(self, page: Page) -> None:
        """Give the pages that will be opened here what `faults` needs."""
        page.add_init_script(path=AXE)
        page.add_init_script(path=LOOKS)

    def faults(self, page: Page) -> list[Any]:
        """What is found on a page that is seen by light on a phone, as it stands, and again on a desktop by dark."""
        names = page.evaluate("namesOfPage()")
        known = [part for part in names["parts"] if part in self._by_light]
        found = page.evaluate(_ALL_BUT_LOOKS, known) + sticking_out(page)
        found += self._of_looks(page, names, self._by_light)
        if not self._by_light.issuperset(names["looks"]):
            found += self._by_dark_on_a_desktop(page)
        if not found:
            self._by_light.update(names["looks"], names["parts"])
        return list(found)

    def _by_dark_on_a_desktop(self, page: Page) -> list[Any]:
        """What is found where the page looks new; it is seen by light on a phone again afterwards."""
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(DESKTOP)
        names = page.evaluate("namesOfPage()")
        found = self._of_looks(page, names, self._by_dark)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(PHONE)
        if not found:
            self._by_dark.update(names["looks"], names["parts"])
        return found

    def _of_looks(self, page: Page, names: dict[str, list[str]], known: set[str]) -> list[Any]:
        new = [name for name in names["looks"] + names["parts"] if name not in known]
        places = new + names["exposed"]
        return list(page.evaluate(_LOOKS, places)) if places else []
