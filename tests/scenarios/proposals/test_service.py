"""Offering changes to the origin, and what becomes of them."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from scenarios.proposals import queries, service
from tests.scenarios.adaptation.conftest import CLIMATE
from tests.scenarios.proposals.conftest import Offered
from wiki.accounts.models import User
from wiki.db import now
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.pages.followers import erase_private
from wiki.pages.models import Page
from wiki.pages.settling import Unsettled

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Both databases are asked of each way of writing once; what is read and refused is so alike."""
OURS = ("Lecture des écarts", "Lecture à deux voix des écarts")
COST = ("coût: 0 €", "coût: 5 €")
PLACE = ("lieu: Parvis de la gare et square voisin, Trappes (78)", "lieu: Cours des 50-Otages, Nantes")


@pytest.fixture
def pair(offered: Offered) -> tuple[int, int]:
    """Trappes' page and Nantes' adaptation, which changed its place, one activity and the cost."""

    def arrange() -> tuple[int, int]:
        origin = offered.origin()
        child = offered.adapt(origin)
        offered.change(child, OURS, COST, PLACE, by="nantaise")
        return origin, child

    return offered.beginning.once("pair", arrange)


class TestOffering:
    @sqlite_only
    def test_own_changes_without_the_place(self, offered: Offered, pair: tuple[int, int]) -> None:
        told = offered.offerable(pair[1])

        assert len(told) == 2
        assert not any("Lieu" in sentence or "Nantes" in sentence for sentence in told)

    @sqlite_only
    def test_what_is_offered_or_taken_is_not_offered_again(
        self, offered: Offered, pair: tuple[int, int]
    ) -> None:
        offered.offer(pair[1], ["Coût"])
        assert len(offered.offerable(pair[1])) == 1
        offered.change(pair[0], OURS)
        assert offered.offerable(pair[1]) == []

    def test_the_same_form_twice_is_one_offer(self, offered: Offered, pair: tuple[int, int]) -> None:
        first = offered.offer(pair[1], ["Coût"])

        assert offered.offer(pair[1], [], chosen=frozenset({0})) == first

    @sqlite_only
    def test_what_is_missing_is_asked_for(self, offered: Offered, pair: tuple[int, int]) -> None:
        for wanted, reason, place in (
            ([], "Parce que", "changement"),
            (["Coût"], " ", "reason"),
            (["Coût"], "x" * 1001, "reason"),
        ):
            with pytest.raises(Invalid) as refused:
                offered.offer(pair[1], wanted, reason=reason)
            assert place in refused.value.errors

    @sqlite_only
    def test_a_page_that_moved_on_is_looked_at_again(self, offered: Offered, pair: tuple[int, int]) -> None:
        with pytest.raises(Conflict):
            offered.offer(pair[1], ["Coût"], number=1)

    @sqlite_only
    def test_only_who_edits_the_page(self, offered: Offered, pair: tuple[int, int]) -> None:
        offered.settle(pair[1], audience="public", kind="scenario", by="nantaise")
        with pytest.raises(Forbidden):
            offered.offer(pair[1], ["Coût"], by="membre")

    @sqlite_only
    def test_a_page_without_origin_offers_nothing(self, offered: Offered, pair: tuple[int, int]) -> None:
        offered.settle(pair[0], audience="territory", kind="scenario")
        assert offered.offerable(pair[1]) == []
        actor = offered.actor("nantaise")
        with offered.write() as session, pytest.raises(NotFound):
            service.offer(session, actor, service.NewProposal(pair[1], 2, 1, frozenset({0}), "Encore"))

    @sqlite_only
    def test_a_licence_that_does_not_fit(self, offered: Offered) -> None:
        origin = offered.origin(CLIMATE.replace("CC-BY-SA-4.0", "CC-BY-4.0"))
        child = offered.adapt(origin)
        offered.change(child, ("licence: CC-BY-4.0", "licence: CC-BY-SA-4.0"), COST, by="nantaise")
        with pytest.raises(Invalid):
            offered.offer(child, ["Coût"])

    @sqlite_only
    def test_not_without_end(
        self, offered: Offered, pair: tuple[int, int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("scenarios.proposals.service.MOST_SHOWN", 1)
        offered.offer(pair[1], ["Coût"])
        with pytest.raises(Invalid):
            offered.offer(pair[1], ["Partager"], reason="Autre raison")

    @sqlite_only
    def test_withdrawing(self, offered: Offered, pair: tuple[int, int]) -> None:
        made = offered.offer(pair[1], ["Coût"])
        with pytest.raises(NotFound):
            offered.withdraw(pair[0], made, by="referente")
        offered.withdraw(pair[1], made)

        assert offered.proposal(made).state == "withdrawn"
        assert len(offered.offerable(pair[1])) == 2
        for late in (lambda: offered.withdraw(pair[1], made), lambda: offered.accept(made)):
            with pytest.raises(Conflict):
                late()


class TestAnswering:
    def test_accepted_whole_with_the_origin_s_own_changes_kept(
        self, offered: Offered, pair: tuple[int, int]
    ) -> None:
        origin, child = pair
        made = offered.offer(child, ["Coût", "Partager"])
        offered.change(origin, ("effectif: 12 à 24", "effectif: 10 à 20"))

        done = offered.accept(made, answer="Merci !")

        text = offered.text(origin)
        assert (done.state, done.accepted_number, done.answer) == ("accepted", 3, "Merci !")
        assert all(words in text for words in (OURS[1], COST[1], "effectif: 10 à 20"))
        assert PLACE[1] not in text
        assert "Plus vivant" in offered.page(origin).current.summary
        (source,) = offered.credit(origin, "nantaise").sources
        assert (source.territory, [person.name for person in source.contributors]) == ("Nantes", ["Nantaise"])
        assert not source.is_origin
        assert [str(choice.change).split(" ")[0] for choice in offered.improvements(child).open] == [
            "Effectif"
        ]
        assert offered.offerable(child) == []

    @sqlite_only
    def test_accepted_in_part(self, offered: Offered, pair: tuple[int, int]) -> None:
        made = offered.offer(pair[1], ["Coût", "Partager"])

        done = offered.accept(made, {0})

        text = offered.text(pair[0])
        assert done.state == "partly"
        assert (COST[1] in text) != (OURS[1] in text)

    @sqlite_only
    def test_the_same_passage_is_a_question(self, offered: Offered, pair: tuple[int, int]) -> None:
        made = offered.offer(pair[1], ["Coût"])
        offered.change(pair[0], ("coût: 0 €", "coût: 2 €"))
        with pytest.raises(Unsettled):
            offered.accept(made)
        assert offered.proposal(made).is_open

        offered.accept(made, answers={"conflit-1-choix": "theirs"}, answered=2)

        assert COST[1] in offered.text(pair[0])

    @sqlite_only
    def test_what_is_there_already_is_accepted_without_a_revision(
        self, offered: Offered, pair: tuple[int, int]
    ) -> None:
        made = offered.offer(pair[1], ["Coût"])
        offered.change(pair[0], COST)

        done = offered.accept(made)

        assert (done.state, done.accepted_number) == ("accepted", None)
        assert offered.page(pair[0]).current.number == 2

    @sqlite_only
    def test_declined_with_words(self, offered: Offered, pair: tuple[int, int]) -> None:
        made = offered.offer(pair[1], ["Coût"])
        with pytest.raises(Invalid):
            offered.decline(made, "  ")
        offered.decline(made)

        with offered.look() as session:
            (news,) = queries.made_by(session, session.get_one(Page, pair[1]))
            assert (news.state, news.answer, news.answerer.name if news.answerer else "") == (
                "declined",
                "Trop long pour nous",
                "Referente",
            )
        assert offered.text(pair[0]) == CLIMATE

    @sqlite_only
    @pytest.mark.parametrize("handle", ["membre", "ambassadeur", "nantaise", "nina"])
    def test_only_who_decides_on_the_page(self, offered: Offered, pair: tuple[int, int], handle: str) -> None:
        made = offered.offer(pair[1], ["Coût"])
        with pytest.raises(Forbidden):
            offered.accept(made, by=handle)
        with pytest.raises(Forbidden):
            offered.decline(made, by=handle)

    @sqlite_only
    def test_of_another_page_it_is_none(self, offered: Offered, pair: tuple[int, int]) -> None:
        made = offered.offer(pair[1], ["Coût"])
        other = offered.create("# Autre\n\nTexte.\n")
        actor = offered.actor("referente")
        with offered.write() as session, pytest.raises(NotFound):
            service.accept(session, actor, service.Acceptance(made, other, frozenset({0})))
        with offered.write() as session, pytest.raises(NotFound):
            service.accept(session, actor, service.Acceptance(999, other, frozenset({0})))

    @sqlite_only
    def test_nothing_chosen_is_no_acceptance(self, offered: Offered, pair: tuple[int, int]) -> None:
        made = offered.offer(pair[1], ["Coût"])
        with pytest.raises(Invalid):
            offered.accept(made, ())

    def test_an_offer_outlives_its_page_and_its_author_stays_thanked(
        self, offered: Offered, pair: tuple[int, int]
    ) -> None:
        made = offered.offer(pair[1], ["Coût"])
        with offered.write() as session:
            gone = {"name": "Compte supprimé", "deleted_at": now()}
            session.execute(update(User).where(User.handle == "nantaise").values(**gone))
        with offered.app.app_context():
            erase_private(offered.app.extensions["wiki.database"], offered.people["nantaise"])

        offered.accept(made)

        (source,) = offered.credit(pair[0]).sources
        assert (source.territory, source.title) == ("Nantes", "")
        assert [person.name for person in source.contributors] == ["Compte supprimé"]


def test_an_answer_is_news_for_a_month() -> None:
    def told(days: int) -> dict[str, object]:
        return {
            "proposals.answered": now() - timedelta(days=days),
            "proposals.answer": [["Trappes", "declined", None]],
        }

    assert queries.fresh_answer(told(29)) == ("Trappes", "declined", None)
    assert queries.fresh_answer(told(31)) is None
    assert queries.fresh_answer({"proposals.answered": None, "proposals.answer": []}) is None
