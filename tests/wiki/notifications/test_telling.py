"""Who hears of what, once, and only what they may know."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from tests import factories
from tests.wiki.notifications.conftest import Place
from wiki.accounts.models import User
from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.activity.service import tell
from wiki.db import now
from wiki.notifications.models import Notice
from wiki.pages import service as pages
from wiki.pages.models import Page
from wiki.provenance.models import ADAPTED, Derivation
from wiki.territories import memberships
from wiki.territories.models import Membership, Territory
from wiki.themes.models import Tag, Theme
from wiki.trash import service as trash

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def ids(place: Place, page_id: int) -> dict[str, int]:
    with place.write() as session:
        page = session.get_one(Page, page_id)
        climat = session.scalars(select(Theme).where(Theme.name == "Climat")).one()
        return {
            "page": page.id,
            "territory": page.territory_id,
            "theme": climat.id,
            "family": climat.family_id,
            "tag": session.scalars(select(Tag.id)).one(),
        }


@pytest.mark.parametrize("kind", ["page", "territory", "theme", "family", "tag"])
@sqlite_only
def test_each_way_of_following_a_page_tells_of_its_edits(place: Place, kind: str) -> None:
    page = place.page()
    place.drain()
    place.follow("nina", kind, ids(place, page)[kind])

    place.edit(page, "Encore.")
    place.drain()

    assert place.said("nina") == [(happens.PAGE_EDITED, kind, 1)]
    assert place.said("membre") == [], "one's own acts are not told"
    assert place.said("referente") == [(happens.PAGE_EDITED, "mine", 1)]
    assert place.said("curatrice") == []


def test_edits_of_a_person_are_one_line_until_it_is_read(place: Place) -> None:
    page = place.page()
    place.drain()
    for words in ("Un.", "Deux."):
        place.edit(page, words)
    place.drain()
    place.edit(page, "Trois.")
    place.drain()

    [notice] = place.told("referente")
    assert (notice.count, notice.first_id, notice.about_id) == (3, 2, 4)

    with place.write() as session:
        session.execute(update(Notice).values(read_at=now()))
    place.edit(page, "Quatre.")
    place.edit(page, "Cinq.", by="curatrice")
    place.drain()
    assert [count for _kind, _reason, count in place.said("referente")] == [3, 1, 1]


@sqlite_only
def test_a_new_page_that_is_completed_is_one_new_page(place: Place) -> None:
    with place.write() as session:
        trappes = session.scalars(select(Territory.id).where(Territory.slug == "trappes")).one()
    place.follow("nina", "territory", trappes)
    page = place.page()
    place.edit(page, "Encore.", by="referente")
    place.drain()

    assert place.said("nina") == [(happens.PAGE_CREATED, "territory", 2)]


def test_what_one_may_not_read_is_not_told(place: Place) -> None:
    page = place.page(audience="territory")
    place.drain()
    place.follow("nina", "territory", ids(place, page)["territory"])
    place.follow("ambassadeur", "territory", ids(place, page)["territory"])
    place.edit(page, "Entre nous.")
    place.page("Brouillon", audience="draft")
    place.drain()

    assert place.said("nina") == []
    assert place.said("ambassadeur") == [(happens.PAGE_EDITED, "territory", 1)]


@sqlite_only
def test_rights_are_asked_when_it_is_told(place: Place) -> None:
    page = place.page()
    place.drain()
    place.follow("nina", "page", page)
    place.edit(page, "Encore.")
    with place.write() as session:
        pages.settle(session, place.actor(session, "referente"), page, kind="page", audience="territory")
    place.drain()

    assert place.said("nina") == []


@sqlite_only
def test_minor_edits_are_for_those_who_want_everything(place: Place) -> None:
    page = place.page()
    place.drain()
    place.follow("nina", "page", page, level="important")
    place.follow("curatrice", "page", page)
    place.edit(page, "Coquille.", minor=True)
    place.drain()

    assert (place.said("nina"), len(place.said("curatrice"))) == ([], 1)


@sqlite_only
def test_a_silenced_page_stays_silent_but_for_what_is_meant_for_the_person(place: Place) -> None:
    page = place.page()
    place.drain()
    place.follow("nina", "territory", ids(place, page)["territory"])
    place.follow("nina", "page", page, level="none")
    place.follow("referente", "mine", level="none")
    place.edit(page, "Encore.")
    with place.write() as session:
        tell(
            session, place.people["membre"], happens.PERSON_MENTIONED, page_id=page, about_id=1,
            user_ids=[place.people["nina"]],
        )  # fmt: skip
    place.drain()

    assert place.said("nina") == [(happens.PERSON_MENTIONED, "direct", 1)]
    assert place.said("referente") == []


@sqlite_only
def test_links_rewritten_in_many_pages_are_told_to_nobody(place: Place) -> None:
    made = [place.page(f"Page {number}") for number in range(4)]
    place.drain()
    for page in made:
        place.edit(page, "Un lien.", minor=True)
    place.drain()

    assert place.said("referente") == []


@sqlite_only
def test_many_pages_at_once_are_one_line(place: Place) -> None:
    made = [place.page(f"Page {number}") for number in range(7)]
    place.drain()
    place.follow("nina", "territory", ids(place, made[0])["territory"])
    place.follow("nina", "page", made[3])
    for page in made:
        place.edit(page, "Défait.", by="curatrice")
    place.drain()

    assert place.said("nina") == [(happens.PAGE_EDITED, "page", 1), (happens.PAGE_EDITED, "territory", 6)]
    assert place.told("nina")[1].page_id is None


@sqlite_only
def test_what_was_brought_in_with_its_dates_is_no_news(place: Place) -> None:
    page = place.page()
    place.drain()
    with place.write() as session:
        for days, number in ((2, 7), (0, 8)):
            tell(
                session, place.people["membre"], happens.PAGE_EDITED, page_id=page, about_id=number,
                at=now() - timedelta(days=days),
            )  # fmt: skip
    place.drain()

    assert [notice.about_id for notice in place.told("referente")] == [8]


def test_a_job_that_runs_twice_tells_once(place: Place) -> None:
    page = place.page()
    place.drain()
    place.edit(page, "Encore.")
    with place.write() as session:
        last = session.scalars(select(Happening.id).order_by(Happening.id.desc()).limit(1)).one()
    place.drain()
    with place.app.app_context():
        place.app.extensions["wiki.jobs"].handler("notifications.tell")([{"happenings": [last]}])

    assert place.said("referente") == [(happens.PAGE_EDITED, "mine", 1)]


@sqlite_only
def test_a_request_to_join_waits_for_the_referents_and_its_answer_is_told(place: Place) -> None:
    with place.write() as session:
        trappes = factories.territory(session, "trappes")
        asked = memberships.ask(session, place.actor(session, "nina"), trappes)
        number = asked.id
        nantes = factories.territory(session, "nantes")
        memberships.ask(session, place.actor(session, "nina"), nantes)
    place.drain()
    assert place.said("referente") == [(happens.MEMBERSHIP_ASKED, "awaited", 1)]
    assert place.said("curatrice") == [(happens.MEMBERSHIP_ASKED, "awaited", 1)], "Nantes has no referent"

    with place.write() as session:
        trappes = factories.territory(session, "trappes")
        memberships.admit(session, place.actor(session, "referente"), trappes, number)
    place.drain()
    assert place.said("nina") == [(happens.MEMBERSHIP_GIVEN, "direct", 1)]


@sqlite_only
def test_an_adaptation_is_told_to_the_authors_of_its_origin_when_it_is_shared(place: Place) -> None:
    origin = place.page()
    made = place.page("Lire le vent", by="membre", audience="draft")
    with place.write() as session:
        page = session.get_one(Page, origin)
        session.add(
            Derivation(
                page_id=made, number=1, kind=ADAPTED, source_id=origin, source_number=1,
                territory_id=page.territory_id, licence="CC BY-SA 4.0",
            )
        )  # fmt: skip
    place.drain()
    assert place.said("referente") == []

    with place.write() as session:
        pages.settle(session, place.actor(session, "membre"), made, kind="page", audience="public")
    place.drain()
    assert place.said("referente") == [(happens.PAGE_SHARED, "adaptations", 1)]
    with place.write() as session:
        adapted = session.scalars(select(Happening).where(Happening.kind == happens.PAGE_ADAPTED)).one()
        assert (adapted.page_id, adapted.about_id) == (origin, made)


@sqlite_only
def test_a_deleted_page_is_told_to_who_could_read_it(place: Place, client_of: Any) -> None:
    page, inside = place.page(), place.page("Interne", audience="territory")
    place.drain()
    for handle in ("nina", "ambassadeur"):
        place.follow(handle, "territory", ids(place, page)["territory"])
    with place.write() as session:
        for number in (page, inside):
            trash.delete(session, place.actor(session, "referente"), number, "Doublon")
    place.drain()

    assert [notice.page_id for notice in place.told("nina")] == [page]
    assert [notice.page_id for notice in place.told("ambassadeur")] == [page, inside]
    listed = client_of("ambassadeur").get("/notifications").text
    assert "Interne" in listed
    assert "a supprimé cette page" in listed

    with place.write() as session:
        session.execute(delete(Membership).where(Membership.user_id == place.people["ambassadeur"]))
    assert "Interne" not in client_of("ambassadeur").get("/notifications").text
    assert [notice.page_id for notice in place.told("ambassadeur")] == [page]


@sqlite_only
def test_accounts_that_may_not_be_used_are_told_nothing(place: Place) -> None:
    page = place.page()
    place.drain()
    for handle in ("nina", "curatrice"):
        place.follow(handle, "page", page)
    with place.write() as session:
        session.get_one(User, place.people["nina"]).blocked_at = now()
        session.get_one(User, place.people["curatrice"]).deleted_at = now()
    place.edit(page, "Encore.")
    place.drain()

    assert place.said("nina") == place.said("curatrice") == []
