"""Adapting, and taking what the origin improved: some, all or none, again and again."""

import pytest
from sqlalchemy import select

from scenarios.adaptation import service
from tests.scenarios.adaptation.conftest import CLIMATE, Adapted
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.pages.keeping import HERE, Place, Words, keep
from wiki.pages.models import Draft, Page
from wiki.pages.settling import Unsettled
from wiki.rendering.head import read_head
from wiki.territories.models import Territory

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Both databases are asked of each way of writing once; what is read and refused is so alike."""
PLACE = ("lieu: Parvis de la gare et square voisin, Trappes (78)", "lieu: Cours des 50-Otages, Nantes")
OURS = ("Lecture des écarts", "Lecture à deux voix des écarts")


class TestAdapting:
    @sqlite_only
    def test_makes_a_private_draft_that_knows_its_revision(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        adapted.change(origin, ("durée: 90 min", "durée: 95 min"))
        child = adapted.adapt(origin, 1)

        page = adapted.page(child)
        head = read_head(page.current.text)

        assert (page.audience, page.kind, page.path.split("/")[0]) == ("draft", "scenario", "nantes")
        assert page.owner_id == adapted.people["nantaise"]
        assert head.territory == "Nantes"
        assert head.get("adapté de") == f"{adapted.page(origin).path}@1"
        assert head.get("durée") == "90 min"
        assert head.get("lieu") == read_head(CLIMATE).get("lieu")
        (source,) = adapted.credit(child, "nantaise").sources
        assert (source.path, source.number) == (adapted.page(origin).path, 1)

    @sqlite_only
    def test_the_name_of_an_origin_that_is_not_public_is_not_written_down(self, adapted: Adapted) -> None:
        origin = adapted.origin(audience="territory")
        child = adapted.adapt(origin, by="membre", place="trappes")
        adapted.change(origin, ("coût: 0 €", "coût: 5 €"))
        adapted.decide(child, ["Coût"], by="membre")

        assert read_head(adapted.text(child)).get("adapté de") == "trappes@1"
        summaries = [version.summary for version in adapted.revisions(adapted.page(child).path)]
        assert summaries == [
            "Adapté, d'après une page non publique, Trappes, version 1",
            "Reprend des améliorations, d'après une page non publique, Trappes, version 2",
        ]

    def test_the_same_form_twice_makes_one_page(self, adapted: Adapted) -> None:
        origin = adapted.origin()

        first, second = (adapted.adapt(origin, form_key="x") for _ in range(2))

        assert first == second
        assert len(adapted.credit(first, "nantaise").sources) == 1

    @sqlite_only
    def test_only_who_creates_pages_there(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        with pytest.raises(Forbidden):
            adapted.adapt(origin, by="referente")
        with pytest.raises(Forbidden):
            adapted.adapt(origin, by="nina")
        assert adapted.adapt(origin, by="curatrice")

    @sqlite_only
    def test_of_what_one_does_not_see_nothing_is_told(self, adapted: Adapted) -> None:
        hidden = adapted.origin(audience="draft")
        for number, page_id in ((1, hidden), (1, 999), (7, adapted.origin(same_title_meant=True))):
            with pytest.raises(NotFound):
                adapted.adapt(page_id, number)

    @sqlite_only
    @pytest.mark.parametrize("licence", ["CC-BY-ND-4.0", "CC-BY-NC-4.0", "tous droits réservés"])
    def test_licences_that_forbid_it(self, adapted: Adapted, licence: str) -> None:
        origin = adapted.origin(
            CLIMATE.replace("licence: CC-BY-SA-4.0", f"licence: {licence}"), audience="draft"
        )
        with pytest.raises(Invalid):
            adapted.adapt(origin, by="referente", place="trappes")
        assert adapted.count() == 1

    @sqlite_only
    def test_back_into_the_ancestor_s_territory_is_a_new_page(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.settle(child, audience="public", kind="scenario", by="nantaise")
        grandchild = adapted.adapt(child, by="referente", place="trappes")

        assert grandchild not in (origin, child)
        assert adapted.page(grandchild).slug == f"{adapted.page(origin).slug[:74]}-2"
        assert [source.territory for source in adapted.credit(grandchild, "referente").sources] == [
            "Nantes",
            "Trappes",
        ]
        found = adapted.following(grandchild, "referente")
        assert found is not None
        assert found.origin.id == child


class TestImprovements:
    def test_all_are_taken_beside_what_the_page_changed(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(child, PLACE, OURS, by="nantaise")
        adapted.change(
            origin, ("fiches de relevé, crayons", "fiches de relevé, crayons, chronomètre"), by="membre"
        )
        assert len(adapted.told(child)) == 1

        done = adapted.decide(child, ["Mesurer"])

        text = adapted.text(child)
        assert (done.taken, done.refused, done.number) == (1, 0, 3)
        assert all(words in text for words in ("chronomètre", OURS[1], PLACE[1]))
        assert adapted.told(child) == []
        assert [
            person.name
            for source in adapted.credit(child, "nantaise").sources
            for person in source.contributors
        ] == [
            "Referente",
            "Membre",
        ]

    @sqlite_only
    def test_the_origin_s_place_is_no_improvement(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(origin, PLACE, ("référent: Ambassadrice climat, Trappes", "référent: Claire"))

        assert adapted.told(child) == []

    @sqlite_only
    def test_what_was_refused_is_asked_again_only_when_it_changes(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(origin, ("effectif: 12 à 24", "effectif: 12 à 20"), ("coût: 0 €", "coût: 5 €"))
        assert len(adapted.told(child)) == 2

        done = adapted.decide(child, ["Coût"])

        assert (done.taken, done.refused) == (1, 1)
        assert adapted.told(child) == []
        assert len(adapted.improvements(child).refused_ones) == 1
        adapted.change(origin, ("coût: 5 €", "coût: 6 €"))
        assert [sentence.split(" ")[0] for sentence in adapted.told(child)] == ["Coût"]
        adapted.decide(child, ["Coût"])
        assert "coût: 6 €" in adapted.text(child)
        assert "effectif: 12 à 24" in adapted.text(child)
        adapted.change(origin, ("effectif: 12 à 20", "effectif: 10 à 18"))
        assert [sentence.split(" ")[0] for sentence in adapted.told(child)] == ["Effectif"]

    @sqlite_only
    def test_nothing_taken_saves_no_revision_and_owes_nothing(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(origin, ("coût: 0 €", "coût: 5 €"))

        done = adapted.decide(child)

        assert (done.taken, done.refused, done.number) == (0, 1, None)
        assert adapted.page(child).current.number == 1
        assert adapted.told(child) == []
        assert [source.number for source in adapted.credit(child, "nantaise").sources] == [1]

    @sqlite_only
    def test_what_was_refused_may_be_taken_later(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(origin, ("coût: 0 €", "coût: 5 €"))
        adapted.decide(child)

        adapted.decide(child, ["Coût"])

        assert "coût: 5 €" in adapted.text(child)
        assert adapted.improvements(child).asked == []

    @sqlite_only
    def test_what_both_did_alike_is_not_asked(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(origin, ("coût: 0 €", "coût: 5 €"))
        adapted.change(child, ("coût: 0 €", "coût: 5 €"), by="nantaise")

        assert adapted.told(child) == []

    @sqlite_only
    def test_the_same_passage_is_a_question_and_its_answer_is_kept(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(child, ("effectif: 12 à 24", "effectif: 8 à 12"), by="nantaise")
        adapted.change(origin, ("effectif: 12 à 24", "effectif: 12 à 20"))

        with pytest.raises(Unsettled) as asked:
            adapted.decide(child, ["Effectif"])
        assert len(asked.value.merge.conflicts) == 1
        assert adapted.page(child).current.number == 2

        answers = {"conflit-1-choix": "texte", "conflit-1-texte": "effectif: 8 à 20\n"}
        adapted.decide(child, ["Effectif"], answers=answers, answered=2)

        assert "effectif: 8 à 20\n" in adapted.text(child)
        assert adapted.told(child) == []

    @sqlite_only
    def test_an_answer_for_one_s_own_words_saves_no_revision(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(child, ("effectif: 12 à 24", "effectif: 8 à 12"), by="nantaise")
        adapted.change(origin, ("effectif: 12 à 24", "effectif: 12 à 20"))

        done = adapted.decide(child, ["Effectif"], answers={"conflit-1-choix": "ours"}, answered=2)

        assert (done.taken, done.number) == (1, None)
        assert [source.number for source in adapted.credit(child, "nantaise").sources] == [1]
        assert adapted.told(child) == []

    def test_two_people_deciding_at_once_decide_once(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(origin, ("coût: 0 €", "coût: 5 €"))
        shown = adapted.following(child)
        assert shown is not None
        adapted.decide(child, ["Coût"])

        with pytest.raises(Conflict):
            adapted.decide(child, seen=shown.mark)

    @sqlite_only
    def test_a_list_that_was_decided_about_decides_nothing_more(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(origin, ("coût: 0 €", "coût: 5 €"), OURS)
        adapted.decide(child)
        shown = adapted.following(child)
        assert shown is not None
        adapted.decide(child, chosen=frozenset({0}))

        with pytest.raises(Conflict):
            adapted.decide(child, seen=shown.mark, chosen=frozenset({0}))

        assert OURS[0] in adapted.text(child)

    def test_what_somebody_was_writing_stays_kept(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(origin, ("coût: 0 €", "coût: 5 €"))
        actor = adapted.actor("nantaise")
        with adapted.write() as session:
            place = Place.of(session.get_one(Page, child))
            keep(session, actor, place, Words("# Mon brouillon\n", 1), HERE)

        adapted.decide(child, ["Coût"])

        with adapted.look() as session:
            assert session.scalars(select(Draft.text)).all() == ["# Mon brouillon\n"]

    @sqlite_only
    def test_an_answer_says_nothing_of_words_that_were_not_shown(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(origin, ("effectif: 12 à 24", "effectif: 12 à 20"))
        adapted.change(child, ("effectif: 12 à 24", "effectif: 8 à 12"), by="nantaise")
        adapted.change(child, ("effectif: 8 à 12", "effectif: 6 à 10"), by="nantaise")

        with pytest.raises(Unsettled):
            adapted.decide(child, ["Effectif"], answers={"conflit-1-choix": "theirs"}, answered=2)

        assert "effectif: 6 à 10" in adapted.text(child)

    @sqlite_only
    def test_a_licence_that_closed_meanwhile(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(origin, ("licence: CC-BY-SA-4.0", "licence: CC-BY-ND-4.0"), ("coût: 0 €", "coût: 5 €"))

        with pytest.raises(Invalid):
            adapted.decide(child, ["Coût"])
        assert "coût: 0 €" in adapted.text(child)

    @sqlite_only
    def test_only_who_edits_the_page(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.settle(child, audience="public", kind="scenario", by="nantaise")
        with pytest.raises(Forbidden):
            adapted.decide(child, by="referente", seen="", number=1, chosen=frozenset())

    @sqlite_only
    def test_a_page_without_origin_has_nothing_to_decide(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        assert adapted.following(origin) is None
        actor = adapted.actor("referente")
        with adapted.write() as session, pytest.raises(NotFound):
            service.decide(session, actor, service.Decision(origin, "", 1, frozenset()))


class TestChains:
    @sqlite_only
    def test_improvements_come_from_the_direct_origin(self, adapted: Adapted) -> None:
        first = adapted.origin()
        second = adapted.adapt(first)
        adapted.settle(second, audience="public", kind="scenario", by="nantaise")
        third = adapted.adapt(second, by="rennaise", place="rennes")
        adapted.change(first, ("coût: 0 €", "coût: 5 €"))

        assert adapted.told(third, "rennaise") == []
        adapted.decide(second, ["Coût"])
        assert len(adapted.told(third, "rennaise")) == 1
        adapted.decide(third, ["Coût"], by="rennaise")
        assert [source.territory for source in adapted.credit(third, "rennaise").sources] == [
            "Nantes",
            "Trappes",
        ]

    def test_they_come_from_its_origin_once_it_is_hidden(self, adapted: Adapted) -> None:
        first = adapted.origin()
        second = adapted.adapt(first)
        adapted.change(second, OURS, by="nantaise")
        adapted.settle(second, audience="public", kind="scenario", by="nantaise")
        third = adapted.adapt(second, 2, by="rennaise", place="rennes")
        adapted.settle(second, audience="draft", kind="scenario", by="nantaise")
        adapted.change(first, ("coût: 0 €", "coût: 5 €"))

        assert [sentence.split(" ")[0] for sentence in adapted.told(third, "rennaise")] == ["Coût"]
        adapted.decide(third, ["Coût"], by="rennaise")
        assert OURS[1] in adapted.text(third)
        assert adapted.told(third, "rennaise") == []

    @sqlite_only
    def test_a_hidden_origin_alone_has_nothing_to_give(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.settle(origin, audience="territory", kind="scenario")

        assert adapted.following(child) is None

    @sqlite_only
    def test_a_renamed_origin_and_territory_are_still_followed(self, adapted: Adapted) -> None:
        origin = adapted.origin()
        child = adapted.adapt(origin)
        adapted.change(
            origin, ("# Lire le climat de son quartier", "# Lire la ville"), ("coût: 0 €", "coût: 5 €")
        )
        with adapted.write() as session:
            session.get_one(Territory, adapted.page(origin).territory_id).name = "Trappes-en-Yvelines"

        assert len(adapted.told(child)) == 2
        (source,) = adapted.credit(child, "nantaise").sources
        assert source.title.startswith("Lire la ville")
        assert source.territory == "Trappes-en-Yvelines"
