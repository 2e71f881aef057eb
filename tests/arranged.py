"""A wiki with one of each thing that an address can name, for walks over all addresses; see `access.yaml`."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Map, Rule

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
from tests.people import make_people, numbers_of_people
from wiki.accounts.models import Invitation
from wiki.attachments.consents import GIVEN
from wiki.attachments.shelf import EXTENSION as SHELF
from wiki.blocks.models import Block
from wiki.contributions.models import Contribution
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
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001"
    "4873f4cd0000000049454e44ae426082"
)
FAR_AWAY = datetime(2100, 1, 1, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


def ways_in(urls: Map) -> Iterator[tuple[str, Rule]]:
    """Every method of every address."""
    for rule in urls.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, rule


def twin(browser: FlaskClient) -> FlaskClient:
    """Another browser of the same session, so that signing out of one leaves the other signed in."""
    other = browser.application.test_client()
    cookie = browser.get_cookie("session")
    if cookie is not None:
        other.set_cookie("session", cookie.value)
    return other


def arrange(app: Flask) -> None:
    """The people, a page of each audience by the referent of Trappes, and one of each thing an address can name."""
    transaction = app.extensions["wiki.database"].transaction
    with app.test_request_context(), transaction() as session:
        make_people(session)
        people = numbers_of_people(session)
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
    with app.app_context(), transaction() as session:
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
