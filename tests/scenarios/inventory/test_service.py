"""Cards: added, changed, closed, taken back; what answers a need; what is taken out by those in charge."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from scenarios.inventory import answering, answers, moderation, queries, service
from scenarios.inventory.cards import Card
from scenarios.inventory.models import CONFIRMED, REFUSED, InventoryChange, InventoryItem, InventoryReport
from scenarios.inventory.queries import Narrowed
from tests.scenarios.inventory.conftest import Inventories
from wiki.activity.models import Happening
from wiki.audit.models import AuditEntry
from wiki.db import now
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.pages.models import Page
from wiki.themes.models import Theme

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CardOf = Callable[..., Card]


def test_the_same_form_twice_adds_one_card(kept: Inventories, card: CardOf) -> None:
    with kept.write() as session:
        place, actor = kept.place(session), kept.actor(session, "membre")
        made = [service.add(session, actor, place.id, card(), "clé") for _ in range(2)]
        assert made[0] is made[1]
        other = service.add(session, actor, place.id, card(text="Autre chose"), "clé")
        assert other.id != made[0].id
        assert session.scalar(select(func.count()).select_from(InventoryItem)) == 2


@sqlite_only
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 301}, "text"),
        ({"details": "x" * 2001}, "details"),
        ({"kind": "other"}, "kind"),
        ({"audience": "draft"}, "audience"),
        ({"theme_ids": (1, 2, 3, 4, 5, 6)}, "themes"),
        ({"person": "nina"}, "person"),
        ({"until": (now() - timedelta(days=2)).date()}, "until"),
        ({"until": (now() + timedelta(days=9_000)).date()}, "until"),
        ({"details": " ".join(f"https://site{n}.example" for n in range(9))}, "text"),
    ],
)
def test_a_card_that_cannot_be_used_says_why(
    kept: Inventories, card: CardOf, changes: dict[str, object], field: str
) -> None:
    with kept.app.app_context(), kept.write() as session, pytest.raises(Invalid) as refused:
        service.add(session, kept.actor(session, "membre"), kept.place(session).id, card(**changes))
    assert field in refused.value.errors


@sqlite_only
def test_only_the_college_and_the_national_team_keep_an_inventory(kept: Inventories, card: CardOf) -> None:
    for handle in ("", "nina", "relectrice", "yann"):
        with kept.write() as session, pytest.raises(Forbidden):
            service.add(session, kept.actor(session, handle), kept.place(session).id, card())
    for handle in ("membre", "ambassadeur", "referente", "curatrice", "admin"):
        kept.add("need", f"Un besoin de {handle}", by=handle)
    with kept.write() as session, pytest.raises(NotFound):
        service.add(session, kept.actor(session, "curatrice"), kept.place(session, "national").id, card())


@sqlite_only
def test_a_changed_card_keeps_its_history_and_clashes_are_told(kept: Inventories, card: CardOf) -> None:
    item_id = kept.add("resource", "Des vélos", keeper="Atelier")
    with kept.write() as session:
        actor = kept.actor(session, "referente")
        row = queries.item_row(session, actor, item_id)
        seen = service.mark_of(row)
        new = card(
            kind="resource", text=" Dix  vélos ", person="@membre", theme_ids=(1,), availability="Le lundi"
        )
        service.change(session, actor, item_id, new, seen)
        assert (row.text, row.person.handle if row.person else "", row.availability) == (
            "Dix vélos", "membre", "Le lundi",
        )  # fmt: skip
        with pytest.raises(Conflict):
            service.change(session, actor, item_id, card(kind="resource", text="Vingt vélos"), seen)
        service.change(session, actor, item_id, service.as_card(row), seen)
        told = [(line.act, line.former.get("text")) for line in queries.history(session, item_id)]
        assert told == [("changed", "Des vélos"), ("added", None)]


def test_states_removal_and_undo(kept: Inventories) -> None:
    item_id = kept.add("need", "Un abri")
    with kept.write() as session:
        actor, place = kept.actor(session, "membre"), kept.place(session)
        assert queries.needs_open(session, actor) == {place.id: 1}
        service.set_state(session, actor, item_id, "answered")
        assert queries.needs_open(session, actor) == {}
        service.set_state(session, actor, item_id, "closed")
        assert queries.counts(session, actor) == {}
        service.set_state(session, actor, item_id, "open")
        with pytest.raises(Invalid):
            service.set_state(session, actor, item_id, "lost")
        service.remove(session, actor, item_id)
        service.remove(session, actor, item_id)
        assert queries.listed(session, actor, Narrowed()) == []
        with pytest.raises(NotFound):
            queries.item(session, actor, item_id)
        assert [item.id for item in queries.removed_cards(session, actor, place)] == [item_id]
        service.put_back(session, actor, item_id)
        service.put_back(session, actor, item_id)
        assert queries.counts(session, actor) == {
            place.id: {"need": 1, "skill": 0, "resource": 0, "solution": 0}
        }
        acts = [line.act for line in queries.history(session, item_id)]
        assert acts == ["returned", "removed", "stated", "stated", "stated", "added"]


@sqlite_only
def test_a_resource_is_never_answered_and_ends_with_its_day(kept: Inventories) -> None:
    item_id = kept.add("resource", "Des vélos", until=now().date())
    with kept.write() as session:
        with pytest.raises(Invalid):
            service.set_state(session, kept.actor(session, "membre"), item_id, "answered")
        assert queries.item(session, kept.actor(session, ""), item_id).state == "open"
        session.get_one(InventoryItem, item_id).until = now().date() - timedelta(days=1)
        session.flush()
        assert queries.item(session, kept.actor(session, ""), item_id).state == "closed"


@sqlite_only
def test_items_of_pages_are_changed_in_their_pages(kept: Inventories, card: CardOf) -> None:
    page_id = kept.page("cour", "besoins: Un abri", audience="public", kind="page")
    (row,) = kept.rows(page_id)
    for act in (
        lambda session, actor: service.change(session, actor, row.id, card(), ""),
        lambda session, actor: service.remove(session, actor, row.id),
        lambda session, actor: service.put_back(session, actor, row.id),
    ):
        with kept.write() as session, pytest.raises(Forbidden):
            act(session, kept.actor(session, "membre"))
    with kept.write() as session:
        service.set_state(session, kept.actor(session, "membre"), row.id, "closed")
    assert kept.item(row.id).state == "closed"


@sqlite_only
def test_a_confirmed_answer_makes_the_state_and_its_undoing_unmakes_it(kept: Inventories) -> None:
    need, offer = (
        kept.add("need", "Un abri"),
        kept.add("solution", "Un abri de toile", by="yann", place="nantes"),
    )
    with kept.write() as session:
        actor = kept.actor(session, "membre")
        said = answering.judge(session, actor, need, CONFIRMED, item_id=offer)
        assert answering.judge(session, actor, need, REFUSED, item_id=offer).id == said.id
        assert queries.item(session, actor, need).state == "open"
        answering.judge(session, actor, need, CONFIRMED, item_id=offer)
        assert queries.item(session, actor, need).state == "answered"
        assert [one.id for one in answers.needs_answered_by(session, actor, offer)] == [need]
        (answer,) = answers.answers_of(session, actor, [need])[need]
        assert (answer.item.text if answer.item else "", answer.by) == ("Un abri de toile", "Membre")
        answering.unsay(session, actor, need, said.id)
        answering.unsay(session, actor, need, said.id)
        assert queries.item(session, actor, need).state == "open"
        for nothing in ({"page_id": 99}, {"item_id": 99}, {}):
            with pytest.raises(NotFound):
                answering.judge(session, actor, need, CONFIRMED, **nothing)
        with pytest.raises(NotFound):
            answering.judge(session, kept.actor(session, "yann"), offer, CONFIRMED, item_id=need)
        with pytest.raises(Invalid):
            answering.judge(session, actor, need, CONFIRMED, item_id=need)
        with pytest.raises(Forbidden):
            answering.judge(session, kept.actor(session, "nina"), need, CONFIRMED, item_id=offer)


def test_an_answer_must_be_readable_by_all_and_one_hidden_later_counts_for_nobody_else(
    kept: Inventories,
) -> None:
    need = kept.add("need", "Un abri")
    hidden = kept.page("cachee", "lieu: ici", audience="territory")
    open_one = kept.page("ouverte", "lieu: ici", audience="public")
    with kept.write() as session:
        actor = kept.actor(session, "membre")
        with pytest.raises(Invalid):
            answering.judge(session, actor, need, CONFIRMED, page_id=hidden)
        answering.judge(session, actor, need, CONFIRMED, page_id=open_one)
        page = answers.answers_of(session, actor, [need])[need][0].page
        assert page is not None
        assert page.path == "trappes/ouverte"
    assert kept.item(need).state == "answered"
    with kept.write() as session:
        page_row = session.get_one(Page, open_one)
        page_row.audience_key = f"territory:{page_row.territory_id}"
        session.flush()
        assert queries.item(session, kept.actor(session, "membre"), need).state == "answered"
        assert queries.item(session, kept.actor(session, "nina"), need).state == "open"
        assert answers.answers_of(session, kept.actor(session, "nina"), [need]) == {}


@sqlite_only
def test_a_scenario_answers_the_needs_that_it_states_and_a_plain_page_asks(kept: Inventories) -> None:
    states = {}
    for kind in ("scenario", "tool", "approach", "project", "page", "enactment"):
        (row,) = kept.rows(kept.page(kind, f"besoins: Besoin {kind}", kind=kind, audience="public"))
        states[kind] = kept.item(row.id).state
    answered = {kind for kind, state in states.items() if state == "answered"}
    assert answered == {"scenario", "tool", "approach"}


@sqlite_only
def test_lists_are_narrowed_and_paged_by_key(kept: Inventories) -> None:
    with kept.write() as session:
        climate = session.scalars(select(Theme).where(Theme.name == "Climat")).one()
        theme_id, slug = climate.id, climate.slug
    numbers = [kept.add("need", f"Besoin {n}", theme_ids=(theme_id,) if n % 2 else ()) for n in range(6)]
    elsewhere = kept.add("skill", "Savoir", by="yann", place="nantes")
    (of_page,) = kept.rows(kept.page("p", "besoins: Besoin dit", audience="public"))
    with kept.write() as session:
        actor = kept.actor(session, "")
        narrowed = Narrowed(("need",), ("open",), (kept.place(session).id,), "Île-de-France", (theme_id,))
        assert [item.id for item in queries.listed(session, actor, narrowed)] == numbers[5::-2]
        page = queries.listed(session, actor, Narrowed(("need",), ("open",)), before=numbers[3], limit=2)
        assert [item.id for item in page] == [numbers[2], numbers[1]]
        about = queries.listed(session, actor, Narrowed(theme_ids=(theme_id,)), limit=50)
        assert of_page.id in {item.id for item in about}
        assert {mark.slug for item in about for mark in item.themes} == {slug}
        unanswered = queries.unanswered(session, actor, [kept.place(session).id], limit=50)
        assert {item.id for item in unanswered} == set(numbers)
        assert elsewhere in {
            item.id for item in queries.listed(session, actor, Narrowed(region="Loire-Atlantique"))
        }


@sqlite_only
def test_a_merged_theme_is_the_one_that_it_became(kept: Inventories) -> None:
    with kept.write() as session:
        old, new = session.scalars(select(Theme).order_by(Theme.id).limit(2)).all()
        old_id, new_id, slug = old.id, new.id, new.slug
    before = kept.add("need", "Un abri", theme_ids=(old_id,))
    with kept.write() as session:
        session.get_one(Theme, old_id).merged_into_id = new_id
    after = kept.add("need", "Une lampe", theme_ids=(old_id, new_id))
    assert [[mark.slug for mark in kept.item(one).themes] for one in (before, after)] == [[slug], [slug]]
    with kept.write() as session:
        found = queries.listed(session, kept.actor(session, ""), Narrowed(theme_ids=(new_id,)))
        assert {item.id for item in found} == {before, after}


@sqlite_only
def test_reports_are_told_decided_and_audited(kept: Inventories) -> None:
    first, second = kept.add("need", "Un abri"), kept.add("need", "Une lampe")
    with kept.write() as session:
        nina, referent = kept.actor(session, "nina"), kept.actor(session, "referente")
        for reason in ("", "x" * 501):
            with pytest.raises(Invalid):
                moderation.report(session, nina, first, reason)
        moderation.report(session, nina, first, "Une plaisanterie")
        made = moderation.report(session, nina, first, "Une injure")
        moderation.report(session, nina, second, "Doublon")
        with pytest.raises(Forbidden):
            moderation.report(session, kept.actor(session, ""), first, "Rien")
        kinds = session.scalars(select(Happening.kind).where(Happening.kind == "inventory.reported")).all()
        # What waits already is told once, however often its reason is changed.
        assert len(kinds) == 2
        waiting = moderation.reports(session, referent)
        assert [one.reason for one in waiting] == ["Une injure", "Doublon"]
        for handle in ("membre", "nina"):
            with pytest.raises(Forbidden):
                moderation.reports(session, kept.actor(session, handle))
        assert moderation.reports(session, kept.actor(session, "yann")) == []
        assert len(moderation.reports(session, kept.actor(session, "curatrice"))) == 2
        with pytest.raises(Forbidden):
            moderation.keep(session, kept.actor(session, "yann"), made.id)
        moderation.keep(session, referent, waiting[1].id)
        with pytest.raises(Conflict):
            moderation.keep(session, referent, waiting[1].id)
        with pytest.raises(NotFound):
            moderation.keep(session, referent, 99)
        moderation.take_out(session, referent, first, "Injure")
        session.flush()
        assert session.get_one(InventoryReport, made.id).decision == "taken-out"
        assert moderation.reports(session, referent) == []
        with pytest.raises(Forbidden):
            service.put_back(session, kept.actor(session, "membre"), first)
        with pytest.raises(Forbidden):
            moderation.bring_back(session, kept.actor(session, "membre"), first)
        moderation.bring_back(session, referent, first)
        moderation.bring_back(session, referent, first)
        session.flush()
        acts = session.scalars(
            select(AuditEntry.act).where(AuditEntry.kind == "inventory").order_by(AuditEntry.id)
        ).all()
        assert acts == ["inventory.kept", "inventory.taken_out", "inventory.brought_back"]
        assert session.scalar(select(func.count()).select_from(InventoryChange)) == 2
