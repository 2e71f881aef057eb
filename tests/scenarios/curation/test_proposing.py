"""Who proposes what to the nation, who takes it back, and who reads it."""

import pytest

from scenarios.curation import queries, readers, rules, service
from scenarios.curation.interests import Interested
from tests.scenarios.curation.conftest import Exam
from wiki.activity import kinds as happens
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.pages.models import Page, Revision

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def refused(error: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {name: str(message) for name, message in error.value.errors.items()}


def test_a_referent_proposes_a_version_and_the_national_team_is_told(exam: Exam) -> None:
    page_id = exam.origin()
    exam.version(page_id)

    made = exam.propose(page_id, number=1)

    found = exam.nomination(made)
    assert (found.number, found.state, found.round, found.grid_id) == (1, "waiting", 1, 1)
    assert exam.told(happens.NOMINATION_MADE) == [("", ["curateur", "curatrice", "troisieme"])]


def test_the_same_form_twice_is_one_nomination_and_another_one_waits(exam: Exam) -> None:
    page_id = exam.origin()
    made = exam.propose(page_id)

    assert exam.propose(page_id) == made
    with pytest.raises(service.AlreadyProposed):
        exam.propose(page_id, words="D'autres mots.")


@pytest.mark.parametrize("by", ["membre", "ambassadeur", "nantaise", "relectrice", "nina"])
def test_only_referents_and_the_national_team_propose(exam: Exam, by: str) -> None:
    page_id = exam.origin()

    with pytest.raises(Forbidden):
        exam.propose(page_id, by=by)


def test_what_cannot_be_proposed_is_said(exam: Exam) -> None:
    page_id = exam.origin(audience="members")
    tool = exam.create("---\nthèmes: [Climat]\n---\n# Outil\n\nUn outil.\n", kind="tool")

    with pytest.raises(Invalid, match="pas publique"):
        exam.propose(page_id)
    with pytest.raises(Invalid, match="Seul un scénario"):
        exam.propose(tool)
    with pytest.raises(Invalid, match="existe pas"):
        exam.propose(page_id, number=7)
    with pytest.raises(Invalid, match="quelques phrases"):
        exam.propose(page_id, words="  ")


def test_a_version_with_a_fault_is_not_proposed_while_a_sound_one_is(exam: Exam) -> None:
    page_id = exam.origin()
    text = exam.text(page_id)
    with exam.write() as session:
        # Older versions may have been saved under rules that were less strict.
        for number, old in (
            (2, text.replace("durée:", "longueur:")),
            (3, text.replace("CC-BY-SA-4.0", "CC-BY-NC-4.0")),
        ):
            session.add(
                Revision(page_id=page_id, number=number, text=old, author_id=exam.people["referente"])
            )

    with exam.look() as session:
        page = session.get_one(Page, page_id)
        told = [[str(fault) for fault in service.faults_of(session, page, number)] for number in (1, 2, 3)]
    assert told[0] == []
    assert "faute" in told[1][0]
    assert "commerciaux" in told[2][-1]
    with pytest.raises(Invalid, match="faute"):
        exam.propose(page_id, number=2)
    assert exam.propose(page_id, number=1)


def test_a_closed_call_cannot_be_answered(exam: Exam) -> None:
    page_id = exam.origin()

    with pytest.raises(Invalid) as error:
        exam.propose(page_id, call_id=99)
    assert "call" in refused(error)


def test_who_proposed_withdraws_with_a_reason_and_readers_are_told(exam: Exam) -> None:
    made = exam.proposed()
    exam.assign(made, "relectrice")

    with pytest.raises(Invalid, match="pourquoi"):
        exam.withdraw(made, " ")
    with pytest.raises(Forbidden):
        exam.withdraw(made, by="curatrice")
    exam.withdraw(made)

    assert exam.nomination(made).state == "withdrawn"
    assert exam.awaited(made) == {}
    assert exam.told(happens.OPINION_ASKED)[-1] == ("nomination.withdrawn", ["relectrice"])
    # Whoever follows the page hears of decisions, which are public, and not of this.
    assert exam.told(happens.NOMINATION_DECIDED) == []
    with pytest.raises(Conflict):
        exam.withdraw(made)
    assert exam.propose(exam.nomination(made).page_id) != made


def test_the_national_team_closes_what_is_not_public_any_more(exam: Exam) -> None:
    made = exam.proposed()
    page_id = exam.nomination(made).page_id
    exam.settle(page_id, audience="members", kind="scenario")

    exam.withdraw(made, "La page n'est plus publique", by="curatrice")

    assert exam.nomination(made).closing == "La page n'est plus publique"


def test_a_version_that_was_decided_on_is_not_proposed_again(exam: Exam) -> None:
    made = exam.proposed()
    page_id = exam.nomination(made).page_id
    exam.judged(made)
    exam.decided(made, "declined")

    with pytest.raises(Invalid, match="plus récente"):
        exam.propose(page_id)
    exam.version(page_id)
    assert exam.propose(page_id, number=2) != made


def test_nobody_judges_their_own_territory_or_text(exam: Exam) -> None:
    exam.role("savante", "curator")
    source = exam.origin(by="nantaise", place="nantes")
    exam.version(source, by="savante")
    copy = exam.adapt(source, 2, by="referente", place="trappes")
    exam.settle(copy, audience="public", kind="scenario")
    made = exam.propose(copy)
    expected = {"referente": "territory", "membre": "territory", "nantaise": "origin", "savante": "source"}

    for by, interest in expected.items():
        exam.role(by, "reviewer")
        with pytest.raises(Interested) as error:
            exam.give(made, by)
        assert error.value.interest == interest
        assert str(error.value.sentence)


def test_authors_proposers_and_owners_do_not_judge(exam: Exam) -> None:
    page_id = exam.origin()
    exam.version(page_id, by="curatrice")
    written = exam.propose(page_id, by="curateur", number=2)

    for by, interest in (("curatrice", "author"), ("curateur", "proposer")):
        with pytest.raises(Interested) as error:
            exam.give(written, by)
        assert error.value.interest == interest
        with pytest.raises(Interested):
            exam.assign(written, "relectrice", by=by)


def test_a_curator_asks_readers_and_each_is_told_once(exam: Exam) -> None:
    made = exam.proposed()

    exam.assign(made, "relectrice", "savante")
    exam.assign(made, "relectrice", "curateur")

    assert exam.awaited(made) == dict.fromkeys(("relectrice", "savante", "curateur"), "opinion")
    assert exam.told(happens.OPINION_ASKED) == [
        ("opinion.asked", ["relectrice", "savante"]),
        ("opinion.asked", ["curateur"]),
    ]


def test_who_has_an_interest_cannot_be_asked_and_is_named(exam: Exam) -> None:
    made = exam.proposed()
    exam.join("savante")

    with pytest.raises(Invalid, match=r"Savante fait partie du territoire qui propose\."):
        exam.assign(made, "savante")
    with pytest.raises(Invalid, match="Cochez"):
        exam.assign(made)
    with pytest.raises(Invalid, match="parmi les membres"):
        exam.assign(made, "nina")
    with pytest.raises(Forbidden):
        exam.assign(made, "relectrice", by="relectrice")
    with pytest.raises(NotFound):
        exam.assign(made, "relectrice", by="nina")


def test_a_reader_steps_back_and_may_be_asked_again(exam: Exam) -> None:
    made = exam.proposed()
    exam.assign(made, "relectrice")

    with exam.write() as session:
        readers.refuse(session, exam.actor("relectrice"), made, "En congé.")
    with pytest.raises(Conflict), exam.write() as session:
        readers.refuse(session, exam.actor("relectrice"), made, "En congé.")

    assert exam.awaited(made) == {}
    assert exam.told(happens.OPINION_ASKED)[-1] == ("opinion.refused", ["curatrice"])
    exam.assign(made, "relectrice")
    assert exam.awaited(made) == {"relectrice": "opinion"}


def test_a_declared_interest_is_one(exam: Exam) -> None:
    made = exam.proposed()
    with exam.write() as session:
        readers.recuse(session, exam.actor("relectrice"), made, "Mon fils est dans cette classe.")

    with pytest.raises(Interested) as error, exam.write() as session:
        readers.take(session, exam.actor("relectrice"), made)
    assert error.value.interest == "declared"
    with pytest.raises(Invalid), exam.write() as session:
        readers.recuse(session, exam.actor("savante"), made, "")


def test_rules_are_changed_by_the_national_team_within_limits(exam: Exam) -> None:
    exam.rule(4, 3)

    with exam.look() as session:
        assert (queries.settings(session).opinions, queries.settings(session).voices) == (4, 3)
    with pytest.raises(Conflict):
        exam.rule(5, 2, turn=0)
    with pytest.raises(Invalid, match="Pas plus de voix"):
        exam.rule(2, 3, turn=1)
    with pytest.raises(Invalid, match="de 2 à 15"):
        exam.rule(1, 2, turn=1)
    with pytest.raises(Forbidden), exam.write() as session:
        rules.change(session, exam.actor("relectrice"), rules.Rules(3, 2, 7, 30), 1)


def test_what_is_examined_is_known_to_the_college_and_its_territory_alone(exam: Exam) -> None:
    made = exam.proposed()

    for by in ("relectrice", "curatrice", "referente", "admin"):
        with exam.look() as session:
            assert queries.nomination(session, exam.actor(by), made).id == made
    for by in ("", "nina", "membre", "nantaise"):
        with exam.look() as session, pytest.raises(NotFound):
            queries.nomination(session, exam.actor(by), made)
