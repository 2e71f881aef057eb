"""What a name written in a text means."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy.orm import Session

from wiki.errors import NotFound
from wiki.permissions import Actor
from wiki.themes import queries, service

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

pytestmark = pytest.mark.usefixtures("seeded")
Write = Callable[[], AbstractContextManager[Session]]


def test_names_are_understood_however_they_are_typed_and_once(write: Write) -> None:
    with write() as session:
        themes, unknown = queries.resolve(session, ["SANTE", "santé", "economie  solidaire", "Bien être"])

    assert [(theme.name, theme.family_key) for theme in themes] == [
        ("Santé", "nutrition"),
        ("Économie solidaire", "entrepreneuriat"),
        ("Bien-être", "urbanite"),
    ]
    assert unknown == {}


@sqlite_only
def test_an_unknown_name_comes_with_close_ones(write: Write) -> None:
    with write() as session:
        _, unknown = queries.resolve(session, ["Citoyeneté", "zzz", "🌳"])

    assert unknown == {"Citoyeneté": ["Citoyenneté"], "zzz": [], "🌳": []}


@sqlite_only
def test_a_theme_of_two_names_is_suggested_once(write: Write, curator: Actor) -> None:
    with write() as session:
        service.rename(session, curator, queries.theme(session, "Citoyenneté"), "Citoyennetés")
        _, unknown = queries.resolve(session, ["Citoyeneté"])

    assert unknown == {"Citoyeneté": ["Citoyennetés"]}


@sqlite_only
@pytest.mark.parametrize("name", ["sciences", "Sciences et technologies innovantes · Numérique"])
def test_the_name_of_a_family_suggests_its_themes(write: Write, name: str) -> None:
    with write() as session:
        themes, unknown = queries.resolve(session, [name])

    assert themes == []
    assert unknown == {name: ["Sciences et technologies innovantes", "Numérique"]}


@sqlite_only
def test_a_text_with_many_unknown_names_gets_suggestions_for_the_first(write: Write) -> None:
    names = [f"Citoyeneté {number:02}" for number in range(40)]
    with write() as session:
        _, unknown = queries.resolve(session, names)

    assert [bool(unknown[name]) for name in names] == [True] * 20 + [False] * 20


@sqlite_only
def test_a_family_shows_its_retired_themes_on_its_page(write: Write, curator: Actor) -> None:
    with write() as session:
        service.retire(session, curator, queries.theme(session, "Santé"))
        found = queries.family(session, "nutrition")
        nothing = queries.family(session, "sante")

    assert found is not None
    assert [theme.retired for theme in found.themes] == [False, True, False, False]
    assert nothing is None


@sqlite_only
def test_what_was_never_named_is_not_found(write: Write) -> None:
    with write() as session:
        tag = service.ensure_tag(session, "Vélo")
        assert queries.tag(session, "velo") is tag
        with pytest.raises(NotFound):
            queries.tag(session, "voiture")
        with pytest.raises(NotFound):
            queries.theme(session, "voiture")
