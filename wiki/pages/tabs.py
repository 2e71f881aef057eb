"""The tabs above the views of a page: those of pages themselves, and those that features above add."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from wiki.db import read_session
from wiki.pages.beside import Beside, Told, told_beside
from wiki.pages.models import Page
from wiki.permissions import Actor

EXTENSION = "wiki.pages.tabs"


@dataclass(frozen=True)
class Tab:
    """One tab.

    Attributes:
        name: what the view calls itself when it asks for the tabs.
        label: lazily translated.
        suffix: what follows the page's address, such as `/discussion`.
        is_shown: whether the reader at hand sees it.
        counted: the column whose number stands behind the label, unless it is zero.
    """

    name: str
    label: Any
    suffix: str
    is_shown: Callable[[Page], bool] = lambda page: True
    counted: Beside | None = None


def add_tab(app: Flask, tab: Tab) -> None:
    """Put a tab before the links and the settings of every page."""
    app.extensions[EXTENSION] = (*app.extensions[EXTENSION], tab)


def added_tabs(page: Page) -> list[Tab]:
    """The tabs of features above that the reader sees, in the order of the features."""
    tabs: tuple[Tab, ...] = current_app.extensions[EXTENSION]
    return [tab for tab in tabs if tab.is_shown(page)]


def labels_of(tabs: list[Tab], actor: Actor, page: Page, beside: Told | None) -> list[str]:
    """What stands on tabs, with what is counted: as told beside the page, or else asked now in one statement."""
    columns = tuple(tab.counted for tab in tabs if tab.counted is not None)
    if columns and beside is None:
        beside = told_beside(read_session(), actor, page, columns)
    return [_label(tab, beside or {}) for tab in tabs]


def _label(tab: Tab, beside: Told) -> str:
    number = beside.get(tab.counted.name) if tab.counted is not None else 0
    return f"{tab.label} ({number})" if number else str(tab.label)
