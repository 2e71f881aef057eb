"""Days are those of the place where the site is."""

from datetime import UTC, date, datetime

from flask import Flask

from wiki.config import Settings
from wiki.days import today


def test_the_day_begins_at_midnight_where_the_site_is(settings: Settings) -> None:
    site = Flask(__name__)
    site.extensions["wiki.settings"] = settings

    with site.app_context():
        assert today(datetime(2026, 11, 30, 22, 59, tzinfo=UTC)) == date(2026, 11, 30)
        # An hour before midnight in London, it is the next day in Paris.
        assert today(datetime(2026, 11, 30, 23, 1, tzinfo=UTC)) == date(2026, 12, 1)
