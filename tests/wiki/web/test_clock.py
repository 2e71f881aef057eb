"""Moments as people say them, in their language."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from wiki.web.clock import day_in_words, exact_time, relative_time

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.fixture
def babel_app() -> Flask:
    app = Flask(__name__)
    Babel(app, default_locale="fr", default_timezone="Europe/Paris")
    return app


@pytest.mark.parametrize(
    ("locale", "ago", "said"),
    [
        ("fr", timedelta(days=3), "il y a 3 jours"),
        ("fr", timedelta(minutes=5), "il y a 5 minutes"),
        ("fr", timedelta(milliseconds=30), "il y a 1 seconde"),
        ("en", timedelta(hours=2), "2 hours ago"),
    ],
)
def test_how_long_ago(babel_app: Flask, locale: str, ago: timedelta, said: str) -> None:
    with babel_app.app_context(), force_locale(locale):
        assert relative_time(NOON - ago, now=NOON) == said


@pytest.mark.parametrize(
    ("locale", "day", "form", "said"),
    [
        ("fr", date(2026, 3, 1), "long", "1er mars 2026"),
        ("fr", date(2026, 3, 1), "full", "dimanche 1er mars 2026"),
        ("fr", date(2026, 3, 11), "long", "11 mars 2026"),
        ("fr", date(2026, 3, 31), "full", "mardi 31 mars 2026"),
        ("fr", date(2026, 3, 1), "MM/yy", "03/26"),
        ("en", date(2026, 3, 1), "long", "March 1, 2026"),
        # Midnight is over in Paris before it is in London.
        ("fr", datetime(2026, 2, 28, 23, 30, tzinfo=UTC), "long", "1er mars 2026"),
    ],
)
def test_a_day_in_words(babel_app: Flask, locale: str, day: date, form: str, said: str) -> None:
    with babel_app.app_context(), force_locale(locale):
        assert day_in_words(day, form) == said


def test_a_moment_without_zone_is_utc(babel_app: Flask) -> None:
    with babel_app.app_context():
        naive = (NOON - timedelta(hours=1)).replace(tzinfo=None)
        assert relative_time(naive, now=NOON) == "il y a 1 heure"


def test_exact_time_is_in_the_zone_of_the_reader(babel_app: Flask) -> None:
    with babel_app.app_context():
        assert exact_time(NOON).startswith("14 mars 2026")
        assert "13:00" in exact_time(NOON)
