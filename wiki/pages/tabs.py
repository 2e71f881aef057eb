"""The tabs above the views of a page: those of pages themselves, and those that features above add."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from wiki.pages.models import Page

EXTENSION = "wiki.pages.tabs"


@dataclass(frozen=True)
class Tab:
    """One tab.

    Attributes:
        name: what the view calls itself when it asks for the tabs.
        label: lazily translated.
        suffix: what follows the page's address, such as `/discussion`.
        is_shown: whether the reader at hand sees it.
    """

    name: str
    label: Any
    suffix: str
    is_shown: Callable[[Page], bool] = lambda page: True


def add_tab(app: Flask, tab: Tab) -> None:
    """Put a tab before the links and the settings of every page."""
    app.extensions[EXTENSION] = (*app.extensions[EXTENSION], tab)


def added_tabs(page: Page) -> list[Tab]:
    """The tabs of features above that the reader sees, in the order of the features."""
    tabs: tuple[Tab, ...] = current_app.extensions[EXTENSION]
    return [tab for tab in tabs if tab.is_shown(page)]
