"""What pages say of inventories is kept with their save, follows their words, and is forgotten with them."""

from collections import Counter

import pytest
from sqlalchemy import select, update

from scenarios.inventory import answering, moderation, projection
from scenarios.inventory.holding import HOLDING
from scenarios.inventory.models import CONFIRMED, InventoryAnswer, InventoryItem, InventoryTerm
from scenarios.inventory.queries import Narrowed, listed
from scenarios.inventory.terms import keep_outdated_terms, terms_of
from scenarios.inventory.wiring import follow_the_analysis
from search.analysis import VERSION
from tests.scenarios.inventory.conftest import Inventories
from wiki.pages.models import Page
from wiki.pages.service import rerender
from wiki.territories.models import Territory

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@sqlite_only
def test_a_page_lists_its_items_and_follows_its_words(kept: Inventories) -> None:
    page_id = kept.page(
        "cour", "besoins: Rafraîchir la cour du collège ; Un abri\nressources: [Six capteurs]"
    )
    assert Counter(kept.said(page_id)) == Counter(
        [("need", "Rafraîchir la cour du collège"), ("need", "Un abri"), ("resource", "Six capteurs")]
    )
    before = {row.text: row.id for row in kept.rows(page_id)}

    kept.edit(page_id, "besoins: Rafraîchir les cours du collège ; Une lampe")

    after = {row.text: row for row in kept.rows(page_id)}
    assert after["Rafraîchir les cours du collège"].id == before["Rafraîchir la cour du collège"]
    assert after["Un abri"].removed_at is not None
    assert after["Six capteurs"].removed_at is not None
    assert kept.said(page_id) == [("need", "Rafraîchir les cours du collège"), ("need", "Une lampe")]

    kept.edit(page_id, "besoins: un abri\nlieu: ici")

    assert kept.said(page_id) == [("need", "Un abri")]
    assert {row.text: row.id for row in kept.rows(page_id)}["Un abri"] == before["Un abri"]

    kept.edit(page_id, "lieu: ici")
    assert kept.said(page_id) == []


@sqlite_only
def test_terms_follow_the_words(kept: Inventories) -> None:
    page_id = kept.page("cour", "besoins: Un abri")
    kept.edit(page_id, "besoins: Des abris")
    (row,) = kept.rows(page_id)
    with kept.write() as session:
        terms = session.scalars(select(InventoryTerm.term).where(InventoryTerm.item_id == row.id))
        assert set(terms) == terms_of("Des abris")


@sqlite_only
def test_an_upgrade_of_the_analysis_writes_terms_anew(kept: Inventories) -> None:
    item_id = kept.add("need", "Réparer les vélos")
    with kept.write() as session:
        session.execute(update(InventoryItem).values(analysis=VERSION - 1))
        session.execute(update(InventoryTerm).values(term=InventoryTerm.term + "x"))
    with kept.app.app_context():
        assert follow_the_analysis() == 1
    with kept.write() as session:
        terms = session.scalars(select(InventoryTerm.term).where(InventoryTerm.item_id == item_id))
        assert set(terms) == terms_of("Réparer les vélos")
        assert keep_outdated_terms(session) == 0


@sqlite_only
def test_a_rebuild_keeps_rows_and_what_was_said_of_them(kept: Inventories) -> None:
    page_id = kept.page("cour", "besoins: Un abri", kind="page", audience="public")
    other = kept.page("abri", "lieu: ici", audience="public")
    (row,) = kept.rows(page_id)
    with kept.write() as session:
        answering.judge(session, kept.actor(session, "membre"), row.id, CONFIRMED, page_id=other)
    with kept.app.app_context(), kept.write() as session:
        page = session.get_one(Page, page_id)
        nantes = session.scalars(select(Territory).where(Territory.slug == "nantes")).one()
        page.territory, page.territory_id = nantes, nantes.id
        rerender(session, page)

    (same,) = kept.rows(page_id)
    assert (same.id, same.removed_at, same.territory_id) == (row.id, None, nantes.id)
    assert kept.item(row.id).state == "answered"


@sqlite_only
def test_what_was_taken_out_stays_out_whatever_the_page_says(kept: Inventories) -> None:
    page_id = kept.page("cour", "besoins: Un abri", audience="public")
    (row,) = kept.rows(page_id)
    with kept.write() as session:
        moderation.take_out(session, kept.actor(session, "referente"), row.id, "Insultant")
    kept.edit(page_id, "besoins: Un abri ; Une lampe")
    assert kept.said(page_id) == [("need", "Une lampe")]


def test_items_go_with_their_page_and_former_words_with_a_withdrawn_version(kept: Inventories) -> None:
    page_id = kept.page("cour", "besoins: Un secret de quelqu'un")
    kept.edit(page_id, "besoins: Un abri")
    with kept.write() as session:
        page = session.get_one(Page, page_id)
        HOLDING.forget_version(session, page.current)
    assert [row.text for row in kept.rows(page_id)] == ["Un abri"]
    with kept.write() as session:
        session.execute(update(Page).where(Page.id == page_id).values(current_id=None))
        from_page = select(InventoryItem).where(InventoryItem.page_id == page_id)
        session.delete(session.scalars(from_page).one())
        assert session.scalars(from_page).all() == []
        assert session.scalars(select(InventoryAnswer)).all() == []


def test_only_readers_of_a_page_see_its_items(kept: Inventories) -> None:
    for audience in ("public", "members", "territory", "draft"):
        kept.page(audience, f"besoins: Besoin {audience}", audience=audience)
    kept.add("need", "Carte public")
    kept.add("need", "Carte territory", audience="territory")
    kept.add("need", "Carte members", audience="members")

    def seen(handle: str) -> set[str]:
        with kept.write() as session:
            found = listed(session, kept.actor(session, handle), Narrowed(), limit=50)
            return {item.text.split()[-1] for item in found}

    assert seen("") == {"public"}
    assert seen("nina") == {"public", "members"}
    assert seen("membre") == {"public", "members", "territory"}
    assert seen("referente") == {"public", "members", "territory", "draft"}
    assert seen("curatrice") == {"public", "members"}
    assert seen("admin") == {"public", "members", "territory"}


@sqlite_only
def test_a_save_compares_a_bounded_number_of_texts(
    kept: Inventories, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Heads made to be compared for minutes must not hold the page, nor with SQLite all who write, for so long."""
    compared: list[str] = []
    monkeypatch.setattr(projection, "reworded", lambda gone, come: bool(compared.append(gone)))
    page_id = kept.page("cour", f"besoins: {' ; '.join(f'Besoin {number}' for number in range(40))}")

    kept.edit(page_id, f"besoins: {' ; '.join(f'Autre chose {number}' for number in range(40))}")

    assert len(compared) == projection.MOST_COMPARED
    assert len(kept.said(page_id)) == 40
