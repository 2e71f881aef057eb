"""Order, introduction, renewal, end; and whom the national team hears of what is due."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from scenarios.featuring import queries, service
from scenarios.featuring.models import Feature
from scenarios.featuring.reminding import remind_all
from scenarios.featuring.service import Words
from tests.scenarios.featuring.conftest import TITLE, Retained
from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.db import now
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.jobs.worker import drain
from wiki.notifications.models import Notice

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def three(nation: Retained) -> list[int]:
    """Three features, in the order in which they were retained."""
    return [nation.retain(nation.scenario(same_title_meant=True)) for _ in range(3)]


def in_days(days: int) -> date:
    return now().date() + timedelta(days=days)


class TestOrder:
    def test_one_place_at_a_time_and_once_if_sent_twice(self, nation: Retained, three: list[int]) -> None:
        a, b, c = three
        nation.do(service.move, c, 2, -1)
        nation.do(service.move, c, 2, -1)
        assert nation.order() == [a, c, b]

    @sqlite_only
    def test_two_who_order_at_once_notice(self, nation: Retained, three: list[int]) -> None:
        a, b, c = three
        nation.do(service.move, a, 0, 1)
        with pytest.raises(Conflict):
            nation.do(service.move, b, 1, 1)
        with pytest.raises(Conflict):
            nation.do(service.move, c, 2, 1)
        assert nation.order() == [b, a, c]

    @sqlite_only
    def test_one_that_ended_has_no_place(self, nation: Retained, three: list[int]) -> None:
        nation.do(service.end, three[0], "Dépassé")
        with pytest.raises(Conflict):
            nation.do(service.move, three[0], 0, 1)
        with pytest.raises(NotFound):
            nation.do(service.move, 99, 0, 1)


class TestIntroduction:
    def test_two_who_write_at_once_notice_and_the_second_may_insist(self, nation: Retained) -> None:
        feature_id = nation.retain(nation.scenario())
        mine, theirs = Words("Le mien.", in_days(90)), Words("Le leur.", in_days(30))
        nation.do(service.introduce, feature_id, 0, theirs)
        with pytest.raises(service.Rewritten) as refused:
            nation.do(service.introduce, feature_id, 0, mine)
        assert refused.value.now.introduction == "Le leur."
        nation.do(service.introduce, feature_id, refused.value.now.turn, mine)
        nation.do(service.introduce, feature_id, 0, mine)
        assert nation.feature(feature_id).introduction == "Le mien."

    @sqlite_only
    def test_words_and_days_that_cannot_be_kept(self, nation: Retained) -> None:
        feature_id = nation.retain(nation.scenario())
        for words, place in (
            (Words("x" * 2001, in_days(90)), "introduction"),
            (Words("", in_days(0)), "renew_by"),
            (Words("", in_days(3000)), "renew_by"),
        ):
            with pytest.raises(Invalid) as refused:
                nation.do(service.introduce, feature_id, 0, words)
            assert set(refused.value.errors) == {place}


class TestEnding:
    @sqlite_only
    def test_it_ends_with_a_reason_once_and_comes_back(self, nation: Retained, three: list[int]) -> None:
        a, b, c = three
        for reason in (" ", "x" * 301):
            with pytest.raises(Invalid):
                nation.do(service.end, a, reason)
        nation.do(service.end, a, "Dépassé")
        nation.do(service.end, a, "Autre chose")
        assert nation.feature(a).reason == "Dépassé"
        assert nation.order() == [b, c]
        with pytest.raises(Conflict):
            nation.do(service.renew, a)
        nation.do(service.resume, a)
        nation.do(service.resume, a)
        assert nation.order() == [b, c, a]

    @sqlite_only
    def test_not_beside_another_version_of_the_same_page(self, nation: Retained) -> None:
        page_id = nation.scenario()
        first = nation.retain(page_id)
        nation.change(page_id, ("coût: 0 €", "coût: 5 €"))
        nation.retain(page_id, 2)
        with pytest.raises(Conflict):
            nation.do(service.resume, first)

    @sqlite_only
    def test_one_that_ended_is_read_by_who_reads_its_page(self, nation: Retained) -> None:
        page_id = nation.scenario()
        feature_id = nation.retain(page_id)
        nation.do(service.end, feature_id, "Dépassé")
        visitor = nation.actor("")
        with nation.look() as session:
            assert queries.shown(session, visitor, feature_id).title == TITLE
            assert [card.id for card in queries.ended(session, visitor, None, 5)] == [feature_id]
            assert queries.ended(session, visitor, feature_id, 5) == []
        nation.settle(page_id, audience="territory", kind="scenario")
        with nation.look() as session:
            with pytest.raises(NotFound):
                queries.shown(session, visitor, feature_id)
            assert queries.ended(session, visitor, None, 5) == []

    @sqlite_only
    def test_only_the_national_team(self, nation: Retained, three: list[int]) -> None:
        for verb, given in (
            (service.move, (three[0], 0, 1)), (service.end, (three[0], "x")), (service.resume, (three[0],)),
            (service.renew, (three[0],)), (service.introduce, (three[0], 0, Words("", in_days(9)))),
            (queries.kept, ()), (queries.ended_by_hand, ()), (queries.feature, (three[0],)),
        ):  # fmt: skip
            with pytest.raises(Forbidden):
                nation.do(verb, *given, by="referente")


class TestReminding:
    @pytest.fixture
    def told(self, nation: Retained, people: dict[str, int]) -> Callable[[], list[str]]:
        """What the national team's notices say, after what is due was done."""

        def outcomes() -> list[str]:
            with nation.app.app_context():
                remind_all()
            drain(nation.app)
            with nation.look() as session:
                query = select(Notice).where(Notice.kind == happens.FEATURE_DUE)
                found = session.scalars(query.order_by(Notice.id)).all()
                assert {one.user_id for one in found} <= {people["curatrice"]}
                return [str(one.details["outcome"]) for one in found]

        return outcomes

    @sqlite_only
    def test_of_a_date_once_and_again_when_it_was_renewed(
        self, nation: Retained, told: Callable[[], list[str]]
    ) -> None:
        feature_id = nation.retain(nation.scenario())
        assert told() == []
        nation.do(service.introduce, feature_id, 0, Words("", in_days(12)))
        assert told() == ["feature.due"]
        assert told() == ["feature.due"]
        assert nation.do(service.renew, feature_id).renew_by == in_days(365)
        # What is as late already is not renewed a second time.
        assert nation.do(service.renew, feature_id).turn == 2
        assert told() == ["feature.due"]
        nation.do(service.introduce, feature_id, 2, Words("", in_days(20)))
        assert told() == ["feature.due", "feature.due"]

    def test_of_a_page_that_is_not_public_any_more_once(
        self, nation: Retained, told: Callable[[], list[str]]
    ) -> None:
        page_id = nation.scenario()
        nation.retain(page_id)
        nation.settle(page_id, audience="territory", kind="scenario")
        assert told() == ["feature.lost"]
        nation.settle(page_id, audience="public", kind="scenario")
        assert told() == ["feature.lost"]
        nation.trash(page_id)
        assert told() == ["feature.lost", "feature.lost"]

    @sqlite_only
    def test_at_once_when_the_page_is_deleted(self, nation: Retained) -> None:
        page_id = nation.scenario()
        feature_id = nation.retain(page_id)
        nation.trash(page_id)

        assert nation.feature(feature_id).lost_at is not None
        with nation.look() as session:
            found = session.scalars(select(Happening).where(Happening.kind == happens.FEATURE_DUE)).one()
            assert found.details["title"] == TITLE

    @sqlite_only
    def test_what_was_told_goes_with_a_purge(self, nation: Retained, told: Callable[[], list[str]]) -> None:
        page_id = nation.scenario()
        nation.retain(page_id)
        nation.trash(page_id)
        assert told() == ["feature.lost"]
        nation.purge(page_id)
        with nation.look() as session:
            for kept in (Happening, Notice):
                query: Any = select(kept).where(kept.kind == happens.FEATURE_DUE)
                assert session.scalars(query).all() == []
            assert session.scalars(select(Feature.title)).all() == [""]
