"""The tabs above the pages from which a territory is looked after: those that features above the wiki add."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

EXTENSION = "wiki.territories.tabs"


@dataclass(frozen=True)
class Tab:
    """One tab.

    Attributes:
        label: lazily translated.
        suffix: what follows the territory's address, such as `/programme/budget`.
        blueprint: the views among which the tab is the one at hand.
    """

    label: Any
    suffix: str
    blueprint: str


def add_tab(app: Flask, tab: Tab) -> None:
    """Put a tab behind that of the college."""
    app.extensions[EXTENSION] = (*app.extensions[EXTENSION], tab)


def added_tabs() -> tuple[Tab, ...]:
    """The tabs of features above, in their order."""
    tabs: tuple[Tab, ...] = current_app.extensions[EXTENSION]
    return tabs
