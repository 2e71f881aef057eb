"""Where the pages of themes are put, so that they can stand in several modules."""

from flask import Blueprint, current_app

from wiki.themes.registry import EXTENSION, ThemedPages

blueprint = Blueprint("themes", __name__)


def themed_pages() -> ThemedPages:
    """What holds the pages of this application."""
    found: ThemedPages = current_app.extensions[EXTENSION]
    return found
