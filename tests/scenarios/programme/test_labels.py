"""Amounts and hours as the reader's language says them."""

from datetime import time

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from scenarios.programme.labels import euros, hour


@pytest.mark.parametrize(
    ("locale", "whole", "parted", "full_hour", "half_past"),
    [
        ("fr", "14\u202f000\u00a0€", "14\u202f000,50\u00a0€", "9\u00a0h", "18\u00a0h\u00a030"),
        ("en", "€14,000", "€14,000.50", "9:00\u202fAM", "6:30\u202fPM"),
    ],
)
def test_in_both_languages(locale: str, whole: str, parted: str, full_hour: str, half_past: str) -> None:
    app = Flask(__name__)
    Babel(app, default_locale="fr")

    with app.app_context(), force_locale(locale):
        assert (euros(1_400_000), euros(1_400_050)) == (whole, parted)
        assert (hour(time(9)), hour(time(18, 30))) == (full_hour, half_past)
