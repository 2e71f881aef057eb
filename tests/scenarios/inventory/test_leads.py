"""Needs and what may answer them meet from both sides, within what the reader may see, and never without end."""

import itertools
import random

import pytest
from flask import current_app
from sqlalchemy import select

from scenarios.inventory import answering, leads, queries, showing
from scenarios.inventory.models import CONFIRMED, REFUSED, InventoryItem
from scenarios.inventory.pagewords import EXTENSION, KnownWords
from scenarios.inventory.queries import Narrowed
from tests.scenarios.inventory.conftest import Inventories
from wiki.finding.finder import Finder, finder_of
from wiki.jobs.worker import drain
from wiki.permissions import Actor

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ABOUT = ["vélo", "mur", "facture", "mémoire", "cuisine", "arbre", "capteur", "marché"]
READERS = ("", "nina", "admin")


def pairs(kept: Inventories, handle: str) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """(need, offer) as found from the side of needs, and from that of offers."""
    with kept.app.app_context(), kept.write() as session:
        actor = kept.actor(session, handle)
        seen = queries.listed(session, actor, Narrowed(), limit=500)
        needs = [item for item in seen if item.kind == "need"]
        from_needs = {
            (need_id, lead.item.id)
            for need_id, found in leads.leads_of(session, actor, needs).items()
            for lead in found
            if lead.item is not None
        }
        from_offers = {
            (need.id, item.id) for item in seen for need, _met in leads.seekers(session, actor, item)
        }
        visible = {item.id for item in seen}
        assert {number for pair in from_needs | from_offers for number in pair} <= visible
        return from_needs, from_offers


@sqlite_only
def test_pairs_are_the_same_from_both_sides_and_hold_nothing_hidden(kept: Inventories) -> None:
    chance = random.Random(6)  # noqa: S311  # texts for a test, the same each time
    audiences = itertools.cycle(("public", "members", "territory"))
    for number in range(24):
        kind = ("need", "skill", "resource", "solution")[number % 4]
        text = " ".join(chance.sample(ABOUT, 3))
        where = {"by": "yann", "place": "nantes"} if number % 3 else {}
        kept.add(kind, f"{text} {number}", audience=next(audiences), **where)

    found = {handle: pairs(kept, handle) for handle in READERS}

    assert all(from_needs == from_offers for from_needs, from_offers in found.values())
    assert found["admin"][0]
    assert found[""][0] < found["nina"][0] < found["admin"][0]


def test_what_is_closed_or_removed_or_of_the_same_page_is_no_lead(kept: Inventories) -> None:
    need = kept.add("need", "Réparer les vélos du collège")
    offers = [kept.add("skill", f"Réparer des vélos, {n}", by="yann", place="nantes") for n in range(3)]
    page_id = kept.page(
        "velos", "besoins: Réparer les vélos\nressources: Réparer les vélos", audience="public"
    )
    of_page = {row.kind: row.id for row in kept.rows(page_id)}
    with kept.write() as session:
        session.get_one(InventoryItem, offers[0]).state = "closed"
        session.get_one(InventoryItem, offers[1]).removed_at = session.get_one(InventoryItem, need).created_at
    with kept.app.app_context(), kept.write() as session:
        actor = kept.actor(session, "")
        items = queries.by_ids(session, actor, [need, of_page["need"]])
        found = leads.leads_of(session, actor, [*items.values()])
        assert {lead.item.id if lead.item else 0 for lead in found[need]} == {
            offers[2],
            of_page["resource"],
            0,
        }
        (page_lead,) = [lead for lead in found[need] if lead.page is not None]
        assert page_lead.says is not None
        assert page_lead.says.text == "Réparer les vélos"
        assert of_page["resource"] not in {
            lead.item.id if lead.item else 0 for lead in found[of_page["need"]]
        }
        assert leads.leads_of(session, actor, []) == {}
        assert leads.seekers(session, actor, items[need]) == []


@sqlite_only
def test_leads_are_bounded(kept: Inventories) -> None:
    need = kept.add("need", "Réparer les vélos")
    for number in range(leads.MOST_LEADS + 3):
        kept.add("skill", f"Réparer des vélos {number}", by="yann", place="nantes")
    with kept.app.app_context(), kept.write() as session:
        actor = kept.actor(session, "")
        item = queries.item(session, actor, need)
        assert len(leads.leads_of(session, actor, [item])[need]) == leads.MOST_LEADS


@sqlite_only
def test_pages_are_found_by_the_search_engine_and_explained(kept: Inventories) -> None:
    page_id = kept.page("reparer-velos", "besoins: [Réparer les vélos]\nmots-clés: [roue]", audience="public")
    hidden = kept.page("velos-caches", "besoins: [Réparer les vélos]", audience="territory")
    own = kept.page(
        "velos-voulus", "besoins: [Réparer les vélos du collège]", kind="project", audience="public"
    )
    need = kept.add("need", "Réparer les vélos du collège")
    empty = kept.add("need", "Apprendre ensemble")
    drain(kept.app)
    with kept.app.test_request_context(), kept.write() as session:
        known, finder = KnownWords(most=1), finder_of(current_app)

        def found(item_id: int, handle: str = "") -> set[int]:
            actor = kept.actor(session, handle)
            item = queries.item(session, actor, item_id)
            pages = leads.leads_among_pages(session, actor, finder, known, item)
            return {lead.page.id for lead in pages if lead.page is not None}

        assert found(need) == {page_id, own}
        assert found(need, "membre") == {page_id, own, hidden}
        assert found(empty) == set()
        (said,) = session.scalars(select(InventoryItem.id).where(InventoryItem.page_id == own))
        assert own not in found(said)
        item = queries.item(session, Actor(), need)
        nothing = Finder(f"whoosh://{kept.app.extensions['wiki.settings'].data_dir}/none")
        assert leads.leads_among_pages(session, Actor(), nothing, known, item) == []


@sqlite_only
def test_what_was_confirmed_comes_first_and_what_was_refused_no_more(kept: Inventories) -> None:
    need = kept.add("need", "Réparer les vélos")
    good, bad, other = (
        kept.add("skill", f"Réparer des vélos {n}", by="yann", place="nantes") for n in range(3)
    )
    with kept.app.test_request_context(), kept.write() as session:
        kept.app.extensions[EXTENSION] = KnownWords()
        actor = kept.actor(session, "membre")
        answering.judge(session, actor, need, CONFIRMED, item_id=good)
        answering.judge(session, actor, need, REFUSED, item_id=bad)
        shown = showing.shown_alone(session, actor, queries.item(session, actor, need))
        assert [answer.item.id for answer in shown.confirmed if answer.item] == [good]
        assert [answer.item.id for answer in shown.refused if answer.item] == [bad]
        assert [lead.item.id for lead in shown.helps if lead.item] == [other]
        assert shown.answers == ()
        assert (
            shown.write_url == "/nouveau?type=scenario&territoire=trappes&besoin=R%C3%A9parer+les+v%C3%A9los"
        )
