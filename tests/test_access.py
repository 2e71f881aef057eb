"""Every address asked by everybody: `access.yaml` says what each must answer, and nothing is missing from it.

Also: what one may not see answers, byte for byte, like what does not exist; and no change is made without a token
of one's own.
"""

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Map, Rule
from werkzeug.test import TestResponse

from scenarios.calls.models import Call
from scenarios.collections.models import Collection, CollectionItem
from scenarios.criteria import service as criteria
from scenarios.criteria.queries import current as criteria_in_force
from scenarios.curation.models import Nomination
from scenarios.deliberation.models import Decision
from scenarios.featuring import service as features
from scenarios.featuring.models import FeatureFile
from scenarios.inventory.contact.models import Contact, ContactMessage, ContactParty, ContactReport
from scenarios.inventory.models import InventoryAnswer, InventoryItem, InventoryReport
from scenarios.photos.models import PhotoConsent
from scenarios.printing.service import Press
from scenarios.reading.pdf_views import PRESS
from tests import factories
from wiki.accounts.models import Invitation
from wiki.attachments.consents import GIVEN
from wiki.attachments.shelf import EXTENSION as SHELF
from wiki.blocks.models import Block
from wiki.config import Settings
from wiki.contributions.models import Contribution
from wiki.db import Model
from wiki.jobs.models import Job
from wiki.jobs.worker import drain
from wiki.notifications.models import Notice
from wiki.pages import service as pages
from wiki.pages.models import Draft, Page
from wiki.patrol.models import Rollback
from wiki.permissions import Actor
from wiki.savedsearches.models import SavedSearch
from wiki.synonyms.service import ensure_equivalents
from wiki.territories.models import CollegeSeat
from wiki.trash import service as trash
from wiki.watching.models import Subscription
from wiki.webhooks.models import Delivery, Webhook

TABLE = yaml.safe_load((Path(__file__).parent / "access.yaml").read_text(encoding="utf-8"))
ROLES: list[str] = TABLE["roles"]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001"
    "4873f4cd0000000049454e44ae426082"
)
FAR_AWAY = datetime(2100, 1, 1, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
pytestmark = pytest.mark.retold
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
postgresql_only = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
"""The engine that refuses more: numbers that are too large, characters that no text may hold."""


@dataclass(frozen=True)
class Row:
    """One line of the table: a way in, the values of its address, and what each role gets."""

    method: str
    endpoint: str
    variant: str
    statuses: dict[str, int]

    @property
    def values(self) -> dict[str, Any]:
        return {**TABLE["values"], **TABLE["variants"].get(self.variant, {})}

    def address(self, urls: Map) -> str:
        rule = next(urls.iter_rules(self.endpoint))
        return urls.bind("localhost").build(
            self.endpoint, {name: self.values[name] for name in rule.arguments}, method=self.method
        )


def read_row(name: str, statuses: list[int]) -> Row:
    method, endpoint, *variant = name.split()
    assert len(statuses) == len(ROLES), name
    return Row(method, endpoint, variant[0] if variant else "", dict(zip(ROLES, statuses, strict=True)))


ROWS = [read_row(name, statuses) for name, statuses in TABLE["access"].items()]


@pytest.fixture
def wiki(write: Callable[[], Any], people: dict[str, int], app: Flask) -> None:
    """A page of each audience in Trappes, written by its referent, and one of each thing an address can name."""
    with app.test_request_context(), write() as session:
        trappes = factories.territory(session, "trappes")
        referent = Actor(
            people["referente"], territories={trappes.id: "referent"}, rules=app.extensions["wiki.rules"]
        )
        for audience, slug in TABLE["pages"].items():
            text = f"---\nthèmes: [Climat]\nmots-clés: [eau]\n---\n\n# {slug.capitalize()}\n\nUn texte.\n"
            made = pages.create(
                session, referent, pages.NewPage(trappes.id, "page", audience, text, slug=slug)
            )
            pages.edit(session, referent, pages.Edit(made.id, 1, f"{text}\nEncore.\n"))
            factories.file(session, made, PNG)
        thrown = pages.NewPage(trappes.id, "page", "public", "# Jetée\n\nUn texte.\n", slug="jetee")
        thrown_id = pages.create(session, referent, thrown).id
        trash.delete(session, referent, thrown_id, "Doublon")
        factories.reported_thread(session, referent, "ouverte", people["nina"])
        asked = factories.membership(session, factories.user(session, "candidate"), trappes)
        asked.admitted_at = None
        seat = CollegeSeat(territory_id=trappes.id, category="habitants", name="Le conseil")
        invitation = Invitation(
            token_hash="x", email="amie@exemple.fr", invited_by=people["admin"], expires_at=FAR_AWAY
        )
        offered = Contribution(
            id=TABLE["values"]["contribution_id"],
            page_id=session.scalars(select(Page.id).where(Page.slug == "ouverte")).one(),
            author_id=people["nina"], base_number=2, text="# Ouverte\n\nUn autre texte.\n",
        )  # fmt: skip
        draft = Draft(
            id=TABLE["values"]["draft_id"], user_id=people["nina"], form_key="k", kind="page", version=1,
            base_number=0, text="Mes mots.",
        )  # fmt: skip
        saved = SavedSearch(id=TABLE["values"]["search_id"], user_id=people["nina"], name="Eau")
        session.add_all([seat, invitation, offered, draft, saved])
        session.add_all(followed_and_told(session, trappes, people))
        session.add_all(gathered_and_called(session, people))
        keep_inventory(session, trappes, people)
        tell_with_photos(session, trappes, referent)
        propose_improvements(session, trappes, referent)
        ensure_equivalents(session)
        retain(session, referent, people)
        examine(session, trappes, people)
        session.flush()
        named = {
            "page_id": thrown_id,
            "membership_id": asked.id,
            "seat_id": seat.id,
            "invitation_id": invitation.id,
        }
        assert named == {name: TABLE["values"][name] for name in named}
    app.extensions[SHELF].store.put(hashlib.sha256(PNG).hexdigest(), BytesIO(PNG))
    drain(app)
    # Who may have a PDF is asked here, not what is in it: setting one takes a second.
    app.extensions[PRESS] = Press(["echo", "%PDF-"])
    with write() as session:
        session.add(Job(id=TABLE["values"]["job_id"], kind="mail.send", payload={}, state="dead"))


def tell_with_photos(session: Any, trappes: Any, referent: Actor) -> None:
    """A retour that everybody reads and one for the territory, each with a photo whose people agreed."""
    for audience, slug in (("public", "retour"), ("territory", "retour-interne")):
        text = f"# {slug.capitalize()}\n\nNous l'avons joué.\n"
        told = pages.NewPage(trappes.id, "enactment", audience, text, slug=slug, as_found=True)
        photo = factories.file(session, pages.create(session, referent, told), PNG)
        photo.consent = GIVEN
        session.add(PhotoConsent(file_id=photo.id, key=slug, agreement="written", author_id=referent.user_id))


def propose_improvements(session: Any, trappes: Any, referent: Actor) -> None:
    """A scenario that everybody reads and one for the territory, with a retour each that proposes something."""
    for audience, slug in (("public", "situation"), ("territory", "situation-interne")):
        scenario = f"# {slug.capitalize()}\n\nUne marche.\n"
        told = f"---\nscénario: trappes/{slug}@1\n---\n\n# Joué\n\n## Propositions\n\n- Plus de temps\n"
        for kind, text in (("scenario", scenario), ("enactment", told)):
            new = pages.NewPage(
                trappes.id, kind, audience, text, slug=slug if kind == "scenario" else "", as_found=True,
                same_title_meant=True,
            )  # fmt: skip
            pages.create(session, referent, new)


def keep_inventory(session: Any, trappes: Any, people: dict[str, int]) -> None:
    """A card that everybody reads and one for the territory; an answer, a conversation of nina's, both reported."""
    cards = [
        InventoryItem(
            territory_id=trappes.id,
            kind="need",
            text=f"Un besoin {key}",
            key=f"un besoin {key}",
            audience_key=key,
        )
        for key in ("public", f"territory:{trappes.id}")
    ]
    session.add_all(cards)
    session.flush()
    contact = Contact(territory_id=trappes.id, item_id=cards[0].id, author_id=people["nina"])
    page_id = session.scalars(select(Page.id).where(Page.slug == "ouverte")).one()
    answer = InventoryAnswer(need_id=cards[0].id, page_id=page_id, verdict="confirmed")
    reported = InventoryReport(item_id=cards[0].id, user_id=people["nina"], reason="Hors sujet.")
    session.add_all([contact, answer, reported])
    session.flush()
    session.add_all(
        [
            ContactParty(contact_id=contact.id, user_id=people["nina"], side="asker"),
            ContactParty(contact_id=contact.id, user_id=people["referente"], side="keeper"),
            ContactMessage(contact_id=contact.id, author_id=people["nina"], text="Bonjour."),
            ContactReport(contact_id=contact.id, user_id=people["referente"], reason="Insistant."),
        ]
    )


def retain(session: Any, referent: Actor, people: dict[str, int]) -> None:
    """The grid with a draft of its next version; a public page that is retained, one of the territory that was."""
    criteria.ensure_grid(session)
    criteria.begin(session, replace(referent, site_role="curator"))
    for audience, ended_at in (("public", None), ("territory", LONG_AGO)):
        page = session.scalars(select(Page).where(Page.slug == TABLE["pages"][audience])).one()
        made = features.copied(
            session, page, page.current, retained_by=people["curatrice"], ended_at=ended_at
        )
        copy = FeatureFile(
            feature_id=made.id, file_id=TABLE["values"]["file_id"], version_number=1, page_id=page.id,
            name="image.png", media_type="image/png", size=len(PNG), blob_hash=hashlib.sha256(PNG).hexdigest(),
        )  # fmt: skip
        session.add(copy)


def examine(session: Any, trappes: Any, people: dict[str, int]) -> None:
    """A page is proposed, with a decision that waits for voices; others were retained, sent back and declined."""
    pages_by_slug = {page.slug: page for page in session.scalars(select(Page))}
    grid = criteria_in_force(session)
    found = [
        Nomination(
            page_id=pages_by_slug[slug].id, number=1, territory_id=trappes.id, proposed_by=people["referente"],
            words="À lire.", grid_id=grid.id, state=state,
            decided_at=LONG_AGO if state in ("retained", "declined") else None,
        )
        for slug, state in (
            ("situation", "waiting"), ("situation", "retained"), ("ouverte", "rework"), ("retour", "declined")
        )
    ]  # fmt: skip
    session.add_all(found)
    session.flush()
    session.add(
        Decision(
            nomination_id=found[0].id, round=1, number=1, outcome="retained", words="Oui.",
            author_id=people["curatrice"], needed={"opinions": 3, "voices": 2},
        )
    )  # fmt: skip
    for one, outcome in ((found[2], "rework"), (found[3], "declined")):
        session.add(
            Decision(
                nomination_id=one.id, round=1, number=1, outcome=outcome, words="Oui.", state="taken",
                author_id=people["curatrice"], needed={"opinions": 3, "voices": 2}, settled_at=LONG_AGO,
            )
        )  # fmt: skip


def gathered_and_called(session: Any, people: dict[str, int]) -> list[Any]:
    """A public parcours of the referent with its link, a private one; a call that is open, and a draft of one."""
    page = session.scalars(select(Page.id).where(Page.slug == TABLE["pages"]["public"])).one()
    numbers, referent = TABLE["values"], people["referente"]
    days = {"opens_on": LONG_AGO.date(), "closes_on": FAR_AWAY.date(), "introduction": "Nous cherchons."}
    return [
        Collection(
            id=numbers["collection_id"], slug=numbers["slug"], title="Ouverte", audience="public",
            link_key=numbers["key"], owner_id=referent,
        ),
        CollectionItem(id=numbers["item_id"], collection_id=numbers["collection_id"], position=0, page_id=page),
        Collection(id=numbers["collection_id"] + 1, slug="prive", title="Privé", owner_id=referent),
        Call(id=numbers["call_id"], slug=numbers["slug"], title="Ouverte", published_at=LONG_AGO, **days),
        Call(id=numbers["call_id"] + 1, slug=TABLE["pages"]["draft"], title="Inachevée", **days),
    ]  # fmt: skip


def followed_and_told(session: Any, trappes: Any, people: dict[str, int]) -> list[Any]:
    """What nina follows and was told, a webhook of Trappes that is stopped, a block that is over, edits undone."""
    page = session.scalars(select(Page.id).where(Page.slug == TABLE["pages"]["public"])).one()
    numbers = TABLE["values"]
    hook = Webhook(
        id=numbers["webhook_id"], owner_id=people["referente"], territory_id=trappes.id,
        url="http://exemple.fr/appel", disabled_at=FAR_AWAY,
    )  # fmt: skip
    return [
        Block(id=numbers["block_id"], user_id=people["nina"], created_by=people["curatrice"], until=LONG_AGO),
        Rollback(id=numbers["rollback_id"], actor_id=people["admin"], author_id=people["nina"]),
        Subscription(id=numbers["subscription_id"], user_id=people["nina"], kind="tag"),
        Notice(
            id=numbers["notice_id"], user_id=people["nina"], kind="page.created", reason="tag", page_id=page
        ),
        hook,
        Delivery(
            id=numbers["delivery_id"], webhook=hook, kind="trial", body={"event": "trial"}, state="done"
        ),
    ]


@pytest.fixture
def clients(client_of: Callable[[str], FlaskClient], wiki: None) -> dict[str, FlaskClient]:
    """The browser of each role."""
    return {role: client_of("" if role == "visiteur" else role) for role in ROLES}


@pytest.fixture
def version(settings: Settings, clients: dict[str, FlaskClient]) -> Iterator[Callable[[], int]]:
    """`version()` of the SQLite database differs after every commit."""
    with closing(sqlite3.connect(settings.database.removeprefix("sqlite:///"))) as watching:
        yield lambda: watching.execute("PRAGMA data_version").fetchone()[0]


@pytest.fixture
def restore(settings: Settings, version: Callable[[], int]) -> Iterator[Callable[[], None]]:
    """`restore()` puts the database back as it was arranged, where anything was committed since."""
    path = settings.database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as live, closing(sqlite3.connect(":memory:")) as arranged:
        live.backup(arranged)
        seen = version()

        def put_back() -> None:
            nonlocal seen
            if version() != seen:
                arranged.backup(live)
                seen = version()

        yield put_back


def ways_in(urls: Map) -> Iterator[tuple[str, Rule]]:
    for rule in urls.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield method, rule


def test_the_table_knows_every_address_and_no_other(app: Flask) -> None:
    there = {f"{method} {rule.endpoint}" for method, rule in ways_in(app.url_map)}
    known = {f"{row.method} {row.endpoint}" for row in ROWS}

    assert there - known == set(), "addresses that tests/access.yaml does not know"
    assert known - there == set(), "addresses of tests/access.yaml that there are not"


@sqlite_only
def test_reading_answers_each_role_as_the_table_says(app: Flask, clients: dict[str, FlaskClient]) -> None:
    assert_table(app, clients, [row for row in ROWS if row.method == "GET"], lambda: None)


@sqlite_only
def test_changing_answers_each_role_as_the_table_says(
    app: Flask, clients: dict[str, FlaskClient], restore: Callable[[], None]
) -> None:
    """An empty form is sent, so that who may is asked for what is missing, and who may not is refused."""
    assert_table(app, clients, [row for row in ROWS if row.method != "GET"], restore)


def assert_table(
    app: Flask, clients: dict[str, FlaskClient], rows: list[Row], restore: Callable[[], None]
) -> None:
    wrong = []
    for row in rows:
        address = row.address(app.url_map)
        for role, expected in row.statuses.items():
            got = twin(clients[role]).open(address, method=row.method).status_code
            restore()
            if got != expected:
                wrong.append(f"{row.method} {row.endpoint} {row.variant} as {role}: {got}, not {expected}")

    assert wrong == []


def twin(browser: FlaskClient) -> FlaskClient:
    """Another browser of the same session, so that signing out of one leaves the other signed in."""
    other = browser.application.test_client()
    cookie = browser.get_cookie("session")
    if cookie is not None:
        other.set_cookie("session", cookie.value)
    return other


def of_a_page(urls: Map) -> list[Rule]:
    """Every address of a page that can be read."""
    return [
        rule for method, rule in ways_in(urls) if method == "GET" and {"territory", "slug"} <= rule.arguments
    ]


UNSEEN = {
    # role:        audiences of pages by the referent of Trappes that this person may not read
    "visiteur": {"members", "territory", "draft"},
    "nina": {"territory", "draft"},
    "membre": {"draft"},
    "referente": set(),
    "ambassadeur": {"draft"},
    "relectrice": {"territory", "draft"},
    "curatrice": {"territory", "draft"},
    "admin": {"draft"},
}
OF_SOME_PAGES = {"photos.listing", "showcase.of_page"}
"""Addresses that not every page has: retours have photos, what is retained is shown."""


@sqlite_only
def test_what_one_may_not_see_answers_like_what_does_not_exist(
    app: Flask, clients: dict[str, FlaskClient]
) -> None:
    for role, browser in clients.items():
        for rule in of_a_page(app.url_map):
            assert_hidden_as_absent(role, browser, rule)


def assert_hidden_as_absent(role: str, browser: FlaskClient, rule: Rule) -> None:
    """Absent pages have names as long as those of the others: the length of an answer tells nothing either."""
    answers = {
        name: seen(browser.get(address_of(rule, slug=name)), name)
        for slug in TABLE["pages"].values()
        for name in (slug, "z" * len(slug))
    }
    for audience, slug in TABLE["pages"].items():
        page, nothing = answers[slug], answers["z" * len(slug)]
        if audience in UNSEEN[role]:
            assert page == nothing, f"{rule.endpoint} of a page for {audience} as {role}"
            assert page[0] in ("401", "404")
        elif rule.endpoint not in OF_SOME_PAGES:
            assert page[0] != nothing[0], f"{rule.endpoint} of a page for {audience} as {role}"


def address_of(rule: Rule, **values: str) -> str:
    wanted = {**TABLE["values"], **values}
    path = rule.build({name: wanted[name] for name in rule.arguments})
    assert path is not None
    return path[1]


def seen(answer: TestResponse, slug: str) -> tuple[str, ...]:
    """Everything that an answer tells, but for the address that was asked and the token of its forms."""
    headers = sorted(
        f"{name}: {value}" for name, value in answer.headers if name not in ("Date", "Set-Cookie")
    )
    body = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)
    return (str(answer.status_code), *(re.sub(slug, "?", text, flags=re.I) for text in (*headers, body)))


@sqlite_only
@pytest.mark.parametrize("token", ["missing", "foreign"])
def test_no_change_is_made_without_a_token_of_one_s_own(
    app: Flask, clients: dict[str, FlaskClient], version: Callable[[], int], token: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    form = {**CHANGES, **({"csrf_token": foreign_token(app)} if token == "foreign" else {})}
    before, seen = everything(app), version()
    for method, rule in ways_in(app.url_map):
        if method in CHANGING:
            for role in ("visiteur", "referente", "admin"):
                answer = twin(clients[role]).open(address_of(rule), method=method, data=form)
                assert answer.status_code in (200, 400, 401, 403, 404, 422), (
                    f"{method} {rule.endpoint} as {role}"
                )
                assert "Set-Cookie" not in answer.headers or "langue" not in answer.headers["Set-Cookie"]
                if version() != seen:
                    assert everything(app) == before, f"{method} {rule.endpoint} as {role} changed something"
                    seen = version()


CHANGES = {
    # What would change something if the token were good.
    "action": "retry", "langue": "en", "title": "Nouvelle", "text": "# Nouvelle", "territory": "1", "kind": "page",
    "audience": "public", "name": "Nouveau", "names": "Nouveau", "base": "2", "summary": "x", "email": "a@exemple.fr",
    "password": "quatre mots sans rapport", "site_role": "admin", "role": "referent", "slug": "nouveau",
    "category": "habitants", "state": "adhesion", "message": "x", "confirm": "y",
}  # fmt: skip


def foreign_token(app: Flask) -> str:
    page = app.test_client().get("/langue").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found.group(1)


def everything(app: Flask) -> dict[str, list[Any]]:
    """Every row of every table."""
    with app.extensions["wiki.database"].reader() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in Model.metadata.sorted_tables
        }


ODD = ["a\x00b", "\udcff", "é" * 300, "99999999999999999999", "' OR 1=1 --"]


@postgresql_only
def test_odd_values_in_addresses_and_questions_are_never_a_fault(
    app: Flask, clients: dict[str, FlaskClient]
) -> None:
    for odd in ODD:
        for method, rule in ways_in(app.url_map):
            for name in rule.arguments or {""}:
                assert_no_fault(clients["admin"], method, rule, name, odd)


def assert_no_fault(browser: FlaskClient, method: str, rule: Rule, name: str, odd: str) -> None:
    """An odd value stands at one place of the address, and in every question and field."""
    text = quote(odd, safe="", errors="surrogateescape")
    question = "&".join(f"{asked}={text}" for asked in QUESTIONS)
    path = re.sub(r"<(?:[^:<>]*:)?(\w+)>", lambda found: value_at(found[1], name, text), rule.rule)
    answer = twin(browser).open(
        f"{path}?{question}", method=method, data=f"action=retry&text={text}", content_type=FORM
    )
    assert answer.status_code < 500, f"{method} {path}"


FORM = "application/x-www-form-urlencoded"
QUESTIONS = (
    "q",
    "theme",
    "territoire",
    "type",
    "titre",
    "tri",
    "avant",
    "de",
    "a",
    "vue",
    "retour",
    "role",
    "page",
)


def value_at(name: str, odd_one: str, odd: str) -> str:
    return odd if name == odd_one else str(TABLE["values"][name])
