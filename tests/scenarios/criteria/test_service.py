"""Keeping the grid: a draft that several people work on, published as a version that never changes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from scenarios.criteria import queries, service
from scenarios.criteria.models import MARKS, Criterion, Grid, Wording
from scenarios.criteria.service import Words
from wiki.accounts.queries import actor_of
from wiki.audit.models import AuditEntry
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.permissions import Actor

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NOTHING = Wording("en", "", "", ("", "", "", ""))
WELCOME = Words(
    "conception", Wording("fr", "Accueil", "Comment accueille-t-on ?", ("a", "b", "c", "d")), NOTHING
)


class Kept:
    """The grid of a wiki, changed through the service."""

    def __init__(self, app: Flask, write: Callable[[], Any], people: dict[str, int]) -> None:
        self.app, self.write, self.people = app, write, people
        with write() as session:
            service.ensure_grid(session)

    def actor(self, handle: str = "curatrice") -> Actor:
        with self.app.app_context(), self.app.extensions["wiki.database"].reader() as session:
            return actor_of(session, self.people[handle], self.app.extensions["wiki.rules"])

    def do(self, verb: Callable[..., Any], *given: Any, by: str = "curatrice", **named: Any) -> Any:
        actor = self.actor(by)
        with self.write() as session:
            return verb(session, actor, *given, **named)

    def draft(self) -> Grid:
        actor = self.actor()
        with self.write() as session:
            found = queries.draft(session, actor)
            assert found is not None
            return found

    def current(self) -> Grid:
        with self.write() as session:
            return queries.current(session)

    def of(self, name: str) -> Criterion:
        return next(each for each in self.draft().all_criteria if each.name == name)

    def line(self, axis: str = "conception") -> list[str]:
        return [each.name for each in self.draft().on_axis(axis)]

    def publish(self, summary: str = "Mieux", **named: Any) -> Grid:
        draft = self.draft()
        found: Grid = self.do(service.publish, draft.number, draft.turn, summary, **named)
        return found


@pytest.fixture
def kept(app: Flask, write: Callable[[], Any], people: dict[str, int]) -> Kept:
    return Kept(app, write, people)


@sqlite_only
def test_the_first_grid_is_given_once_and_says_both_languages(kept: Kept, write: Callable[[], Any]) -> None:
    with write() as session:
        service.ensure_grid(session)
        assert len(session.scalars(select(Grid)).all()) == 1
    first = kept.current()
    assert [len(first.on_axis(axis)) for axis in ("conception", "knowledge", "heritages")] == [5, 4, 4]
    assert all(each.french.is_complete and each.english.is_complete for each in first.criteria)
    assert first.number == 1
    assert not first.is_draft


def test_a_draft_is_published_as_the_next_version_and_the_last_one_stays(kept: Kept) -> None:
    before = [each.french for each in kept.current().criteria]
    kept.do(service.begin)
    added = kept.do(service.add, WELCOME)
    assert added.key == "accueil"
    made = kept.publish("Un critère sur l'accueil")

    assert made.number == 2
    assert "Accueil" in [each.name for each in kept.current().criteria]
    with kept.write() as session:
        assert [each.french for each in queries.grid(session, 1).criteria] == before
        assert queries.grid_of(session, made.id).number == 2
        acts = session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts == ["criteria.begun", "criteria.published"]


def test_forms_sent_twice_do_once(kept: Kept) -> None:
    assert kept.do(service.begin).id == kept.do(service.begin).id
    assert kept.do(service.add, WELCOME).id == kept.do(service.add, WELCOME).id
    wit = kept.of("Plaisir")
    kept.do(service.move, wit.id, 1, -1)
    kept.do(service.move, wit.id, 1, -1)
    assert kept.line()[:2] == ["Plaisir", "Confiance"]
    draft = kept.draft()
    first = kept.do(service.publish, draft.number, draft.turn, "Mieux")
    assert kept.do(service.publish, draft.number, draft.turn, "Mieux").id == first.id
    with pytest.raises(Conflict):
        kept.do(service.publish, draft.number, draft.turn, "Autre chose")


@sqlite_only
def test_two_who_order_at_once_notice(kept: Kept) -> None:
    kept.do(service.begin)
    trust, joy = kept.of("Confiance"), kept.of("Plaisir")
    kept.do(service.move, trust.id, 0, 1)
    with pytest.raises(Conflict):
        kept.do(service.move, joy.id, 1, 1)
    with pytest.raises(Conflict):
        kept.do(service.move, trust.id, 1, 7)
    assert kept.line()[:3] == ["Plaisir", "Confiance", "Motivation"]


def test_two_who_reword_at_once_notice_and_the_second_may_insist(kept: Kept) -> None:
    kept.do(service.begin)
    joy = kept.of("Plaisir")
    mine = Words("conception", joy.french._replace(name="Joie"), joy.english)
    theirs = Words("conception", joy.french._replace(name="Envie"), joy.english)
    kept.do(service.change, joy.id, joy.turn, theirs)
    with pytest.raises(service.Reworded) as refused:
        kept.do(service.change, joy.id, joy.turn, mine)
    assert refused.value.now.name == "Envie"
    kept.do(service.change, joy.id, refused.value.now.turn, mine)
    # What it says already is said, whatever was read.
    assert kept.do(service.change, joy.id, 0, mine).name == "Joie"
    assert kept.of("Joie").key == "plaisir"


@sqlite_only
def test_another_axis_puts_a_criterion_at_its_end(kept: Kept) -> None:
    kept.do(service.begin)
    joy = kept.of("Plaisir")
    kept.do(service.change, joy.id, joy.turn, Words("heritages", joy.french, joy.english))
    assert kept.line("heritages")[-1] == "Plaisir"
    assert "Plaisir" not in kept.line()


@sqlite_only
def test_what_is_retired_stays_at_hand_in_later_versions(kept: Kept) -> None:
    kept.do(service.begin)
    kept.do(service.retire, kept.of("Plaisir").id)
    with pytest.raises(Conflict):
        kept.do(service.move, kept.of("Plaisir").id, 0, 1)
    kept.publish()
    assert "Plaisir" not in [each.name for each in kept.current().criteria]
    kept.do(service.begin)
    assert [each.name for each in kept.draft().retired] == ["Plaisir"]
    with pytest.raises(Invalid, match="déjà"):
        kept.do(service.add, replace(WELCOME, french=WELCOME.french._replace(name="plaisir")))
    kept.do(service.bring_back, kept.of("Plaisir").id)
    assert kept.line()[-1] == "Plaisir"


@sqlite_only
def test_beginning_from_an_earlier_version(kept: Kept) -> None:
    kept.do(service.begin)
    kept.do(service.add, WELCOME)
    kept.publish()
    kept.do(service.begin, 1)
    assert "Accueil" not in kept.line()
    assert [each.name for each in kept.draft().retired] == ["Accueil"]
    with pytest.raises(Conflict):
        kept.do(service.begin, 1)


@sqlite_only
def test_a_draft_is_given_up_by_who_read_it(kept: Kept) -> None:
    kept.do(service.begin)
    kept.do(service.add, WELCOME)
    with pytest.raises(Conflict):
        kept.do(service.give_up, 0)
    kept.do(service.give_up, kept.draft().turn)
    with pytest.raises(Conflict):
        kept.do(service.add, WELCOME)
    assert kept.current().number == 1


@sqlite_only
def test_what_keeps_a_version_from_being_published(kept: Kept) -> None:
    kept.do(service.begin)
    with pytest.raises(Invalid, match=r"Rien n.a changé"):
        kept.publish()
    kept.do(service.add, WELCOME)
    for summary, place in (("", "summary"), ("x" * 301, "summary")):
        with pytest.raises(Invalid) as refused:
            kept.publish(summary)
        assert place in refused.value.errors
    draft = kept.draft()
    with pytest.raises(Conflict):
        kept.do(service.publish, draft.number, draft.turn - 1, "Mieux")
    for each in draft.on_axis("heritages"):
        kept.do(service.retire, each.id)
    with pytest.raises(Invalid, match="Patrimoines"):
        kept.publish()


@sqlite_only
def test_words_that_cannot_be_kept(kept: Kept) -> None:
    kept.do(service.begin)
    long = Wording("fr", "x" * 121, "y" * 401, ("z" * 201, "", "c", "d"))
    for words, places in (
        (Words("ailleurs", WELCOME.french, NOTHING), {"axis"}),
        (Words("conception", NOTHING, NOTHING), {"name", "help", *(f"level_{mark}" for mark in MARKS)}),
        (
            Words("conception", long, long),
            {"name", "help", "level_0", "level_1", "name_en", "help_en", "level_0_en"},
        ),
    ):
        with pytest.raises(Invalid) as refused:
            kept.do(service.add, words)
        assert set(refused.value.errors) == places


@sqlite_only
def test_no_more_criteria_than_anybody_reads_and_no_key_twice(kept: Kept) -> None:
    kept.do(service.begin)
    kept.do(service.add, WELCOME)
    welcome = kept.of("Accueil")
    kept.do(
        service.change,
        welcome.id,
        0,
        Words("conception", welcome.french._replace(name="Hospitalité"), NOTHING),
    )
    assert kept.do(service.add, WELCOME).key == "accueil-2"
    while len(kept.draft().all_criteria) < service.MOST_CRITERIA:
        name = f"Critère {len(kept.draft().all_criteria)}"
        kept.do(service.add, replace(WELCOME, french=WELCOME.french._replace(name=name)))
    with pytest.raises(Invalid, match="plus personne"):
        kept.do(service.add, replace(WELCOME, french=WELCOME.french._replace(name="Un de trop")))


@sqlite_only
def test_only_the_national_team(kept: Kept) -> None:
    for verb, given in (
        (service.begin, ()), (service.add, (WELCOME,)), (service.retire, (1,)), (service.publish, (2, 0, "x")),
        (service.give_up, (0,)), (queries.draft, ()),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            kept.do(verb, *given, by="relectrice")


@sqlite_only
def test_what_is_not_there(kept: Kept) -> None:
    kept.do(service.begin)
    with pytest.raises(NotFound):
        kept.do(service.retire, kept.current().criteria[0].id)
    with kept.write() as session:
        for asked in (2, 99):
            with pytest.raises(NotFound):
                queries.grid(session, asked)
        with pytest.raises(NotFound):
            queries.grid_of(session, 99)
