"""Drafts: no window overwrites another, nothing is lost for a day, nothing is kept for ever."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.wiki.pages.conftest import at_once
from wiki.db import now
from wiki.errors import Forbidden, Invalid
from wiki.pages import keeping
from wiki.pages.keeping import HERE, Hand, Place, Words, WrittenElsewhere
from wiki.pages.models import Draft, Page

TEXT = "# Lire le climat\n\nUne phrase.\n"
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What says nothing of the engine."""


class Desk:
    """One person who writes a page, from several windows."""

    def __init__(self, pages: Any, by: str = "referente") -> None:
        self.pages = pages
        self.actor = pages.actor(by)
        self.page_id = pages.create(TEXT)

    def keep(self, text: str, hand: Hand = HERE, form_key: str | None = None) -> int:
        """The version of the draft once this is kept."""
        with self.pages.write() as session:
            page = session.get_one(Page, self.page_id)
            place = Place.to_create(form_key, "page") if form_key else Place.of(page)
            return keeping.keep(session, self.actor, place, Words(text, 1), hand).version

    def drafts(self, *, are_given_up: bool = False) -> list[str]:
        which = Draft.given_up_at.is_not(None) if are_given_up else Draft.given_up_at.is_(None)
        with self.pages.look() as session:
            return list(session.scalars(select(Draft.text).where(which).order_by(Draft.id)))


@pytest.fixture
def desk(pages: Any) -> Desk:
    return Desk(pages)


def test_a_window_that_knows_the_draft_goes_on_and_one_that_does_not_is_refused(desk: Desk) -> None:
    first = desk.keep("Un.", Hand(0, "a", 1))
    second = desk.keep("Deux.", Hand(first, "b", 1))
    with pytest.raises(WrittenElsewhere) as refused:
        desk.keep("Trois.", Hand(first, "a", 2))
    assert (refused.value.draft.text, refused.value.draft.version) == ("Deux.", second)
    assert desk.drafts() == ["Deux."]


def test_an_answer_that_was_lost_keeps_nobody_from_going_on(desk: Desk) -> None:
    desk.keep("Un.", Hand(0, "a", 1))
    desk.keep("Un, deux.", Hand(0, "a", 2))
    assert desk.drafts() == ["Un, deux."]


@sqlite_only
def test_what_arrives_late_changes_nothing(desk: Desk) -> None:
    desk.keep("Nouveau.", Hand(0, "a", 2))
    desk.keep("Ancien.", Hand(0, "a", 1))
    assert desk.drafts() == ["Nouveau."]


@sqlite_only
def test_two_windows_that_say_the_same_need_no_choice(desk: Desk) -> None:
    desk.keep("Pareil.", Hand(0, "a", 1))
    assert desk.keep("Pareil.", Hand(0, "b", 1)) == 2


@sqlite_only
def test_who_decides_to_go_on_here_can_bring_the_other_text_back(desk: Desk) -> None:
    desk.keep("De l'autre.", Hand(0, "a", 1))
    desk.keep("D'ici.", Hand(0, "b", 1, is_decided=True))
    assert desk.drafts() == ["D'ici."]
    assert desk.drafts(are_given_up=True) == ["De l'autre."]
    with desk.pages.write() as session:
        keeping.bring_back(
            session, session.scalars(select(Draft).where(Draft.given_up_at.is_not(None))).one()
        )
    assert desk.drafts() == ["De l'autre."]
    assert desk.drafts(are_given_up=True) == ["D'ici."]


@sqlite_only
def test_a_text_that_gives_way_is_kept_aside(desk: Desk) -> None:
    desk.keep("De l'autre.")
    with desk.pages.write() as session:
        place = Place.of(session.get_one(Page, desk.page_id))
        keeping.set_aside(session, desk.actor, place, Words("D'ici.", 1))
    assert (desk.drafts(), desk.drafts(are_given_up=True)) == (["De l'autre."], ["D'ici."])


def test_windows_that_begin_at_the_same_moment_make_one_draft(desk: Desk) -> None:
    errors = at_once(6, lambda number: desk.keep(f"Texte {number}", Hand(0, f"w{number}", 1)))
    assert [type(error) for error in errors] == [WrittenElsewhere] * 5
    assert len(desk.drafts()) == 1


def test_windows_that_follow_the_same_version_do_not_both_write(desk: Desk) -> None:
    version = desk.keep("Un.", Hand(0, "a", 1))
    errors = at_once(4, lambda number: desk.keep(f"Texte {number}", Hand(version, f"w{number}", 1)))
    assert [type(error) for error in errors] == [WrittenElsewhere] * 3


@sqlite_only
def test_saving_forgets_the_draft_that_was_saved_and_no_other(desk: Desk) -> None:
    version = desk.keep("D'un autre appareil.", Hand(0, "a", 1))
    desk.pages.edit(desk.page_id, 1, TEXT + "\nPlus.\n", draft=Hand(0, "b", 1))
    assert desk.drafts() == ["D'un autre appareil."]
    desk.pages.edit(desk.page_id, 2, TEXT + "\nEncore.\n")
    assert desk.drafts() == ["D'un autre appareil."]
    desk.pages.edit(desk.page_id, 3, TEXT + "\nEnfin.\n", draft=Hand(version))
    assert desk.drafts() == []


@sqlite_only
def test_a_draft_that_says_what_the_page_says_is_none(desk: Desk) -> None:
    version = desk.keep("Autre chose.", Hand(0, "a", 1))
    with desk.pages.write() as session:
        page = session.get_one(Page, desk.page_id)
        hand = Hand(version, "a", 2)
        assert keeping.keep_of_page(session, desk.actor, page, Words(TEXT.strip(), 1), hand) is None
        assert keeping.keep_of_page(session, desk.actor, page, Words(TEXT + "Plus.", 1), hand) is not None
    assert desk.drafts() == [TEXT + "Plus."]


@sqlite_only
def test_each_page_to_create_has_its_own_draft_and_goes_with_its_creation(desk: Desk) -> None:
    desk.keep("Une page.", Hand(0, "a", 1), form_key="k1")
    desk.keep("Une autre.", Hand(0, "a", 2), form_key="k2")
    assert desk.drafts() == ["Une page.", "Une autre."]
    desk.pages.create("# Une page\n\nTexte.\n", form_key="k1", draft=Hand(1))
    assert desk.drafts() == ["Une autre."]


@sqlite_only
def test_drafts_have_an_end_in_number_and_in_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST", 2)
    monkeypatch.setattr(keeping, "MOST_GIVEN_UP", 1)
    for number in range(2):
        desk.keep(f"Texte {number}", form_key=f"k{number}")
    with pytest.raises(Invalid, match="2"):
        desk.keep("Un de trop.", form_key="k3")
    with desk.pages.write() as session:
        for draft in session.scalars(select(Draft).order_by(Draft.id)):
            keeping.give_up(session, draft)
    assert desk.drafts(are_given_up=True) == ["Texte 1"]
    with desk.pages.write() as session:
        assert keeping.sweep(session) == 0
        assert keeping.sweep(session, now() + keeping.GRACE + timedelta(minutes=1)) == 1
    desk.keep("Oublié.")
    with desk.pages.write() as session:
        assert keeping.sweep(session, now() + keeping.LIFETIME - timedelta(hours=1)) == 0
        assert keeping.sweep(session, now() + keeping.LIFETIME + timedelta(hours=1)) == 1


@sqlite_only
def test_a_visitor_keeps_nothing(desk: Desk) -> None:
    desk.actor = desk.pages.actor("")
    with pytest.raises(Forbidden):
        desk.keep("Rien.")
    with desk.pages.write() as session:
        place = Place.of(session.get_one(Page, desk.page_id))
        with pytest.raises(Forbidden):
            keeping.set_aside(session, desk.actor, place, Words("Rien."))
        keeping.drop(session, desk.actor, HERE, "Rien.", page_id=desk.page_id)
        assert keeping.find(session, desk.actor, page_id=desk.page_id) is None
        assert session.scalar(select(func.count(Draft.id))) == 0
