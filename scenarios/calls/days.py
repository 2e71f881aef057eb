"""The day it is where the site is, which opens and closes calls."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

from wiki.config import Settings
from wiki.db import now


def today(moment: datetime | None = None) -> date:
    """The day of a moment (now) in the site's time zone."""
    settings: Settings = current_app.extensions["wiki.settings"]
    return (moment or now()).astimezone(ZoneInfo(settings.time_zone)).date()
