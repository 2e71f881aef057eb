"""Opinions, decisions by several voices, rework, appeal."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from scenarios.curation import readers
from scenarios.curation.interests import Interested
from scenarios.deliberation import deciding, opinions, queries, reminding
from scenarios.deliberation.models import Decision, Opinion, ReworkRequest
from scenarios.deliberation.opinions import LeftToOthers, Written
from scenarios.deliberation.owndata import own_judgements
from scenarios.deliberation.reworking import Answers, keep_answers, send
from scenarios.featuring.models import Feature
from tests import factories
from tests.scenarios.curation.conftest import Exam
from wiki.accounts.models import User
from wiki.activity import kinds as happens
from wiki.db import now
from wiki.errors import Conflict, Forbidden, Invalid, NotFound

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_an_opinion_gives_a_reason_for_each_mark(exam: Exam) -> None:
    made = exam.proposed()

    with pytest.raises(Invalid) as error:
        exam.give(
            made,
            "relectrice",
            verdict="",
            words="",
            marks={0: "", 1: "sans-avis", 2: "9"},
            reasons={1: "", 3: " "},
        )
    told = {name: str(message) for name, message in error.value.errors.items()}
    with pytest.raises(Invalid, match="un critère au moins"):
        exam.give(made, "relectrice", mark="sans-avis")

    assert set(told) == {"mark_1", "mark_3", "reason_4", "verdict", "words"}
    assert told["reason_4"] == "Dites en une phrase pourquoi cette note."


def test_a_draft_is_kept_whatever_is_missing_and_opens_nothing(exam: Exam) -> None:
    made = exam.proposed()
    with exam.write() as session:
        opinions.keep(session, exam.actor("relectrice"), made, Written(words="Je commence"))

    kept = exam.opinion(made, "relectrice")
    assert kept.draft == {"verdict": "", "words": "Je commence", "marks": {}, "reasons": {}}
    assert not kept.is_given
    with exam.look() as session:
        assert not queries.has_given(session, exam.actor("relectrice"), exam.nomination(made))
    with exam.write() as session:
        opinions.drop_draft(session, exam.actor("relectrice"), made)
    assert exam.opinion(made, "relectrice").draft is None


def test_an_opinion_changes_until_the_decision_and_the_former_one_is_kept(exam: Exam) -> None:
    made = exam.proposed()
    exam.give(made, "relectrice", "rework", "1", words="Pas encore.")

    exam.give(made, "relectrice", "retained", "3")

    with exam.look() as session:
        found = session.scalars(select(Opinion)).one()
        assert [(one.verdict, one.words, one.scores[0][1]) for one in found.former] == [
            ("rework", "Pas encore.", 1)
        ]
        assert {one.score for one in found.scores} == {3}
    exam.judged(made, "savante", "curatrice", "curateur")
    exam.decided(made)
    with pytest.raises(Conflict):
        exam.give(made, "relectrice", "declined")


def test_people_outside_the_college_give_no_opinion(exam: Exam) -> None:
    made = exam.proposed()

    with pytest.raises(Forbidden):
        exam.give(made, "referente")
    with pytest.raises(NotFound):
        exam.give(made, "nina")


def test_a_decision_needs_opinions_of_both_sides_and_ones_own(exam: Exam) -> None:
    made = exam.proposed()
    exam.judged(made, "curatrice", "curateur", "troisieme")

    with pytest.raises(Invalid, match="un avis du collège scientifique"):
        exam.decide(made)
    with exam.look() as session:
        found = queries.quorum(session, exam.nomination(made))
        assert (found.given, found.is_met) == (3, False)
    exam.judged(made, "relectrice")
    assert exam.nomination(made).ready_at is not None
    assert exam.told(happens.OPINION_ASKED)[-1] == ("decision.asked", ["curateur", "curatrice", "troisieme"])
    with pytest.raises(Forbidden):
        exam.decide(made, by="relectrice")
    with pytest.raises(Invalid, match="abord votre avis"):
        exam.decide(made, by="admin")
    with pytest.raises(Invalid) as error:
        exam.decide(made, "rework", words="")
    assert set(error.value.errors) == {"words", "requests"}
    with pytest.raises(Invalid, match="Choisissez une décision"):
        exam.decide(made, "")
    with pytest.raises(Invalid, match="trop long"):
        exam.decide(made, "rework", requests=["x" * 2001])


def test_a_decision_is_taken_by_two_voices_and_the_scenario_is_retained_at_its_version(exam: Exam) -> None:
    made = exam.proposed()
    exam.judged(made)

    proposed = exam.decide(made)

    assert exam.nomination(made).state == "waiting"
    assert exam.awaited(made) == dict.fromkeys(("relectrice", "savante", "curateur"), "voice")
    with pytest.raises(Invalid, match="autres de la confirmer"):
        exam.speak(proposed, "curatrice")
    with pytest.raises(Invalid, match="abord votre avis"):
        exam.speak(proposed, "troisieme")
    assert exam.speak(proposed, "relectrice") == "taken"

    found = exam.nomination(made)
    assert (found.state, found.decided_at is not None) == ("retained", True)
    assert exam.awaited(made) == {}
    with exam.look() as session:
        feature = session.scalars(select(Feature)).one()
        assert (feature.page_id, feature.number, feature.nomination_id) == (found.page_id, 1, made)
        assert feature.retained_by == exam.people["curatrice"]
    assert exam.told(happens.NOMINATION_DECIDED) == [
        ("nomination.retained", ["curateur", "curatrice", "referente", "relectrice", "savante"])
    ]


def test_a_disagreement_is_kept_and_weighs(exam: Exam) -> None:
    made = exam.proposed()
    exam.judged(made, "relectrice", "savante", "curatrice", "curateur", "troisieme")
    proposed = exam.decide(made, "declined")

    with pytest.raises(Invalid, match="désaccord"):
        exam.speak(proposed, "relectrice", False)
    assert exam.speak(proposed, "relectrice", False, "La grille dit le contraire.") == "proposed"
    assert exam.speak(proposed, "savante", False, "Moi non plus.") == "proposed"
    assert exam.speak(proposed, "curateur") == "proposed"
    assert exam.speak(proposed, "savante") == "taken"

    with exam.look() as session:
        voices = {one.author_id: one.agrees for one in session.get_one(Decision, proposed).voices}
    assert voices[exam.people["relectrice"]] is False
    assert sum(voices.values()) == 3


def test_a_proposed_decision_can_be_set_aside_for_another(exam: Exam) -> None:
    made = exam.proposed()
    exam.judged(made)
    proposed = exam.decide(made, "declined")

    with pytest.raises(Invalid, match="écartée"), exam.write() as session:
        deciding.drop(session, exam.actor("curateur"), proposed, "")
    with pytest.raises(Forbidden), exam.write() as session:
        deciding.drop(session, exam.actor("relectrice"), proposed, "Non.")
    with exam.write() as session:
        deciding.drop(session, exam.actor("curateur"), proposed, "Trois avis disent de retenir.")

    assert exam.decision(proposed).ending == "Trois avis disent de retenir."
    with pytest.raises(deciding.Overtaken):
        exam.speak(proposed, "relectrice")
    exam.decided(made)
    with pytest.raises(NotFound):
        exam.speak(999, "relectrice")


def test_who_decides_says_what_state_they_read(exam: Exam) -> None:
    made = exam.proposed()
    exam.judged(made)
    seen = exam.nomination(made).serial
    exam.give(made, "savante", "declined", "0")

    with pytest.raises(deciding.Overtaken) as error:
        exam.decide(made, seen=seen)
    assert error.value.decision is None


def test_who_joins_the_territory_meanwhile_counts_no_more(exam: Exam) -> None:
    made = exam.proposed()
    exam.judged(made, "relectrice", "curatrice", "curateur")
    exam.join("relectrice")

    with exam.look() as session:
        assert queries.quorum(session, exam.nomination(made)).given == 2
    with pytest.raises(Invalid, match="encore 1 avis"):
        exam.decide(made)
    exam.judged(made, "savante")
    exam.decided(made)
    assert exam.reader(made, "relectrice").state == "asked"


def test_who_had_an_interest_is_named_in_the_record(exam: Exam) -> None:
    made = exam.proposed()
    exam.join("troisieme")
    exam.judged(made)
    exam.decided(made)

    barred = exam.reader(made, "troisieme")
    assert (barred.state, barred.words) == ("barred", "territory")


def test_a_page_that_is_hidden_meanwhile_is_not_retained(exam: Exam) -> None:
    made = exam.proposed()
    exam.judged(made)
    exam.settle(exam.nomination(made).page_id, audience="members", kind="scenario")

    with pytest.raises(Invalid, match="plus publique"):
        exam.decide(made)


def test_a_decision_whose_author_left_the_national_team_is_not_taken(exam: Exam) -> None:
    made = exam.proposed()
    exam.judged(made)
    proposed = exam.decide(made)
    exam.role("curatrice", "")

    with pytest.raises(Invalid, match="écartez-la"):
        exam.speak(proposed, "relectrice")
    assert exam.nomination(made).state == "waiting"


def reworked(exam: Exam) -> int:
    made = exam.proposed()
    exam.judged(made)
    exam.decided(made, "rework", ["Dites ce qu'on fait s'il pleut.", " ", "Nommez les partenaires."])
    return made


def test_each_request_is_answered_and_the_new_version_goes_on(exam: Exam) -> None:
    made = reworked(exam)
    assert exam.told(happens.REWORK_ASKED) == [("nomination.rework", ["referente"])]
    exam.version(exam.nomination(made).page_id)
    with exam.look() as session:
        first, second = session.scalars(select(ReworkRequest).order_by(ReworkRequest.position)).all()

    answers = Answers({first.id: "", second.id: ""}, {first.id: 2}, 2)
    with pytest.raises(Invalid) as error, exam.write() as session:
        send(session, exam.actor("referente"), made, answers)
    assert set(error.value.errors) == {f"words_{second.id}"}
    with exam.write() as session:
        keep_answers(
            session, exam.actor("referente"), made, Answers({second.id: "La mairie."}, {first.id: 2}, 2)
        )
    with pytest.raises(Invalid, match="plus récente que celle"), exam.write() as session:
        keep_answers(session, exam.actor("referente"), made, Answers({}, {first.id: 9}, 2))
    exam.send(made, number=2)

    found = exam.nomination(made)
    assert (found.state, found.number) == ("waiting", 2)
    assert exam.told(happens.REWORK_ANSWERED)[0][1] == ["curateur", "curatrice", "relectrice", "savante"]
    assert exam.awaited(made) == dict.fromkeys(("relectrice", "savante", "curatrice", "curateur"), "opinion")


def test_opinions_on_the_former_version_hold_or_are_confirmed_or_changed(exam: Exam) -> None:
    made = reworked(exam)
    exam.version(exam.nomination(made).page_id)
    exam.send(made, number=2)

    with exam.look() as session:
        assert queries.quorum(session, exam.nomination(made)).is_met
    with exam.write() as session:
        opinions.confirm(session, exam.actor("relectrice"), made)
    with pytest.raises(Conflict), exam.write() as session:
        opinions.confirm(session, exam.actor("relectrice"), made)
    assert exam.opinion(made, "relectrice").number == 2
    assert exam.opinion(made, "savante").number == 1
    exam.decided(made)
    with exam.look() as session:
        assert session.scalars(select(Feature.number)).all() == [2]


def test_only_the_territory_answers_and_not_with_an_older_version(exam: Exam) -> None:
    made = reworked(exam)

    with pytest.raises(Forbidden):
        exam.send(made, by="curatrice")
    with pytest.raises(Invalid, match="ou une plus récente"):
        exam.send(made, number=0)
    with pytest.raises(Conflict):
        exam.contest(made)
    exam.send(made, number=1)
    with pytest.raises(Conflict):
        exam.send(made, number=1)


def declined(exam: Exam) -> int:
    made = exam.proposed()
    exam.judged(made)
    exam.decided(made, "declined")
    return made


def test_an_appeal_is_examined_once_by_others(exam: Exam) -> None:
    made = declined(exam)
    with exam.write() as session:
        for handle, role in (("sage", "reviewer"), ("nouvelle", "curator"), ("nouveau", "curator")):
            exam.people[handle] = factories.user(session, handle, site_role=role).id

    exam.contest(made)

    assert exam.nomination(made).round == 2
    assert exam.told(happens.NOMINATION_MADE)[-1] == (
        "nomination.contested",
        ["nouveau", "nouvelle", "troisieme"],
    )
    with pytest.raises(LeftToOthers):
        exam.give(made, "curatrice")
    assert set(exam.awaited(made)) == {"relectrice", "savante"}
    exam.judged(made, "relectrice", "nouvelle", "nouveau")
    proposed = exam.decide(made, "declined", by="nouvelle")
    assert exam.speak(proposed, "nouveau") == "taken"
    with pytest.raises(Conflict):
        exam.contest(made)


def test_who_decided_examines_an_appeal_where_there_is_nobody_else(exam: Exam) -> None:
    made = declined(exam)
    exam.join("troisieme")

    exam.contest(made)

    exam.judged(made, "relectrice", "curatrice", "curateur")
    exam.decided(made)
    assert exam.nomination(made).state == "retained"
    assert exam.opinion(made, "relectrice", 2).is_given


def test_an_appeal_waits_until_the_page_is_public_and_says_why(exam: Exam) -> None:
    made = declined(exam)
    page_id = exam.nomination(made).page_id

    with pytest.raises(Invalid, match="revue"):
        exam.contest(made, " ")
    with pytest.raises(Forbidden):
        exam.contest(made, by="nina")
    exam.settle(page_id, audience="members", kind="scenario")
    with pytest.raises(Invalid, match="plus publique"):
        exam.contest(made)


def test_readers_and_the_national_team_are_reminded_once_a_period(exam: Exam) -> None:
    made = exam.proposed()
    exam.assign(made, "relectrice", "savante")
    exam.judged(made, "savante")

    def remind(days: int) -> int:
        with exam.write() as session:
            moment = now() + timedelta(days=days)
            return reminding.remind_readers(session, moment) + reminding.remind_team(session, moment)

    assert [remind(6), remind(8), remind(9), remind(16)] == [0, 1, 0, 1]
    assert exam.told(happens.OPINION_ASKED)[-1] == ("opinion.reminded", ["relectrice"])
    assert [remind(31), remind(32)] == [2, 0]
    assert exam.told(happens.OPINION_ASKED)[-1] == ("nomination.late", ["curateur", "curatrice", "troisieme"])
    exam.withdraw(made)
    assert remind(100) == 0
    with exam.app.test_request_context():
        assert reminding.remind_all() == 0


def test_a_recused_opinion_stays_and_counts_no_more(exam: Exam) -> None:
    made = exam.proposed()
    exam.judged(made, "relectrice")
    with exam.write() as session:
        readers.recuse(session, exam.actor("relectrice"), made, "Je connais l'autrice.")

    with exam.look() as session:
        assert queries.quorum(session, exam.nomination(made)).given == 0
        assert len(queries.given(session, exam.nomination(made))) == 1
    with pytest.raises(Interested):
        exam.give(made, "relectrice")


@pytest.mark.parametrize("left", ["blocked_at", "deleted_at"])
def test_words_of_an_account_that_is_blocked_or_gone_count_no_more(exam: Exam, left: str) -> None:
    made = exam.proposed()
    exam.judged(made)
    with exam.look() as session:
        before = queries.quorum(session, exam.nomination(made)).given
    with exam.write() as session:
        session.execute(update(User).where(User.handle == "relectrice").values({left: now()}))

    with exam.look() as session:
        assert queries.quorum(session, exam.nomination(made)).given == before - 1


def test_ones_own_words_are_in_ones_archive(exam: Exam) -> None:
    made = reworked(exam)
    exam.send(made)

    with exam.look() as session:
        of_referent = dict(own_judgements(session, exam.actor("referente")))["examens.json"]
        of_reader = dict(own_judgements(session, exam.actor("relectrice")))["examens.json"]
        assert dict(own_judgements(session, exam.actor("nina"))) == {}
    assert "Joué trois fois" in of_referent
    assert "C'est corrigé." in of_referent
    assert "Vu en le lisant." in of_reader


def test_words_that_end_something_are_in_the_archive_of_who_said_them(exam: Exam) -> None:
    made = exam.proposed()
    exam.judged(made)
    proposed = exam.decide(made)
    with exam.write() as session:
        deciding.drop(session, exam.actor("curateur"), proposed, "Trop tôt")
    exam.withdraw(made, "Nous le revoyons")

    with exam.look() as session:
        of = {one: dict(own_judgements(session, exam.actor(one))) for one in ("curateur", "referente")}
    assert "Trop tôt" in of["curateur"]["examens.json"]
    assert "Nous le revoyons" not in of["curateur"]["examens.json"]
    assert "Nous le revoyons" in of["referente"]["examens.json"]


def test_a_decision_is_not_taken_once_the_opinions_behind_it_count_no_more(exam: Exam) -> None:
    made = exam.proposed()
    exam.judged(made, "relectrice", "curatrice", "curateur")
    proposed = exam.decide(made)
    with exam.write() as session:
        readers.recuse(session, exam.actor("relectrice"), made, "Ma sœur anime ce scénario")

    with pytest.raises(Invalid, match="un avis du collège scientifique"):
        exam.speak(proposed, "curateur")
    assert exam.nomination(made).state == "waiting"

    exam.judged(made, "savante")
    assert exam.speak(proposed, "curateur") == "taken"


def test_withdrawing_an_appeal_does_not_open_the_same_version_again(exam: Exam) -> None:
    made = exam.proposed()
    exam.judged(made)
    exam.decided(made, "declined")
    exam.contest(made)
    exam.withdraw(made)

    with pytest.raises(Invalid, match="Une décision a été prise sur la version 1"):
        exam.propose(exam.nomination(made).page_id)
