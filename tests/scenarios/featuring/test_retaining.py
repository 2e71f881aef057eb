"""What may be retained, what is copied, and what takes the copy away."""

from typing import Any

import pytest
from sqlalchemy import select

from scenarios.featuring import service
from scenarios.featuring.models import REMOVED, REPLACED, Feature, FeatureFile
from tests import factories
from tests.scenarios.adaptation.conftest import CLIMATE, add_people
from tests.scenarios.featuring.conftest import TITLE, Retained
from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.attachments import blobs
from wiki.attachments.purging import purge_file, purge_version
from wiki.audit.models import AuditEntry
from wiki.db import now
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.finding.marks import featured_among
from wiki.outbox.models import Change
from wiki.pages.models import Page
from wiki.pages.purging import erase

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PNG = b"a picture"


class TestWhatMayBeRetained:
    @sqlite_only
    @pytest.mark.parametrize("audience", ["members", "territory"])
    def test_a_page_hidden_before_it_was_ever_public_never(self, nation: Retained, audience: str) -> None:
        """The copy is everybody's: a page that is not must not get out through it."""
        page_id = nation.scenario(audience=audience, by="admin")

        with pytest.raises((Invalid, NotFound)):
            nation.retain(page_id, by="admin")

    @sqlite_only
    def test_a_private_draft_is_not_even_known(self, nation: Retained) -> None:
        page_id = nation.scenario(audience="draft")

        with pytest.raises(NotFound):
            nation.retain(page_id)

    @sqlite_only
    def test_a_page_of_the_trash_is_not(self, nation: Retained) -> None:
        page_id = nation.scenario()
        nation.trash(page_id)

        with pytest.raises((Invalid, NotFound)):
            nation.retain(page_id, by="admin")

    @sqlite_only
    def test_neither_another_kind_nor_another_licence_nor_a_missing_version(self, nation: Retained) -> None:
        plain = nation.create(CLIMATE, kind="page")
        closed = nation.create(
            CLIMATE.replace("licence: CC-BY-SA-4.0", "licence: CC-BY-NC-4.0"), kind="scenario",
            same_title_meant=True, as_found=True,
        )  # fmt: skip
        for page_id in (plain, closed):
            with pytest.raises(Invalid):
                nation.retain(page_id)
        with pytest.raises(NotFound):
            nation.retain(nation.scenario(same_title_meant=True), 7)

    @sqlite_only
    def test_a_withdrawn_version_is_not(self, nation: Retained) -> None:
        page_id = nation.scenario()
        nation.vandalise(page_id)
        nation.withdraw(page_id, 1)

        with pytest.raises(Invalid):
            nation.retain(page_id, 1)

    @sqlite_only
    def test_only_the_national_team(self, nation: Retained) -> None:
        page_id = nation.scenario()
        for handle in ("referente", "relectrice", "nina"):
            with pytest.raises(Forbidden):
                nation.retain(page_id, by=handle)


class TestTheCopy:
    @sqlite_only
    def test_a_feature_is_as_its_version_was(self, nation: Retained) -> None:
        page_id = nation.scenario()
        nation.vandalise(page_id)
        found = nation.feature(nation.retain(page_id, 1, nomination_id=7))

        assert found.title == TITLE
        assert (found.number, found.nomination_id, found.territory_name) == (1, 7, "Trappes")
        assert dict(found.facts["head"])["durée"] == "90 min"
        assert found.credit["writers"] == [nation.people["referente"]]
        assert found.credit["licence"] == "CC-BY-SA-4.0"
        assert (found.renew_by - now().date()).days in (364, 365)

    def test_retained_again_it_is_the_same_and_another_version_takes_its_place(
        self, nation: Retained
    ) -> None:
        first_page, other_page = nation.scenario(), nation.scenario(same_title_meant=True)
        first = nation.retain(first_page)
        nation.retain(other_page)
        assert nation.retain(first_page, nomination_id=3) == first
        assert nation.feature(first).nomination_id == 3
        words = service.Words("Parce que.", nation.feature(first).renew_by)
        nation.do(service.introduce, first, 0, words)

        nation.edit(first_page, 1, CLIMATE.replace("coût: 0 €", "coût: 5 €"))
        second = nation.retain(first_page, 2)
        assert nation.feature(first).ending == REPLACED
        assert nation.order()[0] == second
        assert nation.feature(second).introduction == "Parce que."

    @sqlite_only
    def test_it_is_written_down_told_and_marked_for_search(self, nation: Retained) -> None:
        page_id = nation.scenario()
        feature_id = nation.retain(page_id)

        with nation.look() as session:
            happening = session.scalars(
                select(Happening).where(Happening.kind == happens.PAGE_FEATURED)
            ).one()
            assert (happening.page_id, happening.about_id) == (page_id, 1)
            entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "feature.retained")).one()
            assert entry.thing_id == feature_id
            assert featured_among(session, [page_id, 99]) == {page_id}
            assert session.scalars(select(Change.page_id)).all()[-1] == page_id

    @sqlite_only
    def test_credit_of_an_adaptation_names_what_it_owes(
        self, nation: Retained, people: dict[str, int]
    ) -> None:
        add_people(nation.write, people)
        origin = nation.scenario()
        child = nation.adapt(origin)
        nation.change(child, ("coût: 0 €", "coût: 5 €"), by="nantaise")
        nation.settle(child, audience="public", kind="scenario", by="nantaise")
        found = nation.feature(nation.retain(child, 2))

        owed = found.credit["sources"]
        assert [(one["page_id"], one["number"], one["is_origin"]) for one in owed] == [(origin, 1, True)]
        assert owed[0]["contributors"] == [people["referente"]]


class TestWhatTakesItAway:
    @sqlite_only
    def test_nothing_that_becomes_of_the_page(self, nation: Retained) -> None:
        page_id = nation.scenario()
        feature_id = nation.retain(page_id)
        nation.vandalise(page_id)
        nation.settle(page_id, audience="territory", kind="page")
        nation.trash(page_id)
        with nation.write() as session:
            # As the trash empties itself with the days.
            erase(session, [page_id])

        found = nation.feature(feature_id)
        assert (found.title, found.page_id, found.is_running) == (TITLE, None, True)
        assert nation.order() == [feature_id]

    @sqlite_only
    def test_a_withdrawn_version(self, nation: Retained) -> None:
        page_id = nation.scenario()
        feature_id = nation.retain(page_id)
        nation.vandalise(page_id)
        nation.withdraw(page_id, 1)

        self.assert_taken_away(nation, feature_id)
        with nation.look() as session:
            assert featured_among(session, [page_id]) == frozenset()

    def test_the_purge_of_the_page(self, nation: Retained) -> None:
        page_id = nation.scenario()
        feature_id = nation.retain(page_id)
        nation.trash(page_id)
        nation.purge(page_id)

        self.assert_taken_away(nation, feature_id)

    @staticmethod
    def assert_taken_away(nation: Retained, feature_id: int) -> None:
        with nation.look() as session:
            found = session.get_one(Feature, feature_id)
            assert found.ending == REMOVED
            assert not found.is_running
            kept = (
                found.title,
                found.text,
                found.html,
                found.summary,
                found.introduction,
                found.facts,
                found.credit,
            )
            assert not any(kept)
            assert not found.themes
        assert nation.order() == []
        for verb in (service.resume, service.renew):
            with pytest.raises(NotFound):
                nation.do(verb, feature_id)


class TestFiles:
    """Pictures are held by the names of their bytes, as long as nobody takes them out for good."""

    @pytest.fixture
    def shown(self, nation: Retained) -> tuple[int, int, int]:
        """A page with a picture, retained: page, file, feature."""
        page_id, hidden_id = nation.scenario(), nation.scenario(audience="territory", same_title_meant=True)
        with nation.write() as session:
            page, hidden = session.get_one(Page, page_id), session.get_one(Page, hidden_id)
            file_id = factories.file(session, page, PNG).id
            secret = factories.file(session, hidden, b"secret").id
        text = (
            f"{CLIMATE}\n![Un point](/fichiers/{file_id}/image.png) ![Secret](/fichiers/{secret}/image.png)\n"
        )
        nation.edit(page_id, 1, text)
        return page_id, file_id, nation.retain(page_id, 2)

    def files(self, nation: Retained, feature_id: int) -> list[int]:
        with nation.look() as session:
            query = select(FeatureFile.file_id).where(FeatureFile.feature_id == feature_id)
            return list(session.scalars(query))

    def unnamed(self, nation: Retained) -> Any:
        with nation.look() as session:
            return blobs.unnamed(session, now(), 10)

    def test_they_outlive_the_page_and_others_are_not_held(
        self, nation: Retained, shown: tuple[int, int, int]
    ) -> None:
        page_id, file_id, feature_id = shown
        assert self.files(nation, feature_id) == [file_id]
        nation.trash(page_id)
        with nation.write() as session:
            erase(session, [page_id])

        assert self.files(nation, feature_id) == [file_id]
        assert self.unnamed(nation) == []

    @sqlite_only
    def test_a_purged_file_or_version_goes(self, nation: Retained, shown: tuple[int, int, int]) -> None:
        _page_id, file_id, feature_id = shown
        admin = nation.actor("admin")
        with nation.write() as session:
            purge_version(session, admin, file_id, 1, reason="Visage")
        assert self.files(nation, feature_id) == [file_id]
        with nation.write() as session:
            purge_version(session, admin, file_id, 2, reason="Visage")
        assert self.files(nation, feature_id) == []

    @sqlite_only
    def test_a_purged_file_goes_with_its_bytes(self, nation: Retained, shown: tuple[int, int, int]) -> None:
        _page_id, file_id, feature_id = shown
        admin = nation.actor("admin")
        with nation.write() as session:
            purge_file(session, admin, file_id, reason="Visage")

        assert self.files(nation, feature_id) == []
        assert len(self.unnamed(nation)) == 1

    @sqlite_only
    def test_the_purge_of_the_page_of_a_file_takes_it_from_others(
        self, nation: Retained, shown: tuple[int, int, int]
    ) -> None:
        page_id, file_id, _feature_id = shown
        other = nation.create(
            f"{CLIMATE}\n![](/fichiers/{file_id}/image.png)\n", kind="scenario", same_title_meant=True
        )
        feature_id = nation.retain(other)
        assert self.files(nation, feature_id) == [file_id]
        nation.trash(page_id)
        nation.purge(page_id)

        assert self.files(nation, feature_id) == []
        assert nation.feature(feature_id).is_running
