"""A person in front of the designer: fills the fields of a script as its text says them."""

from collections.abc import Sequence

from playwright.sync_api import Page, expect

from scenarios.authoring.boxes import Box, name_of
from scenarios.authoring.fields import Widget
from scenarios.authoring.goals import goals_of
from scenarios.authoring.sheet import Sheet

STATE = "[data-state-line]"


class Designer:
    """The open designer, as somebody uses it who never sees the text."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def text(self) -> str:
        """The working text."""
        return self.page.locator("textarea[name=text]").input_value()

    def wait_until_kept(self) -> None:
        """Until the server has the draft with the last word typed."""
        expect(self.page.locator(f"{STATE}[data-state=kept]")).to_be_visible()

    def press(self, action: str) -> None:
        """Press a button that changes the form in place."""
        with self.page.expect_response("**/concevoir/etat"):
            self.page.locator(
                f"button[name=action][value='{action}']:not([aria-hidden]):visible"
            ).first.click()
        expect(self.page.locator("[data-inside]:not([inert])")).to_be_attached()

    def unfold(self) -> None:
        """Open every fold, as a person does one by one."""
        folded = "details.designer-fold:not([open]) > summary, .activity-card > details:not([open]) > summary"
        while (closed := self.page.locator(folded)).count():
            closed.first.click()

    def fill(self, wanted: Sheet) -> None:
        """Make every field say what it says in another sheet."""
        for goal in goals_of(wanted.script)[:-1]:
            self.page.select_option(f"#{goal.name}-verb", goal.verb)
            self.page.fill(f"#{goal.name}-text", goal.text)
            self.press("objective")
        self.unfold()
        for box in wanted.boxes:
            self._fill(box)

    def _fill(self, box: Box) -> None:
        match box.field.widget:
            case Widget.CHOICE:
                self.page.select_option(f"#{box.name}", str(box.value))
            case Widget.BOXES:
                for value in box.value:
                    self.page.check(f"input[name='{box.name}'][value='{value}']")
            case Widget.SWITCH:
                self.page.set_checked(f"#{box.name}", bool(box.value))
            case Widget.TOKENS:
                self._put_tokens(box.name, box.value if not isinstance(box.value, str) else [box.value])
            case _:
                self.page.fill(f"#{box.name}", box.shown)

    def _put_tokens(self, name: str, values: Sequence[str]) -> None:
        entry = self.page.locator(f"#{name}")
        chips = entry.locator("xpath=preceding-sibling::ul").locator("button")
        while chips.count():
            chips.first.click()
        for value in values:
            entry.fill(value)
            entry.press("Enter")


def field(*parts: object) -> str:
    """The selector of a field: `field("activity", 2, "Durée")`."""
    return f"#{name_of(*parts)}"
