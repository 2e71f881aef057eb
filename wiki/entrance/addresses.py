"""Absolute addresses, which feeds and site maps must give."""

from urllib.parse import urlsplit

from flask import current_app, request

from wiki.config import Settings


def site_root() -> str:
    """The public address of the site, without a slash at its end: the setting, else the request's."""
    settings: Settings = current_app.extensions["wiki.settings"]
    return (settings.site_url or request.url_root).rstrip("/")


def tag_of(root: str, thing: str) -> str:
    """A name that stays when addresses change (RFC 4151): feed readers know an entry again by it."""
    return f"tag:{urlsplit(root).hostname},2026:{thing}"
