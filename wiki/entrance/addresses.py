"""Absolute addresses, which feeds and site maps must give."""

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from flask import Flask, current_app, request

from wiki.config import Settings

LISTED = "wiki.entrance.listed"


def list_in_sitemap(app: Flask, paths: Callable[[], Iterable[str]]) -> None:
    """Let the map of the site list what a feature above shows to everybody beside pages."""
    app.extensions[LISTED] = (*app.extensions.get(LISTED, ()), paths)


def listed() -> list[str]:
    """What features of the current application have listed."""
    found: tuple[Callable[[], Iterable[str]], ...] = current_app.extensions.get(LISTED, ())
    return [path for paths in found for path in paths()]


def site_root() -> str:
    """The public address of the site, without a slash at its end: the setting, else the request's."""
    settings: Settings = current_app.extensions["wiki.settings"]
    return (settings.site_url or request.url_root).rstrip("/")


def tag_of(root: str, thing: str) -> str:
    """A name that stays when addresses change (RFC 4151): feed readers know an entry again by it."""
    return f"tag:{urlsplit(root).hostname},2026:{thing}"
