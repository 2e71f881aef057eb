"""How long what the nation retains is shown before it is looked at again."""

from datetime import timedelta

from flask import current_app

from wiki.config import Settings


def term() -> timedelta:
    """The days that the installation chose (`FEATURE_DAYS`)."""
    settings: Settings = current_app.extensions["wiki.settings"]
    return timedelta(days=settings.feature_days)
