"""What the installation at hand says about calls: a service knows neither settings nor requests."""

from flask import current_app

from wiki.config import Settings


def private_is_open() -> bool:
    """Whether calls may lead into the house (`OUTGOING_PRIVATE`)."""
    settings: Settings = current_app.extensions["wiki.settings"]
    return settings.outgoing_private


def user_agent() -> str:
    """Who calls, and where to complain; a header is ASCII."""
    settings: Settings = current_app.extensions["wiki.settings"]
    return f"territoire-apprenant (+{settings.site_url or 'wiki'})".encode("ascii", "replace").decode("ascii")
