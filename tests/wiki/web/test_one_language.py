"""No page and no mail speaks two languages at once."""

import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient
from flask_babel import force_locale
from lxml import html as lxml_html
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests import factories
from tests.arranged import TABLE
from tests.wiki.web.spoken import Foreign
from wiki.accounts.models import User
from wiki.app import create_app
from wiki.config import Settings
from wiki.resources import templates_folder
from wiki.savedsearches.models import SavedSearch
from wiki.web.i18n import LOCALES

MAILS = sorted(path.name for path in (templates_folder() / "email").glob("*.txt"))


@pytest.mark.parametrize("locale", LOCALES)
def test_mails_speak_one_language(demonstration: Flask, locale: str) -> None:
    values = {"site": "https://exemple.fr", "path": "/x", "by": "Nina", "site_name": "Territoire"}
    with demonstration.app_context(), force_locale(locale):
        mails = {name: render_template(f"email/{name}", **values) for name in MAILS}
    wrong = {name: Foreign.to(locale).in_texts([said, *said.split("\n")]) for name, said in mails.items()}

    assert [name for name, said in mails.items() if not said.strip()] == []
    assert {name: found for name, found in wrong.items() if found} == {}
    assert len(mails) > 20


# Pages


@pytest.fixture(scope="module")
def demonstration(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The wiki with the whole demonstration."""
    folder = tmp_path_factory.mktemp("demonstration") / "data"
    shutil.copytree(prepared, folder)
    app = create_app(Settings(data_dir=folder, secret_key="for tests only"))
    app.testing = True
    with app.app_context(), app.extensions["wiki.database"].transaction() as session:
        admin = person(session, "marc")
        session.add(
            SavedSearch(id=VALUES["search_id"], user_id=admin.id, name="Climat", arguments="q=climat")
        )
    yield app
    app.extensions["wiki.database"].dispose()


@pytest.fixture(scope="module")
def browsers(demonstration: Flask) -> dict[str, Callable[[str], FlaskClient]]:
    """`browsers[person](locale)` is the browser of a visitor or the administrator, in a language."""
    return {
        "visitor": lambda locale: browser(demonstration, "", locale),
        "admin": lambda locale: browser(demonstration, "marc", locale),
        "referent": lambda locale: browser(demonstration, "claire", locale),
        "proposer": lambda locale: browser(demonstration, "yann", locale),
        "curator": lambda locale: browser(demonstration, "agnes", locale),
    }


def browser(app: Flask, handle: str, locale: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("langue", locale)
    if handle:
        with app.app_context(), app.extensions["wiki.database"].transaction() as session:
            token = factories.sign_in(session, person(session, handle))
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
    return client


def person(session: Session, handle: str) -> User:
    found = session.scalars(select(User).where(User.handle == handle)).one()
    found.locale = ""
    return found


NOBODYS = 999999
# What the names in addresses stand for, and the addresses that are worth asking in several ways.
VALUES: dict[str, Any] = {
    "territory": "trappes", "slug": "lire-le-climat-de-son-quartier-mesurer-un-ilot-de-fraicheur", "number": 1,
    "handle": "claire", "token": "inconnu", "kind": "tool", "search_id": 1, "feature_id": 1,
    "nomination_id": 1, "decision_id": 1, "collection_id": 3, "call_id": 1,
    "key": "inconnu", "name": "inconnu.jpg", "chosen": "sans-theme", "followed": "trappes", "what": "territoire",
    "section": "budget",
    "table": "croissance",
    # The demonstration has none of these.
    **dict.fromkeys(
        ("draft_id", "revision_id", "page_id", "rollback_id", "contribution_id", "thread_id", "message_id", "file_id",
         "contact_id", "answer_id", "notice_id", "webhook_id", "passkey_id", "token_id", "archive_id", "identity_id",
         "session_id", "entry_id", "event_id", "suggestion_id", "criterion_id", "user_id", "item_id"),
        NOBODYS,
    ),
}  # fmt: skip
TOOL = {"slug": "fiche-de-releve-thermique"}
ADAPTATION = {
    "territory": "nantes",
    "slug": "lire-le-climat-d-une-ile-mesurer-l-ombre-l-eau-et-l-enrobe",
}
CALL = {"slug": "apprendre-avec-l-eau"}
OTHER_VALUES = {
    "dashboards.of_theme": [{"slug": "climat"}, {"slug": "environnement"}],
    "dashboards.theme_book": [{"slug": "climat"}],
    "dashboards.theme_table": [{"slug": "climat"}],
    "photos.listing": [{"slug": "retour-lire-le-climat-un-samedi-de-juin"}],
    "themes.show": [{"slug": "climat"}, {"slug": "environnement"}],
    "themes.manage_theme": [{"slug": "environnement"}],
    "themes.tag": [{"slug": "biodiversite"}],
    "entrance.tag_feed": [{"slug": "biodiversite"}],
    "letters.ask": [{"slug": "trappes"}],
    "entrance.theme_feed": [{"slug": "climat"}],
    "territories.show": [{"territory": "trappes"}, {"territory": "national"}],
    "pages.show": [{}, TOOL, ADAPTATION, {"slug": "pas-encore-ecrite"}],
    "authoring.design": [{}, TOOL],
    "adaptation.improvements": [ADAPTATION],
    "transposition.transpose": [ADAPTATION],
    "proposals.offer": [ADAPTATION],
    "calls.show": [CALL],
    "calls.change": [CALL],
    "calls.extend": [CALL],
    "calls.close": [CALL],
    "collections.show": [{"collection_id": 1, "slug": "premiers-pas-avec-son-territoire"}],
    "collections.by_link": [{"key": "demonstration-pour-la-reunion-de-jeudi"}],
    "collections.change_step": [{"item_id": 16}],
    "calls.publish": [{"slug": "inconnu"}],
    "calls.discard": [{"slug": "inconnu"}],
    "examination.assign": [{"nomination_id": 3}],
    "examination.decide": [{"nomination_id": 3}],
    "examination.step_back": [{"nomination_id": 3}],
    "examination.answer": [{"nomination_id": 2}],
    "examination.withdraw": [{"nomination_id": 2}],
    "examination.contest": [{"nomination_id": NOBODYS}],
}
NOT_THERE = re.compile(f"inconnu|pas-encore-ecrite|criteres/brouillon/|{NOBODYS}")
READ_BY = {
    "collections.compose": "referent",
    "collections.change": "referent",
    "collections.change_step": "referent",
    "collections.share": "referent",
    "collections.delete": "referent",
    "examination.assign": "curator",
    "examination.decide": "curator",
    "examination.step_back": "curator",
    "examination.answer": "proposer",
    "examination.withdraw": "proposer",
}
"""Who reads instead of the administrator what is not theirs."""
QUESTIONS = {
    "search.results": [
        "",
        "?q=climat",
        "?q=zzzzzz",
        "?q=climat+zzzzzz",
        "?q=climat&mots=un&duree_max=90",
        "?q=climat&vue=carte",
        "?q=climat&theme=climat&tri=recent",
        "?type=tool",
    ],
    "synonyms.show": ["", "?q=EHPAD", "?q=zzzzzz"],
    "saved_searches.save": ["?q=climat", "?type=tool&duree_max=90"],
    "pages.compare": ["?de=1&a=2", "?de=1&a=2&vue=cote", "?de=1&a=2&vue=page"],
    "pages.create": ["", "?type=scenario&territoire=trappes", "?type=page&territoire=nantes"],
    "entrance.recent": ["", "?type=tool", "?mineures=oui"],
}
REFUSED = {
    "visitor": ("visiteur", (401,), "accounts.listing"),
    "referent": ("referente", (403,), "accounts.listing"),
}
"""By reader: the role in the table, how it is refused, and the address that is asked for all that are so."""
NOT_FOR_READERS = {
    "static",
    "web.styleguide",
    "pages.source",
    "pdf.scenario",
    "pdf.conductor",
    "showcase.scenario_pdf",
    "showcase.conductor_pdf",
    "showcase.source",
    "entrance.robots",
    "entrance.sitemap",
    "web.health",
    # There is no provider here to go to.
    "openid.go",
    "openid.farewell",
    "audit.table",
    "audit.json_lines",
    "api.index",
    "api.description",
    "api.me",
    "search_api.listing",
    "pages_api.show",
    "pages_api.history",
}


def addresses(app: Flask, who: str) -> Iterator[tuple[str, str]]:
    """Every address that answers with words, filled in from the demonstration, and who asks for it."""
    passed_over = NOT_FOR_READERS | refusing(who)
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in passed_over:
            for values in OTHER_VALUES.get(rule.endpoint, [{}]):
                for question in QUESTIONS.get(rule.endpoint, [""]):
                    reader = READ_BY.get(rule.endpoint, who) if who == "admin" else who
                    yield address(rule, {**VALUES, **values}) + question, reader


def refusing(who: str) -> set[str]:
    """What `access.yaml` says that visitors, or a referent, get one and the same page for: they are asked for one."""
    role, statuses, asked = REFUSED.get(who, ("", (), ""))
    if not role:
        return set()
    place = TABLE["roles"].index(role)
    refused = {name for name, got in TABLE["access"].items() if got[place] in statuses}
    return {name.removeprefix("GET ") for name in refused} - {asked}


def address(rule: Rule, values: dict[str, Any]) -> str:
    built = rule.build({name: values[name] for name in rule.arguments})
    assert built is not None
    return built[1]


CONTENT = ".//*[contains(@class,'prose')] | .//textarea | .//script | .//*[@lang]"
"""What people wrote, and what is marked as of another language."""
SAID_IN_ATTRIBUTES = (
    "//@aria-label | //@title | //@placeholder | //@alt | //meta[@name='description']/@content"
)


def texts_of(page: str) -> list[str]:
    """Every text that the interface shows on a page, each apart."""
    tree = lxml_html.fromstring(page.encode())
    for element in tree.xpath(CONTENT):
        if element.getparent() is not None:
            element.drop_tree()
    return [*tree.xpath("//text()"), *tree.xpath(SAID_IN_ATTRIBUTES)]


@pytest.mark.retold
@pytest.mark.parametrize(
    ("who", "locales"),
    [("visitor", LOCALES), ("admin", LOCALES), ("referent", ("en",))],
    ids=["visitor", "admin", "referent"],
)
def test_every_page_speaks_one_language(
    demonstration: Flask,
    browsers: dict[str, Callable[[str], FlaskClient]],
    who: str,
    locales: tuple[str, ...],
) -> None:
    """French first, so that what was kept for a French reader would show.

    What a referent alone is told is French where it is written: only a translation can be missing there.
    """
    readers = {
        reader: {locale: Reader(browsers[reader](locale)) for locale in locales}
        for reader in {who, *(READ_BY.values() if who == "admin" else ())}
    }
    wrong: list[tuple[str, str, str]] = []
    for path, asking in sorted(addresses(demonstration, who)):
        for locale, reader in readers[asking].items():
            answer = reader.open(path)
            if answer.status_code >= (400 if who == "admin" and not NOT_THERE.search(path) else 500):
                wrong.append((locale, path, answer.status))
            if "html" in answer.headers["Content-Type"]:
                assert f'<html lang="{locale}"' in answer.text, path
                wrong += [(locale, path, said) for said in Foreign.to(locale).in_texts(texts_of(answer.text))]

    assert wrong == [], "\n".join(map(str, wrong))


class Reader:
    """Opens pages with a browser; the page to which several addresses lead, once for all of them."""

    def __init__(self, browser: FlaskClient) -> None:
        self._browser = browser
        self._led_to = cache(partial(browser.get, follow_redirects=True))

    def open(self, path: str) -> TestResponse:
        answer = self._browser.get(path)
        return self._led_to(answer.location) if answer.location else answer


def test_the_other_language_would_be_found(browsers: dict[str, Callable[[str], FlaskClient]]) -> None:
    for shown, asked in zip(LOCALES, reversed(LOCALES), strict=True):
        page = browsers["admin"](shown).get("/recherche?q=zzzzzz").text

        assert len(Foreign.to(asked).in_texts(texts_of(page))) > 5
