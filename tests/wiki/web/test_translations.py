"""Both languages are whole: nothing is left untranslated, and no page speaks two languages at once."""

import html
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from flask import Flask, render_template
from flask.testing import FlaskClient
from flask_babel import force_locale
from jinja2 import nodes
from lxml import html as lxml_html
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from tests import factories
from wiki.accounts.models import User
from wiki.app import create_app
from wiki.config import Settings
from wiki.resources import PACKAGE, templates_folder
from wiki.savedsearches.models import SavedSearch
from wiki.web.i18n import LOCALES, typeset

ROOT = PACKAGE.parent
CATALOGUE = PACKAGE / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PLACE = re.compile(r"%\(\w+\)s")
A_FEW_WORDS = 3
"""Shorter messages ("Page", "Lire") are also words of the pages themselves."""


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def pairs() -> Iterator[tuple[str, str]]:
    """Every French message with its English, a plural as two."""
    for message in catalogue():
        if message.id:
            yield from zip(each(message.id), each(message.string), strict=True)


def each(strings: str | Iterable[str]) -> tuple[str, ...]:
    return (strings,) if isinstance(strings, str) else tuple(strings)


# The catalogue


def test_every_message_is_translated_and_nothing_else_is() -> None:
    """Missing, unsure and forgotten messages are all faults to the command."""
    check = subprocess.run(
        [sys.executable, "scripts/catalogues.py", "check"], cwd=ROOT, capture_output=True, text=True
    )

    assert check.returncode == 0, check.stdout + check.stderr
    assert not catalogue().obsolete


def test_translations_fill_in_the_same_things() -> None:
    different = [
        message.id
        for message in catalogue()
        # The singular may count in words ("One seat"), so the plural is what tells.
        if message.id and places(message.id) != places(message.string)
    ]

    assert different == []


def places(strings: str | Iterable[str]) -> set[str]:
    return {*PLACE.findall(each(strings)[-1])}


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("French quotation marks", r"[«»]"),
        ("a space before punctuation", r"\s[:;!?]"),
        ("typewriter quotation marks", r"['\"]"),
        ("an elision", r"\b[ldnjmtsc]’[aeiouyéèêh]|\bqu’"),
        ("spaces that no-one sees", r"[\u00a0\u202f]|  |^ | $"),
    ],
)
def test_english_is_set_in_english_type(fault: str, pattern: str) -> None:
    found = [english for _french, english in pairs() if re.search(pattern, english)]

    assert found == [], fault


def test_french_is_written_with_plain_spaces_and_apostrophes() -> None:
    """The typographer sets them, once for all messages."""
    found = [french for french, _english in pairs() if re.search(r"[’\u00a0\u202f]|\w[;!?»]|«\w", french)]

    assert found == []


def test_french_has_one_word_for_one_thing() -> None:
    """No points in the middle of words, and none of the words that were given up for another."""
    given_up = re.compile(
        r"\w·\w|\b(valider|utilisateurs?|signes au plus|modifications? mineures?|situations? d'apprentissage)\b",
        re.IGNORECASE,
    )

    assert [french for french, _english in pairs() if given_up.search(french)] == []


def test_the_browser_s_modules_say_the_same_things_in_both_languages() -> None:
    source = (ROOT / "assets" / "js" / "_messages.js").read_text(encoding="utf-8")
    french, english = (
        re.findall(r'\b(\w+): (?=["(`])', told)
        for told in re.findall(r"^const [A-Z]+ = \{(.*?)^\};", source, re.M | re.S)
    )

    assert french == english
    assert len(french) > 10


# Templates


def test_templates_say_nothing_outside_of_messages(app: Flask) -> None:
    """Text between the tags of a template would stay French whoever reads it."""
    found = []
    for path in sorted(templates_folder().rglob("*.html")):
        name = path.relative_to(templates_folder()).as_posix()
        if not name.startswith("styleguide"):
            written = "".join(literal_text(app.jinja_env.parse(path.read_text(encoding="utf-8"))))
            found += [
                (name, words)
                for words in readable(written)
                if re.search(r"[^\W\d_]", words) and not NAMES.fullmatch(words)
            ]

    assert found == []


NAMES = re.compile(
    r"Territoire|@pprenant|Territoire @pprenant|Français|English|[−+]1 min|/parcours/lien/|\.ics(\?cle=)?"
)
"""What is called the same in both languages, and addresses that are shown to be copied."""


def literal_text(tree: nodes.Template) -> Iterator[str]:
    """What a template writes by itself; a letterless mark stands for all that is put in."""
    for node in tree.find_all((nodes.Output,)):
        for part in node.nodes:
            yield part.data if isinstance(part, nodes.TemplateData) else "\ufffc"
        yield "\n"


def readable(text: str) -> list[str]:
    """The words that a piece of HTML shows."""
    shown = re.sub(r"<style.*?</style>|<!--.*?-->", "", text, flags=re.S)
    return [
        words
        for line in re.sub(r"<[^>]*>?|^[^<>]*>", "\n", shown).split("\n")
        if (words := line.strip(" ·\ufffc"))
    ]


# Mails

MAILS = sorted(path.name for path in (templates_folder() / "email").glob("*.txt"))


@pytest.mark.parametrize("name", MAILS)
@pytest.mark.parametrize("locale", LOCALES)
def test_a_mail_speaks_one_language(demonstration: Flask, name: str, locale: str) -> None:
    values = {"site": "https://exemple.fr", "path": "/x", "by": "Nina", "site_name": "Territoire"}
    with demonstration.app_context(), force_locale(locale):
        said = plain(render_template(f"email/{name}", **values))

    assert said.strip()
    assert Foreign(to=locale).in_texts(said.split("\n")) == set()


# Pages


class Foreign:
    """Finds what is said in the other language."""

    def __init__(self, to: str) -> None:
        own = 0 if to == "fr" else 1
        self._whole: set[str] = set()
        self._parts: set[str] = set()
        ours = {plain(pair[own]) for pair in pairs()}
        for pair in pairs():
            message = plain(pair[1 - own])
            if PLACE.search(message):
                self._parts |= {part.strip() for part in PLACE.split(message) if is_telling(part)}
            elif is_telling(message) and message not in ours:
                self._whole.add(message)

    def in_texts(self, texts: Iterable[str]) -> set[str]:
        found = set()
        for text in map(plain, texts):
            found |= {text} & self._whole | {part for part in self._parts if part in text}
        return found


def is_telling(message: str) -> bool:
    return len(re.findall(r"\w+", message)) >= A_FEW_WORDS


def plain(text: str) -> str:
    """Without what a typographer adds."""
    return " ".join(html.unescape(text).replace("’", "'").split())


def test_plain_text_forgets_typography() -> None:
    assert plain(typeset("C'est fait : « oui » !")) == "C'est fait : « oui » !"


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
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in NOT_FOR_READERS:
            for values in OTHER_VALUES.get(rule.endpoint, [{}]):
                for question in QUESTIONS.get(rule.endpoint, [""]):
                    reader = READ_BY.get(rule.endpoint, who) if who == "admin" else who
                    yield address(rule, {**VALUES, **values}) + question, reader


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
@pytest.mark.parametrize("who", ["visitor", "admin", "referent"])
def test_every_page_speaks_one_language(
    demonstration: Flask, browsers: dict[str, Callable[[str], FlaskClient]], who: str
) -> None:
    """French first, so that what was kept for a French reader would show."""
    foreign = {locale: Foreign(to=locale) for locale in LOCALES}
    readers = {
        reader: {locale: browsers[reader](locale) for locale in LOCALES}
        for reader in {who, *(READ_BY.values() if who == "admin" else ())}
    }
    wrong: list[tuple[str, str, str]] = []
    for path, asking in sorted(addresses(demonstration, who)):
        for locale, reader in readers[asking].items():
            answer = reader.get(path, follow_redirects=True)
            if answer.status_code >= (400 if who == "admin" and not NOT_THERE.search(path) else 500):
                wrong.append((locale, path, answer.status))
            if "html" in answer.headers["Content-Type"]:
                assert f'<html lang="{locale}"' in answer.text, path
                wrong += [(locale, path, said) for said in foreign[locale].in_texts(texts_of(answer.text))]

    assert wrong == [], "\n".join(map(str, wrong))


def test_the_other_language_would_be_found(browsers: dict[str, Callable[[str], FlaskClient]]) -> None:
    for shown, asked in zip(LOCALES, reversed(LOCALES), strict=True):
        page = browsers["admin"](shown).get("/recherche?q=zzzzzz").text

        assert len(Foreign(to=asked).in_texts(texts_of(page))) > 5
