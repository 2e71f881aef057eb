"""Versions of the equivalents: who may write them, and two who write at once."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, func, select

from wiki.db import read_session
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.permissions import Actor
from wiki.synonyms import queries, service
from wiki.synonyms.merging import together
from wiki.synonyms.models import EquivalentsVersion
from wiki.synonyms.service import Change, Faulty, Meanwhile

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Write = Callable[[], Any]
LIST = "# Santé\nEHPAD, maison de retraite\n\n# École\nprof, professeur\nvélo, bicyclette\n"


@pytest.fixture
def curator(app: Flask, people: dict[str, int]) -> Actor:
    return Actor(people["curatrice"], site_role="curator", rules=app.extensions["wiki.rules"])


@pytest.fixture
def save(app: Flask, write: Write, curator: Actor) -> Callable[..., int]:
    """Save a list as the curator; the number of the version in force."""

    def act(text: str, base: int, **more: str) -> int:
        with app.test_request_context(), write() as session:
            return service.save(session, curator, Change(base, text, **more)).number

    return act


def text_now(app: Flask) -> str:
    with app.app_context():
        current = queries.current(read_session())
        return current.text if current else ""


@sqlite_only
def test_each_save_is_a_version_that_tells_who_and_why(
    app: Flask, save: Callable[..., int], curator: Actor
) -> None:
    assert save(LIST, 0, summary="Premiers mots") == 1
    assert save(LIST + "ruche, apiculture", 1) == 2
    with app.app_context():
        first = queries.version(read_session(), 1)
        assert (first.author_id, first.summary, first.text) == (curator.user_id, "Premiers mots", LIST)
        with pytest.raises(NotFound):
            queries.version(read_session(), 3)


@sqlite_only
def test_saying_the_same_again_makes_no_version(save: Callable[..., int]) -> None:
    assert save(LIST, 0) == save(LIST.replace("\n", "\r\n"), 1) == 1


def test_an_earlier_version_comes_back_as_a_new_one(
    app: Flask, write: Write, save: Callable[..., int], curator: Actor
) -> None:
    save(LIST, 0)
    save("prof, professeur\n", 1)
    with app.test_request_context(), write() as session:
        assert service.restore(session, curator, 1).number == 3
    assert text_now(app) == LIST


@sqlite_only
@pytest.mark.parametrize("role", ["", "reviewer"])
def test_only_the_national_team_writes(app: Flask, write: Write, people: dict[str, int], role: str) -> None:
    actor = Actor(people["nina"], site_role=role, rules=app.extensions["wiki.rules"])
    with app.test_request_context(), write() as session:
        with pytest.raises(Forbidden):
            service.save(session, actor, Change(0, LIST))
        with pytest.raises(Forbidden):
            service.restore(session, actor, 1)


def test_two_who_change_different_lines_both_win(app: Flask, save: Callable[..., int]) -> None:
    save(LIST, 0)
    save(LIST.replace("prof, professeur", "prof, professeur, enseignant"), 1)
    assert save(LIST.replace("EHPAD, maison", "EHPAD, hospice, maison"), 1) == 3
    assert "EHPAD, hospice, maison de retraite" in text_now(app)
    assert "prof, professeur, enseignant" in text_now(app)


@sqlite_only
def test_two_who_change_the_same_line_lose_nothing(app: Flask, save: Callable[..., int]) -> None:
    save(LIST, 0)
    save(LIST.replace("prof, professeur", "prof, professeur, enseignant"), 1)
    with pytest.raises(Meanwhile) as conflict:
        save(LIST.replace("prof, professeur", "prof, professeur, maître"), 1)
    assert isinstance(conflict.value, Conflict)
    both = conflict.value.text
    assert "\nprof, professeur, enseignant\nprof, professeur, maître\nvélo, bicyclette\n" in both
    with pytest.raises(Faulty):  # the group stands there twice until somebody decides
        save(both, 2)
    assert save(LIST.replace("prof, professeur", "prof, professeur, enseignant, maître"), 2) == 3


def test_two_who_add_the_same_word_are_told_of_it(save: Callable[..., int]) -> None:
    save(LIST, 0)
    save(LIST.replace("EHPAD, maison", "EHPAD, hospice, maison"), 1)
    with pytest.raises(Faulty) as error:
        save(LIST.replace("prof, professeur", "prof, professeur, hospice"), 1)
    assert error.value.base_number == 2
    assert "EHPAD, hospice" in error.value.text
    assert "professeur, hospice" in error.value.text


@sqlite_only
@pytest.mark.parametrize("text", ["", "seul", "x" * 100_001])
def test_what_cannot_be_used_is_refused(save: Callable[..., int], text: str) -> None:
    with pytest.raises(Invalid):
        save(text, 0)


@sqlite_only
def test_a_version_that_never_was_is_no_start(save: Callable[..., int]) -> None:
    save(LIST, 0)
    with pytest.raises(Invalid):
        save(LIST + "ruche, apiculture", 7)


@sqlite_only
def test_a_wiki_gets_its_first_list_once(app: Flask, write: Write, save: Callable[..., int]) -> None:
    for _ in range(2):
        with write() as session:
            service.ensure_equivalents(session)
            assert session.scalar(select(func.count()).select_from(EquivalentsVersion)) == 1
    save(LIST, 1)
    with write() as session:
        service.ensure_equivalents(session)
    assert text_now(app) == LIST


@sqlite_only
def test_groups_cost_no_statement_while_nothing_changes(app: Flask, save: Callable[..., int]) -> None:
    with app.app_context():
        assert queries.groups(read_session()) == ()
    save(LIST, 0)
    with app.app_context():
        assert queries.groups(read_session()) == (
            ("EHPAD", "maison de retraite"),
            ("prof", "professeur"),
            ("vélo", "bicyclette"),
        )
    asked: list[str] = []
    engine = app.extensions["wiki.database"].engine
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    # PostgreSQL tells by a statement that nothing changed.
    with app.app_context():
        assert len(queries.groups(read_session())) == 3
    assert [statement for statement in asked if "pg_current_snapshot" not in statement] == []


@sqlite_only
def test_two_who_add_a_line_at_the_same_place_both_win(app: Flask, save: Callable[..., int]) -> None:
    save(LIST, 0)
    save(LIST + "ruche, apiculture\n", 1)
    save(LIST + "CFA, centre de formation d'apprentis\n", 1)
    assert text_now(app).endswith("ruche, apiculture\nCFA, centre de formation d'apprentis\n")


@sqlite_only
def test_a_line_that_one_removed_and_another_changed_is_asked_about(save: Callable[..., int]) -> None:
    save(LIST, 0)
    save(LIST.replace("vélo, bicyclette\n", ""), 1)
    with pytest.raises(Meanwhile) as conflict:
        save(LIST.replace("bicyclette", "bicyclette, VTT"), 1)
    assert conflict.value.text.endswith("vélo, bicyclette, VTT\n")


@given(*[st.lists(st.sampled_from(["a1, b1", "a1, c1", "d1, e1. f1", "- x, y", "# z", ""]), max_size=5)] * 3)
def test_nothing_that_somebody_changed_is_left_out(
    base: list[str], ours: list[str], theirs: list[str]
) -> None:
    texts = ["\n".join(lines) + "\n" for lines in (base, ours, theirs)]
    merged = together(*texts).text.split("\n")
    assert set(ours) - set(base) <= set(merged) | {""}
    assert set(theirs) - set(base) <= set(merged) | {""}
