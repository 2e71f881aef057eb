"""The demonstration's inventories: what heads say, counted independently; the cards; needs that meet elsewhere."""

import re
from collections import Counter

import pytest
import yaml
from sqlalchemy import func, select

from scenarios.demonstration import content
from scenarios.demonstration.inventory import FILE, add_inventory
from scenarios.inventory import leads, queries
from scenarios.inventory.contact.models import Contact, ContactMessage, ContactParty
from scenarios.inventory.models import InventoryAnswer, InventoryItem
from scenarios.inventory.queries import Narrowed
from tests.scenarios.demonstration.conftest import Filled
from wiki.pages.models import Page
from wiki.permissions import Actor
from wiki.territories.models import Territory

KEYS = {"besoins": "need", "compétences": "skill", "ressources": "resource", "solutions": "solution"}


def said_by(text: str) -> Counter[str]:
    """How many items of each kind a text lists, read in another way than the product does."""
    between = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    head = yaml.safe_load(between[1]) if between else {}
    found: Counter[str] = Counter()
    for key, kind in KEYS.items():
        value = (head or {}).get(key) or []
        items = value if isinstance(value, list) else re.split(r";", value)
        found[kind] = len({str(item).strip().casefold() for item in items} - {""})
        found[kind] -= sum(bool(re.match(r"(clé|digcomp)\s*:", str(item).strip())) for item in items)
    return found


def test_what_heads_say_is_kept_to_the_unit(filled_on_both: Filled) -> None:
    expected: dict[str, Counter[str]] = {}
    for page in content.pages():
        counted = +said_by(page.versions[-1].text)
        if counted:
            expected[page.path] = counted
    with filled_on_both.reading() as session:
        rows = session.execute(
            select(Territory.slug, Page.slug, InventoryItem.kind, func.count())
            .join(Page, Page.id == InventoryItem.page_id)
            .join(Territory, Territory.id == Page.territory_id)
            .where(InventoryItem.removed_at.is_(None))
            .group_by(Territory.slug, Page.slug, InventoryItem.kind)
        )
        kept: dict[str, Counter[str]] = {}
        for place, slug, kind, number in rows:
            kept.setdefault(f"{place}/{slug}", Counter())[kind] = number
    assert kept == expected


def test_counts_are_those_of_an_independent_query(filled_on_both: Filled) -> None:
    with filled_on_both.reading() as session:
        told = queries.counts(session, Actor())
        pages = {page.id: page for page in session.scalars(select(Page))}
        mine: dict[int, Counter[str]] = {}
        open_needs: Counter[int] = Counter()
        confirmed = {
            one.need_id for one in session.scalars(select(InventoryAnswer)) if one.verdict == "confirmed"
        }
        for item in session.scalars(select(InventoryItem).where(InventoryItem.removed_at.is_(None))):
            page = pages.get(item.page_id or 0)
            if (page.audience_key if page else item.audience_key) != "public":
                continue
            mine.setdefault(item.territory_id, Counter())[item.kind] += 1
            answers_itself = page is not None and page.kind in ("scenario", "tool", "approach")
            open_needs[item.territory_id] += (
                item.kind == "need" and not answers_itself and item.id not in confirmed
            )
        assert {place: Counter(kinds) for place, kinds in told.items()} == {
            place: Counter({kind: found[kind] for kind in KEYS.values()}) for place, found in mine.items()
        }
        assert queries.needs_open(session, Actor()) == +open_needs


def test_cards_answers_and_a_conversation_are_there_once(filled_on_both: Filled) -> None:
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    with filled_on_both.reading() as session:
        cards = select(func.count()).where(InventoryItem.page_id.is_(None))
        assert session.scalar(cards) == len(told["cards"])
        assert session.scalar(select(func.count()).select_from(InventoryAnswer)) == len(told["answers"])
        assert session.scalar(select(func.count()).select_from(Contact)) == 1
        assert session.scalar(select(func.count()).select_from(ContactMessage)) == 3
        assert {one.side for one in session.scalars(select(ContactParty))} == {"asker", "keeper"}
        add_inventory(session, {})
        assert session.scalar(cards) == len(told["cards"])


@pytest.mark.parametrize(
    ("need", "met"),
    [
        ("Aider des familles à lire leur facture d'énergie", "le-mene"),
        ("Isoler la salle des fêtes sans abîmer ses murs anciens", "pays-de-fougeres"),
        ("Former des jeunes du quartier à guider des visiteurs", "mont-saint-michel"),
        ("Rendre visite aux personnes âgées isolées pendant les canicules", "hopital-broca"),
    ],
)
def test_needs_meet_what_other_territories_offer(filled_on_both: Filled, need: str, met: str) -> None:
    with filled_on_both.app.app_context(), filled_on_both.reading() as session:
        needs = queries.listed(session, Actor(), Narrowed(("need",)), limit=200)
        item = next(one for one in needs if one.text == need)
        found = leads.leads_of(session, Actor(), [item])[item.id]
        assert met in {lead.place.slug for lead in found if lead.place is not None}
        assert item.place.slug != met
