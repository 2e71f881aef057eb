"""The language follows the account, then the switch, then the browser; French is typeset."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import update

from wiki.accounts.models import User
from wiki.web.i18n import select_locale, typeset

pytestmark = [
    pytest.mark.usefixtures("database_url"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.mark.parametrize(
    ("plain", "set_in_type"),
    [
        ("Qu'est-ce que c'est ?", "Qu’est-ce que c’est\u202f?"),
        ("Oui ! Non ; peut-être", "Oui\u202f! Non\u202f; peut-être"),
        ("Titre : le climat", "Titre\u00a0: le climat"),
        ("Titre :", "Titre\u00a0:"),
        ("à 10:30, http://exemple.fr", "à 10:30, http://exemple.fr"),
        ("dit « oui »", "dit «\u00a0oui\u00a0»"),
        ("Rien", "Rien"),
        ("", ""),
    ],
)
def test_french_is_typeset(plain: str, set_in_type: str) -> None:
    assert typeset(plain) == set_in_type


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "fr"),
        ("fr-FR,fr;q=0.9,en;q=0.5", "fr"),
        ("en-GB,en;q=0.9", "en"),
        ("de,en;q=0.3", "en"),
        ("de", "fr"),
        ("*", "fr"),
        ("x" * 5000, "fr"),
        ("en;q=nonsense", "fr"),
        (";;;,,,", "fr"),
    ],
)
def test_the_browser_s_language_is_used(visitor: FlaskClient, header: str, language: str) -> None:
    assert f"lang={language}" in visitor.get("/essai/travaux", headers={"Accept-Language": header}).text


def test_the_switch_comes_before_the_browser(visitor: FlaskClient) -> None:
    visitor.set_cookie("langue", "en")
    assert "lang=en" in visitor.get("/essai/travaux", headers={"Accept-Language": "fr"}).text
    visitor.set_cookie("langue", "tlh")
    assert "lang=fr" in visitor.get("/essai/travaux", headers={"Accept-Language": "fr"}).text


def test_the_account_comes_before_the_switch(
    client_of: Callable[[str], FlaskClient], people: dict[str, int], write: Callable[[], object]
) -> None:
    browser = client_of("nina")
    browser.set_cookie("langue", "en")
    assert "lang=fr" in browser.get("/essai/travaux", headers={"Accept-Language": "en"}).text

    with write() as session:
        session.execute(update(User).where(User.id == people["nina"]).values(locale=""))
    assert "lang=en" in browser.get("/essai/travaux", headers={"Accept-Language": "fr"}).text


def test_commands_and_jobs_speak_french(app: Flask) -> None:
    with app.app_context():
        assert select_locale() == "fr"
        assert _("C'est fait !") == "C’est fait\u202f!"


def test_messages_are_filled_in_and_counted_as_in_french(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        assert _("Bonjour %(name)s !", name="L'Anse") == "Bonjour L'Anse\u202f!"
        counted = [ngettext("%(num)s page", "%(num)s pages", number) for number in (0, 1, 2)]
        assert counted == ["0 page", "1 page", "2 pages"]


def test_english_has_a_catalogue_of_its_own(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert _("A message that no catalogue knows : x") == "A message that no catalogue knows : x"
        assert ngettext("%(num)s chose inconnue", "%(num)s choses inconnues", 0) == "0 choses inconnues"
