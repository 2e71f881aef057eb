"""Who writes and reads what of a programme, and what becomes of it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select

from scenarios.programme import queries, service
from scenarios.programme.completing import completeness, completeness_of
from scenarios.programme.entries import (
    BudgetEntry,
    Entry,
    EventEntry,
    MilestoneEntry,
    SponsorEntry,
    StepEntry,
    shown,
)
from scenarios.programme.labels import ITEMS
from scenarios.programme.models import MAX_CENTS, BudgetLine, Milestone, ProgrammeEvent, Sponsor
from scenarios.programme.queries import KEPT_REMOVED
from tests.scenarios.programme.conftest import Kept
from wiki.activity.models import Happening
from wiki.audit.models import AuditEntry
from wiki.db import now
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.pages import service as pages
from wiki.permissions import Permission, can
from wiki.territories import service as territories
from wiki.territories.models import StateStep
from wiki.territories.queries import by_slug

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TODAY = datetime.now(ZoneInfo("Europe/Paris")).date()
SOON = TODAY + timedelta(days=10)
LINE = BudgetEntry(TODAY.year, "Cotisations", 12050, "own")
SPONSOR = SponsorEntry("Une navigatrice", link="https://exemple.fr/x")
MILESTONE = MilestoneEntry("Premier capteur", SOON)
MEETING = EventEntry("Marche", SOON, time(14), ends_at=time(16), place="Maison de quartier")
PRIVATE = replace(MEETING, title="Réunion", is_public=False)


def told(kept: Kept) -> list[tuple[Any, ...]]:
    with kept.write() as session:
        rows = session.scalars(
            select(Happening).where(Happening.kind == "event.planned").order_by(Happening.id)
        )
        return [(row.details["outcome"], row.details["title"], row.about_id) for row in rows]


# What is not for everybody


READERS = ("membre", "ambassadeur", "referente", "curatrice", "admin")
OTHERS = ("", "nina", "relectrice")


@on_sqlite
def test_the_part_for_the_college_is_read_there_and_by_the_national_team(kept: Kept) -> None:
    hidden = kept.add(PRIVATE)
    kept.add(MEETING)
    kept.add(replace(MILESTONE, title="Secret", is_public=False))
    for handle in (*READERS, *OTHERS):
        actor, reads = kept.actor(handle), handle in READERS
        with kept.write() as session:
            place = by_slug(session, "trappes")
            found = queries.programme(session, actor, place)
            lists = [
                found.events,
                queries.events(session, actor, limit=9),
                queries.in_feed(session, actor),
                queries.in_feed(session, actor, place),
            ]

            assert found.reads_all is reads, handle
            assert [len(some) for some in lists] == [2 if reads else 1] * 4, handle
            assert len(found.milestones) == (1 if reads else 0), handle
            if reads:
                assert queries.event(session, actor, place, hidden).title == "Réunion"
                continue
            with pytest.raises(NotFound):
                queries.event(session, actor, place, hidden)


@on_sqlite
def test_members_of_one_college_do_not_read_that_of_another(kept: Kept) -> None:
    kept.add(PRIVATE, by="curatrice", place="nantes")
    with kept.write() as session:
        assert queries.events(session, kept.actor("membre"), limit=9) == []
        assert len(queries.events(session, kept.actor("curatrice"), limit=9)) == 1


@on_sqlite
def test_others_keep_nothing(kept: Kept) -> None:
    number = kept.add(MEETING)
    for handle in (*OTHERS, "membre", "ambassadeur"):
        for verb, *arguments in (
            (service.add, LINE),
            (service.change, number, PRIVATE),
            (service.remove, ProgrammeEvent, number),
            (service.restore, ProgrammeEvent, number),
            (service.cancel, number),
        ):
            with pytest.raises(Forbidden):
                kept.act(verb, *arguments, by=handle)


@on_sqlite
def test_a_referent_keeps_one_territory_and_decides_no_state(kept: Kept) -> None:
    with pytest.raises(Forbidden):
        kept.add(LINE, place="nantes")
    with pytest.raises(Forbidden):
        kept.add(StepEntry("retenu", TODAY))
    number = kept.add(LINE, by="curatrice", place="nantes")
    with pytest.raises(NotFound):
        kept.act(service.remove, BudgetLine, number)


# Writing


@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        (BudgetEntry(1800, "", 0, "magie"), {"year", "label", "cents", "source"}),
        (BudgetEntry(2026, "a" * 201, MAX_CENTS + 1, "own"), {"label", "cents"}),
        (SponsorEntry("", link="javascript:alert(1)", since_year=3), {"name", "link", "since_year"}),
        (SponsorEntry("Une", link="https://[", words="a" * 2001), {"link", "words"}),
        (SponsorEntry("Une", link="https://exemple.fr/a b"), {"link"}),
        (MilestoneEntry("", SOON, SOON - timedelta(days=1)), {"title", "ends_on"}),
        (MilestoneEntry("Loin", date(1, 1, 1)), {"starts_on"}),
        (EventEntry("Fin", SOON, ends_at=time(9)), {"starts_at"}),
        (EventEntry("Fin", SOON, time(10), ends_at=time(9)), {"ends_at"}),
        (EventEntry("Long", SOON, ends_on=SOON + timedelta(days=400), zone="Mars/Olympus"), {"zone"}),
        (EventEntry("Long", SOON, ends_on=SOON + timedelta(days=400)), {"ends_on"}),
        (StepEntry("célèbre", date(1900, 1, 1)), {"state", "decided_on"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(entry: Entry, fields: set[str]) -> None:
    assert set(entry.errors()) == fields


@on_sqlite
def test_the_same_form_twice_is_one_thing(kept: Kept) -> None:
    first = kept.add(MEETING, form_key="abc")

    assert kept.add(MEETING, form_key="abc") == first
    assert kept.add(replace(MEETING, title="Autre"), form_key="abc") != first
    assert [title for _outcome, title, _number in told(kept)] == ["Marche", "Autre"]


@on_sqlite
def test_who_comes_second_sees_what_the_first_wrote(kept: Kept) -> None:
    number = kept.add(LINE)
    seen = LINE.digest()
    kept.act(service.change, number, replace(LINE, cents=20000), seen)

    with pytest.raises(Invalid) as refused:
        kept.act(service.change, number, replace(LINE, label="Dons"), seen)

    assert set(refused.value.errors) == {"", "label", "cents"}
    same = kept.act(service.change, number, replace(LINE, cents=20000), seen)
    assert same.cents == 20000


@on_sqlite
def test_what_is_taken_away_can_be_put_back_for_a_time(kept: Kept) -> None:
    number = kept.add(MILESTONE)
    for _again in range(2):
        kept.act(service.remove, Milestone, number)
    with pytest.raises(Conflict):
        kept.act(service.change, number, MILESTONE)
    with kept.write() as session:
        place = by_slug(session, "trappes")
        assert queries.milestones(session, kept.actor("referente"), place) == []
        assert [row.id for row in queries.removed(session, place, Milestone)] == [number]
        assert service.forget_removed(session, now()) == 0

    kept.act(service.restore, Milestone, number)
    kept.act(service.remove, Milestone, number)
    with kept.write() as session:
        assert service.forget_removed(session, now() + KEPT_REMOVED) == 1
        acts = session.scalars(
            select(AuditEntry.act).where(AuditEntry.act.startswith("programme.")).order_by(AuditEntry.id)
        )
        assert list(acts) == [f"programme.{act}" for act in ("added", "removed", "restored", "removed")]
    with pytest.raises(NotFound):
        kept.act(service.restore, Milestone, number)


@on_sqlite
def test_a_territory_has_only_so_much(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    number = kept.add(SPONSOR)
    kept.act(service.remove, Sponsor, number)
    monkeypatch.setattr(service, "MOST_ROWS", 1)
    kept.add(SPONSOR)

    for attempt in (lambda: kept.add(SPONSOR), lambda: kept.act(service.restore, Sponsor, number)):
        with pytest.raises(Invalid):
            attempt()


# Events


@on_sqlite
def test_followers_hear_of_public_events_that_are_planned_moved_or_off(kept: Kept) -> None:
    number, hidden = kept.add(MEETING), kept.add(PRIVATE)
    kept.add(replace(MEETING, title="Hier", starts_on=TODAY - timedelta(days=1)))
    words = replace(MEETING, words="Venez")
    kept.act(service.change, number, words)
    later = replace(words, starts_on=SOON + timedelta(days=1))
    kept.act(service.change, number, later)
    for is_off in (True, True, False):
        kept.act(service.cancel, number, is_off)
    kept.act(service.cancel, hidden)
    kept.act(service.cancel, hidden, False)
    kept.act(service.change, hidden, replace(PRIVATE, is_public=True))

    assert told(kept) == [
        ("event_planned", "Marche", number), ("event_moved", "Marche", number), ("event_cancelled", "Marche", number),
        ("event_planned", "Marche", number), ("event_planned", "Réunion", hidden),
    ]  # fmt: skip
    with kept.write() as session:
        assert session.get_one(ProgrammeEvent, number).sequence == 4


@on_sqlite
def test_an_event_that_was_taken_away_is_not_cancelled(kept: Kept) -> None:
    number = kept.add(MEETING)
    kept.act(service.remove, ProgrammeEvent, number)

    with pytest.raises(Conflict):
        kept.act(service.cancel, number)


def test_events_come_in_order_and_the_list_goes_on_behind_any(kept: Kept) -> None:
    for place, days in (("trappes", 3), ("nantes", 3), ("trappes", 1), ("trappes", -5), ("nantes", -9)):
        day = TODAY + timedelta(days=days)
        kept.add(replace(MEETING, title=f"{place} {days}", starts_on=day), by="curatrice", place=place)
    hidden = kept.add(replace(PRIVATE, starts_on=TODAY + timedelta(days=2)))
    with kept.write() as session:
        actor, trappes = kept.actor(), by_slug(session, "trappes")

        def titles(**asked: Any) -> list[str]:
            return [one.title for one in queries.events(session, actor, **{"limit": 9, **asked})]

        ahead = queries.events(session, actor, limit=9)
        assert titles() == ["trappes 1", "trappes 3", "nantes 3"]
        assert titles(territory=trappes) == ["trappes 1", "trappes 3"]
        assert titles(after=ahead[0].id, limit=1) == ["trappes 3"]
        assert titles(after=ahead[1].id) == ["nantes 3"]
        assert titles(is_past=True) == ["trappes -5", "nantes -9"]
        assert titles(is_past=True, after=queries.events(session, actor, is_past=True, limit=1)[0].id) == [
            "nantes -9"
        ]
        assert titles(after=123456) == titles()
        assert titles(after=hidden) == titles()


@on_sqlite
def test_a_scenario_is_linked_only_by_who_may_read_it_and_told_only_to_who_may(
    kept: Kept, app: Flask
) -> None:
    with app.test_request_context(), kept.write() as session:
        trappes = by_slug(session, "trappes")
        for slug, kind, audience in (
            ("jouer", "scenario", f"territory:{trappes.id}"), ("ouverte", "page", "public"), ("a-moi", "scenario", "")
        ):  # fmt: skip
            new = pages.NewPage(trappes.id, kind, "draft", f"# {slug}\n\nUn texte.\n", slug=slug)
            made = pages.create(session, kept.actor("referente"), new)
            made.audience_key = audience or made.audience_key
    for path in ("trappes/ouverte", "trappes/nulle-part", "trappes", "trappes/a-moi"):
        with pytest.raises(Invalid) as refused:
            kept.add(replace(MEETING, page=path))
        assert set(refused.value.errors) == {"page"}
    number = kept.add(replace(MEETING, page="trappes/jouer"))

    curator = kept.actor("curatrice")
    with kept.write() as session:
        row = session.get_one(ProgrammeEvent, number)
        present = queries.entry_of(session, curator, EventEntry, row)
        assert isinstance(present, EventEntry)
        assert present.page == ""
        assert queries.pages_of(session, kept.actor("membre"), [row])[row.page_id or 0].slug == "jouer"
        assert [page.slug for page in queries.scenarios_of(session, kept.actor("membre"), row.territory)] == [
            "jouer"
        ]
    kept.act(service.change, number, replace(MEETING, words="Autrement"), present.digest(), by="curatrice")
    with kept.write() as session:
        assert session.get_one(ProgrammeEvent, number).page_id is not None
    kept.act(service.change, number, replace(MEETING, words="Sans"))
    with kept.write() as session:
        assert session.get_one(ProgrammeEvent, number).page_id is None


# The way of a territory


@on_sqlite
def test_the_last_decision_makes_the_state_and_every_one_is_kept(kept: Kept) -> None:
    first = kept.add(StepEntry("vivier", date(2015, 9, 15), "CMA"), by="curatrice")
    kept.add(StepEntry("pilote", date(2026, 3, 1), "Comité"), by="curatrice")
    kept.add(StepEntry("candidat", date(2020, 1, 1)), by="curatrice")
    unknown = kept.add(StepEntry("retenu"), by="curatrice")
    with kept.write() as session:
        found = queries.programme(session, kept.actor(), by_slug(session, "trappes"))
        assert found.territory.state == "pilote"
        assert [step.state for step in found.steps] == ["retenu", "vivier", "candidat", "pilote"]
        assert [(state.state, state.is_reached, state.is_current) for state in found.states] == [
            ("vivier", True, False), ("candidat", True, False), ("pilote", True, True), ("retenu", False, False)
        ]  # fmt: skip
        assert found.states[0].step is not None
        assert found.states[0].step.body == "CMA"
        assert found.states[3].step is None

    kept.act(service.change, unknown, StepEntry("retenu", date(2026, 6, 1)), by="curatrice")
    with kept.write() as session:
        assert by_slug(session, "trappes").state == "retenu"
        moves = session.scalar(select(func.count()).where(AuditEntry.act == "territory.state_changed"))
        assert moves == 2
    for number in (first, unknown):
        kept.act(service.remove, StateStep, number, by="curatrice")
    with kept.write() as session:
        steps = queries.steps_of(session, by_slug(session, "trappes"))
        assert by_slug(session, "trappes").state == "pilote"
    kept.act(service.remove, StateStep, steps[0].id, by="curatrice")
    with pytest.raises(Invalid):
        kept.act(service.remove, StateStep, steps[1].id, by="curatrice")


# Completeness


def test_completeness_counts_what_is_there_in_one_statement(kept: Kept) -> None:
    def percent() -> tuple[int, set[str]]:
        with kept.write() as session:
            found = completeness(session, by_slug(session, "trappes"))
            assert [item.key for item in found.items] == list(ITEMS)
            return found.percent, {item.key for item in found.missing}

    before, missing = percent()
    assert {"sponsors", "budget", "self_financing", "milestones", "events", "college", "stewards"} <= missing
    assert not {"referent", "ambassador"} & missing
    steps = [
        (replace(LINE, source="public"), "budget"), (LINE, "self_financing"), (SPONSOR, "sponsors"),
        (MILESTONE, "milestones"), (MEETING, "events"),
    ]  # fmt: skip
    for entry, key in steps:
        kept.add(entry)
        after, now_missing = percent()
        assert after > before
        assert missing - now_missing == {key}
        before, missing = after, now_missing
    with kept.write() as session:
        ids = [by_slug(session, slug).id for slug in ("trappes", "nantes")]
        assert set(completeness_of(session, [*ids, 9999])) == set(ids)


def test_values_are_told_as_people_write_them(app: Flask) -> None:
    with app.test_request_context():
        assert [shown("is_done", True), shown("cents", 12050), shown("words", "")] == ["oui", "120,50", "…"]
        assert shown("source", "own").startswith("Autofinancement")
        assert shown("starts_at", time(14, 5)) == "14:05"
        assert "2026" in shown("starts_on", date(2026, 5, 1))
        assert shown("state", "retenu") == "Projet retenu"


@on_sqlite
def test_who_may_only_read_for_a_while_keeps_nothing(kept: Kept) -> None:
    actor = replace(kept.actor("referente"), suspended_until=now() + timedelta(days=1))
    with kept.write() as session:
        place = by_slug(session, "trappes")
        assert not can(actor, Permission.PROGRAMME_EDIT, place)
        with pytest.raises(Forbidden):
            service.add(session, actor, place, LINE)


@on_sqlite
def test_a_state_changed_on_the_sheet_leaves_a_step_too(kept: Kept) -> None:
    curator = kept.actor("curatrice")
    with kept.write() as session:
        place = by_slug(session, "trappes")
        sheet = territories.sheet_of(place)
        territories.update_sheet(session, curator, place, replace(sheet, place="Yvelines"))
        territories.update_sheet(session, curator, place, replace(sheet, state="pilote"))
        made = territories.create(session, curator, territories.Sheet("Redon"))
        session.flush()

        steps = [(step.state, step.author_id) for step in queries.steps_of(session, place)]
        assert steps == [("pilote", curator.user_id)]
        assert [step.state for step in queries.steps_of(session, made)] == ["vivier"]
