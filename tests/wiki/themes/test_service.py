"""Themes change; what carries them never gets lost."""

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.errors import Forbidden, Invalid
from wiki.permissions import Actor
from wiki.themes import queries, service
from wiki.themes.events import ThemeRenamed, ThemesMerged
from wiki.themes.models import Tag, Theme, ThemeFamily
from wiki.themes.registry import NoPages

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

pytestmark = pytest.mark.usefixtures("seeded")
Write = Callable[[], AbstractContextManager[Session]]


class Moves(NoPages):
    """Pages that note what they were asked to move."""

    def __init__(self) -> None:
        self.made: list[tuple[int, int]] = []

    def move_theme(self, session: Session, old_id: int, new_id: int) -> None:
        self.made.append((old_id, new_id))


def family(session: Session, slug: str) -> ThemeFamily:
    return session.scalars(select(ThemeFamily).where(ThemeFamily.slug == slug)).one()


def heard(app: Flask, kind: type) -> list[object]:
    told: list[object] = []
    app.extensions["wiki.events"].listen(kind, told.append)
    return told


def message(refusal: pytest.ExceptionInfo[Invalid]) -> Mapping[str, object]:
    return refusal.value.errors


@sqlite_only
def test_a_new_wiki_has_seven_families_whose_addresses_never_meet_those_of_themes(write: Write) -> None:
    with write() as session:
        families = queries.families(session)

    slugs = [family.slug for family in families] + [theme.slug for f in families for theme in f.themes]
    assert [family.slug for family in families] == list(service.FAMILIES)
    assert len(set(slugs)) == len(slugs) == 7 + 24
    assert families[0].themes[0].slug == "theme-climat"
    assert families[0].themes[0].family_key == "climat"


@sqlite_only
def test_seeding_again_leaves_what_the_national_team_made_of_it(write: Write, curator: Actor) -> None:
    with write() as session:
        service.rename(session, curator, queries.theme(session, "Santé"), "Prendre soin")
    with write() as session:
        service.ensure_families(session)
        names = [theme.name for theme in queries.families(session)[2].themes]

    assert names == [
        "Nutrition",
        "Prendre soin",
        "Changement des comportements alimentaires",
        "Produire autrement",
    ]


@sqlite_only
def test_a_theme_is_added_at_the_end_of_its_family(write: Write, curator: Actor) -> None:
    with write() as session:
        added = service.add(session, curator, family(session, "arts"), "  Arts   du cirque ")
        last = queries.families(session)[5].themes[-1]

    assert (added.name, added.slug) == ("Arts du cirque", "arts-du-cirque")
    assert last.name == "Arts du cirque"


@sqlite_only
def test_the_first_theme_of_an_empty_family_comes_first(write: Write) -> None:
    with write() as session:
        session.add(ThemeFamily(slug="eau", name="Eau", position=9))
        session.flush()
        placed = service.place_theme(session, family(session, "eau"), "Rivières")

    assert placed.position == 0


@sqlite_only
def test_a_name_that_cannot_be_used_is_refused_with_the_reason(
    write: Write, curator: Actor, subtests: pytest.Subtests
) -> None:
    for name, what in (
        ("  ", "Écrivez"),
        ("a" * 121, "trop long"),
        ("🌳", "ni lettre"),
        ("CLIMAT", "mène déjà"),
        ("theme climat", "mène déjà"),
    ):
        with subtests.test(name), write() as session:
            with pytest.raises(Invalid) as refusal:
                service.add(session, curator, family(session, "arts"), name)

            assert what in str(message(refusal)["name"])


@sqlite_only
def test_a_theme_never_takes_the_address_of_a_family_or_of_the_management_page(
    write: Write, curator: Actor
) -> None:
    with write() as session:
        managed = service.add(session, curator, family(session, "arts"), "Gestion")
        service.add(session, curator, family(session, "arts"), "Thème sciences")
        sciences = service.add(session, curator, family(session, "sciences"), "Sciences")

    assert managed.slug == "theme-gestion"
    assert sciences.slug == "theme-sciences-2"


def test_a_renamed_theme_is_found_by_all_its_names(app: Flask, write: Write, curator: Actor) -> None:
    told = heard(app, ThemeRenamed)
    with write() as session:
        theme = queries.theme(session, "environnement")
        service.rename(session, curator, theme, "Milieux vivants")
    with write() as session:
        found = {queries.theme(session, name).id for name in ("Environnement", "MILIEUX vivants")}
        slug = session.get_one(Theme, theme.id).slug

    assert found == {theme.id}
    assert slug == "milieux-vivants"
    assert told == [ThemeRenamed(theme.id)]


@sqlite_only
def test_a_theme_may_take_back_a_name_of_its_own(write: Write, curator: Actor) -> None:
    with write() as session:
        theme = queries.theme(session, "Climat")
        service.rename(session, curator, theme, "Climats")
        service.rename(session, curator, theme, "climat")

    assert (theme.name, theme.slug) == ("climat", "theme-climat")


def test_merged_themes_share_names_pages_and_what_was_merged_before(
    app: Flask, write: Write, curator: Actor
) -> None:
    told, pages = heard(app, ThemesMerged), Moves()
    with write() as session:
        first, second, third = (queries.theme(session, n) for n in ("Nutrition", "Santé", "Citoyenneté"))
        service.merge(session, curator, first, second, pages)
        service.merge(session, curator, second, third, pages)
    with write() as session:
        themes, unknown = queries.resolve(session, ["Nutrition", "sante", "citoyenneté"])
        successors = {session.get_one(Theme, id_).merged_into_id for id_ in (first.id, second.id)}

    assert [theme.id for theme in themes] == [third.id]
    assert not unknown
    assert successors == {third.id}
    assert pages.made == [(first.id, second.id), (second.id, third.id)]
    assert told == [ThemesMerged(second.id, first.id), ThemesMerged(third.id, second.id)]


@sqlite_only
def test_a_theme_is_merged_only_into_another_that_is_in_use(write: Write, curator: Actor) -> None:
    with write() as session:
        climate, health, bread = (queries.theme(session, n) for n in ("Climat", "Santé", "Nutrition"))
        service.retire(session, curator, health)
        service.merge(session, curator, bread, climate, NoPages())
        for theme, successor in (
            (climate, climate),
            (climate, health),
            (climate, bread),
            (bread, climate),
        ):
            with pytest.raises(Invalid):
                service.merge(session, curator, theme, successor, NoPages())


@sqlite_only
def test_a_retired_theme_is_not_offered_and_still_understood(write: Write, curator: Actor) -> None:
    with write() as session:
        service.retire(session, curator, queries.theme(session, "Numérique"))
        offered = [theme.name for theme in queries.families(session)[6].themes]
        managed = [theme.name for theme in queries.families(session, retired=True)[6].themes]
        themes, unknown = queries.resolve(session, ["Numérique"])
        service.bring_back(session, curator, themes[0])
        again = [theme.name for theme in queries.families(session)[6].themes]

    assert offered == ["Sciences et technologies innovantes"]
    assert managed == again == ["Sciences et technologies innovantes", "Numérique"]
    assert not unknown


@sqlite_only
def test_only_the_national_team_changes_themes(app: Flask, write: Write) -> None:
    member = Actor(user_id=2, territories={1: "referent"}, rules=app.extensions["wiki.rules"])
    with write() as session:
        theme, other = queries.theme(session, "Climat"), queries.theme(session, "Santé")
        for act in (
            lambda: service.add(session, member, family(session, "arts"), "Danse"),
            lambda: service.rename(session, member, theme, "Danse"),
            lambda: service.merge(session, member, theme, other, NoPages()),
            lambda: service.retire(session, member, theme),
            lambda: service.bring_back(session, member, theme),
        ):
            with pytest.raises(Forbidden):
                act()


@sqlite_only
def test_tags_are_made_once_and_keep_their_first_spelling(write: Write) -> None:
    with write() as session:
        made = service.ensure_tags(session, ["Îlot de fraîcheur", "vélo", "Vélo", "🌳", ""])
    with write() as session:
        again = service.ensure_tag(session, "ILOT DE FRAICHEUR")
        nothing = service.ensure_tag(session, "🌳")

    assert [(tag.slug, tag.name) for tag in made] == [
        ("ilot-de-fraicheur", "Îlot de fraîcheur"),
        ("velo", "vélo"),
    ]
    assert again is not None
    assert again.id == made[0].id
    assert nothing is None


def test_a_tag_made_by_two_people_at_once_is_one_tag(app: Flask) -> None:
    database = app.extensions["wiki.database"]
    ready = threading.Barrier(2, timeout=60)

    def make() -> None:
        ready.wait()
        with database.transaction() as session:
            service.ensure_tag(session, "Vélo")

    makers = [threading.Thread(target=make) for _ in range(2)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()

    with database.reader() as session:
        assert session.scalars(select(Tag.slug)).all() == ["velo"]
